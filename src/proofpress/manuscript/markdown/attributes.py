"""Attribute lists, `{#id .class key=value}`, and what each of their keys may say where.

In: the text of a list with its place.  Out: `Attributes` and diagnostics; what cannot be read is
named and left out.  The syntax is that of Pandoc (manual, section "Extension: attributes").
"""

from __future__ import annotations

import enum
import re
from difflib import get_close_matches

from proofpress.diagnostics import Diagnostic
from proofpress.manuscript.markdown.source import Placing
from proofpress.model.prose import Attributes, Pair


class Host(enum.Enum):
    """What an attribute list belongs to; the value is its name in messages."""

    HEADING = "a heading"
    WORDS = "a bracketed span"
    DIVISION = "a division"
    PICTURE = "a picture"
    TABLE = "a table"


_EVERYWHERE = frozenset({'lang', 'dir'})
KEYS: dict[Host, frozenset[str]] = {
    Host.HEADING: _EVERYWHERE,
    Host.WORDS: _EVERYWHERE | {'actor', 'event', 'title'},
    Host.DIVISION: _EVERYWHERE | {'title'},
    Host.PICTURE: _EVERYWHERE | {'alt', 'width'},
    Host.TABLE: _EVERYWHERE | {'width'},
}
_VALUES: dict[str, tuple[re.Pattern[str], str]] = {
    'lang': (re.compile(r'[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*'), "a language tag such as ko"),
    'dir': (re.compile(r'ltr|rtl|auto'), "ltr, rtl or auto"),
    'width': (re.compile(r'\d+(\.\d+)?(%|mm|cm|em)'), "a width such as 60% or 80mm"),
}

LOOKS_LIKE_LIST = re.compile(r'\{\s*(#|\.[^\W\d]|-\s*\}|[^\W\d][\w:-]*=)')
"""How a brace begins that is meant as an attribute list."""

_QUOTED = r'"(?:\\.|[^"\\])*"|' + r"'(?:\\.|[^'\\])*'"
_ITEM = re.compile(rf'[^\s={{}}]+=(?:{_QUOTED})[^\s]*|\S+', re.DOTALL)
_CLASS = re.compile(r'\.[^\W\d][\w-]*')
_PAIR = re.compile(
    r'([^\W\d][\w:-]*)=(?:"((?:\\.|[^"\\])*)"|' + r"'((?:\\.|[^'\\])*)'|([^\s\"']+))", re.DOTALL
)
_GOOD_ID = re.compile(r'[^\W\d][\w.-]*')
_ESCAPE = re.compile(r'\\(.)', re.DOTALL)


def list_end(text: str, start: int, end: int) -> int:
    """Return the index after the list that begins at `start` with a brace, or -1 if it is open."""
    quote = ''
    index = start + 1
    while index < end:
        character = text[index]
        if quote and character == '\\':
            index += 1
        elif quote:
            quote = '' if character == quote else quote
        elif character in '"\'' and text[index - 1] == '=':
            quote = character
        elif character == '{':
            return -1
        elif character == '}':
            return index + 1
        index += 1
    return -1


def list_at_end(content: str) -> int:
    """Return where an attribute list begins that ends the line of words, or -1."""
    bare = content.rstrip()
    start = bare.rfind('{')
    stands_apart = start == 0 or (start > 0 and bare[start - 1].isspace())
    closes = bare.find('}', start) == len(bare) - 1
    return start if stands_apart and closes and LOOKS_LIKE_LIST.match(bare, start) else -1


class _List:
    """An attribute list while it is read."""

    def __init__(self, placing: Placing, host: Host) -> None:
        self.placing = placing
        self.host = host
        self.id: str | None = None
        self.classes: list[str] = []
        self.pairs: list[Pair] = []
        self.diagnostics: list[Diagnostic] = []

    def fault(self, message: str, at: int, advice: str, id_: str = 'bad-attributes') -> None:
        self.diagnostics.append(Diagnostic(id_, message, self.placing.span(at), advice))

    def take_id(self, name: str, at: int) -> None:
        if not _GOOD_ID.fullmatch(name):
            self.fault(
                f"“{name}” cannot be an id",
                at,
                "begin it with a letter; then letters, digits, hyphens, dots, underscores",
            )
        elif self.id is not None:
            self.fault(f"The list names two ids, “{self.id}” and “{name}”", at, "keep one")
        else:
            self.id = name

    def take_pair(self, key: str, value: str, at: int) -> None:
        value = _ESCAPE.sub(r'\1', value)
        known = KEYS[self.host]
        if key == 'id':
            self.take_id(value, at)
        elif key == 'class':
            for name in value.split():
                _read_item(f'.{name}', at, self)
        elif key not in known:
            close = get_close_matches(key, sorted(known), 1)
            advice = f"did you mean {close[0]}?" if close else f"known: {', '.join(sorted(known))}"
            self.fault(
                f"{self.host.value.capitalize()} takes no “{key}”", at, advice, 'unknown-attribute'
            )
        elif any(pair.key == key for pair in self.pairs):
            self.fault(f"The list says “{key}” twice", at, "keep one")
        elif key in _VALUES and not _VALUES[key][0].fullmatch(value):
            self.fault(f"“{value}” cannot be a {key}", at, f"write {_VALUES[key][1]}")
        else:
            self.pairs.append(Pair(key, value, self.placing.span(at)))


def read_attributes(text: str, placing: Placing, host: Host) -> tuple[Attributes, list[Diagnostic]]:
    """Read an attribute list with its braces."""
    found = _List(placing, host)
    if text[1:-1].strip() == '':
        found.fault("An attribute list is empty", 0, "take the braces away, or escape them: \\{")
    elif text[1:-1].strip() == '-':
        found.classes.append('unnumbered')
    else:
        for item in _ITEM.finditer(text, 1, len(text) - 1):
            _read_item(item[0], item.start(), found)
    return Attributes(found.id, tuple(found.classes), tuple(found.pairs)), found.diagnostics


def _read_item(item: str, at: int, found: _List) -> None:
    if item.startswith('#'):
        found.take_id(item[1:], at)
    elif _CLASS.fullmatch(item):
        found.classes.append(item[1:])
    elif match := _PAIR.fullmatch(item):
        found.take_pair(match[1], next(filter(None, match.groups()[1:]), ''), at)
    else:
        found.fault(
            f"“{item}” is neither #id, .class nor key=value",
            at,
            "mend it, or escape the brace: \\{",
        )
