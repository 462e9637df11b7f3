"""The bench: what was saved last is made first, and what is of yesterday is not made to its end."""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from proofpress.diagnostics import Diagnostic
from proofpress.limits import Limits
from proofpress.outcome import Made, Outcome
from proofpress.product import ProductFile
from proofpress.serve.bench import Bench, Shop
from proofpress.serve.board import Board, Phase, State
from proofpress.serve.galley import Advance, Galley, GalleyDesks
from proofpress.worker.confine import Reach
from proofpress.worker.supervise import Begin, Job, temporary_place
from tests.serve.running import Advanced, Pulled, until

# The bench's threads touch nothing that a worker could find half done (since Python 3.12 any fork
# beside threads is warned of).
pytestmark = pytest.mark.filterwarnings('ignore:.*multi-threaded.*:DeprecationWarning')

FAULT = Diagnostic('unknown-actor', "A fault")


@dataclass
class House:
    """A house that makes reports of one word: what stands in their article."""

    folder: Path
    placed: list[str] = field(default_factory=list)
    listed: int = 0

    def write(self, slug: str, word: str) -> None:
        """Save an article of one word."""
        (self.folder / slug).mkdir(exist_ok=True)
        (self.folder / slug / 'report.md').write_text(word)

    def shop(self) -> Shop:
        """Return what the bench is told of the house."""
        return Shop(
            self.folder / 'out', Limits(), self.job, self.place, lambda _: None, _word,
            self.list_all, lambda _: None,
        )  # fmt: skip

    def job(self, folder: Path) -> Job:
        """Return the making of what the article says now: some words mean more."""
        word = _word(folder)

        def task(begin: Begin) -> Made:
            begin(f"making {word}")
            if word.startswith('slow'):
                time.sleep(30)
            if word == 'broken':
                raise ValueError(word)
            if word.startswith('wrong'):
                return Made((FAULT,), {'report.md': word}, folder.name)
            return Made((), {'report.md': word}, folder.name, (ProductFile('x', word.encode()),))

        return Job(folder.name, task, Reach((folder,), temporary_place()))

    def place(self, _: Path, made: Made) -> Outcome:
        """Publish, and remember it."""
        if made.files:
            self.placed.append(made.files[0].content.decode())
        return Outcome(made.diagnostics, made.texts, is_published=bool(made.files))

    def list_all(self) -> None:
        """Count the catalogues."""
        self.listed += 1


def _word(folder: Path) -> str:
    return (folder / 'report.md').read_text()


@contextmanager
def at_work(
    house: House, *slugs: str, count: int = 1, galleys: GalleyDesks | None = None
) -> Iterator[tuple[Board, Bench]]:
    board = Board(State(slug, house.folder / slug) for slug in slugs)
    bench = Bench(board, replace(house.shop(), galleys=galleys), count)
    bench.start()
    try:
        yield board, bench
    finally:
        bench.stop()


def phase_of(board: Board, slug: str, *phases: Phase) -> Callable[[], bool]:
    def is_so() -> bool:
        state = board.state(slug)
        return state is not None and state.phase in phases

    return is_so


def test_a_save_ends_the_worker_that_makes_what_is_of_yesterday(tmp_path: Path) -> None:
    """Who writes on does not wait for pages that nobody wants any more."""
    house = House(tmp_path)
    house.write('a', 'slow')
    with at_work(house, 'a') as (board, bench):
        until(lambda: (state := board.state('a')) and state.doing == 'making slow')
        house.write('a', 'new')
        start = time.monotonic()
        bench.saved('a')
        until(phase_of(board, 'a', Phase.PUBLISHED))
        assert time.monotonic() - start < 20
        assert house.placed == ['new']
        until(lambda: house.listed == 1)


def test_what_says_what_it_said_is_not_made_again(tmp_path: Path) -> None:
    """Some editors save every minute."""
    house = House(tmp_path)
    house.write('a', 'word')
    with at_work(house, 'a') as (board, bench):
        until(phase_of(board, 'a', Phase.PUBLISHED))
        bench.saved('a')
        bench.saved('a')
        house.write('a', 'other')
        bench.saved('a')
        until(lambda: house.placed[-1] == 'other')
        until(phase_of(board, 'a', Phase.PUBLISHED))
        assert house.placed == ['other'] or house.placed == ['word', 'other']
        assert len(house.placed) == 2


