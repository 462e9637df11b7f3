"""Draws the chart that opens the timeline: a line of days, to scale, with labels that never touch.

In: events, their labels, a title and a description.  Out: an inline `<svg role="img">`.

Where many events crowd into a small part of the time, that part is drawn a second time below, in a
panel with a scale of its own, which two widening lines tie to its place on the first line; each
line is to scale.  Dates known to the month or year and intervals are bars, open ones end in an
arrow, uncertain and approximate ones are hollow and dashed.  Where labels would fill more than
their share of the page, the numbers of the events stand instead: 4–9 for events 4 to 9 of the list.

The drawing has one colour, `currentColor`, in shades of opacity.  Classes for style sheets:
`chart`, `chart-axis`, `chart-tick`, `chart-bar`, `chart-point`, `chart-stem`, `chart-label`,
`chart-panel` and `chart-link` (the panel and what ties it to the first line), `chart-caption`, and
`is-hedged`.  One user unit is meant to be a point: 480 wide, at most 560 high, text of 9.  A screen
narrower than that had better scroll the chart than shrink it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from proofpress.compose.book import SVG
from proofpress.compose.chart_labels import LEADING, SIZE, Label, placed, width_of, wrapped
from proofpress.compose.chart_scale import (
    Extent,
    Scale,
    dense_stretch,
    extent_of,
    rounded,
    stretch_name,
    ticks,
)
from proofpress.compose.markup import xml_text
from proofpress.model.timeline import Event

_DEFAULT_NAMESPACE: Any = {None: SVG}
WIDTH = 480.0
TALLEST = 560.0
_LEFT, _RIGHT = 8.0, 472.0
_LABEL_WIDTH = 132.0
_NARROWEST_LABEL = 116.0
_HIGHEST_LABELS = 205.0
"""Of the labels over one line of days: two such lines fit the tallest chart."""
_MOST_LABELS = 40
"""In words, over one line of days."""
_RADIUS = 3.2
_BAR, _BAR_STEP, _MOST_BARS = 5.0, 7.0, 4
_TICK_GAP = 8.0
_FUNNEL = 20.0
_CAPTION = 16.0
_ASCENT = 0.76
"""From the baseline to the top of a line, in ems."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """An event on the chart."""

    extent: Extent
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class _Strip:
    """A line of days with what stands over and under it."""

    scale: Scale
    marks: tuple[_Mark, ...]
    labels: tuple[Label, ...]
    lanes: tuple[int | None, ...]
    """Of each mark's bar, from 0; None for points."""

    @property
    def above(self) -> float:
        """Height over the axis."""
        return max((label.top for label in self.labels), default=0.0) + 2 * _RADIUS

    @property
    def bars(self) -> float:
        """Height of the bars under the axis."""
        lanes = [lane for lane in self.lanes if lane is not None]
        return _BAR_STEP * (max(lanes) + 1) + 2.0 if lanes else 0.0

    @property
    def below(self) -> float:
        """Height under the axis."""
        return self.bars + 6.0 + LEADING


def timeline_chart(
    events: Sequence[Event],
    *,
    label: Callable[[Event], str],
    title: str,
    description: str,
    id_prefix: str,
    lang: str = 'en',
) -> etree._Element:
    """Return the chart of the events.

    `label` gives the few words that stand beside an event; events are numbered from 1 in the order
    given.  `title` and `description` are read out in place of the drawing; their ids begin with
    `id_prefix`.  `lang` (BCP 47) decides how dates are written on the axes.  Raises `ValueError`
    when there are no events.
    """
    if not events:
        raise ValueError("a chart needs events")
    marks = tuple(
        _Mark(extent_of(event), ' '.join(label(event).split()), number)
        for number, event in enumerate(events, start=1)
    )
    extents = [mark.extent for mark in marks]
    whole = rounded(min(e.first for e in extents), max(e.last for e in extents))
    dense = dense_stretch(extents, whole)
    if dense is None:
        return _drawn([_strip(whole, marks, marks)], None, title, description, id_prefix, lang)
    within = tuple(mark for mark in marks if dense[0] <= mark.extent.anchor <= dense[1])
    others = tuple(mark for mark in marks if mark not in within)
    strips = [_strip(whole, marks, others), _strip(dense, within, within)]
    name = stretch_name(*dense, lang)
    return _drawn(strips, name, title, description, id_prefix, lang)


# --- laying out ------------------------------------------------------------------------------


def _strip(stretch: tuple[int, int], marks: tuple[_Mark, ...], named: tuple[_Mark, ...]) -> _Strip:
    """Lay out a line of days with all marks on it and labels for the named ones."""
    right = _RIGHT
    while named and right > _LEFT + _LABEL_WIDTH and _last_x(stretch, right, named) > _room():
        right -= 4.0
    scale = Scale(*stretch, _LEFT, right)
    labels = _labels(scale, named) if len(named) <= _MOST_LABELS else _numbers(scale, named)
    if max((label.top for label in labels), default=0.0) > _HIGHEST_LABELS:
        labels = _numbers(scale, named)
    return _Strip(scale, marks, tuple(labels), _lanes(scale, marks))


