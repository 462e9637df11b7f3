"""The timeline: events and their dates.

In: nothing (pure values).  Out: `Event` values with dates that cannot be wrong: a date of which
only the month is known is a `Date` with `day=None`.  Dates are EDTF level 1 (ISO 8601-2:2019,
https://www.loc.gov/standards/datetime/).
"""

from __future__ import annotations

from dataclasses import dataclass

from proofpress.span import Span


@dataclass(frozen=True, slots=True, order=True)
class Date:
    """A calendar date, known to the year, the month or the day."""

    year: int
    month: int | None = None
    day: int | None = None
    uncertain: bool = False
    """EDTF `?`."""
    approximate: bool = False
    """EDTF `~`."""

    @property
    def iso(self) -> str:
        """The date as exact as it is known (W3C-DTF): `2024`, `2024-10`, `2024-10-23`."""
        parts = [f'{self.year:04}']
        if self.month is not None:
            parts.append(f'{self.month:02}')
            if self.day is not None:
                parts.append(f'{self.day:02}')
        return '-'.join(parts)


@dataclass(frozen=True, slots=True)
class Interval:
    """From one date to another; `end=None` is still open (`2022-02-24/..`)."""

    start: Date
    end: Date | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of the article, word for word, that carries the event."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Reference:
    """An id that the author wrote, pointing at an actor, an event or a source."""

    span: Span
    id: str


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of `timeline.yaml`."""

    span: Span
    id: str
    date: Date | Interval
    edtf: str
    """The date as the author wrote it."""
    title: str
    text: str = ''
    actors: tuple[Reference, ...] = ()
    place: str = ''
    evidence: tuple[Evidence, ...] = ()
    sources: tuple[Reference, ...] = ()
    confidence: str = ''

    @property
    def start(self) -> Date:
        """The date, or the first date of the interval."""
        return self.date.start if isinstance(self.date, Interval) else self.date
