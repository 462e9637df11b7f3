"""The record: what a composition found out, so that a part can be composed as it was.

In: nothing (values).  Out: `Record`, with the state in which every section of the body began.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from proofpress.compose.book import Book
from proofpress.compose.ids import Ids, IdsMark
from proofpress.compose.sources import Bibliography, CitingMark
from proofpress.model.report import Report


@dataclass(frozen=True, slots=True)
class Mark:
    """Where all that is counted through the book stood when a section began, or the body ended."""

    ids: IdsMark
    citing: CitingMark
    notes: int
    """Number of the last note."""
    mentions: int
    """Number of the last mention."""
    is_fresh: bool = True
    """False when a note of the section's file had been called before."""


@dataclass(frozen=True, slots=True)
class Record:
    """What a composition of a whole report found out."""

    report: Report
    """As it was composed: one of each id, events in order."""
    book: Book
    marks: tuple[Mark, ...]
    """One for each section of the article, and one for its end."""
    ids: Ids
    planned: IdsMark
    """Where the ids stood when the article was planned."""
    promises: Mapping[str, str]
    """The ids that were then promised."""
    citing: Bibliography
    found: Mapping[str, int]
    """The index of the chapter in which an evidence stands first."""
    tied: Mapping[str, frozenset[str]]
    """By event, the ids of the sections in which the author tied words to it by hand."""
    names: frozenset[str]
    """Every id of the book."""
    changed: frozenset[int] = frozenset()
    """Chapters that have since become other than the later ones know."""
