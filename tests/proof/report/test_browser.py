"""The report in a real browser, from disk, without a network, by day and by night."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.judges import chromium, from_npm, nu_errors
from tests.proof.report.shown import file_of, reported, unsound_proof

PHONE = {'width': 390, 'height': 800}
DESK = {'width': 1280, 'height': 900}
NARROW = {'width': 320, 'height': 600}

pytestmark = pytest.mark.slow


@pytest.fixture(scope='module')
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp('proof') / 'proof.html'
    path.write_text(file_of(reported(unsound_proof()), 'proof.html'), 'utf-8')
    return path


@pytest.fixture(scope='module')
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@contextmanager
def opened(browser: Browser, file: Path, size: Any = DESK, **settings: Any) -> Iterator[Page]:
    """Open the report; it must ask for nothing and complain of nothing."""
    page = browser.new_page(viewport=size, **settings)
    said: list[str] = []
    page.on('console', lambda message: said.append(message.text))
    page.on('pageerror', lambda error: said.append(str(error)))
    page.on('request', lambda request: said.append(request.url))
    page.goto(file.as_uri(), wait_until='networkidle')
    try:
        yield page
        assert [one for one in said if not one.startswith('data:image/')] == [file.as_uri()]
    finally:
        page.close()


def shown_rows(page: Page) -> list[str]:
    """Return the ids of the ledger's rows that a reader sees."""
    rows = page.locator('.ledger tbody tr:visible th code')
    return rows.all_inner_texts()


@pytest.mark.parametrize('size', [PHONE, DESK, NARROW], ids=['phone', 'desk', 'narrow'])
def test_the_report_opens_whole_and_fits_the_screen(
    browser: Browser, file: Path, size: dict[str, int]
) -> None:
    """It is opened from a mail, on a phone, on the way to the office."""
    with opened(browser, file, size) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert page.evaluate('document.documentElement.scrollWidth') <= size['width']
        assert page.evaluate('[...document.images].every((one) => one.naturalWidth > 0)')
        assert page.locator('.sentence').inner_text() == "3 errors, 1 warning"
        policy = "getComputedStyle(document.querySelector('.verdict')).borderLeftWidth"
        assert page.evaluate(policy) == '6px'


def test_the_filter_leaves_what_was_asked_for(browser: Browser, file: Path) -> None:
    """A sentence is found among thousands, wherever it stands."""
    with opened(browser, file) as page:
        assert shown_rows(page) == []
        page.fill('#filter', 'LINE breaks narrow')
        assert shown_rows(page) == ['background-p2']
        assert page.locator('#filtered').inner_text().startswith('1 of ')
        page.fill('#filter', 'no such words')
        assert shown_rows(page) == []
        assert page.locator('.group:visible').count() == 0
        page.fill('#filter', '')
        assert page.locator('.group:visible').count() > 5
        assert shown_rows(page) == []


def test_without_a_script_all_is_there_but_the_filter(browser: Browser, file: Path) -> None:
    """Where scripts are forbidden, a report must be readable all the more."""
    with opened(browser, file, java_script_enabled=False) as page:
        assert not page.locator('#filter').is_visible()
        page.locator('summary', has_text='Background').click()
        assert 'background-p2' in shown_rows(page)


def test_a_finding_leads_to_its_row_and_the_row_back(browser: Browser, file: Path) -> None:
    """A row in a folded section is unfolded when it is asked for."""
    with opened(browser, file) as page:
        page.locator('.overview a', has_text='by air').click()
        finding = page.locator('.finding:target')
        assert 'by air' in finding.inner_text()
        finding.locator('a').click()
        row = page.locator('tr:target')
        assert row.is_visible()
        assert 'background-p1' in row.inner_text()
        row.locator('a', has_text='Finding').click()
        assert 'by air' in page.locator('.finding:target').inner_text()


def test_everything_can_be_reached_by_keyboard(browser: Browser, file: Path) -> None:
    """First the way past the head, then links, filter and sections, in the order of the page."""
    with opened(browser, file) as page:
        page.keyboard.press('Tab')
        assert page.evaluate('document.activeElement.getBoundingClientRect().top') >= 0
        page.keyboard.press('Enter')
        assert page.evaluate('document.activeElement.tagName') == 'MAIN'
        reached: list[str] = []
        for _ in range(200):
            page.keyboard.press('Tab')
            tag = page.evaluate('document.activeElement.tagName')
            if tag == 'BODY':
                break
            reached.append(tag)
            outline = 'getComputedStyle(document.activeElement).outlineStyle'
            assert page.evaluate(outline) == 'solid', tag
        assert reached.count('SUMMARY') == page.locator('summary').count()
        assert 'INPUT' in reached
        page.locator('summary').first.focus()
        page.keyboard.press('Enter')
        assert shown_rows(page)


def test_night_turns_the_report_dark(browser: Browser, file: Path) -> None:
    """Proofs are read late."""
    ground = 'getComputedStyle(document.body).backgroundColor'
    with opened(browser, file, color_scheme='light') as page:
        assert page.evaluate(ground) == 'rgb(253, 252, 250)'
    with opened(browser, file, color_scheme='dark') as page:
        assert page.evaluate(ground) == 'rgb(21, 24, 28)'


def test_who_asks_for_stillness_gets_it(browser: Browser, file: Path) -> None:
    """Sliding pages make some readers ill (WCAG 2.2, 2.3.3)."""
    moves = 'getComputedStyle(document.documentElement).scrollBehavior'
    with opened(browser, file, reduced_motion='reduce') as page:
        assert page.evaluate(moves) == 'auto'


@pytest.mark.parametrize('colours', ['light', 'dark'])
@pytest.mark.parametrize('size', [PHONE, DESK], ids=['phone', 'desk'])
def test_axe_finds_nothing(
    browser: Browser,
    file: Path,
    size: dict[str, int],
    colours: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """The judge of accessibility that most houses ask, with every rule that it has."""
    script = from_npm('axe-core@4.11.0', tmp_path_factory.mktemp('axe')) / 'axe.min.js'
    with opened(browser, file, size, color_scheme=colours, bypass_csp=True) as page:
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        page.add_script_tag(content=script.read_text('utf-8'))
        found = page.evaluate('axe.run().then((result) => result.violations)')
        assert [
            (one['id'], [node['html'][:120] for node in one['nodes'][:3]]) for one in found
        ] == []


def test_the_w3c_finds_no_error(file: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Browsers mend bad HTML each in its own way."""
    package = from_npm('vnu-jar@26.9.27', tmp_path_factory.mktemp('nu'))
    assert nu_errors(file, package / 'build/dist/vnu.jar') == []
