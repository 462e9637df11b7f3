"""An edit in the web page and the EPUB, in a real browser, before the build is through."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.judges import chromium
from tests.serve.running import NOTE, SECONDS, Running, running

expect.set_options(timeout=SECONDS * 1000)

PUBLISHED = re.compile(r'^Published ')
SEEN = 'Ships came and went, as the harbour master had told the paper on the quay. '
TEXT = NOTE + ''.join(f'\nOf day {number} this is told. {SEEN * 3}\n' for number in range(1, 31))
"""A report in which one can scroll."""
HELD = 'Of day 20 this is told.'
NEXT = 'Of day 21 this is told.'
TOP = 'node => node.getBoundingClientRect().top'


@pytest.fixture(scope='module')
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp('advance')
    (folder / 'seeds' / 'note').mkdir(parents=True)
    (folder / 'seeds' / 'note' / 'report.md').write_text(TEXT, 'utf-8')
    with running(folder) as started:
        started.folder = folder / 'seeds'
        yield started
        assert started.end() == 0, started.said


@pytest.fixture(scope='module')
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def page(browser: Browser, preview: Running) -> Iterator[Page]:
    """Open the report; one edit is published while it is looked at, so that its desk is ready."""
    opened = browser.new_page(viewport={'width': 1920, 'height': 1000})
    said: list[str] = []
    opened.on('console', lambda one: said.append(f'{one.text} {one.location.get("url")}'))
    opened.on('pageerror', lambda error: said.append(str(error)))
    preview.wait_for('note', (preview.folder / 'note' / 'report.md').read_text('utf-8'))
    opened.goto(f'{preview.address}reports/note/')
    preview.write('note', TEXT.replace('the ministry', 'the old ministry'))
    preview.wait_for('note', TEXT.replace('the ministry', 'the old ministry'))
    preview.write('note', TEXT)
    preview.wait_for('note', TEXT)
    expect(opened.locator('#phase')).to_have_text(PUBLISHED)
    yield opened
    assert said == []
    opened.close()


def frame(page: Page, pane: str) -> FrameLocator:
    """Return what a pane shows."""
    return page.frame_locator(f'#{pane} iframe:not(.is-coming)')


def test_an_edit_shows_in_all_panes_before_the_build_is_through(
    page: Page, preview: Running
) -> None:
    """The author looks at the sentence, and must not wait for the proof of the whole."""
    page.select_option('#chapter', label='What was said')
    frame(page, 'epub').locator('h1', has_text='What was said').wait_for()
    held = {pane: frame(page, pane).locator('p', has_text=HELD) for pane in ('web', 'epub')}
    for paragraph in held.values():
        paragraph.evaluate('node => node.scrollIntoView()')
    behind = {pane: frame(page, pane).locator('p', has_text=NEXT) for pane in held}
    before = {pane: paragraph.evaluate(TOP) for pane, paragraph in behind.items()}
    standing = preview.folder.parent / 'out' / 'note' / 'index.html'

    # A paragraph more: those behind it have other ids, and are the same all the same.
    edit = TEXT.replace('\nOf day 1 ', '\nThis was told on the quay.\n\nOf day 1 ').replace(
        f'{HELD} Ships', f'{HELD} Ships, at last,'
    )
    preview.write('note', edit)
    for pane, paragraph in held.items():
        expect(page.locator(f'#{pane}-early')).to_be_visible()
        expect(paragraph).to_contain_text('Ships, at last,')
        assert abs(behind[pane].evaluate(TOP) - before[pane]) < 3
    assert page.get_attribute('body', 'data-phase') in ('waiting', 'building')
    assert 'at last' not in standing.read_text('utf-8'), "nothing is published in advance"
    assert page.locator('#web-early').inner_text().startswith('Made just now; the rest follows.')

    frame(page, 'web').locator('p', has_text='Of day 21').click()
    expect(page.locator('#lines .is-marked')).to_contain_text('Of day 21')

    for pane, paragraph in held.items():
        expect(page.locator(f'#{pane}-early')).to_be_hidden()
        expect(paragraph).to_contain_text('Ships, at last,')
        assert abs(behind[pane].evaluate(TOP) - before[pane]) < 3
    expect(page.locator('#phase')).to_have_text(PUBLISHED)
    assert 'at last' in standing.read_text('utf-8')
    assert 'advance' not in (page.get_attribute('#web iframe', 'src') or 'advance')


def test_what_is_refused_leaves_the_panes(page: Page, preview: Running) -> None:
    """What was shown of it goes, and the former edition stands again."""
    preview.write(
        'note', TEXT.replace('of the ferry.', 'of the boat: `see`.') + '\n[^lost]: Lost.\n'
    )
    expect(page.locator('#phase')).to_have_text(re.compile('^Not published'))
    expect(page.locator('#web-early')).to_be_hidden()
    expect(frame(page, 'web').locator('p', has_text='The second')).to_contain_text('the ferry')
    preview.write('note', TEXT)
    preview.wait_for('note', TEXT)
