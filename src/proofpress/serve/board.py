"""The board: what is known of each report that is previewed, for all who look at it.

In: changes, from those who make reports.  Out: `State` values, and word that there is a new one.
Any thread may write and read.
"""

from __future__ import annotations

import enum
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from proofpress.diagnostics import Diagnostic
from proofpress.serve.galley import Advance, Galley
from proofpress.span import Span


class Phase(enum.Enum):
    """How far a report is."""

    WAITING = 'waiting'
    """Something has changed; others are built first."""
    BUILDING = 'building'
    PUBLISHED = 'published'
    """What stands is what was written last."""
    REFUSED = 'refused'
    """What was written last has faults; the former products stand."""
    FAILED = 'failed'
    """Proofpress itself failed; the former products stand."""
    GONE = 'gone'
    """There is no such folder any more."""


_UNDER_WAY = frozenset({Phase.WAITING, Phase.BUILDING})
"""Phases of a report that is not done."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The products of a report that stand published."""

    digest: str
    """Another one for other products."""
    title: str
    published_at: float
    """Seconds of the Unix epoch."""
    texts: Mapping[str, str] = field(repr=False, hash=False)
    """What they were made of, by the paths of spans."""


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one report."""

    slug: str
    folder: Path
    """As the user named it."""
    phase: Phase = Phase.WAITING
    doing: str = ''
    """What goes on, or what went wrong, in a few words."""
    trace: str = field(default='', repr=False)
    """Where Proofpress failed, for those who mend it."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """What was found the last time; while it is built anew they still stand."""
    texts: Mapping[str, str] = field(default_factory=dict, repr=False, hash=False)
    """What that was found in, by the paths of spans."""
    found: int = 0
    """Counts the times that something was found, so that who has read it knows."""
    edition: Edition | None = None
    changed: Span | None = None
    """Where its texts differ first from those of the edition before it."""
    galley: Galley | None = field(default=None, repr=False)
    """Pages set ahead of the rest."""
    pulled: int = 0
    """Counts the galleys, so that who has seen one knows another."""
    advance: Advance | None = field(default=None, repr=False)
    """The EPUB's texts and the web page, made ahead of the rest."""
    advanced: int = 0
    """Counts them in the same way."""

    @property
    def title(self) -> str:
        """The report's title, or the name of its folder until there is one."""
        return self.edition.title if self.edition else self.slug


class Board:
    """The states of all reports, in the order in which they were named."""

    def __init__(self, states: Iterable[State]) -> None:
        self._states = {state.slug: state for state in states}
        self._news = threading.Condition()
        self._version = 1
        self._is_closed = False
        self.began = f'{time.time():.6f}'
        """Another one for another server, so that a page knows which it speaks to."""

    @property
    def is_closed(self) -> bool:
        """True when nothing more will come."""
        return self._is_closed

    def states(self) -> tuple[State, ...]:
        """Return what is known of all reports."""
        with self._news:
            return tuple(self._states.values())

    def state(self, slug: str) -> State | None:
        """Return what is known of a report; None when there is no such report."""
        with self._news:
            return self._states.get(slug)

    def change(self, slug: str, **changes: Any) -> State:
        """Write something new about a report, named as in `State`; return all that is known."""
        with self._news:
            self._states[slug] = replace(self._states[slug], **changes)
            self._version += 1
            self._news.notify_all()
            return self._states[slug]

    def add(self, slug: str, found: int, **changes: Any) -> bool:
        """Write something new about a report that is not done, found so many times before.

        Returns False, and writes nothing, when it is done or more was found meanwhile: what would
        be written is of yesterday.
        """
        with self._news:
            state = self._states[slug]
            if state.found != found or state.phase not in _UNDER_WAY:
                return False
            self.change(slug, **changes)
            return True

    def wait(self, version: int, seconds: float) -> int:
        """Wait until there is something newer than a version, or so long; return the version."""
        with self._news:
            self._news.wait_for(lambda: self._version > version or self._is_closed, seconds)
            return self._version

    def close(self) -> None:
        """Tell all who wait that nothing more will come."""
        with self._news:
            self._is_closed = True
            self._news.notify_all()
