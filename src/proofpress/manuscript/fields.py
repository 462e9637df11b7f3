"""Asks a mapping for its keys, one by one: what each may hold is said by the call that asks.

In: a `Record` and the keys that it may have.  Out: values of the asked kind, and diagnostics for
keys that nobody knows, keys that lack, and values of another kind.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from proofpress.manuscript.dates import DateError, read_date
from proofpress.manuscript.faults import Faults, shown, suggestion
from proofpress.manuscript.markdown import read_paragraphs
from proofpress.manuscript.nodes import Listing, Node, Record, Scalar, SourceLine
from proofpress.manuscript.values import ValueFault, read_id
from proofpress.model.prose import Paragraph
from proofpress.model.slug import slug_of
from proofpress.model.timeline import Date, Reference
from proofpress.span import Span

_BLANKS = re.compile('[ \t\n]+')
_Kind = TypeVar('_Kind', bound=enum.Enum)


class Fields:
    """The keys of one mapping."""

    def __init__(self, record: Record, faults: Faults, known: Collection[str], what: str) -> None:
        """Judge the keys; `what` names the mapping for a message: `an event`."""
        self.span = record.span
        self._record = record
        self._faults = faults
        self._what = what
        for entry in record.entries:
            if entry.key.text not in known:
                faults.fault(
                    'unknown-key',
                    f"{what[0].upper()}{what[1:]} has no key “{shown(entry.key.text)}”",
                    entry.key.span,
                    suggestion(entry.key.text, known, f"the keys are {', '.join(known)}"),
                )

    def node(self, key: str) -> Node | None:
        """Return the value of the key; None when it is not there or empty."""
        value = self._record.get(key)
        is_empty = isinstance(value, Scalar) and (value.is_null or not value.text.strip())
        return None if is_empty else value

    def key_span(self, key: str) -> Span:
        """Return where the key stands, or the mapping when it does not."""
        found = (entry.key.span for entry in self._record.entries if entry.key.text == key)
        return next(found, self.span)

    def text(self, key: str, default: str = '') -> str:
        """Return words on one line."""
        scalar = self.scalar(key)
        return one_line(scalar.text) if scalar else default

    def required(self, key: str) -> str:
        """Return words on one line; a diagnostic and nothing when there are none."""
        if self.node(key) is None:
            message = f"{self._what[0].upper()}{self._what[1:]} has no {key}"
            self._faults.fault('missing-key', message, self.key_span(key), f"write {key}: …")
        return self.text(key)

    def scalar(self, key: str) -> Scalar | None:
        """Return a single value."""
        node = self.node(key)
        if node is None or isinstance(node, Scalar):
            return node
        self.wrong_type(key, node, "words")
        return None

    def value(self, key: str, read: Callable[[str], str], default: str = '') -> str:
        """Return a value that has a grammar of its own."""
        scalar = self.scalar(key)
        return self.judged(scalar, read) if scalar else default

    def judged(self, scalar: Scalar, read: Callable[[str], str]) -> str:
        """Return what the scalar says in its grammar; nothing, with a diagnostic, if it errs."""
        try:
            return read(one_line(scalar.text))
        except ValueFault as refused:
            self._faults.fault(refused.id, refused.message, scalar.span, refused.advice)
            return ''

    def choice(self, key: str, kinds: type[_Kind], default: _Kind) -> _Kind:
        """Return one of a few values."""
        scalar = self.scalar(key)
        if scalar is None:
            return default
        words = one_line(scalar.text)
        for kind in kinds:
            if kind.value == words:
                return kind
        self.unknown_value(key, scalar, [str(kind.value) for kind in kinds])
        return default

    def date(self, key: str) -> Date | None:
        """Return a single date."""
        scalar = self.scalar(key)
        if scalar is None:
            return None
        try:
            return read_date(scalar.text.strip())
        except DateError as refused:
            self._faults.fault(refused.id, refused.message, scalar.span, refused.advice)
            return None

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """Return a list of single values; one alone may stand without a list."""
        node = self.node(key)
        match node:
            case None:
                return ()
            case Scalar():
                return (node,)
            case Listing():
                return tuple(self._scalars_of(key, node))
        self.wrong_type(key, node, "words or a list")
        return ()

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of words, each on one line."""
        return tuple(one_line(scalar.text) for scalar in self.scalars(key))

    def own_id(self, named: str) -> str:
        """Return the mapping's id; one made of its name when it has none."""
        scalar = self.scalar('id')
        if scalar is None:
            self.required('id')
            return slug_of(named)
        # An id that is not as it should be stays what others refer to.
        self.judged(scalar, read_id)
        return one_line(scalar.text)

    def references(self, key: str) -> tuple[Reference, ...]:
        """Return ids of other values; whether they exist is for `check` to say."""
        return tuple(Reference(one.span, one_line(one.text)) for one in self.scalars(key))

    def records(self, key: str, what: str) -> Iterator[Record]:
        """Yield the mappings of a list."""
        node = self.node(key)
        if node is None:
            return
        if not isinstance(node, Listing):
            self.wrong_type(key, node, f"a list in which each entry is {what}")
            return
        for item in node.items:
            if isinstance(item, Record):
                yield item
            else:
                self.wrong_type(key, item, what)

    def paragraphs(self, key: str) -> tuple[Paragraph, ...]:
        """Return paragraphs of Markdown: a text, or a list of texts."""
        paragraphs: list[Paragraph] = []
        for scalar in self.scalars(key):
            paragraphs += self._paragraphs_of(scalar)
        return tuple(paragraphs)

    def wrong_type(self, key: str, node: Node, wanted: str) -> None:
        """Say that a value is of another kind than the key wants."""
        has = {Scalar: "words", Listing: "a list", Record: "keys and values"}[type(node)]
        message = f"The value of “{key}” is {has}, not {wanted}"
        is_colon = isinstance(node, Record) and wanted == "words"
        advice = "put words that hold a colon in quotes" if is_colon else f"write {wanted}"
        self._faults.fault('wrong-type', message, node.span, advice)

    def unknown_value(self, key: str, scalar: Scalar, known: Collection[str]) -> None:
        """Say that a value is none of those that the key can have."""
        message = f"“{shown(scalar.text)}” is not a value of “{key}”"
        advice = suggestion(scalar.text, known, f"write one of {', '.join(known)}")
        self._faults.fault('unknown-value', message, scalar.span, advice)

    def _scalars_of(self, key: str, listing: Listing) -> Iterator[Scalar]:
        for item in listing.items:
            if not isinstance(item, Scalar):
                self.wrong_type(key, item, "words")
            elif not item.is_null and item.text.strip():
                yield item

    def _paragraphs_of(self, scalar: Scalar) -> tuple[Paragraph, ...]:
        """Read Markdown line by line as it stands in the file, so that its faults have places.

        A folded scalar parts its paragraphs by blank lines as well: YAML would join them.
        """
        if not scalar.lines:
            span, text, later = scalar.span, scalar.text, None
        else:
            span, text, later = scalar.lines[0].span, scalar.lines[0].text, None
            if len(scalar.lines) > 1:
                later = min(line.span.column for line in scalar.lines[1:])
                text = '\n'.join([text, *(_indented(line, later) for line in scalar.lines[1:])])
        paragraphs, diagnostics = read_paragraphs(span.path, text, span.line, span.column, later)
        self._faults.add(diagnostics)
        return paragraphs


def _indented(line: SourceLine, column: int) -> str:
    """Return the line as it stands to the right of the column; four spaces would make it code."""
    return ' ' * min(line.span.column - column, 3) + line.text


def one_line(text: str) -> str:
    """Return the words on one line, with single spaces; no-break spaces stay."""
    return _BLANKS.sub(' ', text).strip()


def records_of(
    node: Node | None, faults: Faults, what: str, wrapper: str | None = None
) -> Iterator[Record]:
    """Yield the mappings of a file that is a list of them.

    `what` names one of them for a message, `wrapper` is a key under which the list may stand.
    """
    if wrapper and isinstance(node, Record):
        yield from Fields(node, faults, (wrapper,), "the file").records(wrapper, what)
        return
    if node is None or (isinstance(node, Scalar) and node.is_null):
        return
    if not isinstance(node, Listing):
        message = f"The file is not a list, each entry {what}"
        faults.fault('wrong-type', message, node.span, "begin each entry with a hyphen: - id: …")
        return
    for item in node.items:
        if isinstance(item, Record):
            yield item
        else:
            message = f"An entry of the list is not {what}"
            faults.fault('wrong-type', message, item.span, "write its keys: - id: …")
