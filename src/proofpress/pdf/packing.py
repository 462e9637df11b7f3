"""Packing: writes the objects of a PDF as the bytes of a file, and as few of them as will do.

In: a `pydyf.PDF` that holds a whole document.  Out: its bytes (ISO 32000-1, 7.5): streams, all
other objects in one object stream (7.5.7), and a cross-reference stream (7.5.8).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pydyf

from proofpress.pdf import seams
from proofpress.pdf.packed import packed

_HEADER = b'%%PDF-%b\n%%\xf0\x9f\x96\xa4\n'
_PREDICTED = 12
"""Each row is written as its difference to the row above (ISO 32000-1, 7.4.4.4)."""

_REFERENCE = re.compile(rb'\((?:[^()\\]|\\.)*\)|(\d+) 0 R', re.DOTALL)
"""A text, which may say anything, or a reference (7.3.10); pydyf escapes parentheses in texts."""

_Row = tuple[int, int, int]
"""Kind, place and rest of an entry in the cross-reference table (ISO 32000-1, table 18)."""


def pack(pdf: Any, version: str) -> bytes:
    """Return a PDF as bytes; its identifier (14.4) is a digest of what stands before it."""
    if pdf.info:
        pdf.add_object(pdf.info)
    items = [item for item in pdf.objects if item.free != 'f']
    large = [item for item in items if not item.compressible]
    small = sorted((item for item in items if item.compressible), key=_kind)
    # Numbered in the order in which they stand: numbers that follow each other pack tighter.
    numbers = _Numbers([*large, *small])
    written = bytearray(_HEADER % version.encode())
    rows: list[_Row] = [(0, 0, 65535)]
    for item in large:
        rows.append((1, len(written), 0))
        written += _object(numbers.new[item.number], _stream(item, numbers))
    number = len(rows) + len(small)
    rows += [(2, number, index) for index in range(len(small))]
    rows.append((1, len(written), 0))
    written += _object(number, _object_stream(small, numbers))
    table = len(written)
    rows.append((1, table, 0))
    written += _object(number + 1, _table(pdf, numbers, rows, bytes(written)))
    return bytes(written + b'startxref\n%d\n%%%%EOF\n' % table)


class _Numbers:
    """The new numbers of objects, and how values are written that refer to these."""

    def __init__(self, items: Sequence[Any]) -> None:
        self.new = {item.number: new for new, item in enumerate(items, 1)}
        self._references = {b'%d 0 R' % number: b'%d 0 R' % new for number, new in self.new.items()}

    def written(self, value: Any) -> bytes:
        """Return a value as pydyf writes it, with the new numbers of what it refers to."""
        kind = type(value)
        if kind is bytes:
            new = self._references.get(value)
            return self._renumbered(value) if new is None else new
        if kind is int:
            return b'%d' % value
        if kind is pydyf.Dictionary:
            pairs = [
                b'/%b %b' % (key.encode() if type(key) is str else key, self.written(one))
                for key, one in value.items()
            ]
            return b'<<%b>>' % b''.join(pairs)
        # A reference may be three items: number, generation, letter.
        if kind is pydyf.Array and 'R' not in value:
            return b'[%b]' % b' '.join([self.written(one) for one in value])
        return self._renumbered(bytes(pydyf.Array([value]).data[1:-1]))

    def _renumbered(self, body: bytes) -> bytes:
        if b' R' not in body:
            return body

        def new(found: re.Match[bytes]) -> bytes:
            return found[0] if found[1] is None else b'%d 0 R' % self.new[int(found[1])]

        return _REFERENCE.sub(new, body)


def _kind(item: Any) -> tuple[int, str]:
    """Tell annotations, elements by their role, and the rest apart: alike objects pack tighter."""
    if isinstance(item, list):
        return 0, ''
    if 'Rect' in item:
        return 1, ''
    return (2, str(item['S'])) if 'S' in item else (3, '')


def _object(number: int, data: bytes) -> bytes:
    return b'%d 0 obj\n%b\nendobj\n' % (number, data)


def _stream(stream: Any, numbers: _Numbers) -> bytes:
    parts = [seams.operator_bytes(part) for part in stream.stream]
    return _written(b'\n'.join(parts), stream.extra, numbers, is_packed=stream.compress)


def _written(
    content: bytes,
    entries: dict[str, Any],
    numbers: _Numbers,
    *,
    is_packed: bool = True,
) -> bytes:
    content, entries = packed(content, entries, is_packed=is_packed)
    entries['Length'] = len(content)
    head = numbers.written(pydyf.Dictionary(entries))
    return head + b'\nstream\n' + content + b'\nendstream'


def _object_stream(items: Sequence[Any], numbers: _Numbers) -> bytes:
    bodies = [numbers.written(item) for item in items]
    places: list[str] = []
    place = 0
    for item, body in zip(items, bodies, strict=True):
        places.append(f'{numbers.new[item.number]} {place}')
        place += len(body) + 1
    head = ' '.join(places).encode() + b'\n'
    entries = {'Type': '/ObjStm', 'N': len(items), 'First': len(head)}
    return _written(head + b'\n'.join(bodies), entries, numbers)


def _table(pdf: Any, numbers: _Numbers, rows: Sequence[_Row], before: bytes) -> bytes:
    widths = [max((max(column).bit_length() + 7) // 8, 1) for column in zip(*rows, strict=True)]
    identifier = f'<{hashlib.sha256(before).hexdigest()[:32]}>'
    entries = {
        'Type': '/XRef',
        'Size': len(rows),
        'W': pydyf.Array(widths),
        'Root': pdf.catalog.reference,
        'ID': pydyf.Array([identifier, identifier]),
        'DecodeParms': pydyf.Dictionary({'Predictor': _PREDICTED, 'Columns': sum(widths)}),
    }
    if pdf.info:
        entries['Info'] = pdf.info.reference
    return _written(b''.join(_differences(rows, widths)), entries, numbers)


def _differences(rows: Sequence[_Row], widths: Sequence[int]) -> Iterator[bytes]:
    columns = zip(*rows, strict=True)
    fields = [
        [number.to_bytes(width, 'big') for number in column]
        for column, width in zip(columns, widths, strict=True)
    ]
    size = sum(widths)
    table = b''.join(map(b''.join, zip(*fields, strict=True)))
    above = bytes(size) + table
    less = bytes([(new - old) & 255 for new, old in zip(table, above, strict=False)])
    for start in range(0, len(less), size):
        yield b'\x02' + less[start : start + size]
