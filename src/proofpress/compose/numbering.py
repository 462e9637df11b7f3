"""Divides the article into sections, and numbers sections, figures and tables.

In: the chapters.  Out: `Plan`: every section with its id and number, and what a cross-reference to
an id says.  All of it is known before the first paragraph is composed, so that references forward
are as good as references back.

A `#` heading opens a section.  What stands before the first one is a section too, under the
report's own title, as a book repeats its title above its first words.  What stands before the
first `#` heading of a later file goes on with the section before it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from proofpress.compose.classes import UNNUMBERED
from proofpress.compose.ids import Ids, slug
from proofpress.compose.words import Words
from proofpress.model.prose import (
    Attributes,
    Block,
    Chapter,
    Division,
    Figure,
    Heading,
    Table,
    blocks_within,
    plain_text,
)
from proofpress.model.report import FrontMatter, Numbering, Report

_DEEPEST_NUMBER = 3
"""Headings below `1.2.3` carry no number: nobody cites `1.2.3.4.5`."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Blocks of one section that stand in one file."""

    chapter: Chapter
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A heading below the section's own, a figure or a table, with its id and number."""

    block: Heading | Figure | Table
    id: str
    number: str
    """`2.1`, `Figure 3`, or empty."""


@dataclass(slots=True)
class SectionPlan:
    """A section of the body before it is composed."""

    id: str
    title: str
    heading: Heading | None
    """None for what stands before the first `#` heading."""
    number: str = ''
    starts_file: bool = False
    """True for the first section of a file that `chapters:` names."""
    stretches: list[Stretch] = field(default_factory=list)
    numbered: list[Numbered] = field(default_factory=list)
    """The headings below the section's own, the figures and the tables, in order."""

    @property
    def headings(self) -> list[Numbered]:
        """The headings below the section's own."""
        return [one for one in self.numbered if isinstance(one.block, Heading)]

    def is_of(self, chapter: Chapter) -> bool:
        """Tell whether any of it stands in a file."""
        return any(stretch.chapter is chapter for stretch in self.stretches)


@dataclass(frozen=True, slots=True)
class Plan:
    """The article, divided and numbered."""

    sections: tuple[SectionPlan, ...]
    labels: dict[str, str]
    """What a cross-reference to an author's id says: `Figure 3`, `Section 2.1`, `Outlook`."""


def in_order(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, bool]]:
    """Yield all blocks in reading order, each with whether a heading there divides the text.

    A heading within a quotation, a list or a definition belongs to that, not to the article.
    """
    for block in blocks:
        if isinstance(block, Division):
            yield block, False
            yield from in_order(block.children)
        else:
            yield block, True
            yield from ((inner, False) for inner in islice(blocks_within((block,)), 1, None))


def plan_article(report: Report, ids: Ids, words: Words) -> Plan:
    """Divide and number the article of the report."""
    for chapter in report.chapters:
        for block in blocks_within(chapter.blocks):
            author_id = _attributes(block).id
            if author_id is not None:
                ids.promise(author_id)
    sections = _divided(report, ids)
    counter = _Counter(ids, words, report.front_matter.numbering)
    for section in sections:
        counter.count_section(section)
    return Plan(tuple(sections), counter.labels)


def _attributes(block: Block) -> Attributes:
    match block:
        case Heading() | Figure() | Table() | Division():
            return block.attributes
        case _:
            return Attributes()


def _divided(report: Report, ids: Ids) -> list[SectionPlan]:
    sections: list[SectionPlan] = []
    for chapter in report.chapters:
        first_of_file = len(sections)
        for stretch in _stretches(chapter):
            first = stretch.blocks[0]
            if isinstance(first, Heading) and first.level == 1:
                title = plain_text(first.children).strip()
                author_id = first.attributes.id
                id_ = ids.named(author_id) if author_id is not None else ids.claim(slug(title))
                sections.append(SectionPlan(id_, title, first))
                stretch = Stretch(chapter, stretch.blocks[1:])
            elif not sections:
                sections.append(_opening(report.front_matter, ids))
            sections[-1].stretches.append(stretch)
        if report.in_chapters and first_of_file < len(sections):
            sections[first_of_file].starts_file = True
    return sections


def _opening(front_matter: FrontMatter, ids: Ids) -> SectionPlan:
    title = front_matter.title
    return SectionPlan(ids.claim(slug(title)), title, None)


def _stretches(chapter: Chapter) -> Iterator[Stretch]:
    blocks: list[Block] = []
    for block in chapter.blocks:
        if isinstance(block, Heading) and block.level == 1 and blocks:
            yield Stretch(chapter, tuple(blocks))
            blocks = []
        blocks.append(block)
    if blocks:
        yield Stretch(chapter, tuple(blocks))


class _Counter:
    """Counts through the whole article."""

    def __init__(self, ids: Ids, words: Words, numbering: Numbering) -> None:
        self._ids = ids
        self._words = words
        self._numbers_sections = numbering is not Numbering.NONE
        self._sections = 0
        self._floats = {'figure': 0, 'table': 0}
        self.labels: dict[str, str] = {}

    def count_section(self, section: SectionPlan) -> None:
        """Give numbers to the section and everything in it."""
        if section.heading is not None:
            if self._is_numbered(section.heading):
                self._sections += 1
                section.number = str(self._sections)
            self._label(section.heading.attributes.id, section.number, section.title)
        above: list[tuple[int, str]] = [(1, section.number)]
        below = {'': 0}
        for stretch in section.stretches:
            for block, divides in in_order(stretch.blocks):
                if isinstance(block, Heading):
                    if divides:
                        section.numbered.append(self._count_heading(block, above, below))
                elif isinstance(block, Figure | Table):
                    section.numbered.append(self._count_float(block, section.id))

    def _count_heading(
        self, heading: Heading, above: list[tuple[int, str]], below: dict[str, int]
    ) -> Numbered:
        """Give a heading a number by those above it, which are listed with their levels."""
        level = max(heading.level, 2)
        while len(above) > 1 and above[-1][0] >= level:
            above.pop()
        parent = above[-1][1]
        number = ''
        if parent and len(above) < _DEEPEST_NUMBER and self._is_numbered(heading):
            below[parent] = below.get(parent, 0) + 1
            number = f'{parent}.{below[parent]}'
        above.append((level, number))
        title = plain_text(heading.children).strip()
        author_id = heading.attributes.id
        id_ = self._ids.claim(slug(title)) if author_id is None else self._ids.named(author_id)
        self._label(author_id, number, title)
        return Numbered(heading, id_, number)

    def _count_float(self, block: Figure | Table, section_id: str) -> Numbered:
        kind = 'figure' if isinstance(block, Figure) else 'table'
        number = ''
        caption = plain_text(block.caption).strip()
        is_named = bool(block.caption or block.attributes.id)
        if is_named and UNNUMBERED not in block.attributes.classes:
            self._floats[kind] += 1
            number = self._words.filled(kind, number=str(self._floats[kind]))
        author_id = block.attributes.id
        if author_id is None:
            id_ = self._ids.block(section_id, kind)
        else:
            id_ = self._ids.named(author_id)
            self.labels.setdefault(author_id, number or caption or author_id)
        return Numbered(block, id_, number)

    def _is_numbered(self, heading: Heading) -> bool:
        return self._numbers_sections and UNNUMBERED not in heading.attributes.classes

    def _label(self, author_id: str | None, number: str, title: str) -> None:
        if author_id is not None:
            label = self._words.filled('section', number=number) if number else title
            self.labels.setdefault(author_id, label or author_id)
