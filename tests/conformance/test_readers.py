"""Other ways to read a report: MuPDF, epub.js (the engine of many web readers), a Kindle's file.

Each must give back every word, and the contents; calibre's AZW3 the notes too.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from lxml import etree
from playwright.sync_api import Browser, Page

from tests.conformance.published import Published, spoiled
from tests.conformance.reading_system import open_book
from tests.judges import azw3_and_back, from_npm, mupdf_text
from tests.products.tree_text import seen

pytestmark = pytest.mark.slow

_BLOCKS = ('p', 'h1', 'h2', 'h3', 'h4', 'td', 'th', 'dd', 'dt', 'li', 'figcaption', 'caption')
_NAVIGATION = 'nav.xhtml'
# epub.js 0.4 is another program with the same name.
EPUB_JS = ('epubjs@0.3.93', 'jszip@3.10.1')
SHELL = """<!DOCTYPE html><meta charset="utf-8"><div id="page"></div>
<script src="jszip.min.js"></script><script src="epub.js"></script>
<script>
(async () => {
  const book = ePub(await (await fetch('book.epub')).arrayBuffer())
  await book.ready
  const view = book.renderTo('page', { width: 700, height: 800 })
  const flat = entries => entries.flatMap(one => [one.label.trim(), ...flat(one.subitems)])
  window.contents = flat(book.navigation.toc)
  window.pages = book.pageList.pageList.length
  window.files = book.spine.spineItems.map(item => item.href)
  window.shown = async href => {
    await view.display(href)
    const [{ document }] = view.getContents()
    const { width, height } = document.body.getBoundingClientRect()
    return width && height ? document.body.textContent : ''
  }
  window.opened = true
})()
</script>"""


def blocks(report: Published) -> Iterator[str]:
    """Yield the words of each block that holds words and no other block, as `seen`."""
    for path, document in report.documents().items():
        if path.endswith(_NAVIGATION):
            continue
        for block in document.iter(*(f'{{*}}{name}' for name in _BLOCKS)):
            if next(block.iterdescendants(*(f'{{*}}{name}' for name in _BLOCKS)), None) is None:
                yield seen(''.join(map(str, block.itertext())))


def lost_words(report: Published, text: str) -> list[str]:
    """Return the blocks that a text lacks."""
    shown = seen(text)
    return [block for block in blocks(report) if block not in shown]


def test_mupdf_draws_every_word_of_every_report(published: Sequence[Published]) -> None:
    """MuPDF is in SumatraPDF and many phones."""
    found = {one.slug: lost_words(one, mupdf_text(one.epub)) for one in published}
    assert {slug: lost for slug, lost in found.items() if lost} == {}
    assert sum(len(list(blocks(one))) for one in published) > 1000


def test_mupdf_misses_a_word_that_is_not_there(river: Published, tmp_path: Path) -> None:
    """Whoever compares a text with itself finds nothing."""
    bad = spoiled(river.epub, tmp_path, '.xhtml', 'ferry', 'boat')
    assert lost_words(river, mupdf_text(bad))


@pytest.fixture(scope='module')
def opened(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[Callable[[Path], Page]]:
    """Fetch epub.js; opens books with it."""
    folders = [from_npm(package, tmp_path_factory.mktemp('epubjs')) / 'dist' for package in EPUB_JS]
    page = browser.new_page(viewport={'width': 800, 'height': 900})

    def open_with(epub: Path) -> Page:
        assert open_book(page, SHELL, epub, *folders) == []
        return page

    yield open_with
    page.close()


def epub_js_faults(page: Page, report: Published) -> Iterator[str]:
    """Yield what epub.js does not find, or shows otherwise."""
    contents = [' '.join(label.split()) for label in page.evaluate('contents')]
    if contents != report.headings():
        yield f"contents: {contents}"
    if page.evaluate('pages') != len(report.pdf_pages()):
        yield f"pages: {page.evaluate('pages')}"
    documents = report.documents()
    files = page.evaluate('files')
    if [f'EPUB/{href}' for href in files] != list(documents):
        yield f"files: {files}"
    for path, document in documents.items():
        body = document.find('{*}body')
        assert body is not None
        text = page.evaluate('href => shown(href)', path.removeprefix('EPUB/'))
        if seen(text) != seen(''.join(map(str, body.itertext()))):
            yield f"{path} has other words"


def test_epub_js_shows_every_file_of_every_report(
    published: Sequence[Published], opened: Callable[[Path], Page]
) -> None:
    """Libraries let their visitors read in the browser, mostly with it."""
    found = {one.slug: list(epub_js_faults(opened(one.epub), one)) for one in published}
    assert {slug: said for slug, said in found.items() if said} == {}


def test_epub_js_notices_a_spoiled_book(
    river: Published, opened: Callable[[Path], Page], tmp_path: Path
) -> None:
    """A word more in one file, an entry more in the contents."""
    bad = spoiled(river.epub, tmp_path / 'word', 'imprint.xhtml', '</h1>', ' more</h1>')
    assert list(epub_js_faults(opened(bad), river)) == ['EPUB/imprint.xhtml has other words']
    entry = '<li><a href="titlepage.xhtml">More</a></li><li>'
    bad = spoiled(river.epub, tmp_path / 'entry', 'nav.xhtml', '<li>', entry)
    assert 'contents: ' in ' '.join(epub_js_faults(opened(bad), river))


def kindle_faults(report: Published, epub: Path, folder: Path) -> list[str]:
    """Return what a Kindle's file of an EPUB has lost: words, contents, notes."""
    with zipfile.ZipFile(azw3_and_back(epub, folder)) as archive:
        package = etree.fromstring(archive.read('content.opf'))
        hrefs = {item.get('id'): str(item.get('href')) for item in package.iter('{*}item')}
        spine = [hrefs[ref.get('idref')] for ref in package.iter('{*}itemref')]
        documents = {name: etree.fromstring(archive.read(name)) for name in spine}
        contents = etree.fromstring(archive.read('toc.ncx'))
    text = ''.join(str(text) for one in documents.values() for text in one.itertext())
    found = [f"lost: {block}" for block in lost_words(report, text)]
    labels = [' '.join(''.join(map(str, label.itertext())).split())
              for label in contents.iterfind('.//{*}navMap//{*}navLabel')]  # fmt: skip
    if labels != report.headings():
        found.append(f"contents: {labels}")
    places = {
        f'{name}#{element.get("id")}': element
        for name, document in documents.items()
        for element in document.iter(etree.Element)
        if element.get('id')
    }
    calls = {
        element.get('id'): posixpath.join(posixpath.dirname(name), str(element.get('href')))
        for name, document in documents.items()
        for element in document.iter('{*}a')
    }
    for note in report.notes():
        target = places.get(calls.get(note.call, ''))
        words = '' if target is None else ''.join(map(str, target.itertext()))
        if seen(words) != seen(note.words):
            found.append(f"{note.call}: {words}")
    return found


def test_a_kindles_file_keeps_words_contents_and_notes(
    published: Sequence[Published], tmp_path: Path
) -> None:
    """Amazon makes such a file of every EPUB that is sent to a Kindle."""
    with ThreadPoolExecutor(2) as pool:
        found = dict(
            zip(
                [one.slug for one in published],
                pool.map(lambda one: kindle_faults(one, one.epub, tmp_path), published),
                strict=True,
            )
        )
    assert {slug: said for slug, said in found.items() if said} == {}


def test_a_spoiled_kindle_file_is_refused(river: Published, tmp_path: Path) -> None:
    """A call that leads to the note after the right one, and a heading that the contents lack."""
    assert kindle_faults(river, river.epub, tmp_path) == []
    bad = spoiled(river.epub, tmp_path / 'note', '.xhtml', 'href="#note-1"', 'href="#note-2"')
    assert 'call-1: ' in ' '.join(kindle_faults(river, bad, tmp_path / 'note'))
    bad = spoiled(river.epub, tmp_path / 'label', 'nav.xhtml', '>Summary<', '>Sumary<')
    assert 'contents: ' in ' '.join(kindle_faults(river, bad, tmp_path / 'label'))
