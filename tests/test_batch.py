"""The batch: what is shown when the work on reports breaks off."""

from __future__ import annotations

import io
from collections.abc import Callable, Generator, Iterable
from pathlib import Path

import pytest

from proofpress.batch import Batch, Desk
from proofpress.cluster import ClusterError
from proofpress.diagnostics import Diagnostic
from proofpress.exit_status import ExitStatus
from proofpress.limits import Limits
from proofpress.outcome import Made
from proofpress.present import Findings, Terminal
from proofpress.worker.supervise import Job, Task, WorkerError


class Full(Terminal):
    """A terminal that takes nothing."""

    def show(self, findings: Findings) -> None:
        """Raise as a full disk does."""
        raise OSError(28, f"no room for {findings.folder}")


def found(name: str) -> Made:
    """Return what was made of a report in which something was found."""
    return Made((Diagnostic('file-missing', f"{name} misses something"),))


def gone_through(batch: Batch, place: Path, names: str, ends: str, error: BaseException) -> None:
    """Go through reports that end in another order, and then an error comes.

    A name with `!` is that of a report on which Proofpress fails.
    """
    folders = [place / name for name in names.split()]
    for folder in folders:
        folder.mkdir()

    def work(
        jobs: Iterable[Job], _limits: Limits, _count: int, _begin: Callable[[str, str], None]
    ) -> Generator[tuple[Job, Made | WorkerError]]:
        known = {Path(job.name).name: job for job in jobs}
        for name in ends.split():
            job = known[name.strip('!')]
            yield job, WorkerError('', 'KeyError', name) if '!' in name else found(name)
        raise error

    def task(_folder: Path, _limits: Limits) -> Task:
        return lambda _: Made(())

    batch.go_through("building", folders, task, work=work)


def test_what_waits_for_its_turn_is_shown_before_an_error(tmp_path: Path) -> None:
    """A cluster that goes in the night takes no word with it about what is published."""
    said = io.StringIO()
    desk = Desk(Terminal(said))
    batch = Batch(desk, desk.terminal, Limits())
    error = ClusterError("the scheduler is gone")
    with pytest.raises(ClusterError) as raised:
        gone_through(batch, tmp_path, 'a b c d e f', 'e d! a c', error)
    assert raised.value is error
    lines = [line.replace(f'{tmp_path}/', '') for line in said.getvalue().splitlines()]
    assert lines[0] == "a: error[file-missing]: a misses something"
    assert lines[1] == "c: error[file-missing]: c misses something"
    assert lines[2].startswith("proofpress: this is a fault of Proofpress")
    assert lines[2].partition(';')[0].endswith(" KeyError while d! of d")
    assert lines[3:] == ["e: error[file-missing]: e misses something"]
    assert batch.status is ExitStatus.FAULT


def test_a_stream_that_takes_no_more_does_not_hide_an_error(tmp_path: Path) -> None:
    """That the disk is full, too, explains nothing."""
    desk = Desk(Terminal(io.StringIO()))
    batch = Batch(desk, Full(io.StringIO()), Limits())
    with pytest.raises(ClusterError, match="the scheduler is gone"):
        gone_through(batch, tmp_path, 'a b c', 'c b', ClusterError("the scheduler is gone"))
