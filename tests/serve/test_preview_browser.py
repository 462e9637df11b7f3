"""The preview in a real browser, while reports are edited on the disk: what editors see all day."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from proofpress import serve
from tests.judges import chromium, from_npm, nu_errors
from tests.laid_over import GOOD
from tests.serve.running import NOTE, SECONDS, Running, running

expect.set_options(timeout=SECONDS * 1000)

DESK = (1440, 900)
PHONE = (390, 800)
PUBLISHED = re.compile(r'^Published ')
MISTAKE = NOTE.replace('of the ferry.', 'of the ferry, see @fig-lost.')


@pytest.fixture(scope='module')
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp('preview')
    shutil.copytree(GOOD, folder / 'seeds')
    (folder / 'seeds' / 'note').mkdir()
    (folder / 'seeds' / 'note' / 'report.md').write_text(NOTE, 'utf-8')
    with running(folder) as started:
        started.folder = folder / 'seeds'
        yield started
        assert started.end() == 0, started.said


@pytest.fixture(scope='module')
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@contextmanager
def opened(
    browser: Browser,
    preview: Running,
    slug: str = 'note',
    size: tuple[int, int] = DESK,
    scheme: str = 'light',
) -> Iterator[Page]:
    """Open a report in its preview; nothing may be refused, missing or thrown."""
    width, height = size
    page = browser.new_page(
        viewport={'width': width, 'height': height},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    said: list[str] = []
    page.on('console', lambda one: said.append(f'{one.text} {one.location.get("url")}'))
    page.on('pageerror', lambda error: said.append(str(error)))
    preview.write('note', NOTE)
    preview.wait_for('note', NOTE)
    page.goto(f'{preview.address}reports/{slug}/')
    expect(page.locator('#phase')).to_have_text(PUBLISHED)
    yield page
    assert said == []
    page.close()


def shown_picture(page: Page, number: int) -> str:
    """Return the address of a page's picture, once it is shown."""
    image = page.locator(f'.sheet:nth-child({number}).is-drawn img')
    image.wait_for(state='attached')
    return image.get_attribute('src') or ''


def go_to(page: Page, number: str) -> None:
    """Go to a page of the PDF as a reader does, who sees the pages before choosing one."""
    shown_picture(page, 1)
    page.fill('#page-number', number)
    page.press('#page-number', 'Enter')


def web_page(page: Page) -> Frame:
    """Return the frame of the web page that is seen."""
    handle = page.locator('#web iframe:not(.is-coming)').element_handle()
    frame = handle.content_frame()
    assert frame is not None
    return frame


def marked_line(page: Page) -> str:
    return page.locator('#lines .is-marked').inner_text().strip()


def focused(page: Page) -> str:
    """Return what is in focus: how it is called, or else what it says."""
    said = page.evaluate('document.activeElement.ariaLabel || document.activeElement.textContent')
    return str(said).strip()


def language_of(page: Page, selector: str) -> str:
    """Return in which language the words of the first such element are read aloud."""
    language = "node => node.closest('[lang]').lang"
    return str(page.locator(selector).first.evaluate(language))


def test_a_save_changes_the_page_and_nothing_else_moves(browser: Browser, preview: Running) -> None:
    """Who mends a word on page 4 wants to see page 4, with the word mended."""
    with opened(browser, preview) as page:
        go_to(page, '4')
        cover, before = shown_picture(page, 1), shown_picture(page, 4)
        page.evaluate("document.querySelector('#pdf-body').scrollTop += 50")
        where = page.evaluate("document.querySelector('#pdf-body').scrollTop")
        web = web_page(page)
        web.evaluate("document.querySelector('#sec-said').scrollIntoView()")
        held = web.evaluate("document.querySelector('#sec-said').getBoundingClientRect().top")

        preview.write('note', NOTE.replace('the quay', 'the long quay'))
        expect(page.locator(f'.sheet:nth-child(4) img[src="{before}"]')).to_have_count(0)
        assert shown_picture(page, 4) != before
        assert shown_picture(page, 1) == cover
        assert page.evaluate("document.querySelector('#pdf-body').scrollTop") == where
        assert page.input_value('#page-number') == '4'
        expect(page.frame_locator('#web iframe:not(.is-coming)').locator('main')).to_contain_text(
            'the long quay'
        )
        now = web_page(page).evaluate(
            "document.querySelector('#sec-said').getBoundingClientRect().top"
        )
        assert abs(now - held) < 3


