"""The page in a real browser, from disk, without a network, by day and by night."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pytest

from proofpress.web import make_web
from tests.judges import chromium, from_npm, nu_errors
from tests.little_book import little_book

PHONE = {'width': 390, 'height': 800}
DESK = {'width': 1280, 'height': 900}

pytestmark = pytest.mark.slow


@pytest.fixture(scope='module')
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp('web')
    for file in make_web(little_book()).files:
        path = folder / file.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
    return (folder / 'index.html').as_uri()


def test_the_page_loads_whole_and_fits_the_screen(address: str) -> None:
    """A page that slides sideways on a phone is put away; a refused sheet leaves it bare."""
    with chromium() as browser:
        for size in (PHONE, DESK, {'width': 320, 'height': 600}):
            page = browser.new_page(viewport=size)  # type: ignore[arg-type]
            said: list[str] = []
            page.on('console', lambda message, said=said: said.append(message.text))
            page.on('requestfailed', lambda request, said=said: said.append(request.url))
            page.goto(address)
            assert said == []
            assert page.evaluate('document.documentElement.scrollWidth') <= size['width']
            assert page.evaluate('document.images[0].naturalWidth') == 320
            page.close()


def test_night_turns_the_page_dark(address: str) -> None:
    """Black on white at night is what readers complain of first."""
    ground = 'getComputedStyle(document.body).backgroundColor'
    with chromium() as browser:
        day = browser.new_page(color_scheme='light')
        night = browser.new_page(color_scheme='dark')
        day.goto(address)
        night.goto(address)
        assert day.evaluate(ground) == 'rgb(253, 252, 250)'
        assert night.evaluate(ground) == 'rgb(21, 24, 28)'


def test_the_contents_stand_beside_the_text_only_where_there_is_room(address: str) -> None:
    """On a wide screen the reader always sees where they are; a phone has no room for it."""
    left = "document.querySelector('main').getBoundingClientRect().left"
    right = "document.querySelector('.contents-nav').getBoundingClientRect().right"
    with chromium() as browser:
        phone = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
        desk = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
        phone.goto(address)
        desk.goto(address)
        assert phone.evaluate(left) < phone.evaluate(right)
        assert desk.evaluate(left) > desk.evaluate(right)


def test_the_first_tab_offers_to_skip_to_the_text(address: str) -> None:
    """Who uses a keyboard does not want to pass all the contents on each visit."""
    with chromium() as browser:
        page = browser.new_page(viewport=DESK)  # type: ignore[arg-type]
        page.goto(address)
        page.keyboard.press('Tab')
        assert page.evaluate('document.activeElement.getBoundingClientRect().top') >= 0
        page.keyboard.press('Enter')
        assert page.evaluate('document.activeElement.tagName') == 'MAIN'


def test_the_w3c_finds_no_error_in_the_page(
    address: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Browsers mend bad HTML each in its own way; assistive technology often does not."""
    package = from_npm('vnu-jar@26.9.27', tmp_path_factory.mktemp('nu'))
    page = Path(url2pathname(urlsplit(address).path))
    assert nu_errors(page, package / 'build/dist/vnu.jar') == []
