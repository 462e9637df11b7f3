"""Prints a sample as the press does, in every profile.

In: the folder of a report.  Out: PDFs in a folder, for all tests of a session: the layout takes
most of the time, and the workers of a session share what one of them has printed.
"""

from __future__ import annotations

import fcntl
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from proofpress.compose.book import Book
from proofpress.compose.compose import compose
from proofpress.manuscript import Manuscript, read_report
from proofpress.model.profile import Profile
from proofpress.pdf.engine import Engine
from proofpress.pdf.finish import write_pdf
from proofpress.pdf.layout import lay_out
from proofpress.pdf.printing import Printer
from tests.pdf.tag_tree import TaggedPdf
from tests.pdf.untagged import untagged_pdf

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT / 'seeds' / 'north-korean-troops'
TORTURE = ROOT / 'tests' / 'samples' / 'torture'


@dataclass
class Printed:
    """A sample and its PDFs."""

    source: Path
    """Folder of the report."""
    folder: Path
    """Where the PDFs are."""
    book: Book = field(repr=False)
    sources: dict[str, bytes] = field(repr=False)
    """The files that are attached."""

    def path(self, profile: Profile) -> Path:
        """Return the PDF of a profile."""
        return self.folder / f'{profile.value}.pdf'

    @property
    def untagged(self) -> Path:
        """The PDF as the painter leaves it without our tags."""
        return self.folder / 'untagged.pdf'

    @cached_property
    def tagged(self) -> TaggedPdf:
        """The PDF of the first profile, read by its tags."""
        return TaggedPdf(self.path(Profile.ARCHIVE).read_bytes())

    @cached_property
    def tagged_next(self) -> TaggedPdf:
        """The PDF 2.0, read by its tags."""
        return TaggedPdf(self.path(Profile.NEXT).read_bytes())


def sources_of(manuscript: Manuscript) -> dict[str, bytes]:
    """Return the files that a report was read from, by their path in its folder."""
    assert manuscript.report is not None
    pictures = {one.path: one.content for one in manuscript.report.pictures.values()}
    return {path: text.encode() for path, text in manuscript.texts.items()} | pictures


def printed(source: Path, folder: Path) -> Printed:
    """Print a sample into a folder, unless another worker has or is about to."""
    manuscript = read_report(source)
    assert manuscript.report is not None
    book, _ = compose(manuscript.report)
    made = Printed(source, folder, book, sources_of(manuscript))
    folder.mkdir(exist_ok=True)
    with (folder / 'lock').open('w') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.untagged.exists():
            print_all(made)
    return made


def print_all(made: Printed) -> None:
    """Write the PDFs of a sample: once in each profile, and without tags."""
    engine = Engine(made.book)
    layouts = {is_pdf2: lay_out(made.book, Printer(engine, is_pdf2)) for is_pdf2 in (False, True)}
    for profile in Profile:
        layout = layouts[profile is Profile.NEXT]
        content = write_pdf(made.book, layout, engine.fonts, profile, False, made.sources)
        made.path(profile).write_bytes(content)
        assert (layout.diagnostics, list(engine.complaints(layout.heard))) == ((), [])
    made.untagged.write_bytes(untagged_pdf(made.book))
