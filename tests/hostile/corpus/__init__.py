"""Hostile and broken folders, each with the verdict that it must get."""

from __future__ import annotations

from tests.hostile.corpus import prose

CASES = prose.CASES