def test_words_that_move_to_another_page_are_followed(browser: Browser, preview: Running) -> None:
    """A new chapter before the one that is read must not turn the pages under the reader."""
    with opened(browser, preview) as page:
        page.locator('#lines .line', has_text='The third').click()
        third = page.locator('#sheets .block[aria-label^="The third"]')
        expect(third).to_be_in_viewport()
        top = "document.querySelector('.block.is-chosen').getBoundingClientRect().top"
        before = page.evaluate(top)
        more = 'One more paragraph that tells of the river at some length. ' * 6
        text = NOTE.replace(
            '# What was said', f'# In between\n\n{(more + chr(10) * 2) * 16}# What was said'
        )
        pages = page.locator('#page-count').inner_text()
        preview.write('note', text)
        expect(page.locator('#page-count')).not_to_have_text(pages)
        expect(third).to_be_in_viewport()
        assert abs(page.evaluate(top) - before) < 4
        assert page.locator('#sheets .block.is-chosen').get_attribute('aria-label') == (
            'The third paragraph tells of the ministry.'
        )


def test_who_follows_changes_is_led_to_them(browser: Browser, preview: Running) -> None:
    """The author writes in one window and looks at the other."""
    with opened(browser, preview) as page:
        page.check('#follow')
        preview.write('note', NOTE.replace('the ministry', 'the old ministry'))
        chosen = page.locator('.block.is-chosen')
        expect(chosen).to_have_attribute('aria-label', re.compile('the old ministry'))
        expect(chosen).to_be_in_viewport()
        inside = page.frame_locator('#web iframe:not(.is-coming)')
        expect(inside.locator('p', has_text='the old ministry')).to_be_in_viewport()


def test_a_mistake_is_shown_with_its_line_and_goes_when_it_is_mended(
    browser: Browser, preview: Running
) -> None:
    """The former pages stay, and say that they are the former ones."""
    with opened(browser, preview) as page:
        before = shown_picture(page, 1)
        lamp = "getComputedStyle(document.querySelector('.lamp')).backgroundColor"
        assert page.evaluate(lamp) == 'rgb(29, 107, 58)'
        preview.write('note', MISTAKE)
        finding = page.locator('#found .finding')
        expect(finding).to_have_count(1)
        expect(finding).to_contain_text('cross-reference-undefined')
        expect(page.locator('#phase')).to_have_text('Not published: 1 error')
        expect(page.locator('#notice')).to_contain_text('former version, of')
        assert page.evaluate(lamp) == 'rgb(163, 22, 31)'
        assert shown_picture(page, 1) == before

        page.click('#found .place')
        expect(page.locator('#lines .is-marked')).to_have_count(1)
        assert marked_line(page) == 'The second paragraph tells of the ferry, see @fig-lost.'
        assert page.evaluate("document.activeElement.classList.contains('line')")
        page.click('#found summary')
        expect(page.locator('.explanation')).to_contain_text('cross-reference-undefined')

        preview.write('note', NOTE)
        expect(page.locator('#found .finding')).to_have_count(0)
        expect(page.locator('#phase')).to_have_text(PUBLISHED)
        expect(page.locator('#notice')).to_be_hidden()


def test_a_line_is_found_again_in_a_text_that_was_changed_since(
    browser: Browser, preview: Running
) -> None:
    """The pages are of the former text: its line 11 may be line 13 of the file by now."""
    with opened(browser, preview) as page:
        preview.write('note', MISTAKE.replace('# What was seen', 'Before it.\n\n# What was seen'))
        expect(page.locator('#phase')).to_have_text(re.compile('^Not published'))
        web_page(page).locator('p', has_text='The third').click()
        expect(page.locator('#lines .is-marked')).to_contain_text('The third paragraph')
        expect(page.locator('#lines .is-marked')).to_have_attribute('data-line', '17')


