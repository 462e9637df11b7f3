"""Writes the body: the sections of the article, from the first or from any on.

In: the plan of the article, and where ids, notes and citations stand.  Out: sections whose mentions
and passages are still to be marked; and what whole books and parts of them have in common.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from lxml import etree

from proofpress.compose.article import Article
from proofpress.compose.blocks import Blocks
from proofpress.compose.book import XHTML, PictureFile, Section
from proofpress.compose.ids import Ids
from proofpress.compose.inlines import Lines
from proofpress.compose.notes import Notes
from proofpress.compose.numbering import Plan
from proofpress.compose.record import Mark
from proofpress.compose.sources import Bibliography
from proofpress.compose.words import Words
from proofpress.model.report import FrontMatter
from proofpress.span import Span


class Body:
    """The body while it is written, section by section."""

    def __init__(
        self,
        front: FrontMatter,
        ids: Ids,
        words: Words,
        plan: Plan,
        pictures: Mapping[str, PictureFile],
        citing: Bibliography,
        *,
        first: int = 0,
        notes: int = 0,
    ) -> None:
        """Begin with the section at index `first`, before which there are so many notes."""
        self.ids = ids
        self.words = words
        self.plan = plan
        self._front = front
        self._citing = citing
        self._notes = Notes(ids, notes)
        numbered = (one for section in plan.sections[first:] for one in section.numbered)
        lines = Lines(ids, plan.labels, pictures, self._notes, citing)
        self.blocks = Blocks(ids, numbered, lines, pictures)
        self._article = Article(ids, words, lines, self.blocks, self._notes)

    def section(self, index: int) -> Section:
        """Write the next section, which is that at the index."""
        return self._article.section(self.plan.sections[index], self._front, is_first=index == 0)

    def notes_of_section(self) -> list[etree._Element]:
        """Write the notes that were called and still lack their bodies."""
        return self._article.notes()

    def mark(self, index: int | None) -> Mark:
        """Return where everything stands before the section at the index, or at the end."""
        stretches = [] if index is None else self.plan.sections[index].stretches
        return Mark(
            self.ids.mark(),
            self._citing.mark(),
            self._notes.number,
            self.ids.count('mention'),
            not any(self._notes.knows(stretch.chapter) for stretch in stretches),
        )


def with_origins(section: Section, origins: Mapping[str, Span]) -> Section:
    """Return the section with the origins of what stands in it."""
    ids = (node.get('id', '') for node in section.tree.iter())
    within = {id_: origins[id_] for id_ in ids if id_ in origins}
    return replace(section, origins=within)


def unique_pictures(pictures: Iterable[PictureFile]) -> tuple[PictureFile, ...]:
    """Return each picture once: two paths may lead to the same content."""
    return tuple({picture.name: picture for picture in pictures}.values())


def settle_links(sections: Iterable[Section]) -> frozenset[str]:
    """Turn links to what the book does not hold into plain words; insist on unique ids.

    Returns the ids of the book.
    """
    trees = [section.tree for section in sections]
    ids = Counter(id_ for tree in trees for id_ in ids_within(tree))
    repeated = sorted(id_ for id_, count in ids.items() if count > 1)
    if repeated:
        raise RuntimeError(f"a fault of Proofpress: ids that are not unique: {repeated}")
    names = frozenset(ids)
    for tree in trees:
        settle_links_of(tree, names)
    return names


def ids_within(tree: etree._Element) -> Iterable[str]:
    """Yield the ids of a tree."""
    return (id_ for node in tree.iter() if (id_ := node.get('id')))


def settle_links_of(tree: etree._Element, names: frozenset[str]) -> None:
    """Turn links of a tree to what is not among the names into plain words."""
    for link in tree.iter(f'{{{XHTML}}}a'):
        href = link.get('href', '')
        if href.startswith('#') and href[1:] not in names:
            link.tag = f'{{{XHTML}}}span'
            del link.attrib['href']
