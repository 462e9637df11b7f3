"""A report of any size, the same for the same size: what the bench and the large tests build.

In: the numbers of chapters, notes, actors, tables and figures.  Out: a report folder on disk.
The words are drawn from small lists by a seeded generator; only their number and shape matter.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_SYLLABLES = [
    'ba',
    'be',
    'da',
    'do',
    'fa',
    'ga',
    'ka',
    'la',
    'lo',
    'ma',
    'mi',
    'na',
    'no',
    'pa',
    'ra',
    'ri',
    'sa',
    'se',
    'ta',
    'to',
    'va',
    'vo',
    'ya',
    'zu',
]
_SUBJECTS = [
    'the ministry',
    'the command',
    'the delegation',
    'the committee',
    'the garrison',
    'the assembly',
    'the border service',
    'the supply corps',
    'the observers',
    'the signatories',
    'the registry',
    'the harbour authority',
]
_VERBS = [
    'reported',
    'confirmed',
    'denied',
    'reviewed',
    'postponed',
    'recorded',
    'inspected',
    'announced',
    'withdrew',
    'repeated',
]
_OBJECTS = [
    'the second shipment',
    'a partial withdrawal',
    'the training schedule',
    'new quotas for volunteers',
    'the terms of the agreement',
    'an increase in monthly losses',
    'the movement of reserve units',
    'the closure of the crossing',
    'its earlier estimate',
    'the inventory of the depots',
]
_TAILS = [
    'before the end of the quarter',
    'in spite of repeated warnings',
    'according to officials',
    'without giving figures',
    'after consultations with its partners',
    'although the evidence remained thin',
    'as the weather worsened',
    'at a briefing held in the capital',
    'while negotiations continued elsewhere',
]


@dataclass(frozen=True)
class Size:
    """How much of everything the report holds."""

    chapters: int = 40
    paragraphs: int = 18
    """Per chapter."""
    notes: int = 300
    actors: int = 400
    tables: int = 30
    figures: int = 20
    events: int = 60


SMALL = Size(chapters=3, paragraphs=10, notes=12, actors=12, tables=2, figures=1, events=8)
LARGE = Size()
"""About 190 pages."""
PAGES = 190
"""Of `LARGE`."""


def scaled(share: float) -> Size:
    """Return a size with so many times as much of everything as `LARGE` has, chapters as long."""
    fields = ('chapters', 'notes', 'actors', 'tables', 'figures', 'events')
    return replace(LARGE, **{name: max(1, round(getattr(LARGE, name) * share)) for name in fields})


HUGE = scaled(10)
"""400 chapters, 3000 notes, 4000 actors, 300 tables and 200 figures."""


class _Writer:
    """Writes the report's text, drawing every word from one seeded generator."""

    def __init__(self, size: Size) -> None:
        self.size = size
        self._random = random.Random(20241125)
        self.actors = self._names()
        self._turn = 0

    def _names(self) -> tuple[str, ...]:
        names: dict[str, None] = {}
        while len(names) < self.size.actors:
            words = (
                ''.join(self._random.choices(_SYLLABLES, k=self._random.randint(2, 3)))
                for _ in range(2)
            )
            names[' '.join(word.capitalize() for word in words)] = None
        return tuple(names)

    def sentence(self) -> str:
        pick = self._random.choice
        subject = pick(_SUBJECTS)
        if self._random.random() < 0.3:
            subject = self.actors[self._turn % len(self.actors)]
            self._turn += 1
        words = f'{subject} {pick(_VERBS)} {pick(_OBJECTS)} {pick(_TAILS)}'
        return words[0].upper() + words[1:] + '.'

    def paragraph(self) -> str:
        return ' '.join(self.sentence() for _ in range(self._random.randint(3, 6)))

    def chapter(self, number: int) -> Iterator[str]:
        """Yield the blocks of a chapter."""
        size = self.size
        notes = _share(size.notes, size.chapters, number)
        tables = _share(size.tables, size.chapters, number)
        figures = _share(size.figures, size.chapters, number)
        calls = {1 + index * (size.paragraphs - 1) // max(notes, 1) for index in range(notes)}
        calls |= set(range(size.paragraphs - 1, size.paragraphs - 1 - (notes - len(calls)), -1))
        yield f'# Chapter {number + 1} on {self._random.choice(_OBJECTS)}'
        bodies: list[str] = []
        for index in range(size.paragraphs):
            if index and index % 9 == 0:
                yield f'## {self.sentence()[:-1]}'
            if index == 0:
                yield self._marker(number) + self.paragraph()
                continue
            call = ''
            if index in calls:
                label = len(bodies) + 1
                call = f'[^{label}]'
                bodies.append(f'[^{label}]: {self.sentence()} {self.sentence()} [@source-{number}]')
            yield self.paragraph() + call
            if index == 4:
                for table in range(tables):
                    yield from self._table(number, table)
            if index == 7:
                for figure in range(figures):
                    caption = f'"{self.sentence()}"){{#fig-{number}-{figure}}}'
                    yield f'![A bar of some length](figures/bar.svg {caption}'
        yield from bodies

    def _marker(self, number: int) -> str:
        return f'In the matter numbered {number + 1} the record opens plainly. '

    def _table(self, number: int, table: int) -> Iterator[str]:
        rows = [
            f'| {self._random.choice(_SUBJECTS)} | {self._random.randint(1, 99)} '
            f'| {self._random.choice(_OBJECTS)} |'
            for _ in range(12)
        ]
        yield '\n'.join(['| Body | Number | Matter |', '|:--|--:|:--|', *rows])
        yield f': {self.sentence()} {{#tbl-{number}-{table}}}'


def _share(total: int, parts: int, index: int) -> int:
    return (index + 1) * total // parts - index * total // parts


def write_report(folder: Path, size: Size = LARGE, *, edit: str = '') -> Path:
    """Write the report into the folder and return it.

    `edit` replaces the first word of the middle chapter's opening, for tests of an edit.
    """
    writer = _Writer(size)
    (folder / 'figures').mkdir(parents=True)
    names = [f'chapter-{number + 1}.md' for number in range(size.chapters)]
    for number, name in enumerate(names):
        text = '\n\n'.join(writer.chapter(number)) + '\n'
        if edit and number == size.chapters // 2:
            text = text.replace('In the matter', f'{edit} the matter', 1)
        (folder / name).write_text(text, 'utf-8')
    chapters = ''.join(f'  - {name}\n' for name in names)
    (folder / 'report.md').write_text(
        f'---\ntitle: A generated report\nlang: en\ndate: 2024-11-25\nchapters:\n{chapters}---\n',
        'utf-8',
    )
    (folder / 'figures' / 'bar.svg').write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120"><title>Bar</title>'
        '<rect x="10" y="30" width="320" height="60" fill="#345"/></svg>\n',
        'utf-8',
    )
    _write_data(folder, writer)
    return folder


def _write_data(folder: Path, writer: _Writer) -> None:
    size = writer.size
    (folder / 'actors.yaml').write_text(
        ''.join(
            f'- id: actor-{index}\n  name: {name}\n  kind: organisation\n'
            f'  text: {writer.sentence()}\n'
            for index, name in enumerate(writer.actors)
        ),
        'utf-8',
    )
    (folder / 'sources.yaml').write_text(
        'references:\n'
        + ''.join(
            f'- id: source-{number}\n  type: report\n  title: Report number {number + 1}\n'
            f'  publisher: The Registry\n  issued: 2024-0{1 + number % 9}-11\n'
            for number in range(size.chapters)
        ),
        'utf-8',
    )
    (folder / 'timeline.yaml').write_text(
        ''.join(
            f'- id: event-{index}\n  date: 20{10 + index % 15}-0{1 + index % 9}-1{index % 9}\n'
            f'  title: Matter {index + 1} is opened\n  text: {writer.sentence()}\n'
            f'  evidence: In the matter numbered {index + 1} the record opens plainly\n'
            f'  sources: [source-{index}]\n'
            for index in range(min(size.events, size.chapters))
        ),
        'utf-8',
    )
