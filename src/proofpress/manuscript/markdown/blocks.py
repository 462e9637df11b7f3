"""The block tokens of a text as values of the model.

In: the tokens of a text.  Out: `Block` and `Footnote` values, and in the `Reading` whatever the
model cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from proofpress.manuscript.markdown.attributes import Host, list_at_end
from proofpress.manuscript.markdown.inlines import (
    InlineReader,
    read_inlines,
    refuse_html,
)
from proofpress.manuscript.markdown.reading import Reading
from proofpress.manuscript.markdown.runs import tokens_of
from proofpress.manuscript.markdown.source import Placing
from proofpress.model.prose import (
    PLAIN,
    Alignment,
    Attributes,
    Block,
    BlockQuote,
    Cell,
    CodeBlock,
    Definition,
    DefinitionList,
    Division,
    Footnote,
    Heading,
    Inline,
    Join,
    List,
    ListItem,
    Paragraph,
    Table,
    ThematicBreak,
    plain_text,
)
from proofpress.span import Span

_NAME = re.compile(r'[^\W\d][\w-]*')
_LANGUAGE = re.compile(r'[\w+#./-]{1,40}')
"""What code may be written in: `c++`, `objective-c`, `text/plain`."""
_ALIGNMENTS = {
    'text-align:left': Alignment.LEFT,
    'text-align:center': Alignment.CENTRE,
    'text-align:right': Alignment.RIGHT,
}
_JOINS = frozenset(join.value for join in Join)


class BlockReader:
    """Walks through the tokens of a text once, from the first to the last."""

    def __init__(self, md: MarkdownIt, reading: Reading, tokens: list[Token]) -> None:
        self.md = md
        self.reading = reading
        self.tokens = tokens
        self.index = 0
        self.footnotes: list[Footnote] = []
        self._readers: dict[str, Callable[[Token, list[Block]], None]] = {
            'paragraph_open': self._paragraph,
            'heading_open': self._heading,
            'blockquote_open': self._block_quote,
            'bullet_list_open': self._list,
            'ordered_list_open': self._list,
            'dl_open': self._definition_list,
            'table_open': self._table,
            'caption_open': self._caption,
            'fence': self._code,
            'code_block': self._code,
            'division_open': self._division,
            'hr': self._break,
            'footnote_reference_open': self._footnote,
            'html_block': self._html,
        }

    def read(self, closing: str = '') -> tuple[Block, ...]:
        """Return the blocks up to the closing token of that type, or to the end."""
        blocks: list[Block] = []
        while self.index < len(self.tokens):
            token = self._next()
            if token.type == closing:
                break
            self._readers[token.type](token, blocks)
        return tuple(blocks)

    def _next(self) -> Token:
        token = self.tokens[self.index]
        self.index += 1
        return token

    def _span(self, token: Token) -> Span:
        return self.reading.source.span(token.meta['offset'])

    def _placing(self, inline: Token) -> Placing:
        """Place the content of an inline token."""
        line = inline.map[0] if inline.map else 0
        return self.reading.source.paragraph(inline.content, line)

    def _inlines(self, inline: Token, placing: Placing) -> tuple[Inline, ...]:
        return read_inlines(self.md, self.reading, inline.content, placing)

    def _cut_attributes(self, inline: Token, placing: Placing, host: Host) -> Attributes:
        """Take the attribute list from the end of a line of words."""
        at = list_at_end(inline.content)
        if at < 0:
            return PLAIN
        text = inline.content[at:].rstrip()
        inline.content = inline.content[:at].rstrip()
        return self.reading.attributes(text, placing.after(at), host)

    # --- words -----------------------------------------------------------------------------

    def _paragraph(self, token: Token, blocks: list[Block]) -> None:
        inline = self._next()
        self._next()
        placing = self._placing(inline)
        before_table = (
            self.index < len(self.tokens) and self.tokens[self.index].type == 'table_open'
        )
        if inline.content.startswith((': ', 'Table: ') if before_table else ': '):
            self.reading.fault(
                'caption-astray',
                "A line that looks like a caption has no table before it",
                placing.span(0),
                "put it right after its table, or escape it: \\:",
            )
        tokens = tokens_of(self.md, self.reading, inline.content, placing)
        reader = InlineReader(self.md, self.reading, placing)
        kinds = [token.type for token in tokens]
        if kinds in (['image'], ['image', 'attributes']):
            figure = reader.figure(tokens)
            if figure is not None:
                blocks.append(figure)
            return
        blocks.append(Paragraph(placing.span(0), reader.read(tokens)))

    def _heading(self, token: Token, blocks: list[Block]) -> None:
        inline = self._next()
        self._next()
        span = self._span(token)
        if token.markup.startswith('#'):
            source = self.reading.source
            start = token.meta['offset'] + len(token.markup)
            while source.text.startswith((' ', '\t'), start):
                start += 1
            placing = source.place(start)
        else:
            placing = self._placing(inline)
        attributes = self._cut_attributes(inline, placing, Host.HEADING)
        children = self._inlines(inline, placing)
        if not plain_text(children).strip():
            advice = "write its words, or take it away"
            self.reading.fault('heading-empty', "A heading says nothing", span, advice)
            return
        blocks.append(Heading(span, int(token.tag[1:]), children, attributes))

    # --- blocks in blocks ---------------------------------------------------------------------

    def _block_quote(self, token: Token, blocks: list[Block]) -> None:
        blocks.append(BlockQuote(self._span(token), self.read('blockquote_close')))

    def _list(self, token: Token, blocks: list[Block]) -> None:
        closing = token.type.replace('open', 'close')
        start, level = self.index, token.level
        items: list[ListItem] = []
        while (item := self._next()).type != closing:
            items.append(ListItem(self._span(item), self.read('list_item_close')))
        tight = not any(
            token.type == 'paragraph_open' and token.level == level + 2 and not token.hidden
            for token in self.tokens[start : self.index]
        )
        number = int(token.attrs.get('start', 1)) if token.tag == 'ol' else None
        blocks.append(List(self._span(token), tuple(items), number, tight))

    def _definition_list(self, token: Token, blocks: list[Block]) -> None:
        definitions: list[Definition] = []
        while (opening := self._next()).type != 'dl_close':
            if opening.type == 'dt_open':
                inline = self._next()
                self._next()
                placing = self._placing(inline)
                term = self._inlines(inline, placing)
                definitions.append(Definition(placing.span(0), term, ()))
            else:
                last = definitions[-1]
                description = self.read('dd_close')
                definitions[-1] = replace(last, descriptions=(*last.descriptions, description))
        blocks.append(DefinitionList(self._span(token), tuple(definitions)))

    def _division(self, token: Token, blocks: list[Block]) -> None:
        span = self._span(token)
        children = self.read('division_close')
        if token.meta.get('stray'):
            advice = "take it away, or open the division: ::: name"
            self.reading.fault(
                'division-unopened', "“:::” closes a division that was never opened", span, advice
            )
            blocks += children
            return
        if not token.meta['closed']:
            self.reading.fault(
                'division-unclosed',
                f"The division “::: {token.content}” is not closed",
                span,
                "put a line ::: after its last line",
            )
        blocks.append(Division(span, children, self._division_attributes(token)))

    def _division_attributes(self, token: Token) -> Attributes:
        placing = self.reading.source.place(token.meta['list_at'])
        content = token.content
        if content.startswith('{') and content.endswith('}'):
            return self.reading.attributes(content, placing, Host.DIVISION)
        if _NAME.fullmatch(content):
            return Attributes(classes=(content,))
        self.reading.fault(
            'bad-attributes',
            f"“{content}” is no name of a division",
            placing.span(0),
            "write one word, or a list such as {.key-findings}",
        )
        return PLAIN

    def _footnote(self, token: Token, blocks: list[Block]) -> None:
        label = token.meta['label']
        outer, self.reading.in_note = self.reading.in_note, True
        children = self.read('footnote_reference_close')
        self.reading.in_note = outer
        span = self._span(token)
        if not children:
            advice = "write its words, or take it and its call away"
            self.reading.fault('note-empty', f"The note “{label}” says nothing", span, advice)
        self.footnotes.append(Footnote(span, label, children))

    # --- tables --------------------------------------------------------------------------------

    def _table(self, token: Token, blocks: list[Block]) -> None:
        rows: list[tuple[Cell, ...]] = []
        alignments: list[Alignment] = []
        while (inner := self._next()).type != 'table_close':
            if inner.type == 'th_open':
                style = str(inner.attrs.get('style', ''))
                alignments.append(_ALIGNMENTS.get(style, Alignment.NONE))
            if inner.type == 'tr_open':
                rows.append(())
                self._count_cells(inner, len(alignments))
            elif inner.type == 'inline':
                rows[-1] = (*rows[-1], self._cell(inner))
        blocks.append(Table(self._span(token), tuple(alignments), rows[0], tuple(rows[1:])))

    def _cell(self, inline: Token) -> Cell:
        pieces = inline.meta['pieces']
        source = self.reading.source
        placing = Placing(source, pieces) if pieces else self._row_end
        if inline.content.strip() in _JOINS:
            return Cell(placing.span(0), (), Join(inline.content.strip()))
        return Cell(placing.span(0), self._inlines(inline, placing))

    def _count_cells(self, row: Token, columns: int) -> None:
        """Name the cells that stand beyond the columns of the table, or that are wanting."""
        cells = row.meta['cells']
        line = row.map[0] if row.map else 0
        source = self.reading.source
        self._row_end = source.place(source.starts[line] + len(source.line(line)))
        if columns and len(cells) > columns:
            self.reading.fault(
                'table-row-too-long',
                f"The row has {len(cells)} cells, the table {columns} columns",
                source.span(cells[columns].offset),
                "add a column to the first two rows, or escape the pipe: \\|",
            )
        elif len(cells) < columns:
            self.reading.warn(
                'table-row-too-short',
                f"The row has cells for {len(cells)} of the table's {columns} columns",
                self._row_end.span(0),
                "write its empty cells too, each with its pipe: |",
            )

    def _caption(self, token: Token, blocks: list[Block]) -> None:
        inline = self._next()
        self._next()
        placing = self._placing(inline)
        attributes = self._cut_attributes(inline, placing, Host.TABLE)
        caption = self._inlines(inline, placing)
        if blocks and isinstance(table := blocks[-1], Table):
            blocks[-1] = replace(table, caption=caption, attributes=attributes)

    # --- what holds no Markdown ----------------------------------------------------------------

    def _code(self, token: Token, blocks: list[Block]) -> None:
        span = self._span(token)
        if not token.meta.get('closed', True):
            self.reading.fault(
                'code-unclosed',
                f"The code that begins with {token.markup} is not closed",
                span,
                f"put a line {token.markup} after its last line",
            )
        info = unescapeAll(token.info.strip())
        language, _, rest = info.partition(' ')
        if info.startswith('{.') and info.endswith('}') and ' ' not in info:
            language = info[2:-1]
        elif rest.strip() or (info and not _LANGUAGE.fullmatch(info)):
            language = language if _LANGUAGE.fullmatch(language) else ''
            self.reading.fault(
                'code-info',
                f"“{info}” after the fence of code says more than a language",
                span,
                "write one word, such as python",
            )
        text = token.content.removesuffix('\n')
        blocks.append(CodeBlock(span, text, language))

    def _break(self, token: Token, blocks: list[Block]) -> None:
        blocks.append(ThematicBreak(self._span(token)))

    def _html(self, token: Token, blocks: list[Block]) -> None:
        refuse_html(self.reading, token.content, self._span(token))
