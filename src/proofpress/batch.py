"""The batch: goes through reports, each in a worker of its own, some of them at once.

In: folders, what to do with each, and the limits.  Out: what was found, shown in the order of the
folders, and the exit status.  A report that fails, dies or takes too much does not stop the rest.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from proofpress.assets import styles_folder
from proofpress.diagnostics import has_errors
from proofpress.exit_status import ExitStatus
from proofpress.limits import LIMIT_IDS, Limits
from proofpress.named import files_beside
from proofpress.outcome import Made, Outcome
from proofpress.present import Findings, Presenter, Terminal, sarif

if TYPE_CHECKING:
    from proofpress.worker.supervise import Job, Task, WorkerError

WorkAll = Callable[
    ['Iterable[Job]', Limits, int, Callable[[str, str], None]],
    'Generator[tuple[Job, Made | WorkerError]]',
]
"""Has jobs done, as `worker.supervise.work_all` does."""

_WEIGHTS = (ExitStatus.FINE, ExitStatus.FINDINGS, ExitStatus.LIMIT, ExitStatus.FAULT)
"""The last that occurs is what the shell gets."""


@dataclass(slots=True)
class Desk:
    """Where a command reports to."""

    terminal: Terminal
    doing: str = "reading the command line"
    """What goes on, for the case that it fails."""

    def begin(self, doing: str) -> None:
        """Say what begins now."""
        self.doing = doing
        self.terminal.progress(f"{doing} …")


def told(_folder: Path, made: Made) -> Outcome:
    """Return what came of a report of which nothing is published."""
    return Outcome(made.diagnostics, made.texts)


@dataclass(slots=True)
class Batch:
    """Reports, some of them at once."""

    desk: Desk
    presenter: Presenter
    limits: Limits
    jobs: int = 1
    """How many workers there are at once."""
    status: ExitStatus = ExitStatus.FINE
    _reports: list[Findings] = field(default_factory=list)

    def go_through(
        self,
        doing: str,
        folders: Iterable[Path],
        task: Callable[[Path, Limits], Task],
        place: Callable[[Path, Made], Outcome] = told,
        also: Callable[[Path], tuple[Path, ...]] = lambda _: (),
        work: WorkAll | None = None,
    ) -> None:
        """Have a worker do the task on each report, place what it made, and show what was found.

        The worker may read the report's folder, and the files and folders that `also` tells.  It
        works on this machine, unless `work` has it done elsewhere.
        """
        # Nothing of this is needed where nothing is to be done.
        from proofpress.worker.confine import Reach
        from proofpress.worker.supervise import Job, WorkerError, temporary_place, work_all

        names = {folder.as_posix(): folder for folder in folders}

        def jobs() -> Iterator[Job]:
            for name, folder in names.items():
                self.desk.begin(f"{doing} {name}")
                readable = (*report_files(folder), styles_folder(), *also(folder))
                reach = Reach(readable, temporary_place())
                yield Job(name, task(folder, self.limits), reach)

        def begin(name: str, stage: str) -> None:
            self.desk.doing = f"{stage} of {name}"

        done = 0
        # Published as they are done, shown in the order in which they were named.
        waiting = iter(names)
        following = next(waiting, None)
        shown: dict[str, Callable[[], None]] = {}
        start = time.monotonic()
        try:
            with closing((work or work_all)(jobs(), self.limits, self.jobs, begin)) as ends:
                for job, end in ends:
                    self.desk.doing = f"publishing {job.name}"
                    if isinstance(end, WorkerError):
                        shown[job.name] = partial(self._tell_of_fault, end, job.name)
                    else:
                        shown[job.name] = partial(self.add, job.name, place(names[job.name], end))
                    done += 1
                    while following in shown:
                        shown.pop(following)()
                        following = next(waiting, None)
                    self._tell_time(done, len(names), time.monotonic() - start)
        finally:
            # When it ends with an error, what is done and waits for its turn is shown all the same;
            # a stream that takes no more must not hide that error.
            for name in names:
                if name in shown:
                    with suppress(OSError):
                        shown[name]()

    def _tell_time(self, done: int, all_: int, seconds: float) -> None:
        """Say how much is done, and how long the rest will take if it is like that."""
        if 1 < all_ != done:
            left = round(seconds / done * (all_ - done))
            self.desk.terminal.progress(
                f"{done} of {all_} done, about {left // 60}:{left % 60:02} minutes to go"
            )

    def add(self, name: str, outcome: Outcome) -> None:
        """Show what was found."""
        self._reports.append(Findings(name, outcome.diagnostics, outcome.texts))
        self.presenter.show(self._reports[-1])
        ids = {one.id for one in outcome.diagnostics}
        if has_errors(outcome.diagnostics):
            self._weigh(ExitStatus.LIMIT if ids & LIMIT_IDS else ExitStatus.FINDINGS)
        if 'worker-died' in ids:
            self._weigh(ExitStatus.FAULT)

    def close(self, sarif_file: Path | None) -> ExitStatus:
        """End the showing, write what was found to a file if one is named; return the status."""
        self.presenter.finish()
        if sarif_file is not None:
            from proofpress.publish import write_file

            for diagnostic in write_file(sarif_file, sarif(self._reports)):
                self.desk.terminal.complain(diagnostic.message)
                self._weigh(ExitStatus.FINDINGS)
        return self.status

    def _tell_of_fault(self, fault: WorkerError, name: str) -> None:
        self.desk.terminal.fault(
            fault.trace,
            f"this is a fault of Proofpress, not of the report: {fault.name} while {fault.doing} "
            f"of {name}; former products are untouched",
        )
        self._weigh(ExitStatus.FAULT)

    def _weigh(self, status: ExitStatus) -> None:
        self.status = max(self.status, status, key=_WEIGHTS.index)


def report_files(folder: Path) -> Iterator[Path]:
    """Yield what a report may be read from: its folder, and the files beside it."""
    yield folder.resolve()
    yield from files_beside(folder)
