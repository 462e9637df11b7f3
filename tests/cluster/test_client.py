"""The client: what it makes of each way in which a task can end.

The cluster is a plain object here, and so is the clock: nothing waits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from distributed import KilledWorker

from proofpress.cluster import ClusterError, client
from proofpress.cluster.parcels import answered, joined
from proofpress.cluster.task import ForemanError
from proofpress.limits import Limits
from proofpress.model.profile import Profile
from proofpress.model.wish import Wish
from proofpress.outcome import Made
from proofpress.worker.confine import Reach
from proofpress.worker.supervise import Job
from tests.cluster.loopback import tiny

ADDRESS = 'tcp://a:1'
ANSWER = joined([b'tcp://b:2', *answered(Made((), slug='one'))])
_MOST_TRIES = 40
"""Who tries more often would do so for ever."""


@dataclass
class Clock:
    """Stands still, unless something takes time."""

    now: float = 0.0

    def monotonic(self) -> float:
        """Return the seconds since it began."""
        return self.now


@dataclass
class Future:
    """A task, as Dask shows it to a client."""

    clock: Clock
    key: str = ''
    works: float = 0.0
    """Seconds until it is done."""
    needs: float = 0.0
    """Seconds for which its answer is on the way."""
    error: BaseException | None = None
    """Raised there."""
    handing: BaseException | None = None
    """Raised by the first try to fetch the answer."""
    waited: list[float] = field(default_factory=list)
    """How long the answer might be on the way, try by try."""

    def add_done_callback(self, call: Callable[[Future], None]) -> None:
        """Do the work, and say so; what is done says so at once."""
        self.clock.now += self.works
        self.works = 0.0
        call(self)

    def exception(self, timeout: float) -> BaseException | None:
        """Return what was raised there."""
        assert timeout > 0
        return self.error

    def result(self, timeout: float) -> bytes:
        """Fetch the answer from its first byte on, or raise what was raised there."""
        self.waited.append(timeout)
        assert len(self.waited) < _MOST_TRIES
        if self.error is not None:
            raise self.error
        if self.handing is not None:
            self.error, self.handing = self.handing, None
            raise self.error
        self.clock.now += min(timeout, self.needs)
        if timeout < self.needs:
            raise TimeoutError
        return ANSWER


@dataclass
class Scheduler:
    """A cluster with one worker, as `distributed.Client` shows it."""

    tasks: list[Future]
    """What becomes of each task that is sent."""
    cancelled: list[str] = field(default_factory=list)

    def nthreads(self) -> dict[str, int]:
        """Return the threads of each worker."""
        return {'tcp://b:2': 1}

    def submit(self, _task: object, _parcel: bytes, *, key: str, **_: object) -> Future:
        """Take a task."""
        future = self.tasks.pop(0)
        future.key = key
        return future

    def cancel(self, futures: list[Future]) -> None:
        """Take tasks back."""
        self.cancelled += [one.key.rpartition('-')[2] for one in futures]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Give the client a clock that does not run."""
    clock = Clock()
    monkeypatch.setattr(client, 'time', clock)
    return clock


