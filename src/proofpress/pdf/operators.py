"""Operators: says in fewer bytes what the painter wrote into the content of a page.

In: the operators of a page's content, in order, each with its operands (ISO 32000-1, 7.8.2).
Out: operators that paint the very same.  Runs of text that follow each other become one text
object, marked content included (14.6.1 wants both to nest); a place is told by the way from the
place before, which is the same from line to line; glyphs are bytes, and kerning that moves nothing
is left out.
"""

from __future__ import annotations

import re
import struct
from binascii import unhexlify
from collections.abc import Sequence

# What may stand in a text object beside marked content (ISO 32000-1, figure 9).
_IN_TEXT = frozenset(b'BT ET rg RG g G k K cs CS sc SC scn SCN gs w Tc Tf Tm Tr Ts TJ'.split())
_UPRIGHT = re.compile(rb'1 0 0 -1 (-?[0-9.]+) (-?[0-9.]+) Tm')
_END_MARK = b'EMC'
_PLACES = 1_000_000
"""The painter writes six decimals: in millionths of a unit, sums and differences are exact."""
_SINGLE = struct.Struct('<f')
_ESCAPED = re.compile(rb'[\\()\r]')

_Point = tuple[int, int]


def operators(parts: Sequence[bytes]) -> list[bytes]:
    """Return operators with their operands: marks are painted in three parts, the rest in one."""
    joined: list[bytes] = []
    for part in parts:
        if part in (b'BDC', b'BMC'):
            first = -2 if part == b'BDC' else -1
            part = b''.join([*joined[first:], part])
            del joined[first:]
        joined.append(part)
    return joined


def tidy(painted: Sequence[bytes]) -> list[bytes]:
    """Return operators that paint the same in fewer bytes; marks are one operator each."""
    return _Tidied(_busy(painted)).operators


def _busy(operators: Sequence[bytes]) -> list[bytes]:
    """Leave out artifacts and saved states that hold nothing, and join artifacts of one kind."""
    kept: list[bytes] = []
    opened: list[bytes] = []
    ended = b''
    """The mark that the last operator has ended."""
    for operator in operators:
        before, ended = ended, b''
        if _opens_mark(operator):
            opened.append(operator)
            if operator == before and operator.startswith(b'/Artifact'):
                kept.pop()
                continue
        elif operator == _END_MARK:
            ended = opened.pop()
            if ended.startswith(b'/Artifact') and kept[-1] == ended:
                kept.pop()
                ended = b''
                continue
        elif operator == b'Q' and kept[-1] == b'q':
            kept.pop()
            continue
        kept.append(operator)
    return kept


class _Tidied:
    """What has been written, and what a reader of it knows at its end."""

    def __init__(self, operators: Sequence[bytes]) -> None:
        self.operators: list[bytes] = []
        self._is_text = False
        """True inside a text object, as written."""
        self._is_over = False
        """True when the painter has ended the text object that is still open."""
        self._line: _Line | None = None
        self._marks: list[bool] = []
        """For each open mark whether it was opened inside the text object."""
        with_text_alone = _marks_of_text(operators)
        for index, operator in enumerate(operators):
            if _opens_mark(operator):
                self._open_mark(operator, is_text=index in with_text_alone)
            elif operator == _END_MARK:
                if not self._marks.pop():
                    self._end_text()
                self.operators.append(operator)
            elif _may_be_in_text(operator):
                self._write(operator)
            else:
                self._end_text()
                self.operators.append(operator)
        self._end_text()

    def _open_mark(self, operator: bytes, *, is_text: bool) -> None:
        if is_text:
            self._begin_text()
            self._is_over = True
        elif not (self._marks and self._marks[-1]):
            self._end_text()
        self._marks.append(self._is_text)
        self.operators.append(operator)

    def _write(self, operator: bytes) -> None:
        """Write what may stand in a text object."""
        if operator == b'BT':
            self._begin_text()
        elif operator == b'ET':
            self._is_over = True
        elif operator.endswith(b' TJ'):
            self.operators.append(_shown(operator))
        elif operator.endswith(b' Tm'):
            self.operators.append(self._moved(operator))
        else:
            self.operators.append(operator)

    def _begin_text(self) -> None:
        if not self._is_text:
            self.operators.append(b'BT')
            self._line = None
        self._is_text, self._is_over = True, False

    def _end_text(self) -> None:
        """End the text object where the painter has ended it."""
        if self._is_over:
            self.operators.append(b'ET')
            self._is_text = self._is_over = False

    def _moved(self, operator: bytes) -> bytes:
        """Return the move to a line's place (ISO 32000-1, 9.4.2): upright text runs downwards."""
        found = _UPRIGHT.fullmatch(operator)
        if found is None:
            self._line = None
            return operator
        place = _millionths(found[1]), _millionths(found[2])
        way = self._line.way_to(place) if self._line else None
        if way is None:
            self._line = _Line(place)
            return operator
        return way