def test_the_report_that_was_saved_last_is_made_first(tmp_path: Path) -> None:
    """Thirty reports of the archive can wait; the one on the desk cannot."""
    house = House(tmp_path)
    for slug in ('a', 'b', 'c', 'd'):
        house.write(slug, f'slow {slug}' if slug == 'a' else slug)
    with at_work(house, 'a', 'b', 'c', 'd') as (board, bench):
        until(phase_of(board, 'a', Phase.BUILDING))
        house.write('c', 'c, mended')
        bench.saved('c')
        bench.prefer('d')
        house.write('a', 'a')
        bench.saved('a')
        until(lambda: len(house.placed) == 4)
        assert house.placed == ['a', 'd', 'c, mended', 'b']


def test_a_refused_report_keeps_what_stood_and_is_tried_again(tmp_path: Path) -> None:
    """The disk was full; now it is not, though nothing was written otherwise."""
    house = House(tmp_path)
    house.write('a', 'wrong')
    with at_work(house, 'a') as (board, bench):
        until(phase_of(board, 'a', Phase.REFUSED))
        state = board.state('a')
        assert state is not None
        assert state.diagnostics == (FAULT,)
        assert state.found == 1
        bench.saved('a')
        until(lambda: (now := board.state('a')) and now.found == 2)


def test_a_fault_of_ours_is_said_to_be_ours(tmp_path: Path) -> None:
    """The author would look for it in vain."""
    house = House(tmp_path)
    house.write('a', 'broken')
    with at_work(house, 'a') as (board, bench):
        until(phase_of(board, 'a', Phase.FAILED))
        state = board.state('a')
        assert state is not None
        assert state.doing == "ValueError while making broken"
        house.write('a', 'whole')
        bench.saved('a')
        until(phase_of(board, 'a', Phase.PUBLISHED))


def test_a_folder_that_vanishes_is_waited_for(tmp_path: Path) -> None:
    """It was renamed, or another branch was checked out."""
    house = House(tmp_path)
    house.write('a', 'word')
    with at_work(house, 'a') as (board, bench):
        until(phase_of(board, 'a', Phase.PUBLISHED))
        (tmp_path / 'a').rename(tmp_path / 'elsewhere')
        bench.saved('a')
        until(phase_of(board, 'a', Phase.GONE))
        (tmp_path / 'elsewhere').rename(tmp_path / 'a')
        bench.saved('a')
        until(phase_of(board, 'a', Phase.PUBLISHED))


@dataclass
class Puller:
    """Sets the word of a report ahead, when it is one that can be."""

    folder: Path
    closed: list[str]
    readied: list[str] = field(default_factory=list)

    def get_ready(self) -> None:
        """Count how often it was told that something is published."""
        self.readied.append(self.folder.name)

    def advance(self) -> Advance | None:
        """Return the word as a web page."""
        word = _word(self.folder)
        return Advanced(word.encode()) if 'advance' in word else None

    def galley(self) -> Galley | None:
        """Return the word as a galley."""
        word = _word(self.folder)
        return Pulled(word.encode(), 0, 1, ('1',)) if 'ahead' in word else None

    def close(self) -> None:
        """Remember that it was closed."""
        self.closed.append(self.folder.name)


def test_pages_that_can_be_set_ahead_are_shown_until_all_are_published(tmp_path: Path) -> None:
    """The author sees the word at once; the contents and the glossary follow."""
    house = House(tmp_path)
    house.write('a', 'word')
    closed: list[str] = []
    with at_work(house, 'a', galleys=lambda folder: Puller(folder, closed)) as (board, bench):
        until(phase_of(board, 'a', Phase.PUBLISHED))
        house.write('a', 'slow, ahead')
        bench.saved('a')
        until(lambda: (state := board.state('a')) and state.galley)
        state = board.state('a')
        assert state is not None
        assert state.phase in (Phase.WAITING, Phase.BUILDING)
        assert (state.galley and state.galley.pdf, state.pulled) == (b'slow, ahead', 1)
        house.write('a', 'slow, ahead again')
        bench.saved('a')
        until(lambda: (state := board.state('a')) and state.pulled == 2)
        house.write('a', 'quick')
        bench.saved('a')
        until(phase_of(board, 'a', Phase.PUBLISHED))
        state = board.state('a')
        assert state is not None
        assert state.galley is None
    assert closed == ['a']
    assert house.placed == ['word', 'quick']


