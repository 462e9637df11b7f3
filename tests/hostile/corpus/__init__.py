"""Hostile and broken folders, each with the verdict that it must get."""

from __future__ import annotations

from tests.hostile.corpus import (
    bombs,
    characters,
    entries,
    head,
    links,
    pixels,
    prose,
    special_files,
    svg,
    yaml_texts,
)

CASES = (
    *prose.CASES,
    *head.CASES,
    *entries.CASES,
    *yaml_texts.CASES,
    *characters.CASES,
    *links.CASES,
    *special_files.CASES,
    *svg.CASES,
    *pixels.CASES,
)
BOMBS = bombs.CASES
"""Those that take a second or more."""
