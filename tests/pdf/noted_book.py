"""A book full of notes, the same each time: short and long, in text, lists, tables, quotations.

In: the number of notes.  Out: a `Book` of one chapter.  Everything random comes from one seed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

from proofpress.compose.book import Book
from proofpress.span import Span
from tests.little_book import little_book, tree

_WORDS = (
    'border',
    'command',
    'winter',
    'of the',
    'river',
    'ships and',
    'report',
    'in November',
    'ministry',
    'soldiers',
    'a treaty',
    'harvest',
)


class _Writer:
    def __init__(self, notes: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._wanted = notes
        self.notes: list[str] = []

    def words(self, least: int, most: int) -> str:
        return ' '.join(self._random.choices(_WORDS, k=self._random.randint(least, most)))

    def sentence(self) -> str:
        sentence = self.words(6, 18) + '.'
        while len(self.notes) < self._wanted and self._random.random() < 0.45:
            sentence += self.call()
        return sentence

    def call(self) -> str:
        number = len(self.notes) + 1
        more = self._random.choice(['', '', f'<p id="note-{number}-p2">{self.words(5, 40)}</p>'])
        self.notes.append(
            f'<aside class="note" role="doc-footnote" id="note-{number}"><p id="note-{number}-p1">'
            f'<a class="note-number" role="doc-backlink" href="#call-{number}">{number}</a> '
            f'Remark{number}x {self.words(2, 30)}</p>{more}</aside>'
        )
        return (
            f'<a class="note-call" role="doc-noteref" id="call-{number}" href="#note-{number}">'
            f'{number}</a>'
        )

    def block(self, number: int) -> str:
        kind = self._random.choice(['p', 'p', 'p', 'p', 'ul', 'table', 'blockquote', 'h2'])
        if kind == 'h2':
            return f'<h2 id="b{number}">{self.words(2, 9)}</h2>'
        lines = [self.sentence() for _ in range(self._random.randint(1, 8))]
        match kind:
            case 'ul':
                items = (f'<li id="b{number}-{i}">{line}</li>' for i, line in enumerate(lines))
                return f'<ul>{"".join(items)}</ul>'
            case 'table':
                rows = (
                    f'<tr id="b{number}-{i}"><td>{self.words(1, 3)}</td><td>{line}</td></tr>'
                    for i, line in enumerate(lines)
                )
                return f'<table id="b{number}"><tbody>{"".join(rows)}</tbody></table>'
            case 'blockquote':
                return f'<blockquote id="b{number}"><p>{" ".join(lines)}</p></blockquote>'
        return f'<p id="b{number}">{" ".join(lines)}</p>'

    def blocks(self) -> Iterator[str]:
        number = 0
        while len(self.notes) < self._wanted:
            number += 1
            yield self.block(number)


def noted_book(notes: int, seed: int = 1) -> Book:
    """Return a book whose only chapter has that many notes; note 7 begins with `Remark7x`."""
    writer = _Writer(notes, seed)
    blocks = ''.join(writer.blocks())
    markup = (
        f'<section class="chapter" id="background"><h1 id="t">Notes</h1>{blocks}'
        f'<section class="notes" role="doc-endnotes">{"".join(writer.notes)}</section></section>'
    )
    book = little_book()
    chapter = next(section for section in book.sections if section.id == 'background')
    origins = {f'note-{n}': Span('report.md', 1000 + n) for n in range(1, notes + 1)}
    return replace(book, sections=(replace(chapter, tree=tree(markup), origins=origins),))
