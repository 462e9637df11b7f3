"""The bench: makes reports anew when they were saved, the one that was touched last first.

In: word that a report has changed.  Out: its products, published, or what keeps them from being;
the board says how far it is.  A save that comes while a report is made ends that worker: what it
makes is of yesterday.  How a report is made and placed, the bench is told (`Shop`).
"""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

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
            self._board.change(slug, phase=Phase.GONE, doing='')
            return
        with suppress(OSError):
            key = self._shop.key(state.folder)
            if key == self._keys.get(slug) and state.phase in _SETTLED:
                return
            self._keys[slug] = key
        with self._turn:
            self._want(slug)
            if slug in self._recalls:
                self._recalls[slug].send_bytes(b'saved')
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
            for recall in self._recalls.values():
                recall.send_bytes(b'over')
            self._turn.notify_all()
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

    def _open(self, state: State) -> None:
        """Say what stands of a report, and have it made if that is of yesterday."""
        found = self._shop.findings(state.folder)
        # Of an edition that is of yesterday, the texts of today are the best that can be had.
        texts = read_texts(state.folder, input_paths(self._shop.out, state.slug))
        edition = standing_edition(self._shop.out, state.slug, texts)
        if found is None or edition is None:
            self._board.change(state.slug, edition=edition)
            with self._turn:
                self._want(state.slug)
            return
        self._keys[state.slug] = self._shop.key(state.folder)
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
            slug, recall = taken
            with recall:
                self._make(slug, recall)
                with self._turn:
                    self._recalls.pop(slug).close()
                    is_last = not self._stale and not self._recalls and not self._is_over
                    self._turn.notify_all()
            if is_last:
                self._shop.list_all()

    def _take(self) -> tuple[str, Connection] | None:
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
            return slug, recall

    def _make(self, slug: str, recall: Connection) -> None:
        state = self._board.change(slug, phase=Phase.BUILDING, doing="reading the report")
        try:
            job = self._shop.job(state.folder)
        except OSError:
            self._board.change(slug, phase=Phase.GONE, doing='')
            return

        def begin(_: str, doing: str) -> None:
            self._board.change(slug, doing=doing)

        with closing(work_all([job], self._shop.limits, 1, begin, recall)) as ends:
            for _, end in ends:
                self._tell(slug, end)

    def _tell(self, slug: str, end: Made | WorkerError) -> None:
        """Publish what was made, and write on the board what came of it."""
        state = self._board.change(slug, doing="publishing")
        nothing_ahead = {'galley': None, 'advance': None}
        change = partial(self._board.change, slug, found=state.found + 1, doing='', **nothing_ahead)
        if isinstance(end, WorkerError):
            words = f"{end.name} while {end.doing}"
            self._shop.tell(change(phase=Phase.FAILED, doing=words, trace=end.trace))
            return
        outcome = self._shop.place(state.folder, end)
        is_refused = not outcome.is_published or has_errors(outcome.diagnostics)
        edition, changed = state.edition, state.changed
        if outcome.is_published:
            changed = first_change(edition.texts, outcome.texts) if edition else None
            edition = standing_edition(self._shop.out, slug, outcome.texts)
        told = change(
            phase=Phase.REFUSED if is_refused else Phase.PUBLISHED,
            diagnostics=outcome.diagnostics,
            texts=outcome.texts,
            edition=edition,
            changed=changed,
        )
        self._shop.tell(told)
        with self._turn:
            if outcome.is_published and slug in self._desks and slug not in self._closed:
                self._closed.append(slug)
                self._turn.notify_all()

    def _set_all(self) -> None:
        """Set galleys of what was saved until all is over; runs in a thread of its own."""
        while (taken := self._take_unset()) is not None:
            slug, is_saved = taken
            state = self._board.state(slug)
            if state is None or self._shop.galleys is None:
                continue
            if slug not in self._desks:
                self._desks[slug] = self._shop.galleys(state.folder)
            desk = self._desks[slug]
            if not is_saved:
                desk.get_ready()
                continue
            galley = desk.galley()
            if galley is not None and self._is_unsaved(slug):
                self._board.add(slug, state.found, galley=galley, pulled=state.pulled + 1)
            advance = desk.advance() if self._is_unsaved(slug) else None
            if advance is not None and self._is_unsaved(slug):
                self._board.add(slug, state.found, advance=advance, advanced=state.advanced + 1)

    def _is_unsaved(self, slug: str) -> bool:
        """Tell whether a report was not saved again meanwhile."""
        with self._turn:
            return slug not in self._unset

    def _take_unset(self) -> tuple[str, bool] | None:
        """Wait for a report that is to have a galley, or just its desk; None when all is over."""
        with self._turn:
            self._turn.wait_for(lambda: self._is_over or self._unset or self._closed)
            if self._is_over:
                return None
            return (self._unset.pop(), True) if self._unset else (self._closed.pop(), False)
