"""Where the time of a build goes: CPU seconds of each stage, in one process.

In: the folder of a report.  Out: a JSON object on standard output.  Run as a command:
`python -m tests.bench.shares FOLDER`.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from proofpress import press
from proofpress.check import check
from proofpress.cli import collect_rarely
from proofpress.compose.compose import compose
from proofpress.epub import make_epub
from proofpress.manuscript import read_report
from proofpress.pdf import make_pdf
from proofpress.proof.paged.verdict import prove_pdf
from proofpress.proof.pictures import page_picture
from proofpress.proof.report import report_product
from proofpress.proof.verdict import prove
from proofpress.typefaces import faces
from proofpress.web import OWN_CHARACTERS, make_web

PROOF = ('proof of the PDF', 'proof of EPUB and web page', 'report of the proof')
"""The stages that are the proof's."""


class _Clock:
    """CPU seconds since it was last looked at, those of ended children included."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = 0.0

    def lap(self, name: str) -> None:
        """Give the seconds since the last lap to a stage."""
        now = sum(os.times()[:4])
        self.laps[name] = now - self._last
        self._last = now


def shares(folder: Path) -> dict[str, float]:
    """Return the CPU seconds of each stage of a build."""
    clock = _Clock()
    collect_rarely()
    press.load()
    clock.lap('loading the program')
    manuscript = read_report(folder)
    report = manuscript.report
    assert report is not None
    clock.lap('reading')
    list(check(report, manuscript.unread))
    clock.lap('checking')
    book, _ = compose(report)
    clock.lap('composing')
    typefaces = faces(book.characters() | OWN_CHARACTERS, book.languages())
    clock.lap('cutting faces')
    pdf = make_pdf(book)
    content = pdf.files[0].content
    clock.lap('laying out and writing the PDF')
    verdict = prove_pdf(book, content)
    clock.lap(PROOF[0])
    epub = make_epub(book, page_picture(content, 0), typefaces, verdict.page_map)
    clock.lap('EPUB')
    web = make_web(book, typefaces, verdict.page_map)
    clock.lap('web page')
    files = {file.path: file.content for made in (pdf, epub, web) for file in made.files}
    proof = prove(book, files, verdict)
    clock.lap(PROOF[1])
    report_product(proof, book, content, manuscript.texts)
    clock.lap(PROOF[2])
    return clock.laps


if __name__ == '__main__':
    print(json.dumps(shares(Path(sys.argv[1]))))
