"""Keeps account of the notes: who calls which, in what order, and which still wait for their place.

In: calls of footnotes, and citations where the style sets them as notes.  Out: numbers that run
through the book in the order of the calls, and the bodies to be composed at the section's end.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from lxml import etree

from proofpress.compose.ids import Ids
from proofpress.compose.markup import Content, element
from proofpress.model.prose import Chapter, Citation, Footnote, NoteCall


class Citing(Protocol):
    """What formats citations."""

    @property
    def in_notes(self) -> bool:
        """True when the style cites in notes."""

    def cite(self, citation: Citation, note_number: int | None) -> list[Content]:
        """Return the words of a citation, asked for in the order of the citations."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note that was called and waits for its body to be composed."""

    number: int
    chapter: Chapter
    """The file in whose terms its labels are read."""
    body: Footnote | Citation

    @property
    def id(self) -> str:
        """Id of the note's `<aside>`."""
        return f'note-{self.number}'

    @property
    def call_id(self) -> str:
        """Id of its first call, to which its number leads back."""
        return f'call-{self.number}'


class Notes:
    """The notes of the book."""

    def __init__(self, ids: Ids, number: int = 0) -> None:
        """Begin behind the note with this number."""
        self._ids = ids
        self.number = number
        """That of the last note that was called."""
        self._calls: dict[int, int] = {}
        self._footnotes: dict[str, Mapping[str, Footnote]] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._waiting: deque[Note] = deque()

    def call(self, chapter: Chapter, call: NoteCall) -> etree._Element | None:
        """Return the call of a footnote; None when the file has no such note."""
        number = self._numbers.get((chapter.path, call.label))
        if number is None:
            footnote = self._footnotes_of(chapter).get(call.label)
            if footnote is None:
                return None
            number = self._opened(chapter, footnote)
            self._numbers[chapter.path, call.label] = number
        return self._call(number)

    def call_for(self, chapter: Chapter, citation: Citation) -> etree._Element:
        """Return the call of a note that holds a citation."""
        return self._call(self._opened(chapter, citation))

    def knows(self, chapter: Chapter) -> bool:
        """Tell whether a note of the file was called already."""
        return any(path == chapter.path for path, _ in self._numbers)

    def next_waiting(self) -> Note | None:
        """Take the note that was called first among those without a body; None when all have one.

        Composing a body may call further notes: ask until none is left.
        """
        return self._waiting.popleft() if self._waiting else None

    def _footnotes_of(self, chapter: Chapter) -> Mapping[str, Footnote]:
        if chapter.path not in self._footnotes:
            # Of two notes with one label the first counts, as for Markdown.
            first_wins = reversed(chapter.footnotes)
            self._footnotes[chapter.path] = {note.label: note for note in first_wins}
        return self._footnotes[chapter.path]

    def _opened(self, chapter: Chapter, body: Footnote | Citation) -> int:
        self.number += 1
        note = Note(self.number, chapter, body)
        self._ids.reserve(note.id)
        self._waiting.append(note)
        return self.number

    def _call(self, number: int) -> etree._Element:
        count = self._calls[number] = self._calls.get(number, 0) + 1
        id_ = f'call-{number}' if count == 1 else f'call-{number}-{count}'
        return element(
            'a',
            str(number),
            class_='note-call',
            role='doc-noteref',
            id=self._ids.reserve(id_),
            href=f'#note-{number}',
        )
