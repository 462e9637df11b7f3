"""What the EPUB and the web page cost: made for the first time, and again after an edit.

In: the folder of a report.  Out: CPU seconds.  Run as a command, `python -m tests.bench.editions
[FOLDER]`, it measures that report, or else the generated one.  Page numbers come from a page map
that is made up, so that no PDF has to be laid out first: a page begins in every so many paragraphs.
"""

from __future__ import annotations

import re
import shutil
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from proofpress.cli import collect_rarely
from proofpress.compose.book import XHTML, Book
from proofpress.compose.compose import compose
from proofpress.epub import make_epub
from proofpress.manuscript import read_report
from proofpress.memo import Memo
from proofpress.model.page_map import PageMap, PageStart
from proofpress.product import Product
from proofpress.typefaces import Face, faces
from proofpress.web import OWN_CHARACTERS, make_web
from tests.generated_report import write_report
from tests.little_book import PNG

PAGES = 190
EDITS = 5
_WORD = re.compile(r'(?<=[a-z] )[a-z]{6,}(?= [a-z])')


@dataclass(frozen=True)
class Editions:
    """What one making gave and took."""

    products: tuple[Product, ...]
    cpu: float
    """Seconds."""


def page_map_of(book: Book, pages: int = PAGES) -> PageMap:
    """Return a map of so many pages, or fewer; each begins within a paragraph of running text."""
    paragraphs = [
        paragraph
        for section in book.sections
        for paragraph in section.tree.iterchildren(f'{{{XHTML}}}p')
        if 'id' in paragraph.attrib and (paragraph.text or '').strip()
    ]
    step = max(1, len(paragraphs) // pages)
    starts = tuple(
        PageStart(index, str(index + 1), str(one.get('id')), len(one.text or '') // 2)
        for index, one in enumerate(paragraphs[::step])
    )
    return PageMap(tuple(start.folio for start in starts), starts, {})


def book_of(folder: Path) -> Book:
    """Return the composed book of a report."""
    report = read_report(folder).report
    assert report is not None
    return compose(report)[0]


def faces_of(book: Book) -> tuple[Face, ...]:
    """Return the faces that both editions are set in."""
    return faces(book.characters() | OWN_CHARACTERS, book.languages())


def make(book: Book, memo: Memo) -> Editions:
    """Make both editions of a book."""
    typefaces, page_map = faces_of(book), page_map_of(book)
    start = time.process_time()
    epub = make_epub(book, PNG, typefaces, page_map, memo=memo)
    web = make_web(book, typefaces, page_map, memo)
    return Editions((epub, web), time.process_time() - start)


def edit(folder: Path, number: int) -> None:
    """Exchange one word of one chapter."""
    chapters = sorted(folder.glob('*.md'))
    path = chapters[number * 7 % len(chapters)]
    text = path.read_text('utf-8')
    words = list(_WORD.finditer(text))
    word = words[len(words) // 2]
    path.write_text(f'{text[: word.start()]}altogether{text[word.end() :]}', 'utf-8')


def measure(folder: Path) -> None:
    """Print what both editions of a report take, and take again after edits of one word."""
    collect_rarely()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(shutil.copytree(folder, Path(temporary, folder.name)))
        memo = Memo()
        cold = make(book_of(work), memo)
        again: list[float] = []
        for number in range(EDITS):
            edit(work, number)
            book = book_of(work)
            remade = make(book, memo)
            again.append(remade.cpu)
            if remade.products != make(book, Memo(0)).products:
                raise AssertionError("the memo changes what is made")
    print(f"EPUB and web page of {folder.name}, CPU seconds")
    print(f"  for the first time               {cold.cpu:6.2f}")
    print(f"  after an edit (median of {EDITS})      {statistics.median(again):6.2f}")
    print(f"  most after an edit               {max(again):6.2f}")
    print(f"  kept meanwhile                   {memo.size() / 2**20:6.1f} MiB")


def main() -> None:
    """Measure a report that is named, or the generated one."""
    if len(sys.argv) > 1:
        measure(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as temporary:
        measure(write_report(Path(temporary) / 'generated'))


if __name__ == '__main__':
    main()
