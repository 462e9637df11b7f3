from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from proofpress.compose.book import SVG
from proofpress.compose.chart import TALLEST, WIDTH, timeline_chart
from proofpress.compose.chart_labels import LEADING, SIZE, width_of, wrapped
from proofpress.compose.chart_scale import (
    Scale,
    civil_of,
    day_number,
    dense_stretch,
    extent_of,
    stretch_name,
    ticks,
)
from proofpress.model.timeline import Date, Event, Interval
from proofpress.span import Span

HERE = Span('timeline.yaml')
COLOURS = {'none', 'currentColor'}


def event(date: Date | Interval, title: str = 'Something happens') -> Event:
    return Event(HERE, title, date, '', title)


def drawn(events: list[Event], lang: str = 'en') -> etree._Element:
    return timeline_chart(
        events,
        label=lambda one: one.title,
        title='When it happened',
        description='Events by date.',
        id_prefix='chart',
        lang=lang,
    )


def named(chart: etree._Element, class_: str) -> list[etree._Element]:
    return [node for node in chart.iter() if class_ in node.get('class', '').split()]


def words(chart: etree._Element, class_: str) -> list[str]:
    return [node.text or '' for node in named(chart, class_) if node.tag == f'{{{SVG}}}text']


@dataclass(frozen=True)
class Box:
    """Where words stand."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Tell whether the boxes share a place."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def text_boxes(chart: etree._Element) -> list[Box]:
    """Return the boxes of all words, without the room that the layout leaves for safety."""
    boxes = []
    for node in chart.iter(f'{{{SVG}}}text'):
        width = width_of(node.text or '') / 1.06
        x, y = float(node.get('x', '')), float(node.get('y', ''))
        left = x - width / 2 if node.get('text-anchor') == 'middle' else x
        boxes.append(Box(left, y - SIZE * 0.74, left + width, y + SIZE * 0.24))
    return boxes


def height_of(chart: etree._Element) -> float:
    return float(chart.get('viewBox', '').split()[3])


SEED = [
    event(Interval(Date(2022, 2, 24), None), 'Russia invades Ukraine'),
    event(Date(2023, 6), 'Wagner confronts Moscow'),
    event(Date(2024, 6), 'Putin visits Pyongyang'),
    event(Date(2024, 10), 'North Korea sends troops'),
    event(Date(2024, 10, 8, approximate=True), 'Soldiers leave Wonsan'),
    event(Date(2024, 10, 23), 'Kirby briefs the press'),
    event(Date(2024, 10, 28), 'NATO confirms units in Kursk'),
    event(Date(2024, 10, 29), 'Pentagon speaks of a small number'),
]

years = st.integers(min_value=-3000, max_value=9998)
near_years = st.integers(min_value=2019, max_value=2026)


@st.composite
def dates(draw: st.DrawFn) -> Date:
    year = draw(st.one_of(near_years, near_years, years))
    month = draw(st.none() | st.integers(1, 12))
    day = None if month is None else draw(st.none() | st.integers(1, 28))
    return Date(year, month, day, approximate=draw(st.booleans()))


@st.composite
def events(draw: st.DrawFn) -> Event:
    start = draw(dates())
    kind = draw(st.sampled_from(['date', 'date', 'open', 'closed']))
    title = draw(st.text('abcde mWi 김е,.', min_size=1, max_size=70))
    if kind == 'date':
        return event(start, title)
    end = None if kind == 'open' else Date(start.year + draw(st.integers(0, 9)), 12, 28)
    return event(Interval(start, end), title)


@settings(max_examples=40, deadline=None)
@given(st.lists(events(), min_size=1, max_size=60))
def test_no_word_of_a_chart_touches_another_or_leaves_the_picture(some: list[Event]) -> None:
    """Words over words cannot be read; words beyond the edge are lost."""
    chart = drawn(some)
    boxes = text_boxes(chart)
    height = height_of(chart)
    assert height <= TALLEST
    for index, box in enumerate(boxes):
        assert box.left >= 0
        assert box.right <= WIDTH
        assert box.top >= 0
        assert box.bottom <= height
        assert not any(box.overlaps(other) for other in boxes[index + 1 :])


@settings(max_examples=20, deadline=None)
@given(st.lists(events(), min_size=1, max_size=40))
def test_no_stem_runs_through_words(some: list[Event]) -> None:
    """A line through a label strikes it out."""
    chart = drawn(some)
    boxes = text_boxes(chart)
    for stem in named(chart, 'chart-stem'):
        found = re.fullmatch(r'M([\d.]+) ([\d.]+)V([\d.]+)', stem.get('d', ''))
        assert found is not None
        x, foot, top = map(float, found.groups())
        labels = [box for box in boxes if box.bottom < foot]
        assert not any(box.overlaps(Box(x, top, x + 0.1, foot)) for box in labels)


@pytest.mark.parametrize('count', [1, 12, 60, 400])
def test_a_day_full_of_events_is_named_without_being_crowded(count: int) -> None:
    """A day may hold more events than a page holds lines."""
    some = [event(Date(2024, 10, 23), f'Event {number}') for number in range(1, count + 1)]
    chart = drawn(some)
    assert height_of(chart) <= TALLEST
    labels = words(chart, 'chart-label')
    assert labels == (
        [f'Event {n}' for n in range(1, count + 1)] if count <= 12 else [f'1–{count}']
    )


def test_a_crowded_month_gets_a_scale_of_its_own() -> None:
    """Between 2022 and 2025 the days of October 2024 are a blot."""
    chart = drawn(SEED)
    assert words(chart, 'chart-caption') == ['October 2024']
    assert len(named(chart, 'chart-strip')) == 2
    assert len(named(chart, 'chart-link')) == 2


def test_every_event_is_named_once() -> None:
    """An event that the chart leaves out never happened for those who only look at it."""
    text = ' '.join(words(drawn(SEED), 'chart-label'))
    for one in SEED:
        assert text.count(one.title) == 1


def test_evenly_spread_events_need_no_second_scale() -> None:
    """An enlargement where none is needed is clutter."""
    chart = drawn([event(Date(year), str(year)) for year in range(1990, 2000)])
    assert not named(chart, 'chart-panel')


def test_equal_times_are_equal_lengths() -> None:
    """To scale means that lengths can be compared."""
    chart = drawn([event(Date(2024, 1, day)) for day in (1, 11, 21, 31)])
    xs = [float(point.get('cx', '')) for point in named(chart, 'chart-point')]
    steps = [after - before for before, after in pairwise(xs)]
    assert max(steps) - min(steps) < 0.03


def test_what_is_known_to_the_month_is_a_bar_of_that_month() -> None:
    """A dot would claim a day that nobody knows."""
    chart = drawn([event(Date(2024, 3)), event(Date(2024, 1, 1)), event(Date(2024, 6, 30))])
    (bar,) = named(chart, 'chart-bar')
    xs = [float(pair.split(',')[0]) for pair in bar.get('points', '').split()]
    points = [float(point.get('cx', '')) for point in named(chart, 'chart-point')]
    per_day = (points[1] - points[0]) / (day_number(2024, 6, 30) - day_number(2024, 1, 1))
    assert (max(xs) - min(xs)) / per_day == pytest.approx(31, abs=0.1)


def test_an_open_interval_ends_in_an_arrow() -> None:
    """A blunt end would say that the war is over."""
    chart = drawn([event(Interval(Date(2022, 2, 24), None)), event(Date(2024, 1, 1))])
    (bar,) = named(chart, 'chart-bar')
    assert len(bar.get('points', '').split()) == 5


def test_an_approximate_date_is_hollow() -> None:
    """A full dot says that the day is certain."""
    chart = drawn([event(Date(2024, 10, 8, approximate=True)), event(Date(2024, 10, 9))])
    hedged, sure = named(chart, 'chart-point')
    assert (hedged.get('fill'), hedged.get('stroke')) == ('none', 'currentColor')
    assert sure.get('fill') is None
    assert 'is-hedged' in hedged.get('class', '')


def test_a_chart_has_no_colour_of_its_own() -> None:
    """A fixed black cannot be seen on a dark screen."""
    for node in drawn(SEED).iter(etree.Element):
        assert {node.get('fill', 'none'), node.get('stroke', 'none')} <= COLOURS
        assert node.get('style') is None


def test_a_chart_speaks_to_those_who_cannot_see_it() -> None:
    """A screen reader reads title and description in place of the drawing."""
    chart = drawn(SEED)
    assert chart.get('role') == 'img'
    ids = {node.get('id'): node.text for node in chart.iter(etree.Element) if node.get('id')}
    assert [ids[id_] for id_ in chart.get('aria-labelledby', '').split()] == [
        'When it happened',
        'Events by date.',
    ]


def test_labels_keep_their_characters() -> None:
    """A label is words: markup in it is shown, not obeyed, and a NUL stops nothing."""
    chart = drawn([event(Date(2024), '<b>&\0 김')])
    again = etree.fromstring(etree.tostring(chart))
    assert words(again, 'chart-label') == ['<b>&\ufffd 김']


def test_a_chart_of_nothing_is_refused() -> None:
    """An empty axis would look like a loss."""
    with pytest.raises(ValueError, match='needs events'):
        drawn([])


@pytest.mark.parametrize(
    ('lang', 'label'), [('en', '1 Oct 2024'), ('de', '1. Okt. 2024'), ('xx', '1 Oct 2024')]
)
def test_axes_speak_the_language_of_the_report(lang: str, label: str) -> None:
    """An English month in a German report looks like a mistake; unknown languages get English."""
    chart = drawn([event(Date(2024, 10, 2)), event(Date(2024, 10, 29))], lang)
    assert words(chart, 'chart-tick')[0] == label


@given(st.integers(-4000, 9999), st.integers(1, 12))
def test_days_can_be_counted_there_and_back(year: int, month: int) -> None:
    """A month off by one would move a war."""
    assert civil_of(day_number(year, month)) == (year, month)


def test_days_are_counted_as_the_calendar_does() -> None:
    """1900 had no 29 February, 2000 had one, and the year 0 came before the year 1."""
    assert day_number(1900, 3, 1) - day_number(1900, 2, 28) == 1
    assert day_number(2000, 3, 1) - day_number(2000, 2, 28) == 2
    assert day_number(1) - day_number(0) == 366


@pytest.mark.parametrize(
    ('last', 'expected'),
    [
        (day_number(2024, 1, 7), '1 Jan 2024 2 3 4 5 6'),
        (day_number(2024, 3, 1), '1 Jan 2024 10 20 1 Feb 10 20'),
        (day_number(2026), 'Jan 2024 Apr Jul Oct 2025 Apr Jul Oct 2026'),
        (day_number(2104), '2030 2040 2050 2060 2070 2080 2090 2100'),
    ],
)
def test_ticks_suit_the_range(last: int, expected: str) -> None:
    """Days for a week, months for a year, decades for a century."""
    scale = Scale(day_number(2024), last, 0, 480)
    assert ' '.join(tick.label for tick in ticks(scale, 'en', width_of, 8)) == expected


@pytest.mark.parametrize(
    ('first', 'last', 'name'),
    [
        ((2024, 10, 1), (2024, 11, 1), 'October 2024'),
        ((2024, 10, 1), (2024, 12, 1), 'October–November 2024'),
        ((2019, 1, 1), (2024, 1, 1), '2019–2023'),
        ((-44, 1, 1), (-43, 1, 1), '−44'),
    ],
)
def test_an_enlarged_stretch_is_called_by_its_months(
    first: tuple[int, int, int], last: tuple[int, int, int], name: str
) -> None:
    """Without its name the enlargement could be anywhere."""
    found = stretch_name(day_number(*first), day_number(*last), 'en')
    assert re.sub(r'\s*–\s*', '–', found) == name


def test_a_stretch_must_be_much_denser_than_the_rest() -> None:
    """Four of four events in a tenth of the time are no stretch if there is no rest."""
    extents = [extent_of(event(Date(2024, month))) for month in range(1, 13)]
    assert dense_stretch(extents, (day_number(2024), day_number(2025))) is None


def test_a_long_label_ends_in_an_ellipsis() -> None:
    """Three lines are a label; more are a paragraph."""
    lines = wrapped('word ' * 40, 100)
    assert len(lines) == 3
    assert lines[-1].endswith('…')
    assert all(width_of(line) <= 100 for line in lines)


def test_a_word_wider_than_its_room_is_cut() -> None:
    """A German compound must not run into its neighbour."""
    (line,) = wrapped('Donaudampfschifffahrtsgesellschaftskapitän', 80)
    assert width_of(line) <= 80
    assert line.endswith('…')


def test_lines_of_a_label_are_even() -> None:
    """One word alone on a second line looks like a slip."""
    lines = wrapped('First soldiers leave Wonsan by ship', 132)
    assert lines == ('First soldiers leave', 'Wonsan by ship')
    assert LEADING > SIZE
