"""The bench: makes reports anew when they were saved, the one that was touched last first.

In: word that a report has changed.  Out: its products, published, or what keeps them from being;
the board says how far it is.  A save that comes while a report is made ends that worker: what it
makes is of yesterday.  How a report is made and placed, the bench is told (`Shop`).
"""

from __future__ import annotations

import multiprocessing
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from proofpress.diagnostics import Diagnostic, has_errors
from proofpress.limits import Limits
from proofpress.outcome import Made, Outcome
from proofpress.serve.board import Board, Phase, State
from proofpress.serve.editions import input_paths, standing_edition
from proofpress.serve.galley import GalleyDesk, GalleyDesks
from proofpress.serve.source import first_change, read_texts
from proofpress.worker.supervise import Job, WorkerError, work_all

_SETTLED = frozenset({Phase.WAITING, Phase.BUILDING, Phase.PUBLISHED})
"""Phases in which nothing is to be done for a report that was saved and says what it said."""

_NOTHING_AHEAD: Mapping[str, Any] = {'galley': None, 'advance': None}


@dataclass(frozen=True, slots=True)
class Shop:
    """What is done elsewhere: by the press, the publisher and those who know what is fresh."""

    out: Path
    """The folder of products."""
    limits: Limits
    job: Callable[[Path], Job]
    """The making of a report's products, as it is written now."""
    place: Callable[[Path, Made], Outcome]
    """Publishes them."""
    findings: Callable[[Path], tuple[Diagnostic, ...] | None]
    """What was found when the standing products were built; None when they are stale."""
    key: Callable[[Path], str]
    """A digest of all that products depend on."""
    list_all: Callable[[], object]
    """Writes the catalogue anew."""
    tell: Callable[[State], None]
    """Hears of a report that is done."""
    galleys: GalleyDesks | None = None
    """Who sets pages ahead of the rest, if somebody does."""
    around: Callable[[Path], object] = lambda _: None
    """What a desk is opened with; when that is another, so must be the desk."""


