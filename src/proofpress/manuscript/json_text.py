"""Reads JSON (RFC 8259) with places, into the same nodes as YAML.

In: the text of a file.  Out: a `Node`, or None, and diagnostics.  The standard library's reader
says where values stand only when it fails; so it is asked for strings, and no more.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from proofpress.diagnostics import Diagnostic, Note
from proofpress.manuscript.characters import printable, refused_characters
from proofpress.manuscript.faults import Faults, shown
from proofpress.manuscript.nodes import Entry, Listing, Node, Record, Scalar
from proofpress.manuscript.yaml import MOST_DEPTH, MOST_NODES
from proofpress.span import Span

_BLANKS = re.compile('[ \t\n\r]*')
_WORD = re.compile('true|false|null|-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?')
_DECODER = json.JSONDecoder()


class JsonSyntaxError(Exception):
    """The text is not JSON from an offset on."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


def read_json(path: str, text: str) -> tuple[Node | None, list[Diagnostic]]:
    """Read a JSON text with LF line ends; None when it cannot be read.

    `path` is the file's POSIX path relative to the report's folder.
    """
    faults = Faults()
    reader = _Reader(path, text, faults)
    try:
        return reader.read(), faults.diagnostics
    except JsonSyntaxError as fault:
        message = f"This is not JSON: {fault.message}"
        advice = "export it again, or write it as YAML in sources.yaml"
        faults.fault('json-syntax', message, reader.span(fault.offset), advice)
        return None, faults.diagnostics


class _Reader:
    def __init__(self, path: str, text: str, faults: Faults) -> None:
        self._path = path
        self._text = text
        self._faults = faults
        self._starts = [0, *(match.end() for match in re.finditer('\n', text))]
        self._at = 0
        self._count = 0

    def span(self, offset: int) -> Span:
        line = bisect_right(self._starts, offset) - 1
        return Span(self._path, line + 1, offset - self._starts[line] + 1)

    def read(self) -> Node:
        node = self._value(0)
        if self._next():
            raise JsonSyntaxError("more follows behind its end", self._at)
        return node

    def _next(self) -> str:
        """Return the next character that is no blank; empty at the end."""
        blanks = _BLANKS.match(self._text, self._at)
        self._at = blanks.end() if blanks else self._at
        return self._text[self._at : self._at + 1]

    def _expect(self, character: str) -> None:
        if self._next() != character:
            raise JsonSyntaxError(f"{character} should stand here", self._at)
        self._at += 1

    def _value(self, depth: int) -> Node:
        self._count += 1
        if self._count > MOST_NODES:
            raise JsonSyntaxError(f"it has more than {MOST_NODES} values", self._at)
        if depth > MOST_DEPTH:
            raise JsonSyntaxError(f"lists and objects stand more than {MOST_DEPTH} deep", self._at)
        match self._next():
            case '{':
                return self._record(depth)
            case '[':
                return self._listing(depth)
            case '"':
                return self._string()
        word = _WORD.match(self._text, self._at)
        if word is None:
            raise JsonSyntaxError("a value should stand here", self._at)
        node = Scalar(self.span(self._at), word[0], is_plain=True)
        self._at = word.end()
        return node

    def _string(self) -> Scalar:
        start = self._at
        try:
            text, self._at = _DECODER.raw_decode(self._text, start)
        except json.JSONDecodeError as error:
            raise JsonSyntaxError(
                "a text in quotes has an end or a sign that it may not have",
                min(error.pos, len(self._text)),
            ) from None
        for refused in refused_characters(text):
            self._faults.add([refused.diagnostic(self.span(start))])
        return Scalar(self.span(start), printable(text))

    def _listing(self, depth: int) -> Listing:
        span = self.span(self._at)
        self._at += 1
        items: list[Node] = []
        while self._next() != ']':
            if items:
                self._expect(',')
            items.append(self._value(depth + 1))
        self._at += 1
        return Listing(span, tuple(items))

    def _record(self, depth: int) -> Record:
        span = self.span(self._at)
        self._at += 1
        entries: dict[str, Entry] = {}
        while self._next() != '}':
            if entries:
                self._expect(',')
            if self._next() != '"':
                raise JsonSyntaxError("a key in quotes should stand here", self._at)
            key = self._string()
            self._expect(':')
            entry = Entry(key, self._value(depth + 1))
            first = entries.setdefault(key.text, entry)
            if first is not entry:
                message = f"The key “{shown(key.text)}” stands twice"
                note = Note("the first one", first.key.span)
                self._faults.fault('duplicate-key', message, key.span, "take one away", note)
        self._at += 1
        return Record(span, tuple(entries.values()))
