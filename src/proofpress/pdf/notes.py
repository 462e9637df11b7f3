"""Holds the layout to its notes: each one stands on the page of its call, or on the next.

In: a gathering and its forme.  Out: an error `note-lost` for each note that does not.  WeasyPrint
70.0 loses notes without a word; `seams` mends the cause that we know, and this looks whether it is
the only one.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from proofpress.compose.book import XHTML, Section
from proofpress.diagnostics import Diagnostic
from proofpress.pdf.forme import Forme
from proofpress.pdf.gatherings import Gathering
from proofpress.span import Span


def lost_notes(gathering: Gathering, forme: Forme) -> Iterator[Diagnostic]:
    """Yield an error for each note that is not on the page of its call, nor on the next."""
    index: dict[str, int] = {}
    for number, page in enumerate(forme.pages):
        for anchor in page.anchors:
            index.setdefault(anchor, number)
    for section in gathering.sections:
        for note in section.tree.iter(f'{{{XHTML}}}aside'):
            if 'note' in (note.get('class') or '').split():
                yield from _about(note, section, index)
    for section in gathering.sections:
        for id_ in forme.overfull:
            if section.tree.find(f'.//*[@id="{id_}"]') is not None:
                yield Diagnostic(
                    'note-lost',
                    f"{id_.replace('-', ' ')} and those after it leave their page no room for text",
                    _place(id_, section),
                    "shorten the note, or move a part of it into the text",
                )


def _about(note: etree._Element, section: Section, index: dict[str, int]) -> Iterator[Diagnostic]:
    note_id = note.get('id') or ''
    link = next(link for link in note.iter(f'{{{XHTML}}}a') if link.get('role') == 'doc-backlink')
    call_id = (link.get('href') or '')[1:]
    words = ' '.join(''.join(str(text) for text in note.itertext()).split())
    if note_id not in index:
        fault = "is on no page"
    elif not 0 <= index[note_id] - index.get(call_id, -2) <= 1:
        fault = "is far from its call"
    else:
        return
    yield Diagnostic(
        'note-lost',
        f"the note {words[:60]!r} {fault}",
        _place(note_id, section),
        "move its call to another sentence; and report it, for this is a fault of the layout",
    )


def _place(note_id: str, section: Section) -> Span | None:
    return section.origins.get(note_id) or section.origins.get(f'{note_id}-p1')
