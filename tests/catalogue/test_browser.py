"""The download page in a real browser: from disk and from the server, on a desk and on a phone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from proofpress.serve import CatalogueServer
from tests.catalogue.standing import EPUB, catalogue, publication, put
from tests.judges import chromium, from_npm, nu_errors

pytestmark = pytest.mark.slow

SIZES = ((1280, 900), (390, 800), (320, 600))
LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungsnehmerin"


@pytest.fixture(scope='module')
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp('build')
    put(
        out,
        publication('x'),
        publication('long', title=f"On the {LONG}", summary=f"{LONG}, " * 9, is_draft=True),
        publication('rtl', title="تقرير عن المياه", lang='ar', direction='rtl'),
    )
    catalogue(out)
    return out


@contextmanager
def opened(browser: Browser, address: str, size: tuple[int, int], scheme: str) -> Iterator[Page]:
    """Open the page; nothing may be refused or missing."""
    width, height = size
    page = browser.new_page(
        viewport={'width': width, 'height': height},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    said: list[str] = []
    page.on('console', lambda message: said.append(message.text))
    page.on('requestfailed', lambda request: said.append(request.url))
    page.goto(address)
    yield page
    assert said == []
    page.close()


@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_the_page_fits_every_screen_by_day_and_by_night(folder: Path, scheme: str) -> None:
    """A page that slides sideways on a phone is put away; so is black on black."""
    address = (folder / 'index.html').as_uri()
    with chromium() as browser:
        for size in SIZES:
            with opened(browser, address, size, scheme) as page:
                page.evaluate(
                    "document.querySelectorAll('details').forEach(one => one.open = true)"
                )
                assert page.evaluate('document.documentElement.scrollWidth') <= size[0]
                assert page.evaluate('document.images[0].naturalWidth') > 0
                ground = page.evaluate('getComputedStyle(document.body).backgroundColor')
                ink = page.evaluate("getComputedStyle(document.querySelector('.summary')).color")
                is_dark = scheme == 'dark'
                assert (sum(_channels(ground)) < 200) is is_dark
                assert (sum(_channels(ink)) > 500) is is_dark


def test_buttons_are_large_enough_for_a_thumb(folder: Path) -> None:
    """WCAG 2.2, 2.5.8: 24 pixels at least; a thumb wants more."""
    with (
        chromium() as browser,
        opened(browser, (folder / 'index.html').as_uri(), SIZES[1], 'light') as page,
    ):
        heights = page.evaluate(
            "[...document.querySelectorAll('.downloads a, details summary')]"
            '.map(one => one.getBoundingClientRect().height)'
        )
        assert len(heights) == 12
        assert min(heights) >= 32


def test_a_keyboard_reaches_the_reports_and_opens_what_is_folded(folder: Path) -> None:
    """Who cannot use a mouse can read the checksums too."""
    with (
        chromium() as browser,
        opened(browser, (folder / 'index.html').as_uri(), SIZES[0], 'light') as page,
    ):
        page.keyboard.press('Tab')
        assert page.evaluate('document.activeElement.getBoundingClientRect().top') >= 0
        page.keyboard.press('Enter')
        assert page.evaluate('document.activeElement.tagName') == 'MAIN'
        for _ in range(5):
            page.keyboard.press('Tab')
        assert page.evaluate('document.activeElement.tagName') == 'SUMMARY'
        page.keyboard.press('Enter')
        assert page.evaluate("document.querySelector('details').open") is True


def test_a_click_on_the_served_page_brings_the_file(folder: Path) -> None:
    """What the visitor came for ends on their disk, whole and under its name."""
    with CatalogueServer(folder, '127.0.0.1', 0) as server, chromium() as browser:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            with opened(browser, server.address, SIZES[0], 'light') as page:
                with page.expect_download() as download:
                    page.click('#reports a[download="x.epub"]')
                assert Path(download.value.path()).read_bytes() == EPUB
                assert download.value.suggested_filename == 'x.epub'
        finally:
            server.shutdown()
            thread.join()


def _channels(colour: str) -> list[float]:
    return [float(part) for part in colour.partition('(')[2].rstrip(')').split(',')[:3]]


def test_the_w3c_finds_no_error_in_the_page(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Browsers mend bad HTML each in its own way; assistive technology often does not."""
    package = from_npm('vnu-jar@26.9.27', tmp_path_factory.mktemp('nu'))
    assert nu_errors(folder / 'index.html', package / 'build/dist/vnu.jar') == []
