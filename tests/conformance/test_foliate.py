"""foliate-js, the engine of the reader Foliate, in a real browser.

It opens each book, draws each file, pops up notes, jumps to pages of the PDF, and shows words that
can be read by day and by night.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from playwright.sync_api import TimeoutError as NothingHappenedError

from tests.conformance.published import Published, spoiled
from tests.conformance.reading_system import open_book
from tests.judges import from_npm
from tests.products.tree_text import seen

pytestmark = pytest.mark.slow

MOST_NOTES = 12
"""Notes that are popped up in one report: each opens the book anew."""
LEAST_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3."""

SHELL = """<!DOCTYPE html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<style>html, body, foliate-view { margin: 0; display: block; height: 100vh }</style>
<script type="module">
import './view.js'
import { FootnoteHandler } from './footnotes.js'
const view = document.createElement('foliate-view')
document.body.append(view)
const notes = new FootnoteHandler()
notes.addEventListener('before-render', e => {
  const { view } = e.detail
  view.style = 'position:fixed;inset:auto 0 0 0;height:30vh'
  view.className = 'popup'
  document.body.append(view)
})
notes.addEventListener('render', e => {
  const { view, type } = e.detail
  const [{ doc }] = view.renderer.getContents()
  window.popped = { type, words: doc.body.textContent.replace(/\\s+/g, ' ').trim() }
})
view.addEventListener('link', e => notes.handle(view.book, e))
await view.open(new File([await (await fetch('book.epub')).blob()], 'book.epub'))
window.view = view
window.contents = () => view.renderer.getContents()[0]?.doc
window.flat = entries => (entries ?? []).flatMap(one => [one, ...flat(one.subitems)])
window.opened = true
</script>"""

# Every colour of words in the document, with the ground that stands behind them, '' for the page's.
COLOURS = """(doc => {
  const found = new Set()
  const walker = doc.createTreeWalker(doc.body, NodeFilter.SHOW_TEXT)
  const clear = colour => /^rgba\\(.*, 0\\)$|^transparent$/.test(colour)
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (!walker.currentNode.data.trim() || element.closest('[hidden], title, desc')) continue
    const inDrawing = element.namespaceURI.endsWith('svg')
    const style = doc.defaultView.getComputedStyle(element)
    let ground = element
    while (ground && clear(doc.defaultView.getComputedStyle(ground).backgroundColor))
      ground = ground.parentElement
    found.add(JSON.stringify([inDrawing ? style.fill : style.color,
      ground ? doc.defaultView.getComputedStyle(ground).backgroundColor : '']))
  }
  return [...found].map(JSON.parse)
})(contents())"""


# The words from a place on, as far as its first ones are in sight; without those in drawings.
WORDS_AT = """href => {
  const { anchor } = view.book.resolveHref(href)
  const place = anchor(contents())
  if (!place) return 'nowhere'
  const walker = contents().createTreeWalker(contents().body, NodeFilter.SHOW_TEXT)
  let words = ''
  while (walker.nextNode() && words.length < 400) {
    const text = walker.currentNode
    const after = place.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING
    if (!after || !text.data.trim() || text.parentElement.closest('svg')) continue
    if (!words && !view.lastLocation.range.intersectsNode(text)) return 'out of sight'
    words += text.data
  }
  return words
}"""


Judge = Callable[[Page, Published], Iterator[str]]


@pytest.fixture(scope='module')
def opened(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Callable[[Path], Page]]:
    """Fetch the reading system; opens books with it."""
    foliate = from_npm('foliate-js@1.0.1', tmp_path_factory.mktemp('foliate'))
    page = browser.new_page(viewport={'width': 800, 'height': 900})

    def open_with(epub: Path) -> Page:
        said = open_book(page, SHELL, epub, foliate)
        assert said == []
        return page

    yield open_with
    page.close()


def _go(page: Page, place: str | int) -> None:
    page.evaluate('place => view.goTo(place)', place)


def drawing_faults(page: Page, report: Published) -> Iterator[str]:
    """Yield what is missing in the contents, and in each file as it is drawn."""
    labels = page.evaluate('flat(view.book.toc).map(entry => entry.label)')
    if [' '.join(label.split()) for label in labels] != report.headings():
        yield f"contents: {labels}"
    documents = report.documents()
    sections: list[str] = page.evaluate('view.book.sections.map(section => section.id)')
    if sections != list(documents):
        yield f"files: {sections}"
    for index, (path, document) in enumerate(documents.items()):
        _go(page, index)
        if page.evaluate('view.renderer.getContents()[0]?.index') != index:
            yield f"{path} does not open"
            continue
        if page.evaluate("contents().querySelector('parsererror')?.textContent"):
            yield f"{path} is no XML"
        body = document.find('{*}body')
        assert body is not None
        words = seen(''.join(map(str, body.itertext())))
        if seen(page.evaluate('contents().body.textContent')) != words:
            yield f"{path} has other words"
        if words and not page.evaluate('view.lastLocation?.range?.toString().trim()'):
            yield f"{path} shows nothing"


def note_faults(page: Page, report: Published) -> Iterator[str]:
    """Yield the calls that bring up no note, or a wrong one."""
    for note in list(report.notes())[:MOST_NOTES]:
        _go(page, note.path)
        page.evaluate('window.popped = null')
        page.evaluate("document.querySelectorAll('.popup').forEach(one => one.remove())")
        page.evaluate('id => contents().getElementById(id).click()', note.call)
        try:
            page.wait_for_function('window.popped', timeout=3_000)
        except NothingHappenedError:
            yield f"{note.call}: nothing pops up"
            continue
        popped = page.evaluate('popped')
        if popped != {'type': 'footnote', 'words': note.words}:
            yield f"{note.call}: {popped}"
    page.evaluate("document.querySelectorAll('.popup').forEach(one => one.remove())")