def test_what_is_made_in_advance_is_shown_until_all_is_published(tmp_path: Path) -> None:
    """An edit that sets no pages of its own shows in the web page all the same."""
    house = House(tmp_path)
    house.write('a', 'word')
    puller = Puller(tmp_path / 'a', [])
    with at_work(house, 'a', galleys=lambda _: puller) as (board, bench):
        until(phase_of(board, 'a', Phase.PUBLISHED))
        bench.prefer('a')
        until(lambda: puller.readied == ['a'])
        house.write('a', 'slow, in advance')
        bench.saved('a')
        until(lambda: (state := board.state('a')) and state.advance)
        state = board.state('a')
        assert state is not None
        assert state.advance is not None
        assert (state.advance.web, state.advanced) == (b'slow, in advance', 1)
        assert state.galley is None
        assert house.placed == ['word'], "nothing is published in advance"
        house.write('a', 'quick')
        bench.saved('a')
        until(phase_of(board, 'a', Phase.PUBLISHED))
        state = board.state('a')
        assert state is not None
        assert state.advance is None
        until(lambda: puller.readied == ['a', 'a'])


def test_what_is_of_yesterday_is_not_written_on_the_board() -> None:
    """A page made ahead must not hide the edition that overtook it."""
    board = Board([State('a', Path('a'))])
    board.change('a', found=1)
    assert not board.add('a', 0, advance=Advanced(b''))
    state = board.state('a')
    assert state is not None
    assert state.advance is None
    assert board.add('a', 1, doing="proofing")


@pytest.mark.parametrize('phase', [Phase.PUBLISHED, Phase.REFUSED, Phase.FAILED, Phase.GONE])
def test_nothing_is_made_ahead_of_what_is_done(phase: Phase) -> None:
    """“The rest follows” would be said of it for ever."""
    board = Board([State('a', Path('a'), phase)])
    assert not board.add('a', 0, advance=Advanced(b''))
    state = board.state('a')
    assert state is not None
    assert state.advance is None


@pytest.mark.parametrize('word', ['ahead, in advance', 'wrong, ahead, in advance'])
def test_a_galley_that_comes_late_is_not_shown(word: str, tmp_path: Path) -> None:
    """The setter had another report in hand, and the whole was done before it came to this one."""
    house = House(tmp_path)
    house.write('a', 'word')
    house.write('b', 'word')
    begun, may_go_on = threading.Event(), threading.Event()

    class Slow(Puller):
        def galley(self) -> Galley | None:
            """Take until the other report is done."""
            begun.set()
            may_go_on.wait(30)
            return None

    def desk(folder: Path) -> Puller:
        return (Slow if folder.name == 'b' else Puller)(folder, [])

    with at_work(house, 'a', 'b', galleys=desk) as (board, bench):
        until(lambda: len(house.placed) == 2)
        house.write('b', 'other')
        bench.saved('b')
        assert begun.wait(30)
        house.write('a', word)
        bench.saved('a')
        until(lambda: (state := board.state('a')) and state.found == 2)
        may_go_on.set()
        until(lambda: not bench._unset)
        begun.clear()
        house.write('b', 'word again')
        bench.saved('b')
        assert begun.wait(30), "who sets this one is done with the other"
        state = board.state('a')
        assert state is not None
        assert (state.galley, state.advance) == (None, None)


def test_what_cannot_be_set_ahead_takes_what_was_away(tmp_path: Path) -> None:
    """The page of the former save would be read as that of this one."""
    house = House(tmp_path)
    house.write('a', 'word')
    with at_work(house, 'a', galleys=lambda folder: Puller(folder, [])) as (board, bench):
        until(phase_of(board, 'a', Phase.PUBLISHED))
        house.write('a', 'slow, ahead, in advance')
        bench.saved('a')
        until(lambda: (state := board.state('a')) and state.galley and state.advance)
        house.write('a', 'slow')
        bench.saved('a')
        until(lambda: (now := board.state('a')) and now.galley is None and now.advance is None)
        assert phase_of(board, 'a', Phase.WAITING, Phase.BUILDING)()


