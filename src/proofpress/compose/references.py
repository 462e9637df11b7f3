"""The references: what the report cites, as the citation style words it.

In: the formatted entries.  Out: the section of the references.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from proofpress.compose.book import Matter, Outline, Section, SectionKind
from proofpress.compose.furniture import furnish, origins_within
from proofpress.compose.ids import Ids, anchor
from proofpress.compose.markup import Content
from proofpress.compose.sources import Entry
from proofpress.compose.words import Words


@dataclass(frozen=True, slots=True)
class Listed:
    """A source, ready for the page."""

    id: str
    content: tuple[Content, ...]


def references(entries: Sequence[Entry], ids: Ids, words: Words) -> Section | None:
    """Return the references, in the order of the entries; None without entries."""
    if not entries:
        return None
    listed = [Listed(ids.reserve(anchor('source', one.source_id)), one.content) for one in entries]
    starts = {anchor('source', one.source_id): one.span for one in entries}
    title = words['references']
    tree = furnish('references', ids, words, sources=listed)
    return Section(
        id='references',
        kind=SectionKind.REFERENCES,
        matter=Matter.BACK,
        title=title,
        running_head=title,
        tree=tree,
        outline=Outline('references', 1, '', title),
        origins=origins_within(tree, starts),
    )
