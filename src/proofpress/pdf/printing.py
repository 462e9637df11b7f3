"""Printing: has gatherings printed one after the other, or by several hands, or not at all again.

In: documents that follow each other, and the number of the first page.  Out: a `Run` of them: first
the ids on their pages, then their formes, the same whoever printed them and whether or not they
were kept from before.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Protocol
from xml.etree import ElementTree

from proofpress.limits import LimitReachedError, Limits
from proofpress.pdf.engine import Engine
from proofpress.pdf.forme import Forme, Readings, read_forme
from proofpress.pdf.impression import PageIds, impression, set_pages
from proofpress.pdf.pressroom import Job, ManyHands, OnePress, Pressroom

_USUAL = Limits()
_LONG = 60_000
"""Characters, some twenty pages: of less, the hands' way into the work takes what they save."""


class Shelf(Protocol):
    """Where formes are kept from one build to the next."""

    def find(self, key: str) -> bytes | None:
        """Return what is kept under a key."""

    def keep(self, key: str, content: bytes) -> None:
        """Keep something under a key."""


@dataclass(slots=True)
class Printer:
    """Prints the gatherings of one book; to be closed, for it may have hands."""

    engine: Engine
    is_pdf2: bool = False
    hands: int = 1
    shelf: Shelf | None = None
    most_pages: int = _USUAL.pages
    _room: ManyHands | None = field(default=None, repr=False)

    def set_run(self, roots: Sequence[ElementTree.Element], first: int) -> Run:
        """Lay out documents of which each follows the one before.

        Raises `LimitReachedError` as soon as there are more pages than there may be.
        """
        run = Run(roots, first, [self._place(root) for root in roots], self.weigh)
        run.lay_out(self._room_for(run.open))
        return run

    def print_anew(self, root: ElementTree.Element, first: int, readings: Readings) -> Forme:
        """Print a document again, with what its glyphs have to say."""
        setting = set_pages(root, self.engine)
        return impression(setting, self.engine, first, is_pdf2=self.is_pdf2, readings=readings)

    def count(self, root: ElementTree.Element) -> int:
        """Return how many pages a document has."""
        return len(set_pages(root, self.engine).ids)

    def weigh(self, pages: int) -> None:
        """Raise `LimitReachedError` when so many pages are more than there may be."""
        if pages > self.most_pages:
            message = f"The PDF has more than {self.most_pages} pages"
            raise LimitReachedError('pages-exceeded', message)

    def close(self) -> None:
        """Let the hands go."""
        if self._room is not None:
            self._room.close()

    def _room_for(self, jobs: Sequence[Job]) -> Pressroom:
        """Return where these documents are printed."""
        if self._room is None and self.hands > 1 and len(jobs) > 1 and sys.platform == 'linux':
            if sum(job.length for job in jobs) >= _LONG:
                self._room = ManyHands(self.engine, self.hands, is_pdf2=self.is_pdf2)
        return self._room or OnePress(self.engine, is_pdf2=self.is_pdf2)

    def _place(self, root: ElementTree.Element) -> _Place | None:
        return _Place(self.shelf, self._key(root)) if self.shelf else None

    def _key(self, root: ElementTree.Element) -> str:
        """Return a digest of all that the pages of a document depend on but their numbers."""
        digest = hashlib.sha256(f'{self.engine.digest} {self.is_pdf2}'.encode())
        for picture in sorted({img.get('src') or '' for img in root.iter('img')}):
            digest.update(self.engine.picture_digest(picture))
        digest.update(ElementTree.tostring(root))
        return digest.hexdigest()


class Run:
    """Documents that follow each other on their pages."""

    def __init__(
        self,
        roots: Sequence[ElementTree.Element],
        first: int,
        places: Sequence[_Place | None],
        weigh: Callable[[int], None],
    ) -> None:
        """Take up documents, with their places on the shelf; `weigh` is told the last number."""
        self._first = first
        self._weigh = weigh
        self._places = places
        self._kept = [None if place is None else place.forme() for place in places]
        self._jobs = [Job(root) for root in roots]
        self._waiting = list(zip(self._jobs, self._kept, strict=True))
        """What is not handed in to be printed, and may have to be."""
        self._room: Pressroom
        for job, kept in self._waiting:
            if kept is not None:
                job.ids = tuple(tuple(page.anchors) for page in kept.pages)
        self._look()

    @property
    def ids(self) -> list[PageIds]:
        """The ids on the pages of each document, as far as these are laid out."""
        return [job.ids for job in self._jobs if job.ids is not None]

    @property
    def open(self) -> list[Job]:
        """The documents that are to be printed, or may have to be."""
        return [job for job in self._jobs if job.forme is None]

    def lay_out(self, room: Pressroom) -> None:
        """Have all pages laid out in a pressroom, so that their ids are known."""
        self._room = room
        self._hand_in()
        while len(self.ids) < len(self._jobs):
            self._work()

    def formes(self) -> list[Forme]:
        """Return what is printed, once all is; it is kept from now on."""
        while self.open:
            self._work()
        formes = [job.forme for job in self._jobs if job.forme is not None]
        for place, kept, forme in zip(self._places, self._kept, formes, strict=True):
            if place is not None and forme is not kept:
                place.keep(forme)
        return formes

    def _work(self) -> None:
        self._room.work()
        self._look()
        self._hand_in()

    def _look(self) -> None:
        """See which numbers of pages are known now, and which of the kept formes have them."""
        first = self._first
        self._weigh(first - 1 + sum(len(ids) for ids in self.ids))
        for job, kept in zip(self._jobs, self._kept, strict=True):
            job.first = first
            if kept is not None and kept.first_number == first:
                job.forme = kept
            if job.ids is None:
                break
            first += len(job.ids)

    def _hand_in(self) -> None:
        """Have those documents printed that need it; of kept ones, when that is known."""
        for job, kept in self._waiting.copy():
            if kept is None or job.first is not None:
                self._waiting.remove((job, kept))
                if job.forme is None:
                    self._room.add(job)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place on the shelf."""

    shelf: Shelf
    key: str

    def forme(self) -> Forme | None:
        """Return the forme that is kept there, if it is whole."""
        content = self.shelf.find(self.key)
        if content is not None:
            with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
                return read_forme(content)
        return None

    def keep(self, forme: Forme) -> None:
        """Keep a forme there."""
        self.shelf.keep(self.key, forme.to_bytes())
