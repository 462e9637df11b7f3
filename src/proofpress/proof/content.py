"""What the content stream of a page says: the words of each marked content, and its artifacts.

In: the operators of a page and its fonts.  Out: `PageContent`.  Only operators that show text or
mark content count (ISO 32000-1, 9.4 and 14.6); positions are pdfium's business (`read_drawn`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

Decode = Callable[[bytes], str]
"""Gives the characters of a string shown in some font."""

_NUMBER = rb'[+-]?(?:\d+\.?\d*|\.\d+)'
# Strings first, so that nothing in them passes for an operator; then what is looked for; then the
# rest, to be skipped in one go.
_TOKEN = re.compile(
    rb"""
    [^\[(</EqQ]*+ (?:
    \[ (?P<array> [^\]\[()]* ) \] \s* TJ \b             # glyph strings in hexadecimal only
    | (?P<literal_array> \[ (?: [^\[\]()]+ | \( (?: [^\\()]+ | \\. )* \) )* \] ) \s* TJ \b
    | (?P<string> < [0-9A-Fa-f\s]* > (?! > ) | \( (?: [^\\()] | \\. | \( [^()]* \) )* \) ) \s*
      (?: Tj \b | ' | " )
    | / (?P<font> [^\s/<>\[\]()]+ ) \s+ """
    + _NUMBER
    + rb""" \s+ Tf \b
    | / (?P<tag> [^\s/<>\[\]()]+ ) \s*
      (?: (?P<properties> << (?: [^<>()] | < [0-9A-Fa-f\s]* >
          | \( (?: [^\\()] | \\. | \( [^()]* \) )* \) | << [^<>()]* >> )* >> ) \s* BDC
        | / (?P<property_name> [^\s/<>\[\]()]+ ) \s* BDC
        | (?P<plain> BMC ) ) \b
    | / (?P<form> [^\s/<>\[\]()]+ ) \s+ Do \b
    | (?P<end> \b EMC \b )
    | (?P<push> (?<![^\s]) q (?![^\s]) )
    | (?P<pop> (?<![^\s]) Q (?![^\s]) )
    | \( (?: [^\\()] | \\. )* \)
    | . )
    """,
    re.VERBOSE | re.DOTALL,
)
_BETWEEN = re.compile(rb'^[^<]*<|>[^<]*<|>[^<]*$')
"""What stands between the digits of an array of strings."""
_STRING = re.compile(rb'<([0-9A-Fa-f\s]*)>|(\((?:[^\\()]+|\\.|\([^()]*\))*\))', re.DOTALL)
_CONTENT_ID = re.compile(rb'/MCID\s+(\d+)')
_SHORT = len(b'<</ActualText()>>') - 1
_SUBTYPE = re.compile(rb'/Subtype\s*/(\w+)')
_TYPE = re.compile(rb'/Type\s*/(\w+)')
_ACTUAL_TEXT = re.compile(
    rb'/ActualText\s*(<[0-9A-Fa-f\s]*>|\((?:[^\\()]|\\.|\([^()]*\))*\))', re.DOTALL
)
_ESCAPES = {b'n': b'\n', b'r': b'\r', b't': b'\t', b'b': b'\b', b'f': b'\f', b'\n': b''}
_ESCAPE = re.compile(rb'\\([0-7]{1,3}|.)', re.DOTALL)
_LITERALS = re.compile(rb'\(((?:[^\\()]+|\\.)*)\)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Artifact:
    """Text that is no part of the structure."""

    kind: str
    """`Header`, `Footer`, else its type (`Layout`, `Pagination`), or empty."""
    text: str


@dataclass(frozen=True, slots=True)
class Painted:
    """What one operator paints: a text, or a form in which there may be more."""

    name: str
    """Of the font, or of the form, among the resources of the page."""
    codes: bytes = b''
    """Of the text; empty for a form."""


@dataclass(slots=True)
class PageContent:
    """The text of one page by what it belongs to."""

    texts: dict[int, str] = field(default_factory=dict)
    """By content id."""
    artifacts: list[Artifact] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    """Text that is neither: no reader of the structure finds it."""
    glyph_count: int = 0
    painted: list[Painted] = field(default_factory=list)
    """Texts and forms in the order in which they are painted."""


@dataclass(slots=True)
class _Mark:
    content_id: int | None
    artifact: str | None
    actual_text: str | None
    """What is said in place of all that the mark holds."""
    said: list[str] = field(default_factory=list)


def page_content(operators: bytes, fonts: Mapping[str, Decode]) -> PageContent:
    """Read the operators of a page; `fonts` decode by the names of the page's resources."""
    reader = _Reader(fonts)
    for token in _TOKEN.finditer(operators):
        kind = token.lastgroup
        if kind is not None:
            reader.read(kind, token)
    return reader.content


class _Reader:
    def __init__(self, fonts: Mapping[str, Decode]) -> None:
        self.content = PageContent()
        self._fonts = fonts
        self._font = ''
        self._stack: list[str] = []
        self._marks: list[_Mark] = []

    def read(self, kind: str, token: re.Match[bytes]) -> None:
        """Take in one token."""
        if kind == 'array':
            digits = _BETWEEN.sub(b'', token['array']).decode('ascii')
            self._show(bytes.fromhex(digits))
        elif kind == 'string' or kind == 'literal_array':
            self._show(joined_strings(token[kind]))
        elif kind == 'font':
            self._font = token['font'].decode('latin-1')
        elif kind == 'form':
            self.content.painted.append(Painted(token['form'].decode('latin-1')))
        elif kind in ('properties', 'property_name', 'plain'):
            self._marks.append(_mark(token['tag'], token['properties'] or b''))
        elif kind == 'end':
            self._close()
        elif kind == 'push':
            self._stack.append(self._font)
        elif kind == 'pop' and self._stack:
            self._font = self._stack.pop()

    def _show(self, string: bytes) -> None:
        if string:
            self.content.painted.append(Painted(self._font, string))
        decode = self._fonts.get(self._font)
        text = decode(string) if decode else ''
        self.content.glyph_count += len(string) // 2
        if self._marks:
            self._marks[-1].said.append(text)
        elif text.strip():
            self.content.loose.append(text)

    def _close(self) -> None:
        if not self._marks:
            return
        mark = self._marks.pop()
        text = ''.join(mark.said) if mark.actual_text is None else mark.actual_text
        if mark.artifact is not None:
            self.content.artifacts.append(Artifact(mark.artifact, text))
        elif mark.content_id is not None:
            known = self.content.texts.get(mark.content_id, '')
            self.content.texts[mark.content_id] = known + text
        elif self._marks:
            self._marks[-1].said.append(text)
        elif text.strip():
            self.content.loose.append(text)


def _mark(tag: bytes, properties: bytes) -> _Mark:
    content_id = _CONTENT_ID.search(properties) if properties else None
    artifact: str | None = None
    if tag == b'Artifact':
        found = _SUBTYPE.search(properties) or _TYPE.search(properties)
        artifact = found[1].decode('ascii') if found else ''
    actual_text = _ACTUAL_TEXT.search(properties) if len(properties) > _SHORT else None
    return _Mark(
        int(content_id[1]) if content_id else None,
        artifact,
        _text(joined_strings(actual_text[1])) if actual_text else None,
    )


def _text(string: bytes) -> str:
    """Decode a text string (ISO 32000-1, 7.9.2.2)."""
    if string.startswith(b'\xfe\xff'):
        return string[2:].decode('utf-16-be', 'replace')
    if string.startswith(b'\xef\xbb\xbf'):
        return string[3:].decode('utf-8', 'replace')
    return string.decode('latin-1')


def joined_strings(array: bytes) -> bytes:
    """Return the strings of an array, or the one string that it is, joined (7.3.4)."""
    if array.startswith(b'[') and b'<' not in array:
        return unescaped(b''.join(_LITERALS.findall(array)))
    return b''.join(map(_string, _STRING.finditer(array)))


def _string(found: re.Match[bytes]) -> bytes:
    if found[2] is not None:
        return unescaped(found[2][1:-1])
    digits = b''.join(found[1].split()).decode('ascii')
    return bytes.fromhex(digits + '0' * (len(digits) % 2))


def unescaped(string: bytes) -> bytes:
    """Return what a literal string says (7.3.4.2).

    Most escapes stand before brackets and backslashes, and are taken out without looking at each.
    """
    if b'\\' not in string:
        return string
    parts = [part.replace(b'\\(', b'(').replace(b'\\)', b')') for part in string.split(b'\\\\')]
    return b'\\'.join([_ESCAPE.sub(_unescaped, part) if b'\\' in part else part for part in parts])


def _unescaped(escape: re.Match[bytes]) -> bytes:
    character = escape[1]
    if character[:1].isdigit():
        return bytes([int(character, 8) & 0xFF])
    return _ESCAPES.get(character, character)
