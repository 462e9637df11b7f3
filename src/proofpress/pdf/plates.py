"""Plates: what the content of pages refers to, as plain data and back again.

In: the objects that the painter made for one forme.  Out: values that JSON has, and the same
objects in another PDF.  Pictures, patterns, shadings and states of the painter refer to each other
by number; what all formes share (fonts, colour spaces) is named instead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pydyf

from proofpress.pdf import seams
from proofpress.pdf.forme import Plain
from proofpress.pdf.packed import Packed, packed

_REFERENCE = re.compile(rb'(\d+) 0 R')


class Plates:
    """Takes objects out of the PDF of one forme."""

    def __init__(self, objects: Sequence[Any], shared: Mapping[int, str]) -> None:
        """Take all objects of the PDF, and the names of those that all formes share."""
        self._objects = objects
        self._shared = shared
        self._taken: dict[int, Plain] = {}
        self._numbers: dict[int, int] = {}
        self.streams: list[bytes] = []

    def take(self, resources: Any) -> Plain:
        """Return resources, and all that they refer to, as plain data."""
        first = self._plain(resources)
        return [first, [self._taken[number] for number in range(len(self._numbers))]]

    def _plain(self, value: Any) -> Plain:
        if isinstance(value, pydyf.Stream):
            parts = [seams.operator_bytes(part) for part in value.stream]
            content, entries = packed(b'\n'.join(parts), value.extra, is_packed=value.compress)
            self.streams.append(content)
            return {'stream': len(self.streams) - 1, 'entries': self._plain(entries)}
        if isinstance(value, dict):
            return {'dictionary': {key: self._plain(one) for key, one in value.items()}}
        if isinstance(value, list | tuple):
            return [self._plain(one) for one in value]
        if isinstance(value, pydyf.String):
            return {'string': value.string}
        if isinstance(value, bytes):
            found = _REFERENCE.fullmatch(value)
            return self._reference(int(found[1])) if found else {'bytes': value.decode('latin-1')}
        return value

    def _reference(self, number: int) -> Plain:
        if number in self._shared:
            return {'shared': self._shared[number]}
        if number not in self._numbers:
            # Numbered before what it refers to is looked at: it may refer to itself.
            own = self._numbers[number] = len(self._numbers)
            self._taken[own] = self._plain(self._objects[number])
        return {'reference': self._numbers[number]}


def put_plates(
    pdf: Any, plain: Plain, streams: Sequence[bytes], shared: Mapping[str, bytes]
) -> bytes:
    """Put the resources of a forme into a PDF; return the reference of them.

    `shared` has the reference of what all formes share, by name.
    """
    first, others = plain
    numbers = range(len(pdf.objects), len(pdf.objects) + len(others))
    references = [f'{number} 0 R'.encode() for number in numbers]
    setter = _Setter(streams, references, shared)
    for one in others:
        pdf.add_object(setter.set(one))
    resources = setter.set(first)
    pdf.add_object(resources)
    return bytes(resources.reference)


class _Setter:
    def __init__(
        self, streams: Sequence[bytes], references: Sequence[bytes], shared: Mapping[str, bytes]
    ) -> None:
        self._streams = streams
        self._references = references
        self._shared = shared

    def set(self, plain: Plain) -> Any:
        """Return the object that plain data tells of."""
        if isinstance(plain, list):
            return pydyf.Array([self.set(one) for one in plain])
        if not isinstance(plain, dict):
            return plain
        ((kind, said), *more) = plain.items()
        if kind == 'stream':
            return Packed(self._streams[said], self.set(more[0][1]))
        if kind == 'dictionary':
            return pydyf.Dictionary({key: self.set(one) for key, one in said.items()})
        if kind == 'string':
            return pydyf.String(said)
        if kind == 'bytes':
            return said.encode('latin-1')
        return self._shared[said] if kind == 'shared' else self._references[said]
