"""Which blocks may stand in a text beyond CommonMark: divisions, notes, tables with captions.

In: the state of block parsing.  Out: tokens with places.  A rule that is asked silently only
tells whether such a block begins on the line.
"""

from __future__ import annotations

import re

from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import fence as fence_rule
from markdown_it.rules_block import paragraph as paragraph_rule
from markdown_it.rules_block import table as table_rule
from mdit_py_plugins.footnote.index import footnote_def

MOST_COLUMNS = 100
"""Columns of a table; a short row is filled up, so wide tables make much of little."""

_CAPTION = re.compile(r'(?::|Table:)[ \t]+(?=\S)')
_COLONS = re.compile(r':{3,}[ \t]*')
_CODE_FENCE = re.compile(r'`{3,}(?=[^`]*$)|~{3,}')


def _line(state: StateBlock, index: int) -> str:
    """Return a line as the block that is being parsed sees it."""
    return state.src[state.bMarks[index] + state.tShift[index] : state.eMarks[index]]


# --- captions of tables -------------------------------------------------------------------------


def caption(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the paragraph `: Caption` or `Table: Caption` right after a table."""
    match = _CAPTION.match(_line(state, start))
    if match is None or state.is_code_block(start):
        return False
    if silent:
        return state.parentType == 'table'
    if not state.tokens or state.tokens[-1].type != 'table_close':
        return False
    paragraph_rule(state, start, end, False)
    opening, inline, closing = state.tokens[-3:]
    opening.type, closing.type = 'caption_open', 'caption_close'
    inline.content = inline.content[match.end() :]
    return True


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a pipe table; keep the place of each character of each cell."""
    if start + 1 < end and _is_too_wide(_line(state, start), _line(state, start + 1)):
        if not silent:
            offset = state.bMarks[start] + state.tShift[start]
            state.env.setdefault('too_wide', []).append(offset)
        return False
    first = len(state.tokens)
    if not table_rule(state, start, end, silent):
        return False
    cells: list[_Cell] = []
    for token in state.tokens[first:]:
        if token.type == 'tr_open' and token.map:
            line = token.map[0]
            token.meta['offset'] = state.bMarks[line] + state.tShift[line]
            cells = _cells(_line(state, line), token.meta['offset'])
            token.meta['cells'] = cells[:]
        elif token.type == 'inline':
            token.meta['pieces'] = cells.pop(0).pieces if cells else ()
    return True


def _is_too_wide(head: str, marks: str) -> bool:
    return '|' in head and marks.count('|') > MOST_COLUMNS + 1 and set(marks) <= set('|-: \t')


class _Cell:
    """A cell of a row: its text without the backslashes before pipes, and its places."""

    def __init__(self, line: str, start: int, end: int, offset: int) -> None:
        text = line[start:end]
        bare = mdTrim(text)
        start += text.find(bare)
        self.is_empty = text == ''
        self.offset = offset + start
        pieces = [(0, offset + start)]
        for removed, match in enumerate(re.finditer(r'\\(?=\|)', bare), 1):
            pieces.append((match.end() - removed, offset + start + match.end()))
        self.pieces = tuple(pieces)


def _cells(line: str, offset: int) -> list[_Cell]:
    """Cut a row at its pipes, as the table rule does."""
    cut = len(line) - len(line.lstrip(' \t'))
    end = cut + len(mdTrim(line))
    cells: list[_Cell] = []
    start, escaped = cut, False
    for index in range(cut, end):
        if line[index] == '|' and not escaped:
            cells.append(_Cell(line, start, index, offset))
            start = index + 1
        escaped = line[index] == '\\'
    cells.append(_Cell(line, start, end, offset))
    if cells and cells[0].is_empty:
        cells.pop(0)
    if cells and cells[-1].is_empty:
        cells.pop()
    return cells


# --- code ---------------------------------------------------------------------------------------


def fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take fenced code; keep whether its fence was closed."""
    if not fence_rule(state, start, end, silent):
        return False
    if not silent:
        token = state.tokens[-1]
        last = state.line - 1
        closing = _line(state, last).rstrip()
        mark = token.markup[0]
        token.meta['closed'] = (
            last > start and set(closing) == {mark} and len(closing) >= len(token.markup)
        )
    return True


# --- divisions ----------------------------------------------------------------------------------


def division(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take a fenced division, from `::: name` or `::: {…}` to its `:::`."""
    line = _line(state, start)
    match = _COLONS.match(line)
    if match is None or state.is_code_block(start):
        return False
    if silent:
        return True
    opening = state.push('division_open', 'div', 1)
    list_at = state.bMarks[start] + state.tShift[start] + match.end()
    opening.content = line[match.end() :].rstrip().rstrip(':').rstrip()
    opening.meta['list_at'] = list_at
    opening.map = [start, start + 1]
    if opening.content == '' and line[match.end() :].strip() == '':
        opening.meta['stray'] = True
        state.line = start + 1
    else:
        last, closed = _closing(state, start, end)
        opening.meta['closed'] = closed
        _tokenize_within(state, start + 1, last)
        state.line = last + 1 if closed else last
    state.push('division_close', 'div', -1)
    return True


def _tokenize_within(state: StateBlock, start: int, end: int) -> None:
    parent, last_line, tight = state.parentType, state.lineMax, state.tight
    state.parentType, state.lineMax = 'division', end
    state.md.block.tokenize(state, start, end)
    state.parentType, state.lineMax, state.tight = parent, last_line, tight


def _closing(state: StateBlock, start: int, end: int) -> tuple[int, bool]:
    """Return the line that closes the division, or where the text around it ends, and which."""
    depth, code = 1, ''
    for index in range(start + 1, end):
        if not state.isEmpty(index) and state.sCount[index] < state.blkIndent:
            return index, False
        line = _line(state, index)
        if fenced := _CODE_FENCE.match(line):
            if not code:
                code = fenced[0]
            elif line.startswith(code) and set(line.strip()) == {code[0]}:
                code = ''
        elif not code and (match := _COLONS.match(line)):
            depth += 1 if line[match.end() :].strip() else -1
            if depth == 0:
                return index, True
    return end, False


# --- notes --------------------------------------------------------------------------------------


def note_definition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take the body of a note, `[^label]: words`, with what is indented below it."""
    return footnote_def(state, start, end, silent)
