"""Composes blocks: paragraphs, headings, lists, quotations, tables, figures.

In: the author's blocks, in reading order.  Out: elements with ids; `origins`, where the author
wrote each; and `lines`, the runs of text in which `passages` finds what carries an event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from lxml import etree

from proofpress.compose.book import PictureFile
from proofpress.compose.classes import ASIDES, author_classes
from proofpress.compose.ids import Ids
from proofpress.compose.inlines import Lines, Place
from proofpress.compose.markup import Content, direction_of, element, extend
from proofpress.compose.numbering import Numbered
from proofpress.compose.pictures import picture_element
from proofpress.model.prose import (
    Alignment,
    Attributes,
    Block,
    BlockQuote,
    Cell,
    CodeBlock,
    DefinitionList,
    Division,
    Figure,
    Heading,
    Inline,
    LineBreak,
    List,
    ListItem,
    Paragraph,
    Table,
    ThematicBreak,
    plain_text,
)
from proofpress.model.tables import extent_of
from proofpress.span import Span

_ATTRIBUTION = ('—', '–', '―')
"""How the last line of a quotation begins when it names the source."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where blocks stand."""

    prefix: str
    """Begins the ids made for them: the id of the section or the note."""
    place: Place
    divides: bool = True
    """True where headings divide the text: not in quotations, lists and notes."""
    counts: bool = True
    """True where figures and tables are counted: not in notes."""


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text that was composed."""

    block: Block
    index: int
    """Which of the block's lines (`prose.lines_of`) it is, from 0."""
    element: etree._Element
    """The element in which it stands, perhaps before other blocks."""