def test_a_desk_that_finds_no_room_ends_nothing(tmp_path: Path) -> None:
    """The disk was full for a moment: the next save has a galley again."""
    house = House(tmp_path)
    house.write('a', 'word')
    closed: list[str] = []

    class Poor(Puller):
        def galley(self) -> Galley | None:
            """Find no room."""
            if 'no room' in _word(self.folder):
                raise no_room()
            return super().galley()

    with at_work(house, 'a', galleys=lambda folder: Poor(folder, closed)) as (board, bench):
        until(phase_of(board, 'a', Phase.PUBLISHED))
        house.write('a', 'slow, no room')
        bench.saved('a')
        until(lambda: closed == ['a'])
        house.write('a', 'slow, ahead')
        bench.saved('a')
        until(lambda: (state := board.state('a')) and state.galley)


def test_a_desk_is_opened_anew_when_what_it_was_opened_with_is_another(tmp_path: Path) -> None:
    """Else its pages have the old style, or none at all, until the preview is started again."""
    house = House(tmp_path)
    house.write('a', 'word')
    opened: list[Path] = []
    closed: list[str] = []
    styles = ['serif']

    def galleys(folder: Path) -> Puller:
        opened.append(folder)
        return Puller(folder, closed)

    board = Board([State('a', tmp_path / 'a')])
    shop = replace(house.shop(), galleys=galleys, around=lambda _: tuple(styles))
    bench = Bench(board, shop, 1)
    bench.start()
    try:
        until(phase_of(board, 'a', Phase.PUBLISHED))
        for number, style in enumerate(('serif', 'serif', 'sans'), 1):
            styles[0] = style
            house.write('a', f'slow, ahead {number}')
            bench.saved('a')
            until(lambda now=number: (state := board.state('a')) and state.pulled == now)
        assert (len(opened), closed) == (2, ['a'])
    finally:
        bench.stop()
    assert closed == ['a', 'a']


def test_nothing_is_begun_when_all_is_over(tmp_path: Path) -> None:
    """Control-C need not wait for pages that nobody will see."""
    house = House(tmp_path)
    house.write('a', 'word')
    begun, may_go_on = threading.Event(), threading.Event()
    asked: list[str] = []

    class Slow(Puller):
        def galley(self) -> Galley | None:
            """Take until all is over."""
            begun.set()
            may_go_on.wait(30)
            return None

        def advance(self) -> Advance | None:
            """Remember that it was asked."""
            asked.append(self.folder.name)
            return None

    with at_work(house, 'a', galleys=lambda folder: Slow(folder, [])) as (_, bench):
        house.write('a', 'slow')
        bench.saved('a')
        assert begun.wait(30)
        ending = threading.Thread(target=bench.stop)
        ending.start()
        until(lambda: bench._is_over)
        may_go_on.set()
        ending.join()
    assert asked == []


def no_room() -> OSError:
    """Return what is raised when the disk is full."""
    return OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize('stage', ['job', 'place'])
def test_the_trouble_of_one_report_ends_no_other(tmp_path: Path, stage: str) -> None:
    """There is no room on the disk for a worker, or for what it made; then there is."""
    house = House(tmp_path)
    for slug in ('a', 'b'):
        house.write(slug, f'{slug}, no room' if slug == 'a' else slug)

    class Poor(House):
        def job(self, folder: Path) -> Job:
            if stage == 'job' and 'no room' in _word(folder):
                raise no_room()
            return super().job(folder)

        def place(self, folder: Path, made: Made) -> Outcome:
            if stage == 'place' and 'no room' in _word(folder):
                raise no_room()
            return super().place(folder, made)

    poor = Poor(tmp_path)
    with at_work(poor, 'a', 'b') as (board, bench):
        until(phase_of(board, 'a', Phase.FAILED))
        state = board.state('a')
        assert state is not None
        doing = {'job': "reading the report", 'place': "publishing"}
        assert state.doing == f"No space left on device while {doing[stage]}"
        until(phase_of(board, 'b', Phase.PUBLISHED))
        poor.write('a', 'a')
        bench.saved('a')
        until(phase_of(board, 'a', Phase.PUBLISHED))


