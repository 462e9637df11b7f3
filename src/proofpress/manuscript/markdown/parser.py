"""The parser of markdown-it, taught to remember where each token began.

In: nothing.  Out: `PlacedBlockParser` (each first token of a block carries `meta['offset']`, its
place in the text) and `PlacedInlineParser` (each inline token carries `meta['at']`, its index in
the run).  markdown-it itself keeps only the lines of blocks.  Rules and their order are those of
`dialect`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

MOST_NESTING = 20
"""Blocks in blocks, and inlines in inlines, beyond which a page cannot show the nesting."""

BlockRule = Callable[[StateBlock, int, int, bool], bool]


class PlacedBlock(StateBlock):
    """The state of block parsing; knows the place of each list item."""

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token."""
        token = super().push(ttype, tag, nesting)
        if ttype == 'list_item_open':
            token.meta['offset'] = self.bMarks[self.line] + self.tShift[self.line]
        return token


class PlacedBlockParser(ParserBlock):
    """Parses blocks; `env['too_deep']` gets the offset of the first that stands too deep."""

    def __init__(self) -> None:
        super().__init__()
        self.containers: list[BlockRule] = [blockquote, list_block]
        """Rules that parse blocks within blocks."""

    def parse(
        self,
        src: str,
        md: MarkdownIt,
        env: EnvType,
        outTokens: list[Token],  # noqa: N803
    ) -> list[Token] | None:
        """Append the block tokens of the text and return them all."""
        state = PlacedBlock(src, md, env, outTokens)
        self.tokenize(state, 0, state.lineMax)
        return outTokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Parse the lines.

        As the inherited method does, except that the first token of each block gets its place,
        and that nothing is skipped beyond the depth limit: blocks there hold no further blocks.
        """
        depth = state.env['depth'] = state.env.get('depth', 0) + 1
        line, had_empty_lines = startLine, False
        while line < endLine:
            state.line = line = state.skipEmptyLines(line)
            if line >= endLine or state.sCount[line] < state.blkIndent:
                break
            self._block(state, line, endLine, depth)
            state.tight = not had_empty_lines
            line = state.line
            # A paragraph in a nested list may have taken the empty line after it.
            if line - 1 < endLine and state.isEmpty(line - 1):
                had_empty_lines = True
            if line < endLine and state.isEmpty(line):
                had_empty_lines = True
                line += 1
                state.line = line
        state.env['depth'] = depth - 1

    def _block(self, state: StateBlock, line: int, end_line: int, depth: int) -> None:
        offset = state.bMarks[line] + state.tShift[line]
        first = len(state.tokens)
        for rule in self.ruler.getRules(''):
            if depth > MOST_NESTING and rule in self.containers:
                if rule(state, line, end_line, True):
                    state.env.setdefault('too_deep', offset)
                continue
            if rule(state, line, end_line, False):
                break
        if len(state.tokens) > first:
            state.tokens[first].meta['offset'] = offset


class PlacedInline(StateInline):
    """The state of inline parsing; remembers where text that is not yet a token began."""

    text_at = 0

    def append_pending(self, text: str) -> None:
        """Keep text for the next text token."""
        if not self.pending:
            self.text_at = self.pos
        super().append_pending(text)

    def pushPending(self) -> Token:  # noqa: N802
        """Make a text token of the text kept."""
        token = super().pushPending()
        token.meta['at'] = self.text_at
        return token

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token."""
        token = super().push(ttype, tag, nesting)
        token.meta['at'] = self.pos
        return token


def push_fault(state: StateInline, id_: str, message: str, advice: str, at: int) -> None:
    """Add a token that stands for a diagnostic; it takes no room on the page."""
    token = state.push('fault', '', 0)
    token.meta.update(id=id_, at=at)
    token.content, token.info = message, advice


class PlacedInlineParser(ParserInline):
    """Parses inlines; `env['too_deep_inline']` is set when brackets stand too deep to be read."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        """Append the inline tokens of the run and return them all."""
        state = PlacedInline(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(''):
            rule(state)
        return state.tokens

    def skipToken(self, state: StateInline) -> None:  # noqa: N802
        """Skip a token without making it."""
        if state.level >= state.md.options['maxNesting']:
            state.env['too_deep_inline'] = True
        super().skipToken(state)
