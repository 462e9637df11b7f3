"""The timeline: the events in order, each with its passage in the article.

In: the events, and where their passages stand.  Out: the section of the timeline, opened by a
chart.  Events are numbered in the order of their first dates; what is known only to the month
comes before the days of that month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import Matter, Outline, Section, SectionKind
from proofpress.compose.chart import timeline_chart
from proofpress.compose.dates import date_content, date_text
from proofpress.compose.directory import Directory
from proofpress.compose.facts import Fact, listed, told
from proofpress.compose.furniture import furnish, origins_within
from proofpress.compose.ids import Ids, anchor
from proofpress.compose.markup import Content, xml_text
from proofpress.compose.words import Words
from proofpress.model.timeline import Date, Event, Interval


@dataclass(frozen=True, slots=True)
class Entry:
    """An event, ready for the page."""

    id: str
    number: str
    date: list[Content]
    title: str
    text: str
    facts: list[Fact]


def chronological(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events in the order in which the timeline numbers them, from 1."""
    return tuple(
        sorted(
            events,
            key=lambda event: _order(event.start),
        )
    )


def timeline(
    events: Sequence[Event],
    passages: Mapping[str, Sequence[str]],
    directory: Directory,
    ids: Ids,
    words: Words,
) -> Section | None:
    """Return the timeline of the events, which are in order; None without events."""
    if not events:
        return None
    entries = [
        Entry(
            id=ids.reserve(anchor('event', event.id)),
            number=str(number),
            date=date_content(event.date, words),
            title=event.title,
            text=event.text,
            facts=list(_facts(event, passages.get(event.id, ()), directory, words)),
        )
        for number, event in enumerate(events, start=1)
    ]
    starts = {anchor('event', event.id): event.span for event in events}
    title = words['timeline']
    tree = furnish('timeline', ids, words, chart=_chart(events, words), events=entries)
    return Section(
        id='timeline',
        kind=SectionKind.TIMELINE,
        matter=Matter.BACK,
        title=title,
        running_head=title,
        tree=tree,
        outline=Outline('timeline', 1, '', title),
        origins=origins_within(tree, starts),
    )


def _chart(events: Sequence[Event], words: Words) -> etree._Element:
    first, last = date_text(events[0].start, words), date_text(_last_date(events), words)
    span = first if first == last else words.filled('chart_span', first=first, last=last)
    return timeline_chart(
        events,
        label=lambda event: xml_text(event.title),
        title=words.filled('chart_title', span=span),
        description=words.filled('chart_description', count=str(len(events))),
        id_prefix='timeline-chart',
        lang=words.date_lang,
    )


def _last_date(events: Iterable[Event]) -> Date:
    """Return the last date that any of the events names."""
    dates = [
        event.date.end or event.date.start if isinstance(event.date, Interval) else event.date
        for event in events
    ]
    return max(dates, key=_order)


def _order(date: Date) -> tuple[int, int, int]:
    return date.year, date.month or 0, date.day or 0


def _facts(
    event: Event, passages: Sequence[str], directory: Directory, words: Words
) -> Iterator[Fact]:
    yield from told(words['place'], [event.place])
    yield from told(words['actors'], listed(directory.actor(ref.id) for ref in event.actors))
    yield from told(
        words['sources'], listed((directory.source(ref.id) for ref in event.sources), '; ')
    )
    yield from told(words['confidence'], [event.confidence])
    yield from told(words['in_the_text'], listed([directory.locators(passages)]))
