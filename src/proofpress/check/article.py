"""Where prose stands in a report, for the rules that look at all of it.

In: a report.  Out: its blocks and inlines in reading order, and the ids that the author gave.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from itertools import chain

from proofpress.model.prose import (
    Attributes,
    Block,
    Bracketed,
    Division,
    Figure,
    Heading,
    Image,
    Inline,
    Table,
    blocks_within,
    inlines_within,
    lines_of,
)
from proofpress.model.report import Report
from proofpress.span import Span


def blocks(report: Report) -> Iterator[Block]:
    """Yield every block: the summary's, then each chapter's with its footnotes."""
    yield from report.front_matter.abstract
    yield from report.front_matter.key_findings
    for chapter in report.chapters:
        yield from blocks_within(chapter.blocks)
        for footnote in chapter.footnotes:
            yield from blocks_within(footnote.children)


def inlines(report: Report) -> Iterator[Inline]:
    """Yield every inline, and those that stand in it."""
    return chain.from_iterable(
        inlines_within(line) for block in blocks(report) for line in lines_of(block)
    )


def named(report: Report) -> Iterator[tuple[Block | Inline, Attributes]]:
    """Yield all blocks and inlines that take attributes, with these."""
    for block in blocks(report):
        if isinstance(block, Heading | Table | Figure | Division):
            yield block, block.attributes
        for line in lines_of(block):
            for inline in inlines_within(line):
                if isinstance(inline, Bracketed | Image):
                    yield inline, inline.attributes


def ids(report: Report) -> Iterator[tuple[str, Span]]:
    """Yield the ids that the author gave to parts of the article, with the places."""
    for part, attributes in named(report):
        if attributes.id is not None:
            yield attributes.id, part.span


def pairs(report: Report, key: str) -> Iterator[tuple[str, Span]]:
    """Yield the values that the article gives to an attribute, with the places of the pairs."""
    for _, attributes in named(report):
        for pair in attributes.pairs:
            if pair.key == key:
                yield pair.value, pair.span


def texts(report: Report) -> Iterator[tuple[str, Span]]:
    """Yield every text of the report, wherever it stands, with the nearest place around it."""
    found: list[tuple[str, Span]] = []
    _gather(report, report.front_matter.span, found)
    yield from found


def _gather(value: object, span: Span, found: list[tuple[str, Span]]) -> None:
    if isinstance(value, str):
        found.append((value, span))
    elif isinstance(value, tuple):
        for one in value:
            _gather(one, span, found)
    elif names := _fields_of(type(value)):
        here = getattr(value, 'span', span)
        for name in names:
            _gather(getattr(value, name), here, found)
    elif isinstance(value, Mapping):
        for one in value.values():
            _gather(one, span, found)


def _fields_of(kind: type) -> tuple[str, ...]:
    """Return the fields in which values of a kind may hold texts; none for a place."""
    if kind not in _FIELDS:
        is_asked = dataclasses.is_dataclass(kind) and not issubclass(kind, Span)
        fields = dataclasses.fields(kind) if is_asked else ()
        _FIELDS[kind] = tuple(field.name for field in fields)
    return _FIELDS[kind]


_FIELDS: dict[type, tuple[str, ...]] = {}
"""What was found out about kinds, as dataclasses are slow to ask."""