def test_a_paragraph_leads_to_its_line_and_a_line_to_its_page(
    browser: Browser, preview: Running
) -> None:
    """From each medium to the source, and back."""
    with opened(browser, preview, size=(1920, 1000)) as page:
        page.frame_locator('#web iframe:not(.is-coming)').locator(
            'p', has_text='The second'
        ).click()
        expect(page.locator('#lines .is-marked')).to_contain_text('The second paragraph')
        assert page.locator('.block.is-chosen').get_attribute('aria-label') == (
            'The second paragraph tells of the ferry.'
        )
        inside = page.frame_locator('#epub iframe:not(.is-coming)')
        expect(inside.locator('p', has_text='The second')).to_be_in_viewport()

        inside.locator('p', has_text='The first').click()
        expect(page.locator('#lines .is-marked')).to_contain_text('The first paragraph')

        page.locator('#lines .line', has_text='The third').click()
        chosen = page.locator('.block.is-chosen')
        expect(chosen).to_have_attribute('aria-label', re.compile('^The third'))
        expect(chosen).to_be_in_viewport()
        assert (page.get_attribute('#editor', 'href') or '').endswith('/note/report.md:15:1')


def test_everything_can_be_done_with_the_keyboard(browser: Browser, preview: Running) -> None:
    """Who cannot use a mouse edits reports too."""
    with opened(browser, preview) as page:
        page.keyboard.press('Tab')
        assert page.evaluate('document.activeElement.textContent') == 'Skip to the preview'
        page.keyboard.press('Enter')
        assert page.evaluate('document.activeElement.id') == 'panes'
        shown_picture(page, 1)
        for _ in range(20):
            page.keyboard.press('Tab')
            if page.evaluate("document.activeElement.classList.contains('block')"):
                break
        assert page.evaluate("document.activeElement.classList.contains('block')")
        for _ in range(60):
            if page.evaluate("document.activeElement.ariaLabel.startsWith('The first')"):
                break
            page.keyboard.press('ArrowDown')
        page.keyboard.press('Enter')
        expect(page.locator('#lines .is-marked')).to_contain_text('The first paragraph')
        expect(page.locator('#said')).to_have_text('report.md, line 9')

        page.focus('#lines .is-marked')
        page.keyboard.press('ArrowDown')
        page.keyboard.press('ArrowDown')
        page.keyboard.press('Enter')
        expect(page.locator('.block.is-chosen')).to_have_attribute(
            'aria-label', re.compile('^The second')
        )


def test_the_keyboard_gets_into_a_source_in_which_nothing_is_marked(
    browser: Browser, preview: Running
) -> None:
    """A preview that was just opened marks no line, and one file leaves no other to choose."""
    with opened(browser, preview) as page:
        shown_picture(page, 1)
        page.focus('#source-body')
        page.keyboard.press('Tab')
        assert page.evaluate('document.activeElement.dataset.line') == '1'
        expect(page.locator('#lines .is-marked')).to_have_count(0)
        for _ in range(8):
            page.keyboard.press('ArrowDown')
        expect(page.locator('#lines .is-marked')).to_have_attribute('data-line', '9')
        assert focused(page) == 'The first paragraph tells of the quay.'
        page.keyboard.press('Enter')
        chosen = page.locator('.block.is-chosen')
        expect(chosen).to_have_attribute('aria-label', re.compile('^The first'))
        expect(page.locator('#lines [tabindex="0"]')).to_have_count(1)


def test_a_source_in_which_nothing_is_marked_begins_with_its_first_line(
    browser: Browser, preview: Running
) -> None:
    """A button that does nothing at all is taken for broken."""
    with opened(browser, preview) as page:
        shown_picture(page, 1)
        page.click('#to-page')
        expect(page.locator('#lines .is-marked')).to_have_attribute('data-line', '1')
        expect(page.locator('#said')).not_to_be_empty()
        page.reload()
        expect(page.locator('#lines .is-marked')).to_have_attribute('data-line', '1')
        page.focus('#lines .is-marked')
        page.keyboard.press('ArrowDown')
        expect(page.locator('#lines .is-marked')).to_have_attribute('data-line', '2')


