"""The words that Proofpress itself prints, in the report's language.

In: a language tag.  Out: `Words`.  They stand in `words.toml`, one table for each language.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from proofpress.assets import package_text

FALLBACK = 'en'
_TRADITIONAL = frozenset(['hant', 'tw', 'hk', 'mo'])


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of one language."""

    lang: str
    """The report's language (BCP 47)."""
    table: Mapping[str, str] = field(repr=False)
    is_translated: bool
    """False when the words are English because the report's language has none yet."""

    @property
    def date_lang(self) -> str:
        """The language of dates: that of the words."""
        return self.lang if self.is_translated else FALLBACK

    def __getitem__(self, key: str) -> str:
        return self.table[key]

    def filled(self, key: str, **values: str) -> str:
        """Return the words with the values in their places."""
        return self.table[key].format(**values)


def words_for(lang: str) -> Words:
    """Return the words of the language, or English ones."""
    tables = _tables()
    primary, *others = lang.replace('_', '-').lower().split('-')
    # The Chinese words are in simplified characters, which readers of the others would not accept.
    table = None if primary == 'zh' and _TRADITIONAL & {*others} else tables.get(primary)
    return Words(lang, table or tables[FALLBACK], table is not None)


@cache
def _tables() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(package_text('compose/words.toml'))