class Bench:
    """Some threads, each with one report in the hands of a worker."""

    def __init__(self, board: Board, shop: Shop, count: int) -> None:
        self._board = board
        self._shop = shop
        self._turn = threading.Condition()
        self._stale: list[str] = []
        """The most urgent last."""
        self._recalls: dict[str, Connection] = {}
        self._keys: dict[str, str] = {}
        """Of what was made last, or is made now."""
        self._desks: dict[str, GalleyDesk] = {}
        self._around: dict[str, object] = {}
        """What each desk was opened with."""
        self._unset: list[str] = []
        """Reports of which a galley is wanted."""
        self._closed: list[str] = []
        """Reports whose desk is to be opened, or to look at what is published now."""
        self._is_over = False
        self._threads = [threading.Thread(target=self._make_all) for _ in range(count)]
        if shop.galleys is not None:
            self._threads.append(threading.Thread(target=self._set_all))

    def start(self) -> None:
        """See what is stale, and begin with it."""
        for state in reversed(self._board.states()):
            self._open(state)
        for thread in self._threads:
            thread.start()

    def saved(self, slug: str) -> None:
        """Make a report anew, unless it says what it said."""
        state = self._board.state(slug)
        if state is None:
            return
        if not state.folder.is_dir():
            self._give_up(slug)
            return
        with suppress(OSError):
            key = self._shop.key(state.folder)
            if key == self._keys.get(slug) and state.phase in _SETTLED:
                return
            self._keys[slug] = key
        with self._turn:
            self._want(slug)
            self._recall(slug)
            if self._shop.galleys is not None and slug not in self._unset:
                self._unset.append(slug)
            self._turn.notify_all()

    def prefer(self, slug: str) -> None:
        """Make a report before others, if it is to be made: somebody looks at it.

        Its desk is opened, so that the first edit can have a galley.
        """
        with self._turn:
            if slug in self._stale:
                self._want(slug)
            has_desk = slug in self._desks or slug in self._closed
            if self._shop.galleys is not None and not has_desk:
                self._closed.append(slug)
                self._turn.notify_all()

    def look_again(self, slug: str) -> None:
        """See what stands of a report whose products are not those that were known.

        Another command published it, or somebody took it away: it is made anew.
        """
        state = self._board.state(slug)
        if state is None or state.phase is not Phase.PUBLISHED:
            return
        texts = state.edition.texts if state.edition else {}
        self._board.change(slug, edition=standing_edition(self._shop.out, slug, texts))
        with self._turn:
            self._want(slug)
            self._turn.notify_all()

    def stop(self) -> None:
        """End all work, and what does it."""
        with self._turn:
            self._is_over = True
            self._turn.notify_all()
            for slug in self._recalls:
                self._recall(slug)
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()
        for desk in self._desks.values():
            desk.close()

    def _want(self, slug: str) -> None:
        if slug in self._stale:
            self._stale.remove(slug)
        self._stale.append(slug)
        if slug not in self._recalls:
            self._board.change(slug, phase=Phase.WAITING, doing='')

    def _recall(self, slug: str) -> None:
        """End the worker that makes a report, if there is one."""
        if slug in self._recalls:
            # Who listens may have ended by itself.
            with suppress(OSError):
                self._recalls[slug].send_bytes(b'recalled')

    def _give_up(self, slug: str) -> None:
        """Make nothing of a report whose folder is gone."""
        with self._turn:
            for queue in (self._stale, self._unset, self._closed):
                if slug in queue:
                    queue.remove(slug)
            self._recall(slug)
            self._board.change(slug, phase=Phase.GONE, doing='', **_NOTHING_AHEAD)

    def _open(self, state: State) -> None:
        """Say what stands of a report, and have it made if that is of yesterday."""
        with suppress(OSError):
            # Before it is looked at: a save that comes meanwhile must be another.
            self._keys[state.slug] = self._shop.key(state.folder)
        found = self._shop.findings(state.folder)
        # Of an edition that is of yesterday, the texts of today are the best that can be had.
        texts = read_texts(state.folder, input_paths(self._shop.out, state.slug))
        edition = standing_edition(self._shop.out, state.slug, texts)
        if found is None or edition is None:
            self._board.change(state.slug, edition=edition)
            with self._turn:
                self._want(state.slug)
            return
        self._board.change(
            state.slug,
            edition=edition,
            phase=Phase.PUBLISHED,
            diagnostics=found,
            texts=texts,
            found=state.found + 1,
        )

    def _make_all(self) -> None:
        """Make what is stale until all is over; runs in a thread of its own."""
        while (taken := self._take()) is not None:
            state, recall = taken
            with recall:
                try:
                    told = self._make(state, recall)
                finally:
                    is_last = self._put_down(state.slug)
            if told is not None and told.phase is not Phase.GONE:
                self._shop.tell(told)
            if is_last:
                self._shop.list_all()

    def _take(self) -> tuple[State, Connection] | None:
        """Wait for the most urgent report that nobody makes; None when all is over."""

        def free() -> list[str]:
            return [slug for slug in self._stale if slug not in self._recalls]

        with self._turn:
            self._turn.wait_for(lambda: self._is_over or free())
            if self._is_over:
                return None
            slug = free()[-1]
            self._stale.remove(slug)
            recall, self._recalls[slug] = multiprocessing.Pipe(duplex=False)
            doing = "reading the report"
            return self._board.change(slug, phase=Phase.BUILDING, doing=doing), recall

    def _put_down(self, slug: str) -> bool:
        """Leave a report to others; tell whether nothing more is to be made."""
        with self._turn:
            self._recalls.pop(slug).close()
            if slug in self._stale:
                self._board.change(slug, phase=Phase.WAITING, doing='')
            self._turn.notify_all()
            return not self._stale and not self._recalls and not self._is_over

    def _make(self, state: State, recall: Connection) -> State | None:
        """Make a report, and return what is known of it then; None when it was recalled."""
        doing = state.doing

        def begin(_: str, now: str) -> None:
            nonlocal doing
            doing = now
            self._board.add(state.slug, state.found, doing=now)

        try:
            job = self._shop.job(state.folder)
            with closing(work_all([job], self._shop.limits, 1, begin, recall)) as ends:
                for _, end in ends:
                    begin(state.slug, "publishing")
                    return self._published(state, end)
        except OSError as error:
            # The folder went, the disk is full, or the system allows no process more.
            if not state.folder.is_dir():
                self._give_up(state.slug)
                return None
            words = f"{error.strerror or type(error).__name__} while {doing}"
            trace = ''.join(traceback.format_exception(error))
            return self._ended(state, Phase.FAILED, doing=words, trace=trace)
        return None

    def _published(self, state: State, end: Made | WorkerError) -> State:
        """Publish what was made, and write on the board what came of it."""
        slug = state.slug
        if isinstance(end, WorkerError):
            words = f"{end.name} while {end.doing}"
            return self._ended(state, Phase.FAILED, doing=words, trace=end.trace)
        outcome = self._shop.place(state.folder, end)
        is_refused = not outcome.is_published or has_errors(outcome.diagnostics)
        edition, changed = state.edition, state.changed
        if outcome.is_published:
            changed = first_change(edition.texts, outcome.texts) if edition else None
            edition = standing_edition(self._shop.out, slug, outcome.texts)
        told = self._ended(
            state,
            Phase.REFUSED if is_refused else Phase.PUBLISHED,
            diagnostics=outcome.diagnostics,
            texts=outcome.texts,
            edition=edition,
            changed=changed,
        )
        with self._turn:
            if outcome.is_published and slug in self._desks and slug not in self._closed:
                self._closed.append(slug)
                self._turn.notify_all()
        return told

    def _ended(self, state: State, phase: Phase, doing: str = '', **changes: Any) -> State:
        """Write on the board how the making ended; a report that is gone meanwhile stays so."""
        with self._turn:
            now = self._board.state(state.slug)
            if now is not None and now.phase is Phase.GONE:
                phase, doing = Phase.GONE, ''
            ending = {'phase': phase, 'doing': doing, 'found': state.found + 1}
            return self._board.change(state.slug, **ending, **_NOTHING_AHEAD, **changes)

    def _set_all(self) -> None:
        """Set galleys of what was saved until all is over; runs in a thread of its own."""
        while (taken := self._take_unset()) is not None:
            slug, is_saved = taken
            state = self._board.state(slug)
            if state is None or self._shop.galleys is None:
                continue
            try:
                desk = self._desk(state, self._shop.galleys)
                if is_saved:
                    self._set(state, desk)
                else:
                    desk.get_ready()
            except OSError:
                # The build says what is wrong; the next save opens another desk.
                self._dismiss(slug)
                self._show(state, **_NOTHING_AHEAD)

    def _desk(self, state: State, opened: GalleyDesks) -> GalleyDesk:
        """Return a report's desk: one that knows the styles and the files beside it as they are."""
        around = self._shop.around(state.folder)
        if self._around.get(state.slug) != around:
            self._dismiss(state.slug)
        if state.slug not in self._desks:
            self._desks[state.slug] = opened(state.folder)
            self._around[state.slug] = around
        return self._desks[state.slug]

    def _set(self, state: State, desk: GalleyDesk) -> None:
        """Show what can be set of a save ahead of the rest, in place of what was set before."""
        galley = desk.galley()
        pulled = state.pulled + (galley is not None)
        if not self._show(state, galley=galley, pulled=pulled):
            return
        advance = desk.advance()
        self._show(state, advance=advance, advanced=state.advanced + (advance is not None))

    def _show(self, state: State, **ahead: Any) -> bool:
        """Write what was set of a report; False, and nothing, when that is of yesterday."""
        with self._turn:
            if self._is_over or state.slug in self._unset:
                return False
            return self._board.add(state.slug, state.found, **ahead)

    def _dismiss(self, slug: str) -> None:
        """Close a report's desk, if it is open."""
        desk = self._desks.pop(slug, None)
        if desk is not None:
            with suppress(OSError):
                desk.close()

    def _take_unset(self) -> tuple[str, bool] | None:
        """Wait for a report that is to have a galley, or just its desk; None when all is over."""
        with self._turn:
            self._turn.wait_for(lambda: self._is_over or self._unset or self._closed)
            if self._is_over:
                return None
            return (self._unset.pop(), True) if self._unset else (self._closed.pop(), False)
