"""The commands that are measured: our own, and what else makes a PDF of the same report.

In: the folder of a report.  Out: commands.  Bare WeasyPrint is always there; Typst and Prince are
run when they are installed (`pip install typst prince-pdf`), and skipped loudly when not.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

from tests.bench.bare import write_bare
from tests.bench.typst_report import write_typst

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent
ENVIRONMENT = {**os.environ, 'SOURCE_DATE_EPOCH': '0'}

PRESS = 'proofpress build'
ALONE = 'proofpress build --jobs 1'
PRINTED = 'weasyprint'
COUNTING = 'weasyprint, counting'
TYPST = 'typst'
PRINCE = 'prince'
MEANINGS = {
    PRESS: "PDF (tagged, PDF/UA-1 and PDF/A-2a), EPUB and web page, all of it proofed",
    ALONE: "the same, by one process: two cores that work at the same time slow each other down",
    PRINTED: "the PDF alone, untagged, of HTML in which our page numbers are printed already",
    COUNTING: "the same, with page numbers that it finds itself (target-counter)",
    TYPST: "the PDF alone, of the same words written as Typst; tagged, as it does by default",
    PRINCE: "the PDF alone, untagged, of the same HTML and style as weasyprint",
}

_COMPILE = 'import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2])'


@dataclass(frozen=True)
class Bench:
    """What is run for one report, in turns."""

    pages: int
    """That our press made of it."""
    commands: Mapping[str, list[str | Path]]
    """By the name that tables give them; ours is the first."""
    pdfs: Mapping[str, Path]
    """What they write."""
    out: Path
    """The folder of our products: what stands there is not built again."""
    environment: Mapping[str, str] = field(default_factory=lambda: ENVIRONMENT)


def bench(folder: Path, work: Path) -> Bench:
    """Write a report for all who are there, below an empty folder."""
    bare = write_bare(folder, work / 'bare')
    out = work / 'out'
    ours = out / folder.name / f'{folder.name}.pdf'
    press = [BIN / 'proofpress', 'build', folder, '--out', out]
    style = ['-q', '-s', bare.sheet]
    commands: dict[str, list[str | Path]] = {PRESS: press, ALONE: [*press, '--jobs', '1']}
    pdfs = {PRESS: ours, ALONE: ours}
    for name, document in ((PRINTED, bare.document), (COUNTING, bare.counting)):
        pdfs[name] = document.with_suffix('.pdf')
        commands[name] = [BIN / 'weasyprint', *style, document, pdfs[name]]
    if find_spec('typst'):
        main = write_typst(folder, work / 'typst')
        pdfs[TYPST] = work / 'typst.pdf'
        commands[TYPST] = [sys.executable, '-c', _COMPILE, main, pdfs[TYPST]]
    prince = prince_command()
    if prince:
        pdfs[PRINCE] = work / 'prince.pdf'
        commands[PRINCE] = [*prince, bare.document, '-s', bare.sheet, '-o', pdfs[PRINCE]]
    return Bench(
        bare.pages, commands, pdfs, out, {**ENVIRONMENT, 'FONTCONFIG_FILE': str(bare.fontconfig)}
    )


def prince_command() -> list[str | Path]:
    """Return how Prince is called; nothing when it is not installed."""
    if find_spec('prince_pdf'):
        return [sys.executable, '-m', 'prince_pdf']
    found = shutil.which('prince')
    return [found] if found else []


def missing() -> Iterator[str]:
    """Yield a sentence for each peer that is not installed."""
    if not find_spec('typst'):
        yield "Typst is not installed (`pip install typst`): its rows are MISSING"
    if not prince_command():
        yield "Prince is not installed (`pip install prince-pdf`): its rows are MISSING"