class Blocks:
    """Composes blocks, one after the other in reading order."""

    def __init__(
        self,
        ids: Ids,
        numbered: Iterable[Numbered],
        lines: Lines,
        pictures: Mapping[str, PictureFile],
    ) -> None:
        self._ids = ids
        self._numbered = iter(numbered)
        self._lines = lines
        self._pictures = pictures
        self.origins: dict[str, Span] = {}
        self.lines: list[Line] = []

    def compose(self, blocks: Iterable[Block], setting: Setting) -> list[etree._Element]:
        """Return the elements of the blocks."""
        return [self._block(block, setting) for block in blocks]

    def made(
        self,
        tag: str,
        span: Span,
        setting: Setting,
        id_: str | None = None,
        **attributes: str | None,
    ) -> etree._Element:
        """Return an empty element that has an id and a place in the source."""
        id_ = id_ or self._ids.block(setting.prefix, tag)
        self.origins[id_] = span
        return element(tag, id=id_, **attributes)

    def fill(
        self,
        parent: etree._Element,
        inlines: tuple[Inline, ...],
        setting: Setting,
        line: tuple[Block, int] | None = None,
    ) -> etree._Element:
        """Put a line's content at the end of the parent; remember it as the block's line."""
        extend(parent, self._lines.compose(inlines, setting.place))
        if line is not None:
            self.lines.append(Line(*line, parent))
        return parent

    def _block(self, block: Block, setting: Setting) -> etree._Element:
        match block:
            case Paragraph():
                return self._paragraph(block, setting)
            case Heading():
                return self._heading(block, setting)
            case BlockQuote():
                return self._quotation(block, setting)
            case List():
                return self._list(block, setting)
            case DefinitionList():
                return self._definitions(block, setting)
            case Table():
                return self._table(block, setting)
            case Figure():
                return self._figure(block, setting)
            case CodeBlock():
                code = element('code', block.text)
                return extend(self.made('pre', block.span, setting), [code])
            case Division():
                return self._division(block, setting)
            case ThematicBreak():
                return element('hr')

    def _paragraph(
        self, paragraph: Paragraph, setting: Setting, class_: str | None = None
    ) -> etree._Element:
        made = self.made('p', paragraph.span, setting, class_=class_)
        return self.fill(made, paragraph.children, setting, (paragraph, 0))

    def _heading(self, heading: Heading, setting: Setting) -> etree._Element:
        if not setting.divides:
            # It heads what it stands in, not a part of the text: no contents may list it.
            made = self.made('p', heading.span, setting, class_='heading')
            return self.fill(made, heading.children, setting, (heading, 0))
        numbered = self._next_numbered(heading)
        made = self.made(
            f'h{max(heading.level, 2)}',
            heading.span,
            setting,
            numbered.id,
            **_author_attributes(heading.attributes),
        )
        extend(made, number_content(numbered.number))
        return self.fill(made, heading.children, setting, (heading, 0))

    def _quotation(self, quotation: BlockQuote, setting: Setting) -> etree._Element:
        within = replace(setting, divides=False)
        made = self.made('blockquote', quotation.span, setting)
        *blocks, last = quotation.children or (None,)
        extend(made, self.compose(filter(None, blocks), within))
        if isinstance(last, Paragraph):
            made.append(self._last_of_quotation(last, within, bool(blocks)))
        elif last is not None:
            made.append(self._block(last, within))
        return made

    def _last_of_quotation(
        self, last: Paragraph, setting: Setting, follows_words: bool
    ) -> etree._Element:
        """Compose the last paragraph, which may name the source, or end in a line that does."""
        if follows_words and names_source(last.children):
            return self._paragraph(last, setting, 'attribution')
        breaks = [i for i, inline in enumerate(last.children) if isinstance(inline, LineBreak)]
        begin = breaks[-1] + 1 if breaks else 0
        if not begin or not names_source(last.children[begin:]):
            return self._paragraph(last, setting)
        made = self.made('p', last.span, setting)
        self.fill(made, last.children[:begin], setting, (last, 0))
        line = element('span', class_='attribution')
        return extend(made, [self.fill(line, last.children[begin:], setting)])

    def _list(self, list_: List, setting: Setting) -> etree._Element:
        ordered = list_.start is not None
        start = str(list_.start) if list_.start not in (None, 1) else None
        made = element('ol' if ordered else 'ul', start=start)
        for item in list_.items:
            made.append(self._item(item, list_.tight, setting))
        return made

    def _item(self, item: ListItem, tight: bool, setting: Setting) -> etree._Element:
        made = self.made('li', item.span, setting)
        return self._fill_box(made, item.children, tight, replace(setting, divides=False))

    def _fill_box(
        self, made: etree._Element, blocks: tuple[Block, ...], tight: bool, setting: Setting
    ) -> etree._Element:
        """Fill an item or a description; in a tight one, the first paragraph needs no `<p>`."""
        if tight and blocks and isinstance(blocks[0], Paragraph):
            self.fill(made, blocks[0].children, setting, (blocks[0], 0))
            blocks = blocks[1:]
        return extend(made, self.compose(blocks, setting))

    def _definitions(self, definitions: DefinitionList, setting: Setting) -> etree._Element:
        within = replace(setting, divides=False)
        made = element('dl')
        for index, definition in enumerate(definitions.definitions):
            term = self.made('dt', definition.span, setting)
            made.append(self.fill(term, definition.term, setting, (definitions, index)))
            for description in definition.descriptions:
                span = description[0].span if description else definition.span
                is_tight = len(description) == 1
                box = self.made('dd', span, setting)
                made.append(self._fill_box(box, description, is_tight, within))
        return made

    def _table(self, table: Table, setting: Setting) -> etree._Element:
        numbered = self._numbered_float(table, setting, 'table')
        made = self.made(
            'table', table.span, setting, numbered.id, **_author_attributes(table.attributes)
        )
        if table.caption or numbered.number:
            caption = self.made('caption', table.span, setting)
            extend(caption, number_content(numbered.number))
            made.append(self.fill(caption, table.caption, setting, (table, 0)))
        # The table's lines are its caption, then its cells.
        counter = iter(range(1, 1 + len(table.head) + sum(map(len, table.rows))))
        head = self._row(table, (table.head,), 'th', counter, setting)
        if any(cell.children for cell in table.head):
            made.append(element('thead', head))
        body = element('tbody')
        for index in range(len(table.rows)):
            body.append(self._row(table, table.rows[index:], 'td', counter, setting))
        made.append(body)
        return made

    def _row(
        self,
        table: Table,
        rows: Sequence[Sequence[Cell]],
        tag: str,
        counter: Iterator[int],
        setting: Setting,
    ) -> etree._Element:
        """Return the first of the rows; cells may reach into those that follow."""
        cells = rows[0]
        span = cells[0].span if cells else table.span
        row = self.made('tr', span, setting)
        for column, cell in enumerate(cells):
            line = next(counter)
            if cell.join is not None:
                continue
            aligned = table.alignments[column] if column < len(table.alignments) else Alignment.NONE
            extent = extent_of(rows, column)
            made = element(
                tag,
                scope=_scope(extent.columns) if tag == 'th' else None,
                class_=None if aligned is Alignment.NONE else aligned.value,
                rowspan=str(extent.rows) if extent.rows > 1 else None,
                colspan=str(extent.columns) if extent.columns > 1 else None,
            )
            row.append(self.fill(made, cell.children, setting, (table, line)))
        return row

    def _figure(self, figure: Figure, setting: Setting) -> etree._Element:
        numbered = self._numbered_float(figure, setting, 'figure')
        attributes = _author_attributes(figure.attributes)
        attributes['class_'] = ' '.join(['figure', attributes['class_'] or '']).strip()
        made = self.made('figure', figure.span, setting, numbered.id, **attributes)
        picture = self._pictures.get(figure.path)
        shown: Content = (
            picture_element(picture, figure.alt)
            if picture is not None
            else extend(self.made('p', figure.span, setting), [figure.alt])
        )
        extend(made, [shown])
        if figure.caption or numbered.number:
            caption = self.made('figcaption', figure.span, setting)
            extend(caption, number_content(numbered.number))
            made.append(self.fill(caption, figure.caption, setting, (figure, 0)))
        return made

    def _division(self, division: Division, setting: Setting) -> etree._Element:
        attributes = division.attributes
        id_ = None if attributes.id is None else self._ids.named(attributes.id)
        if ASIDES.isdisjoint(attributes.classes):
            made = element('div', id=id_, **_author_attributes(attributes))
        else:
            made = self.made('aside', division.span, setting, id_, **_author_attributes(attributes))
        return extend(made, self.compose(division.children, setting))

    def _numbered_float(self, block: Figure | Table, setting: Setting, kind: str) -> Numbered:
        if setting.counts:
            return self._next_numbered(block)
        author_id = block.attributes.id
        named = None if author_id is None else self._ids.named(author_id)
        return Numbered(block, named or self._ids.block(setting.prefix, kind), '')

    def _next_numbered(self, block: Heading | Figure | Table) -> Numbered:
        numbered = next(self._numbered)
        if numbered.block is not block:
            raise RuntimeError(f"a fault of Proofpress: {block!r} was not numbered in its turn")
        return numbered


def number_content(number: str) -> list[Content]:
    """Return the number of a heading, figure or table, ready to stand before its words."""
    return [element('span', number, class_='number'), ' '] if number else []


def _scope(columns: int) -> str:
    """Return what a head cell speaks for: a column, or a group of them."""
    return 'colgroup' if columns > 1 else 'col'


def names_source(line: tuple[Inline, ...]) -> bool:
    """Tell whether the line names a quotation's source: it begins with a dash."""
    return plain_text(line).lstrip().startswith(_ATTRIBUTION)


def _author_attributes(attributes: Attributes) -> dict[str, str | None]:
    lang = attributes.get('lang')
    return {
        'class_': ' '.join(author_classes(attributes)),
        'lang': lang,
        'dir': direction_of(lang) if lang else None,
    }