def _last_x(stretch: tuple[int, int], right: float, named: tuple[_Mark, ...]) -> float:
    scale = Scale(*stretch, _LEFT, right)
    return max(scale.at(mark.extent.anchor) for mark in named)


def _room() -> float:
    """Return where the last stem may stand, so that its label finds room beside it."""
    return WIDTH - _NARROWEST_LABEL - 4.0


def _labels(scale: Scale, named: tuple[_Mark, ...]) -> list[Label]:
    flags = []
    for mark in named:
        x = scale.at(mark.extent.anchor)
        flags.append((x, wrapped(mark.label, min(_LABEL_WIDTH, WIDTH - x - 4.0))))
    return placed([flag for flag in flags if flag[1]])


def _numbers(scale: Scale, named: tuple[_Mark, ...]) -> list[Label]:
    """Name the marks by number, those that stand close together as one range."""
    groups: list[tuple[float, list[int]]] = []
    for mark in sorted(named, key=lambda mark: (mark.extent.anchor, mark.number)):
        x = scale.at(mark.extent.anchor)
        if groups and x - groups[-1][0] < 2 * SIZE:
            groups[-1][1].append(mark.number)
        else:
            groups.append((x, [mark.number]))
    return placed([(x, wrapped(_ranges(numbers), _NARROWEST_LABEL)) for x, numbers in groups])


