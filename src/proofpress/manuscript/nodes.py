"""What a YAML or JSON file says, before anyone asks what it means.

In: nothing (pure values), made by `yaml` and `json_text`.  Out: `Node` values.  Every scalar is
the author's text: `no`, `1.10` and `2024-10-23` are words here, and each keeps its place.
"""

from __future__ import annotations

from dataclasses import dataclass

from proofpress.span import Span

_NULLS = frozenset({'', '~', 'null', 'Null', 'NULL'})
"""YAML 1.2.2, section 10.3.2 (core schema)."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of a scalar as it stands in the file, without its indentation."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value."""

    span: Span
    """The first character of its words; for a block scalar, on the first line with words."""
    text: str
    is_plain: bool = False
    """True when it stands without quotes, so that `~` and `null` mean nothing."""
    lines: tuple[SourceLine, ...] = ()
    """Its lines with their places, when it stands on more than one."""

    @property
    def is_null(self) -> bool:
        """True for a key without a value."""
        return self.is_plain and self.text in _NULLS


@dataclass(frozen=True, slots=True)
class Listing:
    """A list."""

    span: Span
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Record:
    """Keys and values; no key stands twice."""

    span: Span
    entries: tuple[Entry, ...]

    def get(self, key: str) -> Node | None:
        """Return the value of the key, or None."""
        return next((entry.value for entry in self.entries if entry.key.text == key), None)


Node = Scalar | Listing | Record