Work = Callable[..., list[tuple[str, client.End]]]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Return what has as many reports made as a cluster has tasks for, and tells how they ended."""

    def work(cluster: Scheduler, names: str, limits: Limits) -> list[tuple[str, client.End]]:
        @contextmanager
        def connected(_address: str) -> Iterator[Scheduler]:
            yield cluster

        monkeypatch.setattr(client, '_connected', connected)
        jobs = [
            Job(name, lambda _: Made(()), Reach((tiny(tmp_path / name),), tmp_path))
            for name in names.split()
        ]
        far = client.Cluster(ADDRESS, Wish(Profile.ARCHIVE, is_draft=False, kepub=False))
        ends = far.work_all(jobs, limits, 1, lambda _name, _stage: None)
        return [(job.name, end) for job, end in ends]

    return work


def test_an_answer_over_a_slow_link_comes_at_last(clock: Clock, work: Work) -> None:
    """A book of pictures over a line from abroad: each try begins anew, so it needs more time."""
    slow, quick = Future(clock, needs=100.0), Future(clock)
    ends = work(Scheduler([slow, quick]), 'one two', Limits())
    assert [name for name, _ in ends] == ['two', 'one']
    assert all(end == Made((), slug='one') for _, end in ends)
    assert slow.waited == [10.0, 20.0, 40.0, 80.0, 160.0]
    assert quick.waited == [10.0]


def test_an_answer_that_never_comes_is_given_up(clock: Clock, work: Work) -> None:
    """Trying is nothing that happens: who waits is told after as long as for an idle worker."""
    stuck = Future(clock, needs=float('inf'))
    cluster = Scheduler([stuck])
    with pytest.raises(ClusterError) as told:
        work(cluster, 'one', Limits(seconds=10))
    assert str(told.value) == (
        f"no worker of the cluster at {ADDRESS} has sent anything back for 130 seconds; see to its "
        "workers and build again, which makes only what is not made yet"
    )
    assert stuck.waited == [10.0, 20.0, 40.0, 80.0]
    assert cluster.cancelled == ['one']


def test_no_try_takes_longer_than_a_report_may(clock: Clock, work: Work) -> None:
    """While one answer is on the way, nothing else is published: the others have their turn."""
    stuck, others = Future(clock, needs=float('inf')), [Future(clock) for _ in range(8)]
    with pytest.raises(ClusterError, match="has sent anything back for 130 seconds"):
        work(Scheduler([stuck, *others]), 'stuck a b c d e f g h', Limits(seconds=10))
    assert stuck.waited[:7] == [10.0, 20.0, 40.0, 80.0, 130.0, 130.0, 130.0]
    assert all(one.waited == [10.0] for one in others)


def test_a_report_that_took_all_its_time_has_some_for_the_way(clock: Clock, work: Work) -> None:
    """That it is done is something that happened."""
    late = Future(clock, works=125.0, needs=15.0)
    assert work(Scheduler([late]), 'one', Limits(seconds=10)) == [('one', Made((), slug='one'))]


def unpacked_nowhere() -> RuntimeError:
    """Return what a scheduler without Proofpress raises (distributed 2026.8)."""
    error = RuntimeError("Error during deserialization of the task graph. This frequently\noccurs")
    error.__cause__ = ModuleNotFoundError("No module named 'proofpress'")
    return error


@pytest.mark.parametrize(
    ('error', 'said'),
    [
        (OSError(12, "Cannot allocate memory"), "[Errno 12] Cannot allocate memory"),
        (TimeoutError(110, "Connection\ntimed out"), "[Errno 110] Connection timed out"),
        (ModuleNotFoundError("No module named 'yaml'"), "No module named 'yaml'"),
        (unpacked_nowhere(), "No module named 'proofpress'"),
        (MemoryError(), "MemoryError"),
        (SystemExit("bye"), "bye"),
        (ValueError("so " * 200), "so " * 99 + "…"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else '',
)
def test_what_fails_there_is_told_as_what_it_is(
    error: BaseException, said: str, clock: Clock, work: Work
) -> None:
    """It is no fault of ours: who sees to the cluster learns what it lacks, in one sentence."""
    cluster = Scheduler([Future(clock, error=error), Future(clock)])
    with pytest.raises(ClusterError) as told:
        work(cluster, 'one two', Limits())
    assert str(told.value) == (
        f"the cluster at {ADDRESS} cannot make one: {said}; see that its scheduler and workers "
        "have the same Proofpress as this machine, and memory to spare, and build again, which "
        "makes only what is not made yet"
    )
    assert cluster.cancelled == ['two']


def test_control_c_is_not_taken_for_a_word_of_the_cluster(clock: Clock, work: Work) -> None:
    """Who has had enough is not told to see to the workers."""
    cluster = Scheduler([Future(clock, handing=KeyboardInterrupt())])
    with pytest.raises(KeyboardInterrupt):
        work(cluster, 'one', Limits())
    assert cluster.cancelled == ['one']


def killed() -> KilledWorker:
    """Return what a scheduler says of a task that went with its workers."""
    return KilledWorker('one', SimpleNamespace(address='tcp://b:2'), 3)


@pytest.mark.parametrize('when', ['error', 'handing'])
def test_a_worker_that_dies_has_its_report_tried_alone(when: str, clock: Clock, work: Work) -> None:
    """Also when it dies while it hands over: then the word comes instead of the answer."""
    task: Any = partial(Future, clock)
    ends = work(Scheduler([task(**{when: killed()}), task(), task()]), 'one two', Limits())
    assert [name for name, _ in ends] == ['two', 'one']
    tasks = [task(**{when: killed()}), task(error=killed())]
    ((_, end),) = work(Scheduler(tasks), 'three', Limits())
    assert isinstance(end, Made)
    assert [one.id for one in end.diagnostics] == ['worker-died']
    assert "ended, 4 of them" in end.diagnostics[0].message


@pytest.mark.parametrize('when', ['error', 'handing'])
def test_foremen_that_end_fail_their_report_alone(when: str, clock: Clock, work: Work) -> None:
    """Memory ran out there for this one; the next is made."""
    task: Any = partial(Future, clock)
    ended = task(**{when: ForemanError("the foreman ended")})
    ends = dict(work(Scheduler([ended, task()]), 'one two', Limits()))
    assert ends['two'] == Made((), slug='one')
    assert isinstance(ends['one'], Made)
    assert [one.id for one in ends['one'].diagnostics] == ['worker-died']
