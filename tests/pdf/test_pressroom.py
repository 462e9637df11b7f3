"""The pressroom: in which order hands lay out and paint, told by a clock of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree

import pytest

from proofpress.pdf import pressroom
from proofpress.pdf.pressroom import Job, ManyHands

_PAGES_PER_CHAPTER = 4
_GLOSSARY = 10
"""Chapters' length."""


@dataclass(eq=False)
class Hand:
    """A hand that needs three hours to lay out a chapter and one to paint it."""

    shop: Shop
    order: tuple[int, Any, int | None] | None = None
    ready_at: float = 0

    def send(self, order: tuple[int, Any, int | None]) -> None:
        """Take an order."""
        number, _, first = order
        length = self.shop.jobs[number].length
        self.order = order
        self.ready_at = self.shop.hour + length * (3 if first is None else 1)

    def retire(self) -> None:
        """Go home."""
        self.shop.retired += 1
        assert self.order is None or self.ready_at <= self.shop.hour


@dataclass
class Shop:
    """Simulates a pressroom; what is done stands in `log`, with hand, number of job, and hour."""

    jobs: list[Job] = field(default_factory=list)
    hands: list[Hand] = field(default_factory=list)
    hour: float = 0
    log: list[tuple[str, int, int, float]] = field(default_factory=list)
    most_waiting: int = 0
    retired: int = 0
    room: ManyHands | None = None

    def take_on(self, _work: object) -> Hand:
        """Stand in for `Hand`."""
        self.hands.append(Hand(self))
        return self.hands[-1]

    def answers_of(self, hands: Sequence[Hand]) -> Iterator[tuple[Hand, Any]]:
        """Stand in for `answers_of`: the hand that is ready first."""
        hand = min(hands, key=lambda one: one.ready_at)
        self.hour = hand.ready_at
        assert hand.order is not None
        number, _, first = hand.order
        done = 'set' if first is None else 'painted'
        self.log.append((done, self.hands.index(hand), number, self.hour))
        waiting = sum(one[0] == 'set' for one in self.log) * 2 - len(self.log)
        self.most_waiting = max(self.most_waiting, waiting)
        pages = _PAGES_PER_CHAPTER * self.jobs[number].length
        yield hand, (('id',),) * pages if first is None else b'forme'

    def add(self, lengths: Sequence[int]) -> list[Job]:
        """Add jobs of so many chapters' length."""
        jobs = [Job(ElementTree.fromstring(f'<p>{"x" * length}</p>')) for length in lengths]
        assert self.room is not None
        self.jobs += jobs
        for job in jobs:
            self.room.add(job)
        return jobs

    def work_until(self, is_done: Callable[[], bool]) -> None:
        """Have jobs done, and tell those their numbers whose turn it is."""
        assert self.room is not None
        while not is_done():
            for index, job in enumerate(self.jobs):
                if all(before.ids is not None for before in self.jobs[:index]):
                    job.first = 1
            self.room.work()


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    shop = Shop()
    monkeypatch.setattr(pressroom, 'Hand', shop.take_on)
    monkeypatch.setattr(pressroom, 'answers_of', shop.answers_of)
    monkeypatch.setattr(pressroom, 'read_forme', lambda content: content)
    return shop


def printed(shop: Shop, hands: int) -> tuple[float, float]:
    """Print forty chapters, then what needs their numbers; return the hours of both ends."""
    shop.room = ManyHands(None, hands, is_pdf2=False)  # type: ignore[arg-type]
    body = shop.add([1] * 40)
    shop.work_until(lambda: all(job.ids for job in body))
    known_at = shop.hour
    shop.add([2, _GLOSSARY, 1])
    shop.work_until(lambda: all(job.forme for job in shop.jobs))
    return known_at, shop.hour


def test_the_glossary_is_laid_out_while_the_body_is_painted(shop: Shop) -> None:
    """Two hands together need as long as one could at best; they must not wait for each other."""
    known_at, end = printed(shop, 2)
    work = (40 + 2 + _GLOSSARY + 1) * 4
    assert known_at < 40 * 4 / 2
    assert end <= work / 2 + 6
    assert ('set', 0, 41) in [entry[:3] for entry in shop.log]


@pytest.mark.parametrize('hands', [1, 2, 3, 8])
@pytest.mark.parametrize('most', [1, 20, 128])
def test_few_pages_wait_to_be_painted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, hands: int, most: int
) -> None:
    """Pages that are laid out take memory; and all are printed in the end."""
    monkeypatch.setattr(pressroom, '_MOST_SET', most)
    printed(shop, hands)
    for done in ('set', 'painted'):
        assert sorted(n for what, _, n, _ in shop.log if what == done) == list(range(43))
    assert shop.most_waiting <= most / _PAGES_PER_CHAPTER + hands + 1


def test_pages_are_painted_by_who_has_laid_them_out(shop: Shop) -> None:
    """Nobody else has them."""
    printed(shop, 3)
    who = {
        done: {n: hand for what, hand, n, _ in shop.log if what == done}
        for done in ('set', 'painted')
    }
    assert who['set'] == who['painted']


def test_hands_that_have_printed_much_are_replaced(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory of a long report must not grow with its pages; and all are printed in the end."""
    monkeypatch.setattr(pressroom, '_MOST_DONE', 20)
    monkeypatch.setattr(pressroom, '_MOST_SET', 8)
    printed(shop, 2)
    done = {n for what, _, n, _ in shop.log if what == 'painted'}
    pages = [0] * len(shop.hands)
    for what, hand, number, _ in shop.log:
        pages[hand] += _PAGES_PER_CHAPTER * shop.jobs[number].length * (what == 'painted')
    assert done == set(range(43))
    assert shop.retired > 3
    # Who holds pages paints them first; two hands that stay would print 106 each.
    assert max(pages) < 20 + 8 + _GLOSSARY * _PAGES_PER_CHAPTER


def test_the_first_hand_takes_the_longest_of_what_comes_next(shop: Shop) -> None:
    """A long chapter must not be begun when the others are through with theirs."""
    shop.room = ManyHands(None, 2, is_pdf2=False)  # type: ignore[arg-type]
    shop.add([2, 1, 3, 9, 1, 1])
    shop.work_until(lambda: all(job.forme for job in shop.jobs))
    set_by = [
        [n for what, hand, n, _ in shop.log if (what, hand) == ('set', mine)] for mine in (0, 1)
    ]
    assert set_by[0][0] == 2, "the longest of the first three"
    assert set_by[1][:2] == [1, 4], "the shortest of the first three, and of the next"
