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
from proofpress.pdf import make_pdf
from tests.pdf.untagged import untagged_pdf


def pdf_of(folder: Path, *, is_tagged: bool) -> bytes:
    """Return the PDF of a report as it is published, or as the painter leaves it untagged."""
    report = read_report(folder).report
    assert report is not None
    book, _ = compose(report)
    return make_pdf(book).files[0].content if is_tagged else untagged_pdf(book)


if __name__ == '__main__':
    Path(sys.argv[3]).write_bytes(pdf_of(Path(sys.argv[1]), is_tagged=sys.argv[2] == 'tagged'))