def test_a_fault_in_the_bench_lets_it_end(tmp_path: Path) -> None:
    """The command says what happened; it must not wait for who is no more."""
    house = House(tmp_path)
    house.write('a', 'word')
    faults: list[object] = []
    before, threading.excepthook = threading.excepthook, lambda fault: faults.append(fault.exc_type)

    class Faulty(House):
        def job(self, folder: Path) -> Job:
            raise LookupError(folder)

    try:
        with at_work(Faulty(tmp_path), 'a'):
            until(lambda: faults)
    finally:
        threading.excepthook = before
    assert faults == [LookupError]


def test_a_save_while_the_standing_is_looked_at_is_built(tmp_path: Path) -> None:
    """The preview begins, and the author does not wait for it."""
    house = House(tmp_path)
    house.write('a', 'word')
    (tmp_path / 'out' / 'a').mkdir(parents=True)
    said = '{"publication": {"title": "A"}, "inputs": {}}'
    (tmp_path / 'out' / 'a' / 'manifest.json').write_text(said)

    def findings(_: Path) -> tuple[Diagnostic, ...]:
        house.write('a', 'other')
        return ()

    board = Board([State('a', tmp_path / 'a')])
    bench = Bench(board, replace(house.shop(), findings=findings), 1)
    bench.start()
    try:
        assert phase_of(board, 'a', Phase.PUBLISHED)()
        bench.saved('a')
        until(lambda: house.placed == ['other'])
    finally:
        bench.stop()


def test_a_folder_that_vanishes_is_made_no_more(tmp_path: Path) -> None:
    """Its worker has other reports to make."""
    house = House(tmp_path)
    for slug in ('a', 'b', 'c'):
        house.write(slug, f'slow {slug}' if slug == 'a' else slug)
    with at_work(house, 'a', 'b', 'c') as (board, bench):
        until(lambda: (state := board.state('a')) and state.doing == 'making slow a')
        start = time.monotonic()
        for slug in ('a', 'c'):
            (tmp_path / slug).rename(tmp_path / f'{slug}, elsewhere')
            bench.saved(slug)
        until(lambda: house.listed == 1)
        assert time.monotonic() - start < 20
        assert house.placed == ['b']
        assert phase_of(board, 'a', Phase.GONE)()
        assert phase_of(board, 'c', Phase.GONE)()


def test_a_folder_that_vanishes_while_it_is_published_is_gone(tmp_path: Path) -> None:
    """What stands is of a report that is no more."""

    class Fleeting(House):
        def place(self, folder: Path, made: Made) -> Outcome:
            """Publish, while the folder is moved away for the first time."""
            if not self.placed:
                folder.rename(tmp_path / 'elsewhere')
                bench.saved('a')
            return super().place(folder, made)

    house = Fleeting(tmp_path)
    house.write('a', 'word')
    board = Board([State('a', tmp_path / 'a')])
    bench = Bench(board, house.shop(), 1)
    bench.start()
    try:
        until(lambda: house.listed == 1)
        assert phase_of(board, 'a', Phase.GONE)()
        (tmp_path / 'elsewhere').rename(tmp_path / 'a')
        bench.saved('a')
        until(phase_of(board, 'a', Phase.PUBLISHED))
    finally:
        bench.stop()


def test_products_that_others_changed_are_made_anew(tmp_path: Path) -> None:
    """Somebody ran `make clean`, or a build beside the preview."""
    house = House(tmp_path)
    house.write('a', 'word')
    with at_work(house, 'a') as (board, bench):
        until(phase_of(board, 'a', Phase.PUBLISHED))
        bench.look_again('a')
        until(lambda: house.placed == ['word', 'word'])
        until(phase_of(board, 'a', Phase.PUBLISHED))


def test_the_end_comes_at_once(tmp_path: Path) -> None:
    """Control-C is meant."""
    house = House(tmp_path)
    for slug in ('a', 'b', 'c'):
        house.write(slug, f'slow {slug}')
    with at_work(house, 'a', 'b', 'c', count=2) as (board, _):
        until(phase_of(board, 'a', Phase.BUILDING))
        start = time.monotonic()
    assert time.monotonic() - start < 20
    assert house.placed == []
