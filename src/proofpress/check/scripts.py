"""Which words are in a writing that their language does not use.

In: words and the language they are said to be in.  Out: the words that cannot be in it.  The tables
stand in `scripts.toml`.  Latin letters are at home everywhere, and a Greek letter that stands alone
is a symbol.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import langcodes

from proofpress.assets import package_text

_MARKS = ''.join(
    mark for mark in map(chr, range(0x300, 0x1D00)) if unicodedata.category(mark)[0] == 'M'
)
"""Accents and vowel signs, which Python does not count as parts of words."""
_WORD = re.compile(rf'[^\W\d_][\w{_MARKS}]*')
_NO_LANGUAGE = frozenset({'und', 'mul', 'mis', 'zxx'})
_LAST_LATIN = '\u024f'
"""Letters up to here are Latin: most texts need no closer look."""


@dataclass(frozen=True, slots=True)
class Strangers:
    """Words that stand together and are in another writing than their language uses."""

    words: str
    script: str
    """ISO 15924 code."""

    @property
    def script_name(self) -> str:
        """The script as people call it."""
        return _table('advice')[self.script][0]

    @property
    def likely_languages(self) -> list[str]:
        """BCP 47 tags of languages that write so, the likeliest first."""
        return _table('advice')[self.script][1:]


def strangers(text: str, lang: str) -> Iterator[Strangers]:
    """Yield the words that are not in a script of the language (a BCP 47 tag), joined."""
    if not text or max(text) <= _LAST_LATIN:
        return
    start = end = -1
    script = ''
    for match in _WORD.finditer(text):
        own = _strange_script(match[0], lang)
        if script and own == script and not text[end : match.start()].strip(' ·・,、'):
            end = match.end()
            continue
        if script:
            yield Strangers(text[start:end], script)
        start, end, script = match.start(), match.end(), own
    if script:
        yield Strangers(text[start:end], script)


def _strange_script(word: str, lang: str) -> str:
    """Return the script of the first letter that does not fit, or nothing."""
    for character in word:
        script = _script_of(character)
        if script and not (script == 'Grek' and len(word) == 1) and script not in _scripts(lang):
            return script
    return ''


@cache
def _script_of(character: str) -> str:
    """Return the ISO 15924 code of a letter's script; nothing for Latin and for signs."""
    if character <= _LAST_LATIN or unicodedata.category(character)[0] != 'L':
        return ''
    name = unicodedata.name(character, '')
    return str(_document()['scripts'].get(name.partition(' ')[0], ''))


@cache
def _scripts(lang: str) -> frozenset[str]:
    """Return the scripts in which a language is written; all for a tag that names none."""
    if not langcodes.tag_is_valid(lang):
        return frozenset(_table('advice'))
    language = langcodes.Language.get(lang, normalize=False)
    if language.language is None or language.language in _NO_LANGUAGE:
        return frozenset(_table('advice'))
    likely = language.maximize().script or ''
    besides = _table('besides').get(language.language, []) if language.script is None else []
    return frozenset([*_table('several').get(likely, [likely]), *besides])


def _table(name: str) -> dict[str, list[str]]:
    table: dict[str, list[str]] = _document()[name]
    return table


@cache
def _document() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(package_text('check/scripts.toml'))
