"""What tags and archive metadata cost: the PDF of a report with them, and without.

In: the folder of a report.  Out: size and CPU seconds of both, layout included.  Run as a command,
`python -m tests.bench.tagging FOLDER tagged|untagged FILE`, it makes one PDF in a process of its
own.
"""

from __future__ import annotations

import sys
from pathlib import Path

from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from proofpress.model.profile import Profile
from proofpress.pdf import seams
from proofpress.pdf.engine import Engine
from proofpress.pdf.finish import write_pdf
from proofpress.pdf.layout import lay_out


def pdf_of(folder: Path, *, is_tagged: bool) -> bytes:
    """Return the PDF of a report as it is published, or as the painter leaves it untagged."""
    report = read_report(folder).report
    assert report is not None
    book, _ = compose(report)
    engine = Engine(book)
    layout = lay_out(book, engine)
    if is_tagged:
        return write_pdf(book, layout, engine, Profile.ARCHIVE, False, {})
    metadata = seams.DocumentMetadata(title=book.metadata.title, lang=book.metadata.lang)
    document = seams.Document(list(layout.pages), metadata, engine.table, engine.fonts, {}, None)
    with engine.listening():
        return bytes(document.write_pdf(pdf_version='1.7', pdf_identifier=True))


if __name__ == '__main__':
    Path(sys.argv[3]).write_bytes(pdf_of(Path(sys.argv[1]), is_tagged=sys.argv[2] == 'tagged'))