def test_a_save_leaves_findings_as_they_are_read(browser: Browser, preview: Running) -> None:
    """Who reads what a fault means while another is mended reads on, with eyes or with ears."""
    with opened(browser, preview) as page:
        preview.write('note', MISTAKE)
        page.click('#found summary')
        expect(page.locator('.explanation')).to_contain_text('cross-reference-undefined')
        page.evaluate("document.querySelector('.finding').isFormer = true")

        preview.write('note', MISTAKE.replace('the quay', 'the long quay'))
        expect(page.locator('#lines')).to_contain_text('the long quay')
        expect(page.locator('#phase')).to_have_text('Not published: 1 error')
        assert page.evaluate("document.querySelector('.finding').isFormer"), "it says the same"
        assert focused(page) == 'What this means'

        # Two lines further down, and one more behind it.
        moved = MISTAKE.replace('# What was seen', 'Before it.\n\n# What was seen')
        preview.write('note', moved.replace('the ministry', '@fig-gone'))
        expect(page.locator('#found .finding')).to_have_count(2)
        expect(page.locator('#found .place').first).to_contain_text('report.md:13:')
        expect(page.locator('.finding:first-child .explanation')).to_be_visible()
        expect(page.locator('.finding:last-child .explanation')).to_be_hidden()
        assert page.evaluate("document.activeElement.closest('.finding:first-child') !== null")
        assert focused(page) == 'What this means'

        page.focus('.finding:first-child .place')
        preview.write('note', MISTAKE)
        expect(page.locator('#found .finding')).to_have_count(1)
        assert focused(page).startswith('report.md:11:')
        preview.write('note', NOTE)
        expect(page.locator('#found .finding')).to_have_count(0)
        assert page.evaluate('document.activeElement.id') == 'findings-body'


def test_a_save_leaves_the_focus_on_the_text_of_a_page(browser: Browser, preview: Running) -> None:
    """The keyboard is at a paragraph; a save must not send it back to the top of the window."""
    with opened(browser, preview) as page:
        page.locator('#lines .line', has_text='The third').click()
        page.locator('#sheets .block[aria-label^="The third"]').focus()

        preview.write('note', NOTE.replace('the quay', 'the long quay'))
        long_quay = page.locator('#sheets .block[aria-label*="the long quay"]')
        expect(long_quay).to_have_count(1)
        assert focused(page) == 'The third paragraph tells of the ministry.'

        # The page itself is set anew, and its words stand on another one.
        more = 'One more paragraph that tells of the river at some length. ' * 6
        text = NOTE.replace(
            '# What was said', f'# In between\n\n{(more + chr(10) * 2) * 16}# What was said'
        )
        preview.write('note', text.replace('the ministry', 'the old ministry'))
        expect(page.locator('.block:focus')).to_have_attribute(
            'aria-label', 'The third paragraph tells of the old ministry.'
        )
        preview.write('note', NOTE)
        expect(page.locator('.block:focus')).to_have_attribute(
            'aria-label', 'The third paragraph tells of the ministry.'
        )
        page.keyboard.press('ArrowUp')
        assert focused(page) == '2 What was said'


def test_a_save_leaves_the_focus_on_a_line_of_the_source(
    browser: Browser, preview: Running
) -> None:
    """Line 15 is line 17 by now: the keyboard stays at its words."""
    with opened(browser, preview) as page:
        page.locator('#lines .line', has_text='The second').click()
        page.keyboard.press('ArrowDown')
        page.keyboard.press('ArrowUp')
        preview.write('note', NOTE.replace('# What was seen', 'Before it.\n\n# What was seen'))
        expect(page.locator('#lines')).to_contain_text('Before it.')
        assert focused(page) == 'The second paragraph tells of the ferry.'
        assert page.evaluate('document.activeElement.dataset.line') == '13'
        page.keyboard.press('ArrowDown')
        expect(page.locator('#lines .is-marked')).to_have_attribute('data-line', '14')


