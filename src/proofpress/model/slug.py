"""Slugs: names in letters that every system, address and language of markup can carry.

In: words in any script.  Out: small Latin letters, digits and single hyphens.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST_ID = 80
"""Characters; an id becomes a file's name and part of an address."""


def slug_of(words: str) -> str:
    """Return an id made of the words; empty when they hold no Latin letter."""
    plain = unicodedata.normalize('NFKD', words).encode('ascii', 'ignore').decode().lower()
    parts = re.findall('[a-z0-9]+', plain)
    return '-'.join(parts).lstrip('0123456789-')[:LONGEST_ID].rstrip('-')


def slug_of_folder(name: str) -> str:
    """Return the slug of the report in a folder of this name: its products go by it."""
    digits = re.match('[0-9]*', name)
    return '-'.join(filter(None, (digits[0] if digits else '', slug_of(name)))) or 'report'
