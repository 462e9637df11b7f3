"""The same pages for bare WeasyPrint: HTML in one file, one sheet of style, fonts and pictures.

In: the folder of a report.  Out: files on disk, and the number of pages that our press made of it.
The HTML comes twice.  In `report.html` the page numbers are printed already, those that our press
has found: it is laid out once, but whoever has WeasyPrint alone has no such file.  In
`counting.html` WeasyPrint finds them itself, by `target-counter`: what anyone needs who prints page
numbers with it, and it lays everything out again until they are right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from proofpress.pdf.engine import Engine
from proofpress.pdf.layout import lay_out
from proofpress.pdf.printing import Printer
from proofpress.pdf.sheets import sheet
from proofpress.stylesheet import font_faces, layered
from proofpress.typefaces import faces

_NO_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir></fontconfig>
"""
# Heights in whole pixels: with fractions, which our mends allow for (pdf/seams), WeasyPrint puts
# one note in a few off although half the page is free, and makes almost twice as many pages.
_NOTES = '.note{line-height:14px;margin:0 0 4px}\n@page{@footnote{margin:0;padding:8px 0 0}}\n'
_COUNTING = '[data-page]::after{content:target-counter(attr(data-page),page)}\n'


@dataclass(frozen=True)
class Bare:
    """Where the files lie."""

    document: Path
    """With our page numbers in it."""
    counting: Path
    """With page numbers that WeasyPrint finds itself."""
    sheet: Path
    fontconfig: Path
    pdf: Path
    pages: int
    """That our press made."""


def write_bare(folder: Path, target: Path) -> Bare:
    """Write the document of a report as bare WeasyPrint needs it."""
    report = read_report(folder).report
    assert report is not None
    book, _ = compose(report)
    engine = Engine(book)
    layout = lay_out(book, Printer(engine))
    numbers = {anchor: folio for part in layout.parts for anchor, folio in part.numbers().items()}
    (target / 'fonts').mkdir(parents=True)
    (target / 'pictures').mkdir()
    typefaces = faces(book.characters(), book.languages())
    for face in typefaces:
        (target / 'fonts' / face.name).write_bytes(face.content)
    for picture in book.pictures:
        (target / 'pictures' / picture.name).write_bytes(picture.content)
    bare = Bare(
        target / 'report.html',
        target / 'counting.html',
        target / 'print.css',
        target / 'fonts.conf',
        target / 'report.pdf',
        len(layout.folios),
    )
    gatherings = [part.gathering for part in layout.parts]
    _write(bare.document, _joined(sheet(one, book, numbers) for one in gatherings))
    counting = _joined(sheet(one, book, {}) for one in gatherings)
    _let_count(counting)
    _write(bare.counting, counting)
    style = font_faces(typefaces, 'fonts') + layered('print.css') + _NOTES + _COUNTING
    bare.sheet.write_text(style, 'utf-8')
    bare.fontconfig.write_text(_NO_FONTS.format(cache=target / 'cache'), 'utf-8')
    return bare


def _joined(roots: Iterable[ElementTree.Element]) -> ElementTree.Element:
    """Put the sections of all documents into the first."""
    first, *others = roots
    for root in others:
        first[-1].extend(list(root[-1]))
    return first


def _let_count(document: ElementTree.Element) -> None:
    """Put a counter wherever a page number is to be printed, in place of the words there."""
    for span in document.iter('span'):
        target, targets = span.get('data-target'), (span.get('data-targets') or '').split()
        if target:
            span.text = None
            span.set('data-page', f'#{target}')
        if targets:
            for child in list(span):
                span.remove(child)
            span.text = None
            for one in targets:
                link = ElementTree.SubElement(
                    span, 'a', {'href': f'#{one}', 'data-page': f'#{one}'}
                )
                link.tail = None if one == targets[-1] else ', '


def _write(path: Path, document: ElementTree.Element) -> None:
    # HTML has no prefixes: an `ns0:svg` would be words in a line.
    for element in document.iter():
        element.tag = element.tag.rpartition('}')[2]
    document[0].insert(0, ElementTree.Element('meta', {'charset': 'utf-8'}))
    html = ElementTree.tostring(document, 'unicode', method='html')
    path.write_text(f'<!DOCTYPE html>\n{html}', 'utf-8')
