"""Finds the actors' names in words: the one place that says when a name is mentioned.

In: the actors, and any text.  Out: each name found, with the id of its actor.  A name counts as a
whole word, longest name first, in the exact letters of `actors.yaml`; any white space stands for a
space, either apostrophe for the other, and a hyphen that does not break for one that does.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from proofpress.model.actors import Actor

_WITHOUT_SPACES = ('CJK', 'HIRAGANA', 'KATAKANA', 'HANGUL', 'THAI', 'LAO', 'KHMER', 'MYANMAR')
"""Scripts (by the names of their characters) that write words, or words and particles, together."""

_WORD = r'\w\u0300-\u036f'


class Names:
    """Every name under which the actors go, as one pattern; of two actors the first has it."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._actor_ids: dict[str, str] = {}
        for actor in actors:
            for name in actor.names:
                if standard_name(name):
                    self._actor_ids.setdefault(standard_name(name), actor.id)
        self._pattern = _pattern(self._actor_ids)

    def find(self, text: str) -> Iterator[tuple[re.Match[str], str]]:
        """Yield every name in the text, with the id of its actor."""
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                yield match, self._actor_ids[standard_name(match[0])]


def standard_name(name: str) -> str:
    """Return the name as it is looked up: single spaces, straight apostrophe, plain hyphen."""
    return ' '.join(name.split()).replace('’', "'").replace('\u2011', '-')


def is_written_together(character: str) -> bool:
    """Tell whether the character's script writes words without spaces between them."""
    return unicodedata.name(character, '').startswith(_WITHOUT_SPACES)


_Trie = dict[str, '_Trie']
"""Characters to what may follow them; the empty string marks the end of a name."""


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    """Return a pattern that finds the longest of the names as a whole word.

    One alternative for each first letter, then for each second: a list of all names would be tried
    name by name at every word of the article.  Each begins with its letter and looks back behind
    it, so that the search runs over all other letters without a look at any alternative.
    """
    trie: _Trie = {}
    for name in names:
        node = trie
        for character in name:
            node = node.setdefault(character, {})
        node[''] = {}
    if not trie:
        return None
    return re.compile(
        '|'.join(
            _letter(first) + _start(first) + _rest(trie[first], first) for first in sorted(trie)
        )
    )


def _rest(node: _Trie, before: str) -> str:
    """Return the pattern of what may follow, the longer before the shorter."""
    chain = ''
    while len(node) == 1 and '' not in node:
        [(before, node)] = node.items()
        chain += _letter(before)
    longer = [_letter(next_) + _rest(node[next_], next_) for next_ in sorted(node) if next_]
    alternatives = [*longer, _end(before)] if '' in node else longer
    return chain + (alternatives[0] if len(alternatives) == 1 else f'(?:{"|".join(alternatives)})')


def _letter(character: str) -> str:
    return {' ': r'\s+', "'": "['’]", '-': '[-\u2011]'}.get(character) or re.escape(character)


def _start(character: str) -> str:
    """Return what stands behind the first character of a name: no word runs on to it."""
    return f'(?<![{_WORD}]{character})' if _is_of_parted_word(character) else ''


def _end(character: str) -> str:
    return f'(?![{_WORD}])' if _is_of_parted_word(character) else ''


def _is_of_parted_word(character: str) -> bool:
    """Tell whether the character belongs to a word that spaces part from others."""
    return character.isalnum() and not is_written_together(character)
