"""The article's text as values: what the author wrote, before any numbering or linking.

In: nothing (pure values).  Out: `Block` and `Inline` values made by `manuscript.markdown` and
read by `check`, `compose` and `proof`.  Each keeps the span of its first character.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass

from proofpress.span import Span


@dataclass(frozen=True, slots=True)
class Pair:
    """One `key=value` of an attribute list."""

    key: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Attributes:
    """An attribute list, `{#id .class key=value}`."""

    id: str | None = None
    classes: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()

    def get(self, key: str) -> str | None:
        """Return the value of the key, or None."""
        return next((pair.value for pair in self.pairs if pair.key == key), None)


PLAIN = Attributes()


# --- inlines ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters.  A soft line break of the source is a single space in it."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A hard line break."""

    span: Span


@dataclass(frozen=True, slots=True)
class Emphasis:
    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Code:
    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link by hand: to the web (`https:`, `http:`, `mailto:`) or to an id (`#outlook`)."""

    span: Span
    href: str
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Image:
    """A picture within a line.  One alone in its paragraph is a `Figure` instead."""

    span: Span
    path: str
    """POSIX path relative to the report's folder."""
    alt: str
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Bracketed:
    """A bracketed span, `[words]{lang=ko}`, `[words]{actor=id}`, `[words]{event=id}`."""

    span: Span
    children: tuple[Inline, ...]
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class CitedSource:
    """One source within a citation: `see @key, p. 3` has prefix, key and locator."""

    span: Span
    key: str
    prefix: str = ''
    label: str = ''
    """CSL locator term (`page`, `chapter`, `paragraph`, ...); empty without a locator."""
    locator: str = ''
    suffix: str = ''
    suppress_author: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A cluster of cited sources, `[@kirby-briefing, p. 3; @rutte-press]`."""

    span: Span
    sources: tuple[CitedSource, ...]


@dataclass(frozen=True, slots=True)
class CrossReference:
    """A numbered reference, `@fig-kursk`, `@tbl-aid`, `@sec-outlook`."""

    span: Span
    target: str
    """The id of the target: `fig-kursk`."""


@dataclass(frozen=True, slots=True)
class NoteCall:
    """A call of a footnote, `[^label]`.  Labels are local to their file."""

    span: Span
    label: str


Inline = (
    Text
    | LineBreak
    | Emphasis
    | Strong
    | Code
    | Link
    | Image
    | Bracketed
    | Citation
    | CrossReference
    | NoteCall
)


# --- blocks ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    span: Span
    level: int
    """1 opens a section of the body (the title is the report's own); 2 to 6 stand below it."""
    children: tuple[Inline, ...]
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Paragraph:
    span: Span
    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class BlockQuote:
    span: Span
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ListItem:
    span: Span
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A bullet list or, with `start`, an ordered one."""

    span: Span
    items: tuple[ListItem, ...]
    start: int | None = None
    tight: bool = True
    """True when no blank line parts the items: their paragraphs carry no space."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A term of a definition list with its descriptions."""

    span: Span
    term: tuple[Inline, ...]
    descriptions: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True, slots=True)
class DefinitionList:
    span: Span
    definitions: tuple[Definition, ...]


class Alignment(enum.Enum):
    """How a column of a table is set."""

    NONE = 'none'
    LEFT = 'left'
    CENTRE = 'centre'
    RIGHT = 'right'


class Join(enum.Enum):
    """What a cell is one with; it has no words of its own then."""

    ABOVE = '^^'
    LEFT = '<<'


@dataclass(frozen=True, slots=True)
class Cell:
    span: Span
    children: tuple[Inline, ...]
    join: Join | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A pipe table.  Its caption is the paragraph `: Caption {#tbl-aid}` right after it."""

    span: Span
    alignments: tuple[Alignment, ...]
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: tuple[Inline, ...] = ()
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class Figure:
    """An image alone in its paragraph; its title is the caption (parsed as inline Markdown)."""

    span: Span
    path: str
    """POSIX path relative to the report's folder."""
    alt: str
    caption: tuple[Inline, ...] = ()
    attributes: Attributes = PLAIN


@dataclass(frozen=True, slots=True)
class CodeBlock:
    span: Span
    text: str
    language: str = ''


@dataclass(frozen=True, slots=True)
class Division:
    """A fenced div, `::: {.key-findings}`."""

    span: Span
    children: tuple[Block, ...]
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class ThematicBreak:
    span: Span


Block = (
    Heading
    | Paragraph
    | BlockQuote
    | List
    | DefinitionList
    | Table
    | Figure
    | CodeBlock
    | Division
    | ThematicBreak
)


@dataclass(frozen=True, slots=True)
class Footnote:
    """The body of a note, `[^label]: ...`."""

    span: Span
    label: str
    children: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One Markdown file of the article, without its front matter."""

    path: str
    """POSIX path relative to the report's folder."""
    blocks: tuple[Block, ...]
    footnotes: tuple[Footnote, ...] = ()


# --- walking ---------------------------------------------------------------------------------


def plain_text(inlines: tuple[Inline, ...]) -> str:
    """Return the words of the inlines as they will be read, without citations, notes, pictures."""
    words: list[str] = []
    for inline in inlines:
        match inline:
            case Text() | Code():
                words.append(inline.text)
            case LineBreak():
                words.append(' ')
            case Emphasis() | Strong() | Link() | Bracketed():
                words.append(plain_text(inline.children))
            case _:
                pass
    return ''.join(words)


def inlines_within(inlines: tuple[Inline, ...]) -> Iterator[Inline]:
    """Yield the inlines and all that stand in them, in reading order."""
    for inline in inlines:
        yield inline
        if isinstance(inline, Emphasis | Strong | Link | Bracketed):
            yield from inlines_within(inline.children)


def blocks_within(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Yield the blocks and all blocks that stand in them, in reading order."""
    for block in blocks:
        yield block
        match block:
            case BlockQuote() | Division():
                yield from blocks_within(block.children)
            case List():
                for item in block.items:
                    yield from blocks_within(item.children)
            case DefinitionList():
                for definition in block.definitions:
                    for description in definition.descriptions:
                        yield from blocks_within(description)
            case _:
                pass


def lines_of(block: Block) -> Iterator[tuple[Inline, ...]]:
    """Yield the runs of inlines that stand in the block itself, not in blocks within it."""
    match block:
        case Heading() | Paragraph():
            yield block.children
        case Table():
            yield block.caption
            for cell in (*block.head, *(cell for row in block.rows for cell in row)):
                yield cell.children
        case Figure():
            yield block.caption
        case DefinitionList():
            for definition in block.definitions:
                yield definition.term
        case _:
            pass
