"""Opens a PDF in pypdf, with a short way to the objects that lie in its object streams.

In: the bytes of a PDF.  Out: pypdf's reader.  Tags, links and pages are tens of thousands of small
objects that lie packed together (ISO 32000-1, 7.5.7); pypdf reads them a byte at a time and keeps
them all.  Here one of them is read when it is asked for, by one expression, and not kept.  It gives
what pypdf gives; wherever an object is written in any but the plainest way, pypdf reads it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NullObject,
    NumberObject,
    PdfObject,
    StreamObject,
)
from pypdf.generic import create_string_object as text_or_bytes

from proofpress.proof.content import unescaped

_MOST_KEPT = 512
"""Objects that are kept for who asks for them again: fonts, and what pages have in common."""
_END = rb'(?![^\s()<>\[\]/])'
_NAME = rb'/([^\0-\x20()<>\[\]{}/%#\x7f-\xff]*)(?![#\x7f-\xff])'
_REFERENCE = rb'(\d{1,9})[ \r\n]+0[ \r\n]+R(?![A-Za-z])'
_NUMBER = rb'([-+]?\d+)' + _END
# A name has its value beside it in most cases, and the two are read together.
_TOKEN = re.compile(
    rb'|'.join([
        _NAME + rb' ?(?:' + rb'|'.join([_NAME, _REFERENCE, _NUMBER]) + rb')?',
        _REFERENCE,
        rb'([-+]?(?:\d+\.\d*|\.\d+))' + _END,
        _NUMBER,
        rb'\(([^\\()]*)\)',
        rb'\(((?:[^\\()]+|\\[nrtbf()\\])*)\)',
        rb'<([0-9A-Fa-f]*)>',
        rb'(true|false|null)' + _END,
        rb'(<<|>>|\[|\])',
        rb'(\S|\0)',
    ])
)  # fmt: skip
_NAMED, _NAMED_NAME, _NAMED_REFERENCE, _NAMED_NUMBER = range(1, 5)
_REFERRED, _REAL, _WHOLE, _PLAIN, _ESCAPED, _DIGITS, _WORD, _BRACKET, _ODD = range(5, 14)


class _OddError(Exception):
    """An object is written in a way that only pypdf knows."""


def open_pdf(content: bytes) -> PdfReader:
    """Open a PDF; raises `pypdf.errors.PyPdfError` when the bytes are none."""
    return _Opened(io.BytesIO(content))


class _Opened(PdfReader):
    """A PDF whose packed objects are read one by one."""

    def __init__(self, stream: io.BytesIO) -> None:
        self._places: dict[int, Mapping[int, tuple[int, int]]] = {}
        self._data: dict[int, bytes] = {}
        self._kept: dict[int, PdfObject] = {}
        self._names = _Names()
        self._numbers = _Numbers()
        super().__init__(stream)

    def get_object(self, indirect_reference: int | IndirectObject) -> PdfObject | None:
        """Return an object by its number."""
        if isinstance(indirect_reference, IndirectObject):
            number, generation = indirect_reference.idnum, indirect_reference.generation
        else:
            number, generation = indirect_reference, 0
        if number in self._kept and not generation:
            return self._kept[number]
        if generation or number not in self.xref_objStm:
            return super().get_object(indirect_reference)
        try:
            found = self._packed(number)
        except _OddError:
            return super().get_object(indirect_reference)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[number] = found
        found.indirect_reference = IndirectObject(number, 0, self)
        return found

    def close(self) -> None:
        """Let go of all that was read.

        The objects of a PDF refer to the PDF, and would be in memory until somebody looks for what
        is left over.
        """
        super().close()
        self._kept.clear()
        self._data.clear()

    def _packed(self, number: int) -> PdfObject:
        stream = self.xref_objStm[number][0]
        if stream not in self._places:
            self._data[stream], self._places[stream] = self._unpacked(stream)
        place = self._places[stream].get(number)
        if place is None:
            raise _OddError
        return self._object(self._data[stream], *place)

    def _unpacked(self, number: int) -> tuple[bytes, Mapping[int, tuple[int, int]]]:
        """Return the data of an object stream, and where in it each object begins and ends."""
        stream = None if number in self.xref_objStm else super().get_object(number)
        if not isinstance(stream, StreamObject) or stream.get('/Type') != '/ObjStm':
            return b'', {}
        data, first, count = stream.get_data(), stream.get('/First'), stream.get('/N')
        if not isinstance(first, int) or not isinstance(count, int) or first < 0:
            return b'', {}
        head = data[:first].split()
        if len(head) != 2 * count or not all(map(bytes.isdigit, head)):
            return b'', {}
        numbers, starts = map(int, head[::2]), [first + int(place) for place in head[1::2]]
        if any(start >= end for start, end in pairwise([*starts, len(data)])):
            return b'', {}
        places = dict(zip(numbers, pairwise([*starts, len(data)]), strict=True))
        return (data, places) if len(places) == count else (b'', {})

    def _object(self, data: bytes, start: int, end: int) -> PdfObject:
        """Read the one object that stands in a part of the data."""
        outer: list[tuple[bytes, list[PdfObject]]] = []
        items: list[PdfObject] = []
        names, numbers = self._names, self._numbers
        for token in _TOKEN.finditer(data, start, end):
            kind = token.lastindex
            if kind is None or kind == _ODD:
                raise _OddError
            if kind < _REFERRED:
                items.append(names[token[_NAMED]])
            if kind == _NAMED_NAME:
                items.append(names[token[kind]])
            elif kind in (_NAMED_REFERENCE, _REFERRED):
                items.append(IndirectObject(int(token[kind]), 0, self))
            elif kind in (_NAMED_NUMBER, _WHOLE):
                items.append(numbers[token[kind]])
            elif kind == _BRACKET:
                bracket = token[_BRACKET]
                if bracket == b'<<' or bracket == b'[':
                    outer.append((bracket, items))
                    items = []
                    continue
                if not outer or outer[-1][0] != _OPENS[bracket]:
                    raise _OddError
                inner, items = items, outer.pop()[1]
                items.append(_collection(bracket, inner))
            elif kind != _NAMED:
                items.append(_MAKES[kind](token[kind]))
        if outer or len(items) != 1:
            raise _OddError
        return items[0]


class _Names(dict[bytes, NameObject]):
    """Names by their characters; those of one PDF are few."""

    def __missing__(self, characters: bytes) -> NameObject:
        self[characters] = name = NameObject(f'/{characters.decode("ascii")}')
        return name


class _Numbers(dict[bytes, NumberObject]):
    """Whole numbers by their digits."""

    def __missing__(self, digits: bytes) -> NumberObject:
        self[digits] = number = NumberObject(digits)
        return number


_OPENS = {b'>>': b'<<', b']': b'['}


def _collection(bracket: bytes, items: list[PdfObject]) -> PdfObject:
    """Return the array or dictionary that a bracket closes."""
    if bracket == b']':
        return ArrayObject(items)
    keys = items[::2]
    entries = DictionaryObject(zip(keys, items[1::2], strict=False))
    if 2 * len(entries) != len(items) or (keys and set(map(type, keys)) != {NameObject}):
        raise _OddError
    return entries


def _hexadecimal(digits: bytes) -> PdfObject:
    return text_or_bytes(bytes.fromhex(digits.decode('ascii') + '0' * (len(digits) % 2)))


def _word(word: bytes) -> PdfObject:
    return NullObject() if word == b'null' else BooleanObject(word == b'true')


_MAKES: Mapping[int, Callable[[Any], PdfObject]] = {
    _REAL: FloatObject,
    _PLAIN: text_or_bytes,
    _ESCAPED: lambda string: text_or_bytes(unescaped(string)),
    _DIGITS: _hexadecimal,
    _WORD: _word,
}