@pytest.mark.slow
def test_a_save_leaves_the_focus_on_a_link_of_the_web_page(
    browser: Browser, preview: Running
) -> None:
    """The page in the frame is another one each time; who reads it with the keyboard reads on."""
    with opened(browser, preview) as page:
        frame = page.frame_locator('#web iframe:not(.is-coming)')
        frame.locator('a', has_text='What was said').first.focus()
        preview.write('note', NOTE.replace('the quay', 'the long quay'))
        expect(frame.locator('main')).to_contain_text('the long quay')
        preview.wait_for('note', NOTE.replace('the quay', 'the long quay'))
        expect(page.locator('#phase')).to_have_text(PUBLISHED)
        expect(frame.locator('a:focus')).to_contain_text('What was said')
        assert page.evaluate('document.activeElement.localName') == 'iframe'


def test_a_notice_that_goes_leaves_the_focus_in_the_preview(
    browser: Browser, preview: Running
) -> None:
    """What is said of the former version goes with a save; the keyboard is not sent to the top."""
    with opened(browser, preview) as page:
        page.click('[data-pane=findings]')
        preview.write('note', MISTAKE)
        page.focus('#notice button')
        preview.write('note', NOTE)
        expect(page.locator('#notice')).to_be_hidden()
        assert page.evaluate('document.activeElement.id') == 'panes'


def test_words_of_the_report_are_told_in_its_language(browser: Browser, preview: Running) -> None:
    """A screen reader reads Turkish with an English mouth, unless it is told (WCAG 3.1.2)."""
    turkish = NOTE.replace('title: A note', 'lang: tr\ntitle: A note')
    theirs = ['#title', '#lines .line', '.sheet .block', '#chapter option']
    ours = ['#page-back', '#sheets img', '.folio', '#source-title', '#file', '#found', '#chapter']
    with opened(browser, preview, size=(1920, 1000)) as page:
        shown_picture(page, 1)
        assert {language_of(page, one) for one in theirs} == {'en'}
        preview.write('note', turkish)
        expect(page.locator('#title')).to_have_attribute('lang', 'tr')
        begins = page.locator('.sheet:not(.is-fresh) .begins', has_text='What was seen')
        expect(begins).to_have_attribute('lang', 'tr')
        expect(page.locator('#chapter option').first).to_have_attribute('lang', 'tr')
        assert {language_of(page, one) for one in theirs} == {'tr'}
        assert {language_of(page, one) for one in ours} == {'en'}

        preview.write('note', turkish.replace('of the ferry.', 'of the ferry, see @fig-lost.'))
        expect(page.locator('#found .excerpt code')).to_have_attribute('lang', 'tr')
        assert language_of(page, '#found .message') == 'en'
        preview.write('note', NOTE)
        expect(page.locator('#title')).to_have_attribute('lang', 'en')


def test_several_reports_are_a_list_to_choose_from(browser: Browser, preview: Running) -> None:
    """A desk works on more than one; each says how far it is."""
    with opened(browser, preview, 'river') as page:
        page.goto(preview.address)
        expect(page.locator('.card')).to_have_count(2)
        expect(page.locator('.card .state')).to_contain_text([PUBLISHED.pattern[1:]] * 2)
        preview.write('note', MISTAKE)
        card = page.locator('.card', has_text='A note on the ferry')
        expect(card).to_contain_text('Not published: 1 error')
        expect(page.locator('#said')).to_have_text('A note on the ferry: Not published: 1 error')
        card.locator('a').click()
        expect(page.locator('h1')).to_have_text('A note on the ferry')
        page.select_option('#chosen', 'river')
        expect(page.locator('h1')).to_have_text('Across the Tumen')
        expect(page.locator('#phase')).to_have_text(PUBLISHED)


@pytest.mark.parametrize('scheme', ['light', 'dark'])
def test_a_phone_shows_one_pane_at_a_time_and_nothing_is_cut(
    browser: Browser, preview: Running, scheme: str
) -> None:
    """Reports are looked at on the way home, too."""
    with opened(browser, preview, size=PHONE, scheme=scheme) as page:
        preview.write('note', MISTAKE)
        expect(page.locator('#phase')).to_have_text(re.compile('^Not published'))
        for name in ('pdf', 'web', 'epub', 'findings', 'source'):
            page.click(f'[data-pane={name}]')
            assert page.locator('.pane:visible').count() == 1
            assert page.evaluate('document.documentElement.scrollWidth') <= PHONE[0]
            assert page.evaluate(f"document.querySelector('#{name}').scrollWidth") <= PHONE[0]
        page.click('[data-pane=findings]')
        page.click('#found .place')
        expect(page.locator('#lines .is-marked')).to_be_in_viewport()
        ground = page.evaluate('getComputedStyle(document.body).backgroundColor')
        assert ground == ('rgb(21, 24, 28)' if scheme == 'dark' else 'rgb(253, 252, 250)')


