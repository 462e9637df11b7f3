"""Building: which reports are stale, how a worker makes one, and where it goes.

In: the folder for products, and how they are to be made.  Out: products in their place, what is
kept for the next build, and a batch that has been told of everything.  No stage is loaded while
nothing is stale.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from proofpress.batch import Batch, WorkAll
from proofpress.cluster import ClusterError
from proofpress.freshness import Freshness, program_digest
from proofpress.kept_formes import KeptFormes, put_on_shelf, shelf_folder
from proofpress.limits import Limits
from proofpress.missing import library_talk_kept_in
from proofpress.model.slug import slug_of_folder
from proofpress.model.wish import Wish
from proofpress.outcome import Made, Outcome

if TYPE_CHECKING:
    from proofpress.worker.supervise import Task

_MANY = 4
"""Reports that are worth it to make one more before, so that all begin with what it leaves."""


class Building:
    """Builds reports into a folder."""

    def __init__(self, out: Path, wish: Wish, *, is_all_anew: bool = False) -> None:
        """Take the folder for products; `is_all_anew` passes over all that was made before."""
        self._out = out
        self._wish = wish
        self._is_all_anew = is_all_anew
        self._fresh = Freshness(out, f'{wish.profile.value} {wish.kepub}')

    def build(self, batch: Batch, folders: Sequence[Path], cluster: str = '') -> None:
        """Build what is stale, by a cluster where the address of one is given."""
        stale: list[Path] = []
        for folder in folders:
            outcome = self.standing(folder)
            if outcome is None:
                stale.append(folder)
            else:
                batch.add(folder.as_posix(), outcome)
        try:
            if stale:
                self._build_anew(batch, stale, cluster)
        except ClusterError:
            # What came home before is published, and is to be found.
            self._list_all(batch)
            raise
        if stale or not self._fresh.has_catalogue():
            self._list_all(batch)

    def _list_all(self, batch: Batch) -> None:
        batch.desk.begin(f"building {self._out.as_posix()}")
        batch.add(self._out.as_posix(), self.list_all())

    def standing(self, folder: Path) -> Outcome | None:
        """Return what was found when the standing products were made; None when they are stale."""
        is_passed_over = self._is_all_anew or self._wish.is_draft
        found = None if is_passed_over else self._fresh.findings(folder)
        return None if found is None else Outcome(found)

    def key(self, folder: Path) -> str:
        """Return a digest of all that the products of a report depend on."""
        return self._fresh.key(folder)

    def task(self, folder: Path, limits: Limits, hands: int = 1) -> Task:
        """Return what a worker is to do for a report."""
        from proofpress.press import make

        self._fresh.look(folder)
        shelf = KeptFormes(shelf_folder(self._out, folder), program_digest())
        return partial(
            make,
            folder,
            self._wish.profile,
            limits,
            is_draft=self._wish.is_draft,
            kepub=self._wish.kepub,
            hands=hands,
            shelf=None if self._is_all_anew else shelf,
        )

    def readable(self, folder: Path) -> tuple[Path, ...]:
        """Return what the worker may read besides the report."""
        return (shelf_folder(self._out, folder).resolve(),)

    def place(self, folder: Path, made: Made) -> Outcome:
        """Publish what was made, and keep what the next build can use."""
        from proofpress.press import place
        from proofpress.publish import MANIFEST
        from proofpress.worker.supervise import another_made

        written = {file.path: file.content for file in made.files}
        if written and (
            made.slug != slug_of_folder(folder.resolve().name) or MANIFEST not in written
        ):
            return Outcome((another_made(made.slug),), made.texts)
        outcome = place(made, self._out)
        if made.formes and self._out.is_dir():
            put_on_shelf(shelf_folder(self._out, folder), made.formes)
        if outcome.is_published and not self._wish.is_draft:
            self._fresh.keep(folder, made.slug, written[MANIFEST], outcome.diagnostics)
        return outcome

    def list_all(self) -> Outcome:
        """Make the catalogue of all that stands."""
        with library_talk_kept_in():
            from proofpress.press import build_catalogue

        outcome = build_catalogue(self._out)
        if not outcome.diagnostics:
            self._fresh.keep_catalogue()
        return outcome

    def _build_anew(self, batch: Batch, folders: Sequence[Path], cluster: str) -> None:
        with library_talk_kept_in():
            from proofpress import press

            if not cluster:
                press.load()
            if not cluster and len(folders) >= _MANY:
                _make_ready()
        # Several reports at once, each with a hand; or one with several.
        hands = max(1, batch.jobs // len(folders))
        foresight = press.foresight()
        # What the last ones needed serves nobody.
        hearing = 0 if cluster else len(folders) - batch.jobs - 1

        def place(folder: Path, made: Made) -> Outcome:
            nonlocal hearing
            outcome = self.place(folder, made)
            if hearing > 0:
                foresight.hear(made.orders)
            hearing -= 1
            return outcome

        batch.go_through(
            "building",
            folders,
            partial(self.task, hands=hands),
            place,
            self.readable,
            self._far_work(cluster),
        )

    def _far_work(self, address: str) -> WorkAll | None:
        """Return who makes reports elsewhere; None when they are made here."""
        if not address:
            return None
        from proofpress.cluster.client import Cluster

        return Cluster(address, self._wish).work_all


def _make_ready() -> None:
    """Make a report of our own in this process, and leave nothing on the disk.

    When that fails, workers begin without, and say of their reports what is wrong: there may be no
    room on the disk, or a fault in a sheet of style.
    """
    from proofpress.press import make_ready
    from proofpress.worker.supervise import own_folder, temporary_place

    usual = tempfile.tempdir
    with suppress(Exception):
        own = own_folder(temporary_place())
        try:
            tempfile.tempdir = str(own)
            make_ready()
        finally:
            tempfile.tempdir = usual
            shutil.rmtree(own, ignore_errors=True)