def _ranges(numbers: list[int]) -> str:
    """Return the numbers as `1, 3–5`."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ', '.join(str(r[0]) if len(r) == 1 else f'{r[0]}–{r[-1]}' for r in runs)


def _bar_ends(scale: Scale, extent: Extent) -> tuple[float, float]:
    left = scale.at(max(extent.first, scale.first))
    last = scale.last if extent.is_open else min(extent.last, scale.last)
    return left, max(scale.at(last), left + 1.5)


def _lanes(scale: Scale, marks: tuple[_Mark, ...]) -> tuple[int | None, ...]:
    """Give each bar the first lane that is free where it begins; the last lane is shared."""
    ends: list[float] = []
    lanes: list[int | None] = []
    for mark in marks:
        if mark.extent.is_point:
            lanes.append(None)
            continue
        left, right = _bar_ends(scale, mark.extent)
        free = next((lane for lane, end in enumerate(ends) if end + 2.0 < left), len(ends))
        free = min(free, _MOST_BARS - 1)
        ends[free : free + 1] = [max(right, ends[free]) if free < len(ends) else right]
        lanes.append(free)
    return tuple(lanes)


# --- drawing ---------------------------------------------------------------------------------


def _drawn(
    strips: list[_Strip],
    panel_name: str | None,
    title: str,
    description: str,
    id_prefix: str,
    lang: str,
) -> etree._Element:
    svg = etree.Element(f'{{{SVG}}}svg', nsmap=_DEFAULT_NAMESPACE)
    for tag, words in (('title', title), ('desc', description)):
        _add(svg, tag, id=f'{id_prefix}-{tag}').text = xml_text(words)
    axis = strips[0].above
    bottom = axis + strips[0].below
    if panel_name is not None:
        top = bottom + _FUNNEL
        axis_within = top + _CAPTION + strips[1].above
        height = axis_within + strips[1].below + 6.0
        _draw_panel(svg, strips[0].scale, strips[1].scale, (axis, bottom), (top, height))
        caption = _add(svg, 'text', class_='chart-caption', x=_number(_LEFT), y=_number(top + 12.0))
        caption.set('font-weight', '600')
        caption.text = panel_name
        _draw_strip(svg, strips[1], axis_within, lang)
        bottom = height
    _draw_strip(svg, strips[0], axis, lang)
    # The outline is for all: what it is called, how large, how it looks without a style sheet.
    for name, value in (
        ('class', 'chart'),
        ('role', 'img'),
        ('aria-labelledby', f'{id_prefix}-title {id_prefix}-desc'),
        ('viewBox', f'0 0 {_number(WIDTH)} {_number(bottom + 2.0)}'),
        ('font-family', "'Source Sans 3', sans-serif"),
        ('font-size', _number(SIZE)),
        ('fill', 'currentColor'),
        ('stroke', 'none'),
    ):
        svg.set(name, value)
    return svg


def _draw_panel(
    svg: etree._Element,
    whole: Scale,
    part: Scale,
    origin: tuple[float, float],
    panel: tuple[float, float],
) -> None:
    """Draw the panel, and tie it to its place on the first line, from axis to ticks and on."""
    left, right = whole.at(part.first), whole.at(part.last)
    axis, foot = origin
    top, bottom = panel
    outline = [(left, axis), (right, axis), (right, foot), (WIDTH, top), (WIDTH, bottom)]
    outline += [(0.0, bottom), (0.0, top), (left, foot)]
    points = ' '.join(f'{_number(x)},{_number(y)}' for x, y in outline)
    _add(svg, 'polygon', class_='chart-panel', points=points, fill_opacity='0.07')
    for near, far in ((left, 0.0), (right, WIDTH)):
        path = f'M{_number(near)} {_number(axis)}V{_number(foot)}L{_number(far)} {_number(top)}'
        _line(svg, 'chart-link', path, '0.5', '0.35')


def _draw_strip(svg: etree._Element, strip: _Strip, axis: float, lang: str) -> None:
    group = _add(svg, 'g', class_='chart-strip')
    scale = strip.scale
    feet = _feet(strip)
    for label in strip.labels:
        foot, top = axis + feet.get(label.x, 0.0), axis - label.top + 1.0
        _line(
            group, 'chart-stem', f'M{_number(label.x)} {_number(foot)}V{_number(top)}', '0.5', '0.5'
        )
    _draw_ticks(group, strip, axis, lang)
    path = f'M{_number(scale.left)} {_number(axis)}H{_number(scale.right)}'
    _line(group, 'chart-axis', path, '1')
    for mark, lane in zip(strip.marks, strip.lanes, strict=True):
        if lane is None:
            _draw_point(group, scale.at(mark.extent.anchor), axis, mark.extent)
        else:
            _draw_bar(group, scale, mark.extent, axis + 3.0 + lane * _BAR_STEP)
    for label in strip.labels:
        _draw_label(group, label, axis)


def _feet(strip: _Strip) -> dict[float, float]:
    """Return how far under the axis stems begin: at the bars to which they belong."""
    return {
        strip.scale.at(mark.extent.anchor): 3.0 + lane * _BAR_STEP
        for mark, lane in zip(strip.marks, strip.lanes, strict=True)
        if lane is not None
    }


def _draw_ticks(group: etree._Element, strip: _Strip, axis: float, lang: str) -> None:
    scale = strip.scale
    foot = axis + strip.bars + 3.0
    for tick in ticks(scale, lang, width_of, _TICK_GAP):
        x = scale.at(tick.day)
        half = width_of(tick.label) / 2
        _line(group, 'chart-tick', f'M{_number(x)} {_number(axis)}V{_number(foot)}', '0.5', '0.5')
        text = _add(
            group,
            'text',
            class_='chart-tick',
            x=_number(min(max(x, half), WIDTH - half)),
            y=_number(foot + 2.0 + SIZE * _ASCENT),
        )
        text.set('text-anchor', 'middle')
        text.set('fill-opacity', '0.75')
        text.text = tick.label


def _draw_point(group: etree._Element, x: float, axis: float, extent: Extent) -> None:
    point = _add(group, 'circle', cx=_number(x), cy=_number(axis), r=_number(_RADIUS))
    point.set('class', _with_hedge('chart-point', extent))
    if extent.is_hedged:
        _hollow(point)


def _draw_bar(group: etree._Element, scale: Scale, extent: Extent, top: float) -> None:
    left, right = _bar_ends(scale, extent)
    foot = top + _BAR - 1.0
    points = [(left, top), (right, top), (right, foot), (left, foot)]
    if extent.is_open:
        points[2:2] = [(right + 4.0, (top + foot) / 2)]
    bar = _add(group, 'polygon', points=' '.join(f'{_number(x)},{_number(y)}' for x, y in points))
    bar.set('class', _with_hedge('chart-bar', extent))
    if extent.is_hedged:
        _hollow(bar)
    else:
        bar.set('fill-opacity', '0.6')


def _hollow(drawn: etree._Element) -> None:
    for name, value in (
        ('fill', 'none'),
        ('stroke', 'currentColor'),
        ('stroke-dasharray', '2 1'),
        ('stroke-width', '0.8'),
    ):
        drawn.set(name, value)


def _with_hedge(class_: str, extent: Extent) -> str:
    return f'{class_} is-hedged' if extent.is_hedged else class_


def _draw_label(group: etree._Element, label: Label, axis: float) -> None:
    for index, line in enumerate(label.lines):
        baseline = axis - label.top + index * LEADING + SIZE * _ASCENT + 1.0
        text = _add(group, 'text', class_='chart-label', x=_number(label.left), y=_number(baseline))
        text.text = xml_text(line)


def _line(
    parent: etree._Element, class_: str, path: str, width: str, opacity: str | None = None
) -> None:
    drawn = _add(parent, 'path', class_=class_, d=path, fill='none', stroke='currentColor')
    drawn.set('stroke-width', width)
    if opacity is not None:
        drawn.set('stroke-opacity', opacity)


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    made = etree.SubElement(parent, f'{{{SVG}}}{tag}')
    for name, value in attributes.items():
        made.set(name.rstrip('_').replace('_', '-'), value)
    return made


def _number(value: float) -> str:
    """Return the number as short as a hundredth of a unit allows."""
    return f'{value:.2f}'.rstrip('0').rstrip('.')
