"""Galleys in the preview: the pages of an edit, from the desk that the command opens."""

from __future__ import annotations

import io
from pathlib import Path

from proofpress.batch import Batch, Desk
from proofpress.building import Building
from proofpress.exit_status import ExitStatus
from proofpress.limits import Limits
from proofpress.model.wish import Wish
from proofpress.present import Terminal
from proofpress.serving import shop

CHAPTER = '# {title}\n\nThe harbour was {state} all year. {more}\n'


def write(folder: Path, state: str = 'closed') -> Path:
    """Write a report of three chapter files; the state is told in the second."""
    folder.mkdir(exist_ok=True)
    names = ['one', 'two', 'three']
    chapters = ''.join(f'  - {name}.md\n' for name in names)
    (folder / 'report.md').write_text(f'---\ntitle: Harbours\nchapters:\n{chapters}---\n')
    for name in names:
        told = state if name == 'two' else 'open'
        text = CHAPTER.format(title=f'Chapter {name}', state=told, more='Ships came. ' * 40)
        (folder / f'{name}.md').write_text(text)
    return folder


def test_the_pages_of_an_edit_are_there_before_the_whole(tmp_path: Path) -> None:
    """Who writes looks at the page, and must not wait for a hundred others."""
    folder, out = write(tmp_path / 'harbours'), tmp_path / 'out'
    desk = Desk(Terminal(io.StringIO()))
    batch = Batch(desk, desk.terminal, Limits(), 1)
    Building(out, Wish()).build(batch, [folder])
    assert batch.status is ExitStatus.FINE
    galleys = shop(out, Limits(), desk, 1).galleys
    assert galleys is not None
    opened = galleys(folder)
    try:
        assert opened.galley() is None
        write(folder, 'crowded')
        galley = opened.galley()
    finally:
        opened.close()
    assert galley is not None
    assert (galley.folios, galley.replaced, galley.diagnostics) == (('2',), 1, ())
    assert galley.pdf.startswith(b'%PDF-1.7')
