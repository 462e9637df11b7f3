"""The references: what the report cites, as the citation style words it.

In: the formatted entries.  Out: the section of the references.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import Matter, Outline, Section, SectionKind
from proofpress.compose.furniture import furnish, origins_within
from proofpress.compose.ids import Ids, anchor
from proofpress.compose.words import Words
from proofpress.model.sources import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """A source, ready for the page."""

    id: str
    content: etree._Element


def references(
    entries: Iterable[tuple[str, etree._Element]],
    sources: Iterable[Source],
    ids: Ids,
    words: Words,
) -> Section | None:
    """Return the references, an entry for each id of a source; None without entries."""
    listed = [Entry(ids.reserve(anchor('source', id_)), content) for id_, content in entries]
    if not listed:
        return None
    starts = {anchor('source', source.id): source.span for source in sources}
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
