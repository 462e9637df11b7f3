"""The desk asks a process of its own, and outlives it."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from proofpress import press
from proofpress.diagnostics import Diagnostic, Note, Severity
from proofpress.galley import Galley, GalleyDesk
from proofpress.galley.value import galley_of, letters_of
from proofpress.limits import Limits
from proofpress.span import Span
from tests.generated_report import Size, write_report

SIZE = Size(chapters=2, paragraphs=4, notes=2, actors=4, tables=0, figures=1, events=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small report, and load what makes it, as a server has done."""
    press.load()
    return write_report(tmp_path / 'seeds' / 'report', SIZE)


@pytest.fixture
def record(folder: Path) -> bytes:
    """Return the record of the proof of its products."""
    made = press.make(folder)
    return next(file.content for file in made.files if file.path == 'proof.json')


def edits(folder: Path) -> Iterator[Path]:
    """Edit the first file, again and again."""
    path = folder / 'chapter-1.md'
    while True:
        path.write_text(path.read_text('utf-8').replace('. ', '. Then ', 2), 'utf-8')
        yield path


def test_a_desk_gives_galleys(folder: Path, record: bytes) -> None:
    """A preview calls it after each save."""
    edit = edits(folder)
    with closing(GalleyDesk(folder, lambda: record)) as desk:
        assert desk.galley() is None
        next(edit)
        galley = desk.galley()
        assert desk.trouble is None
        assert galley is not None
        assert galley.pdf.startswith(b'%PDF')
        assert (len(galley.folios), galley.replaced) == (1, 1)
        assert galley.folios == ('1',)
        assert len(galley.sections) == 1
        assert galley.diagnostics == ()
        assert desk.galley() is None, "nothing was edited since"


def test_a_desk_outlives_its_process(folder: Path, record: bytes) -> None:
    """A process that was ended for want of memory takes no preview with it."""
    edit = edits(folder)
    with closing(GalleyDesk(folder, lambda: record)) as desk:
        assert desk.galley() is None
        os.kill(desk.process_id, signal.SIGKILL)
        next(edit)
        assert desk.galley() is None
        assert desk.trouble is not None
        assert desk.galley() is None, "the new process is ready"
        next(edit)
        assert desk.galley() is not None


def test_a_desk_says_what_keeps_it_from_galleys(folder: Path, record: bytes) -> None:
    """An editor who waits for pages must learn why none come."""
    edit = edits(folder)
    with closing(GalleyDesk(folder, lambda: record, Limits(pages=0))) as desk:
        assert desk.galley() is None
        assert desk.trouble is None
        next(edit)
        assert desk.galley() is None
        assert "more than 0" in str(desk.trouble)


def test_a_galley_comes_back_from_its_letters() -> None:
    """What a confined process sends is data."""
    said = Diagnostic(
        'a', "b “c”", Span('d.md', 2, 3), None, Severity.WARNING, (Note("e", Span('f')),)
    )
    galley = Galley(b'%PDF', 3, 2, ('4', '5', '6'), (said,), ('one', 'two'))
    assert galley_of(letters_of(galley)) == galley
    assert galley_of(letters_of(None)) is None
    with pytest.raises(ValueError, match='unpack'):
        galley_of([b'{}'])
    with pytest.raises(LookupError):
        galley_of([b'{}', b''])
