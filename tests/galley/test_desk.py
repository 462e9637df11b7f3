"""The desk asks a process of its own, and outlives it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from proofpress import press
from proofpress.diagnostics import Diagnostic, Note, Severity
from proofpress.galley import Galley, GalleyDesk
from proofpress.galley.advance import Advance
from proofpress.galley.value import advance_letters, advance_of, galley_of, letters_of
from proofpress.limits import Limits
from proofpress.product import ProductFile
from proofpress.span import Span
from tests.generated_report import Size, write_report

SIZE = Size(chapters=2, paragraphs=4, notes=2, actors=4, tables=0, figures=1, events=2)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a small report, and load what makes it, as a server has done."""
    press.load()
    return write_report(tmp_path / 'seeds' / 'report', SIZE)


Published = Callable[[str], bytes]


@pytest.fixture
def published(folder: Path) -> Published:
    """Return what gives its products by their names."""
    made = press.make(folder)
    return {file.path: file.content for file in made.files}.__getitem__


def edits(folder: Path) -> Iterator[Path]:
    """Edit the first file, again and again."""
    path = folder / 'chapter-1.md'
    while True:
        path.write_text(path.read_text('utf-8').replace('. ', '. Then ', 2), 'utf-8')
        yield path


def test_a_desk_gives_galleys(folder: Path, published: Published) -> None:
    """A preview calls it after each save."""
    edit = edits(folder)
    with closing(GalleyDesk(folder, published)) as desk:
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


def test_a_desk_gives_advance_copies(folder: Path, published: Published) -> None:
    """The web page and the EPUB are looked at as much as the pages are."""
    with closing(GalleyDesk(folder, published)) as desk:
        desk.get_ready()
        assert desk.advance() is None, "nothing was edited"
        next(edits(folder))
        assert desk.galley() is not None
        advance = desk.advance()
        assert desk.trouble is None
        assert advance is not None
        assert advance.web.startswith(b'<!DOCTYPE html>')
        assert b'. Then ' in advance.web
        assert b'. Then ' not in published('index.html')
        first, *_ = advance.documents
        assert first.path == 'EPUB/cover.xhtml'
        assert any(b'. Then ' in document.content for document in advance.documents)
        assert desk.advance() is None, "nothing was edited since"


def test_a_desk_outlives_its_process(folder: Path, published: Published) -> None:
    """A process that was ended for want of memory takes no preview with it."""
    edit = edits(folder)
    with closing(GalleyDesk(folder, published)) as desk:
        assert desk.galley() is None
        os.kill(desk.process_id, signal.SIGKILL)
        next(edit)
        assert desk.galley() is None
        assert desk.trouble is not None
        assert desk.galley() is None, "the new process is ready"
        next(edit)
        assert desk.galley() is not None


def test_a_desk_says_what_keeps_it_from_galleys(folder: Path, published: Published) -> None:
    """An editor who waits for pages must learn why none come."""
    edit = edits(folder)
    with closing(GalleyDesk(folder, published, Limits(pages=0))) as desk:
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


def test_an_advance_comes_back_from_its_letters() -> None:
    """What a confined process sends is data."""
    advance = Advance(b'<!DOCTYPE html>', (ProductFile('a', b'b'), ProductFile('c', b'd')))
    assert advance_of(advance_letters(advance)) == advance
    assert advance_of(advance_letters(None)) is None
    with pytest.raises(ValueError, match='unpack'):
        advance_of([b'[]'])
    with pytest.raises(ValueError, match='longer'):
        advance_of([b'[]', b'', b''])