def test_a_page_says_that_the_server_is_gone_and_goes_on_with_another(
    browser: Browser, tmp_path: Path
) -> None:
    """The tab stays open over lunch; the terminal did not."""
    (tmp_path / 'note').mkdir()
    (tmp_path / 'note' / 'report.md').write_text(NOTE, 'utf-8')
    page = browser.new_page()
    with running(tmp_path, 'note') as first:
        page.goto(first.address)
        expect(page.locator('#phase')).to_have_text(PUBLISHED)
        assert page.url.endswith('/reports/note/')
        port = int(first.address.rstrip('/').rpartition(':')[2])
        assert first.end() == 0
    expect(page.locator('#lost')).to_contain_text('was ended on its terminal')
    with running(tmp_path, 'note', port=port):
        expect(page.locator('#lost')).to_be_hidden()
        expect(page.locator('#phase')).to_have_text(PUBLISHED)
    page.close()


def test_a_page_that_is_loaded_anew_is_where_it_was(browser: Browser, preview: Running) -> None:
    """The browser was restarted, or the wrong key was pressed."""
    with opened(browser, preview, 'river') as page:
        go_to(page, '5')
        shown_picture(page, 5)
        web_page(page).evaluate("document.querySelector('#sec-crossings').scrollIntoView()")
        page.locator('#lines .line', has_text='Three more ferries').click()
        where = page.evaluate("document.querySelector('#pdf-body').scrollTop")
        page.reload()
        expect(page.locator('#page-number')).to_have_value('5')
        assert abs(page.evaluate("document.querySelector('#pdf-body').scrollTop") - where) < 3
        expect(page.locator('#lines .is-marked')).to_contain_text('Three more ferries')
        crossings = page.frame_locator('#web iframe:not(.is-coming)').locator('#sec-crossings')
        expect(crossings).to_be_in_viewport()


@pytest.mark.slow
@pytest.mark.parametrize('scheme', ['light', 'dark'])
@pytest.mark.parametrize('size', [DESK, PHONE])
def test_axe_finds_no_barrier(
    browser: Browser,
    preview: Running,
    tmp_path: Path,
    scheme: str,
    size: tuple[int, int],
) -> None:
    """Contrast, names, roles, landmarks: what a program can judge (WCAG 2.2, A and AA)."""
    axe = (from_npm('axe-core@4.11.0', tmp_path) / 'axe.min.js').read_text('utf-8')
    with opened(browser, preview, size=size, scheme=scheme) as page:
        preview.write('note', MISTAKE)
        expect(page.locator('#phase')).to_have_text(re.compile('^Not published'))
        shown_picture(page, 1)
        panes = ('findings', 'source', 'epub', 'web', 'pdf') if size == PHONE else ('epub',)
        for name in panes:
            page.click(f'[data-pane={name}]')
            assert barriers(page, axe) == []
        page.goto(preview.address)
        expect(page.locator('.card').first).to_be_visible()
        assert barriers(page, axe) == []


def barriers(page: Page, axe: str) -> list[str]:
    """Return what axe finds in a page; its script comes by the debugger, past the page's policy."""
    page.evaluate(axe)
    found = page.evaluate('axe.run(document, {iframes: false})')
    return [
        f"{one['id']} {node['html'][:160]} {node['failureSummary']}"
        for one in found['violations']
        for node in one['nodes']
    ]


@pytest.mark.slow
def test_the_w3c_finds_no_error_in_our_pages(tmp_path: Path) -> None:
    """Browsers mend bad HTML each in its own way; assistive technology often does not."""
    jar = from_npm('vnu-jar@26.9.27', tmp_path) / 'build/dist/vnu.jar'
    folder = Path(serve.__file__).parent / 'page'
    for page in ('report.html', 'reports.html'):
        assert nu_errors(folder / page, jar) == []
