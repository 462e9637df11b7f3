"""Lines: has WeasyPrint break paragraphs into lines with less shaping, and the same result.

In: nothing.  Out: WeasyPrint with other insides and the same pages.  For each line it shapes about
two lines of text, then the line with the word that follows it, which hardly ever fits, and then the
line alone.  The first shaping tells mostly that the word does not fit, and has the line already.
Short texts come again and again: spaces between links, numbers, cells that are measured before they
are set.  Each is shaped once for each style.
"""

from __future__ import annotations

from copy import copy
from typing import Any

from weasyprint.css import Style
from weasyprint.text import line_break
from weasyprint.text.ffi import FROM_UNITS, ffi, pango

from proofpress.pdf.seams.mend import Mend, apply, put_in_place

ffi.cdef(
    'void pango_layout_line_index_to_x '
    '(PangoLayoutLine *line, int index, int trailing, int *x_pos);'
)
NEXT_WORD = Mend(
    line_break,
    'split_first_line',
    "if space_collapse and second_line_text[break_point or -1] == ' ':",
    "if space_collapse and second_line_text[break_point or -1] == ' ' and "
    'layout.may_take(first_line_text, next_word, max_width - first_line_width):',
)
"""Where the first word of the second line is tried on the first."""
_SURE = 2
"""Pixels: by so much more than there is room for, a word never fits.  Kerning moves it by less."""
_SHORT = 40
"""Characters in a text that may well come again."""

_Line = tuple[Any, int, int | None, float, float, float]
"""A layout, the length of the first line in bytes, where the next begins, width, height, baseline
in pixels."""


def _split_first_line(
    text: str,
    style: Any,
    context: Any,
    max_width: float | None,
    justification_spacing: float,
    is_line_start: bool = True,
    minimum: bool = False,
) -> _Line:
    """Stand in for `split_first_line`: a short text that fits is as it was before."""
    if len(text) > _SHORT or justification_spacing or not isinstance(style, Style):
        line: _Line = _plain_split_first_line(
            text, style, context, max_width, justification_spacing, is_line_start, minimum
        )
        return line
    if style.proofpress_lines is None:
        style.proofpress_lines = {}
    known = style.proofpress_lines.get(text)
    if known is not None and (max_width is None or known[3] <= max_width):
        # What it is painted with is its own.
        return (copy(known[0]), *known[1:])
    line = _plain_split_first_line(
        text, style, context, max_width, justification_spacing, is_line_start, minimum
    )
    layout, _, resume_at, *_ = line
    if resume_at is None and layout.proofpress_rests and layout.text == text:
        style.proofpress_lines[text] = (copy(layout), *line[1:])
    return line


def _may_take(self: Any, line: str, word: str, room: float) -> bool:
    """Tell whether a word that was put on the second line may fit in the room left on the first."""
    if not line or self.first_line_direction % 2:
        return True
    second = pango.pango_layout_get_line_readonly(self.layout, 1)
    if second == ffi.NULL or second.resolved_dir % 2:
        return True
    end = ffi.new('int *')
    pango.pango_layout_line_index_to_x(second, second.start_index + len(word.encode()), False, end)
    return bool(end[0] * FROM_UNITS <= room + _SURE)


def _first_line_metrics(
    first_line: Any,
    text: str,
    layout: Any,
    resume_at: int | None,
    space_collapse: bool,
    style: Any,
    hyphenated: bool = False,
    hyphenation_character: str | None = None,
) -> _Line:
    """Stand in for `first_line_metrics`: a line that ends in a space is left as it was broken."""
    is_usual = resume_at and not hyphenated and space_collapse and layout.proofpress_is_plain
    line = text.encode()[: first_line.length].decode() if is_usual else ''
    if not line.endswith(' ') or layout.first_line_direction % 2 or line.endswith('  '):
        plain: _Line = _plain_first_line_metrics(
            first_line, text, layout, resume_at, space_collapse, style, hyphenated,
            hyphenation_character,
        )  # fmt: skip
        return plain
    layout.text = line[:-1]
    layout.proofpress_is_first_line = True
    width, height = line_break.line_size(first_line, style)
    baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
    # Asked for now: a line is gone with its layout, unless that rests.
    length = first_line.length - 1
    layout.deactivate()
    return layout, length, resume_at, width, height, baseline


line_break.Layout.may_take = _may_take
Style.proofpress_lines = None
apply(NEXT_WORD)
_plain_first_line_metrics = put_in_place(
    line_break,
    'first_line_metrics',
    _first_line_metrics,
    ['first_line', 'text', 'layout', 'resume_at', 'space_collapse', 'style', 'hyphenated',
     'hyphenation_character'],
)  # fmt: skip
_plain_split_first_line = put_in_place(
    line_break,
    'split_first_line',
    _split_first_line,
    ['text', 'style', 'context', 'max_width', 'justification_spacing', 'is_line_start', 'minimum'],
)
