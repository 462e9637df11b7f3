"""The contents: what the book holds, with the page of each part.

In: the outlines of the sections.  Out: the section of the contents.
"""

from __future__ import annotations

from proofpress.compose.book import Matter, Outline, Section, SectionKind
from proofpress.compose.furniture import furnish
from proofpress.compose.ids import Ids
from proofpress.compose.words import Words


def contents(outlines: tuple[Outline, ...], depth: int, ids: Ids, words: Words) -> Section:
    """Return the contents down to the depth, from 1."""
    title = words['contents']
    return Section(
        id='contents',
        kind=SectionKind.CONTENTS,
        matter=Matter.FRONT,
        title=title,
        running_head=title,
        tree=furnish('contents', ids, words, outlines=outlines, depth=depth),
    )
