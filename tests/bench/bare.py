"""The same pages for bare WeasyPrint: one HTML file, one sheet of style, fonts and pictures beside.

In: the folder of a report.  Out: files on disk, and the number of pages that our press made of it.
"""

from __future__ import annotations

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


@dataclass(frozen=True)
class Bare:
    """Where the files lie."""

    document: Path
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
    document: ElementTree.Element | None = None
    for part in layout.parts:
        root = sheet(part.gathering, book, numbers)
        if document is None:
            document = root
        else:
            document[-1].extend(list(root[-1]))
    assert document is not None
    (target / 'fonts').mkdir(parents=True)
    (target / 'pictures').mkdir()
    typefaces = faces(book.characters(), book.languages())
    for face in typefaces:
        (target / 'fonts' / face.name).write_bytes(face.content)
    for picture in book.pictures:
        (target / 'pictures' / picture.name).write_bytes(picture.content)
    bare = Bare(
        target / 'report.html',
        target / 'print.css',
        target / 'fonts.conf',
        target / 'report.pdf',
        len(layout.folios),
    )
    html = ElementTree.tostring(document, 'unicode', method='html')
    bare.document.write_text(f'<!DOCTYPE html>\n{html}', 'utf-8')
    bare.sheet.write_text(font_faces(typefaces, 'fonts') + layered('print.css'), 'utf-8')
    bare.fontconfig.write_text(_NO_FONTS.format(cache=target / 'cache'), 'utf-8')
    return bare