def page_faults(page: Page, report: Published) -> Iterator[str]:
    """Yield the entries of the page list that lead to other words than the page begins with."""
    printed = report.pdf_pages()
    listed = page.evaluate('view.book.pageList.map(({ label, href }) => [label.trim(), href])')
    if [label for label, _ in listed] != list(printed):
        yield f"pages: {[label for label, _ in listed]}"
    for label, href in listed:
        if 'nav.xhtml' in href:
            continue  # the contents of the PDF are set otherwise than those of the EPUB
        _go(page, href)
        words = seen(page.evaluate(WORDS_AT, href))[:25]
        if report.book.metadata.direction == 'rtl' and words != 'outofsight':
            continue  # pypdf does not read the letters of Arabic in order
        # A word that is broken over two pages stands behind the mark as a whole.
        starts = range(max(1, min(8, len(words) - 11)))
        if not any(words[at : at + 12] in seen(printed.get(label, '')) for at in starts):
            yield f"page {label} leads to “{words}”"


def light_faults(page: Page, _: Published) -> Iterator[str]:
    """Yield the colours of words that are too near to that of their ground, by day."""
    return _colour_faults(page, 'light')


def dark_faults(page: Page, _: Published) -> Iterator[str]:
    """Yield the colours of words that are too near to that of their ground, by night."""
    return _colour_faults(page, 'dark')


def _colour_faults(page: Page, scheme: Literal['light', 'dark']) -> Iterator[str]:
    page.emulate_media(color_scheme=scheme)
    for index in range(page.evaluate('view.book.sections.length')):
        _go(page, index)
        if len(page.evaluate('contents().body.textContent').strip()) < 200:
            continue  # most of the picture may be a cover
        paper = _paper(page.screenshot())
        if (sum(paper) < 384) is not (scheme == 'dark'):
            yield f"{scheme}: the page is {paper}"
        for ink, ground in page.evaluate(COLOURS):
            contrast = _contrast(_rgb(ink), _rgb(ground) if ground else paper)
            if contrast < LEAST_CONTRAST:
                yield f"{scheme}: {ink} on {ground or paper}, {contrast:.1f} to 1"
    page.emulate_media(color_scheme=None)


def _paper(screenshot: bytes) -> tuple[int, ...]:
    """Return the colour that most of the page has."""
    image = Image.open(io.BytesIO(screenshot)).convert('RGB')
    colours = image.getcolors(maxcolors=1 << 24)
    assert colours is not None
    colour = max(colours)[1]
    assert isinstance(colour, tuple)
    return colour


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(part) for part in colour[colour.index('(') + 1 : -1].split(',')[:3])


def _contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Return the ratio of WCAG 2.2, "contrast ratio"."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: tuple[int, ...]) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


JUDGES: tuple[Judge, ...] = (
    drawing_faults,
    note_faults,
    page_faults,
    light_faults,
    dark_faults,
)


def test_every_report_reads_as_it_should(
    published: Sequence[Published], opened: Callable[[Path], Page]
) -> None:
    """Contents, words, notes, pages and colours, in the hands of a reader."""
    found = {}
    for one in published:
        page = opened(one.epub)
        found[one.slug] = [fault for judge in JUDGES for fault in judge(page, one)]
    assert {slug: said for slug, said in found.items() if said} == {}
    notes = sum(min(MOST_NOTES, len(list(one.notes()))) for one in published)
    assert notes > 40
    assert sum(len(one.pdf_pages()) for one in published) > 100


def test_kobos_variant_pops_up_the_same_notes(
    published: Sequence[Published], opened: Callable[[Path], Page]
) -> None:
    """The spans that Kobo wants must not come between a call and its note."""
    seed = published[0]
    assert list(note_faults(opened(seed.kepub), seed)) == []
    assert list(drawing_faults(opened(seed.kepub), seed)) == []


@pytest.mark.parametrize(
    ('slip', 'complaint', 'judge'),
    [
        (('.xhtml', '</h1>', ' and more</h1>'), 'has other words', drawing_faults),
        (
            ('nav.xhtml', '<li>', '<li><a href="titlepage.xhtml">X</a></li><li>'),
            'X',
            drawing_faults,
        ),
        (('.xhtml', ' id="note-1"', ' id="lost-1"'), 'call-1: ', note_faults),
        (('.xhtml', 'id="page-2"', 'id="page-2-lost"'), 'page 2 leads to', page_faults),
        (('book.css', 'body', 'p{color:#555}body'), 'dark: rgb(85, 85, 85)', dark_faults),
        (('book.css', 'body', 'a{color:#ccc!important}body'), 'rgb(204, 204, 204)', light_faults),
    ],
)
def test_a_spoiled_book_is_refused(
    slip: tuple[str, str, str],
    complaint: str,
    judge: Judge,
    river: Published,
    opened: Callable[[Path], Page],
    tmp_path: Path,
) -> None:
    """Eyes that see no fault may be shut."""
    assert list(judge(opened(river.epub), river)) == []
    bad = spoiled(river.epub, tmp_path, *slip)
    assert complaint in ' '.join(judge(opened(bad), river))
