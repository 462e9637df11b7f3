"""Words that the world has agreed on: item types and variables of CSL, types of updates.

In: `vocabularies.toml`, which says where each list is from.  Out: the lists.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from proofpress.assets import package_text


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Every list of the file."""

    changes: tuple[str, ...]
    """Crossref's update types."""
    csl_types: tuple[str, ...]
    csl_dates: frozenset[str]
    csl_names: frozenset[str]
    csl_words: frozenset[str]
    csl_name_parts: tuple[str, ...]
    csl_date_parts: tuple[str, ...]
    bibtex_types: Mapping[str, str]
    """CSL types by entry type."""
    bibtex_fields: Mapping[str, str]
    """CSL variables by field."""
    bibtex_unprinted: frozenset[str]
    """Fields that are dates, joined to others, or no reader's business."""

    @property
    def csl_variables(self) -> tuple[str, ...]:
        """Every key that an item of CSL may have."""
        return ('id', 'type', *sorted(self.csl_dates | self.csl_names | self.csl_words))


@cache
def vocabularies() -> Vocabularies:
    """Return the lists, read once."""
    lists = tomllib.loads(package_text('manuscript/vocabularies.toml'))
    csl = lists['csl']
    return Vocabularies(
        changes=tuple(lists['changes']),
        csl_types=tuple(csl['types']),
        csl_dates=frozenset(csl['dates']),
        csl_names=frozenset(csl['names']),
        csl_words=frozenset(csl['words']),
        csl_name_parts=tuple(csl['name_parts']),
        csl_date_parts=tuple(csl['date_parts']),
        bibtex_types=lists['bibtex']['types'],
        bibtex_fields=lists['bibtex']['fields'],
        bibtex_unprinted=frozenset(lists['bibtex']['unprinted']),
    )