class _Line:
    """Where a line of text begins, for readers who count in single precision.

    Their sums are rounded, and a letter that falls between two pixels would look another way:
    pdfium 7 adds up the ways and then adds the place where they began, MuPDF 1.26 adds each way to
    the place.
    """

    def __init__(self, place: _Point) -> None:
        self._place = place
        self._start = self._sum = tuple(map(_single, place))
        self._ways = (0.0, 0.0)

    def way_to(self, place: _Point) -> bytes | None:
        """Return the operator that moves to a place; None where a reader would miss it."""
        right = place[0] - self._place[0]
        up = self._place[1] - place[1]
        step = _single(right), _single(up)
        ways = _rounded(self._ways[0] + step[0]), _rounded(self._ways[1] + step[1])
        sum_ = _rounded(self._sum[0] + step[0]), _rounded(self._sum[1] - step[1])
        added = _rounded(self._start[0] + ways[0]), _rounded(self._start[1] - ways[1])
        if not added == sum_ == (_single(place[0]), _single(place[1])):
            return None
        self._place, self._ways, self._sum = place, ways, sum_
        return b'%b %b Td' % (_decimal(right), _decimal(up))


def _marks_of_text(operators: Sequence[bytes]) -> set[int]:
    """Return where marks begin that hold a text object and nothing which may not stand in one."""
    found: set[int] = set()
    opened: list[int] = []
    last_text = last_other = -1
    for index, operator in enumerate(operators):
        if _opens_mark(operator):
            opened.append(index)
        elif operator == _END_MARK:
            start = opened.pop()
            if last_text > start > last_other:
                found.add(start)
        elif operator == b'BT':
            last_text = index
        elif not _may_be_in_text(operator):
            last_other = index
    return found


def _may_be_in_text(operator: bytes) -> bool:
    return operator[operator.rfind(b' ') + 1 :] in _IN_TEXT


def _opens_mark(operator: bytes) -> bool:
    return operator.endswith((b'BDC', b'BMC'))


def _shown(operator: bytes) -> bytes:
    """Write glyphs as bytes, and leave out kerning by nothing."""
    parts = operator[1:-4].replace(b'>0<', b'').split(b'<')
    written = [b'[', parts[0]]
    for part in parts[1:]:
        glyphs, _, kerning = part.partition(b'>')
        string = unhexlify(glyphs)
        if _ESCAPED.search(string):
            string = _ESCAPED.sub(_escape, string)
        written += [b'(', string, b')', kerning if kerning != b'0' else b'']
    written.append(b']TJ')
    return b''.join(written)


def _escape(found: re.Match[bytes]) -> bytes:
    return b'\\r' if found[0] == b'\r' else b'\\' + found[0]


def _millionths(number: bytes) -> int:
    whole, _, fraction = number.lstrip(b'-').partition(b'.')
    value = int(whole or b'0') * _PLACES + int(fraction.ljust(6, b'0'))
    return -value if number.startswith(b'-') else value


def _single(millionths: int) -> float:
    return _rounded(millionths / _PLACES)


def _rounded(number: float) -> float:
    """Return the nearest number of single precision (IEEE 754 binary32)."""
    (single,) = _SINGLE.unpack(_SINGLE.pack(number))
    return float(single)


def _decimal(millionths: int) -> bytes:
    whole, fraction = divmod(abs(millionths), _PLACES)
    digits = f'{whole}.{fraction:06}'.rstrip('0').rstrip('.')
    return (f'-{digits}' if millionths < 0 else digits).encode()
