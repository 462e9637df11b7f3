"""The pressroom: who lays out and paints which document next.

In: documents as `Job` values, added as they come up, and how many hands there are.  Out: the same
with the ids on their pages, then with their formes.  Pages are laid out before they are painted:
the number of the first may not be known yet, and who waits for the ids of all documents goes on
the sooner.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from xml.etree import ElementTree

from proofpress.crew import Hand, answers_of, dismiss
from proofpress.pdf.engine import Engine
from proofpress.pdf.forme import Forme, read_forme
from proofpress.pdf.impression import PageIds, Setting, impression, set_pages

_MOST_SET = 96
"""Pages that are laid out and wait to be painted, of all hands together: each takes about 2 MB."""
_MOST_DONE = 256
"""Pages that a hand prints before another takes its place: who has done much takes much memory."""


@dataclass(slots=True, eq=False)
class Job:
    """A document on its way to its pages."""

    root: ElementTree.Element
    ids: PageIds | None = None
    """Known once it is laid out."""
    first: int | None = None
    """Number of the first page, known once all before it are laid out."""
    forme: Forme | None = None
    """Known once it is printed."""

    @property
    def length(self) -> int:
        """How many characters it has."""
        return sum(map(len, self.root.itertext()))


class Pressroom(Protocol):
    """Where jobs are done."""

    def add(self, job: Job) -> None:
        """Take up a job."""

    def work(self) -> None:
        """Bring a job forward, or several."""


class OnePress:
    """Does one job after the other; those before a job must have been added before it."""

    def __init__(self, engine: Engine, *, is_pdf2: bool) -> None:
        self._engine = engine
        self._is_pdf2 = is_pdf2
        self._open: list[Job] = []

    def add(self, job: Job) -> None:
        """Take up a job."""
        self._open.append(job)

    def work(self) -> None:
        """Lay out a job's pages and paint them."""
        job = next(job for job in self._open if job.first is not None)
        self._open.remove(job)
        setting = set_pages(job.root, self._engine)
        job.ids = setting.ids
        assert job.first is not None
        job.forme = impression(setting, self._engine, job.first, is_pdf2=self._is_pdf2)


class ManyHands:
    """Has jobs done by several hands.

    Pages that a hand has laid out are painted by the same hand.  All hands but the first lay out
    what they can before they paint: who waits for ids has them early, and painting is left to do
    beside what is added then.  Of the jobs that come next, the first hand takes the longest and the
    others the shortest: the longest must not wait for them.
    """

    def __init__(self, engine: Engine, count: int, *, is_pdf2: bool) -> None:
        self._engine = engine
        self._count = count
        self._is_pdf2 = is_pdf2
        self._jobs: list[Job] = []
        self._open: list[Job] = []
        """Not taken up yet."""
        self._hands: list[Hand] = []
        self._known: dict[Hand, int] = {}
        """How many jobs there were when the hand was forked."""
        self._working: dict[Hand, Job] = {}
        self._set: dict[Hand, list[Job]] = {}
        """What each hand has laid out and not painted, what it is painting included."""
        self._done: dict[Hand, int] = {}
        """How many pages each hand has printed."""

    def add(self, job: Job) -> None:
        """Take up a job."""
        self._jobs.append(job)
        self._open.append(job)

    def work(self) -> None:
        """Give orders, and wait until a hand answers."""
        self._let_tired_go()
        while len(self._hands) < min(self._count, len(self._open)):
            self._take_on()
        for hand in self._hands:
            if hand not in self._working:
                self._give_order(hand)
        for hand, said in answers_of(list(self._working)):
            job = self._working.pop(hand)
            if job in self._set[hand]:
                self._set[hand].remove(job)
                self._done[hand] += len(job.ids or ())
                job.forme = read_forme(said)
            else:
                self._set[hand].append(job)
                job.ids = said

    def close(self) -> None:
        """Let the hands go; what is not done is left."""
        dismiss(self._hands)

    def _take_on(self) -> None:
        hand = Hand(self._answer_orders)
        self._hands.append(hand)
        self._known[hand] = len(self._jobs)
        self._set[hand] = []
        self._done[hand] = 0

    def _let_tired_go(self) -> None:
        for hand in self._hands.copy():
            if self._done[hand] >= _MOST_DONE and not self._set[hand] and hand not in self._working:
                self._hands.remove(hand)
                hand.retire()

    def _give_order(self, hand: Hand) -> None:
        """Have a hand lay out a job's pages, or paint some that it has laid out, or neither."""
        ready = next((job for job in self._set[hand] if job.first is not None), None)
        waiting = (job for jobs in self._set.values() for job in jobs)
        has_room = sum(len(job.ids or ()) for job in waiting) < _MOST_SET
        if self._open and has_room and (ready is None or hand is not self._hands[0]):
            self._have_set(hand, self._next(hand))
        elif ready is not None:
            self._working[hand] = ready
            hand.send((self._jobs.index(ready), None, ready.first))
        elif self._open and not self._working:
            # Its number is known, and those that wait get theirs.
            self._have_set(hand, self._open[0])

    def _next(self, hand: Hand) -> Job:
        """Return one of the jobs that come next."""
        choose = max if hand is self._hands[0] else min
        return choose(self._open[: len(self._hands) + 1], key=lambda job: job.length)

    def _have_set(self, hand: Hand, job: Job) -> None:
        self._open.remove(job)
        self._working[hand] = job
        number = self._jobs.index(job)
        hand.send((number, job.root if number >= self._known[hand] else None, None))

    def _answer_orders(self, hand: Hand) -> None:
        """Do what is ordered; runs in another process."""
        settings: dict[int, Setting] = {}
        for number, root, first in hand.orders():
            if first is None:
                root = self._jobs[number].root if root is None else root
                setting = settings[number] = set_pages(root, self._engine)
                hand.answer(setting.ids)
            else:
                setting = settings.pop(number)
                forme = impression(setting, self._engine, first, is_pdf2=self._is_pdf2)
                hand.answer(forme.to_bytes())
