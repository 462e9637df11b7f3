"""Composes the article: one tree for each section of the body, with the notes that it calls.

In: the plan of the article.  Out: `Section` values whose trees follow the conventions of `book`.
"""

from __future__ import annotations

from dataclasses import replace

from lxml import etree

from proofpress.compose.blocks import Blocks, Setting, number_content
from proofpress.compose.book import Matter, Outline, Section, SectionKind
from proofpress.compose.ids import Ids
from proofpress.compose.inlines import Lines, Place
from proofpress.compose.markup import direction_of, element, extend, name_of, prepend
from proofpress.compose.notes import Note, Notes
from proofpress.compose.numbering import SectionPlan
from proofpress.compose.words import Words
from proofpress.model.prose import Footnote, Heading, plain_text
from proofpress.model.report import FrontMatter
from proofpress.span import Span


class Article:
    """Composes the sections of the body, one after the other."""

    def __init__(self, ids: Ids, words: Words, lines: Lines, blocks: Blocks, notes: Notes) -> None:
        self._ids = ids
        self._words = words
        self._lines = lines
        self._blocks = blocks
        self._notes = notes

    def section(self, planned: SectionPlan, front: FrontMatter, *, is_first: bool) -> Section:
        """Compose the next section of the article."""
        tree = element(
            'section',
            id=planned.id,
            class_='chapter',
            role='doc-chapter',
            aria_labelledby=(title_id := self._ids.claim(f'{planned.id}-title')),
            lang=front.lang,
            dir=direction_of(front.lang),
        )
        tree.append(self._title(planned, title_id, front.span))
        for stretch in planned.stretches:
            setting = Setting(planned.id, Place(stretch.chapter))
            extend(tree, self._blocks.compose(stretch.blocks, setting))
        extend(tree, self.notes())
        return Section(
            id=planned.id,
            kind=SectionKind.CHAPTER,
            matter=Matter.BODY,
            title=planned.title,
            running_head=planned.title if planned.heading else front.short_title or front.title,
            tree=tree,
            number=planned.number,
            starts_page=is_first or planned.starts_file,
            outline=_outline(planned),
        )

    def _title(self, planned: SectionPlan, title_id: str, span: Span) -> etree._Element:
        heading = planned.heading
        setting = Setting(planned.id, Place(planned.stretches[0].chapter))
        made = self._blocks.made('h1', heading.span if heading else span, setting, title_id)
        extend(made, number_content(planned.number))
        if heading is None:
            return extend(made, [planned.title])
        return self._blocks.fill(made, heading.children, setting, (heading, 0))

    def notes(self) -> list[etree._Element]:
        """Compose the notes that were called and still lack their bodies."""
        asides: list[etree._Element] = []
        while (note := self._notes.next_waiting()) is not None:
            asides.append(self._note(note))
        if not asides:
            return []
        label = self._words['notes']
        return [element('section', *asides, class_='notes', role='doc-endnotes', aria_label=label)]

    def _note(self, note: Note) -> etree._Element:
        setting = Setting(note.id, Place(note.chapter, note.number), divides=False, counts=False)
        made = self._blocks.made(
            'aside', note.body.span, setting, note.id, class_='note', role='doc-footnote'
        )
        if isinstance(note.body, Footnote):
            extend(made, self._blocks.compose(note.body.children, setting))
        if not len(made) or name_of(made[0]) != 'p':
            made.insert(0, self._blocks.made('p', note.body.span, setting))
        backlink = element(
            'a',
            str(note.number),
            class_='note-number',
            role='doc-backlink',
            href=f'#{note.call_id}',
        )
        prepend(made[0], [backlink, ' '])
        if not isinstance(note.body, Footnote):
            extend(made[0], [self._lines.citation(note.body, note.number)])
        return made


def _outline(planned: SectionPlan) -> Outline:
    flat = [
        Outline(
            id=numbered.id,
            level=max(numbered.block.level, 2),
            number=numbered.number,
            title=plain_text(numbered.block.children).strip(),
        )
        for numbered in planned.headings
        if isinstance(numbered.block, Heading)
    ]
    return Outline(planned.id, 1, planned.number, planned.title, _nested(flat))


def _nested(flat: list[Outline]) -> tuple[Outline, ...]:
    """Put each heading under the one above it."""
    nested: list[Outline] = []
    while flat:
        first, *rest = flat
        end = next((i for i, other in enumerate(rest) if other.level <= first.level), len(rest))
        nested.append(replace(first, children=_nested(rest[:end])))
        flat = rest[end:]
    return tuple(nested)
