"""The client: sends reports to a cluster, and knows how each ended.

In: jobs, and the address of a scheduler.  Out: what was made of each.  A report whose worker is
gone is made by another, as the scheduler sees to; one that was with several workers as they went is
tried once more while nothing else is there, so that no other report can be to blame, and given up
only then.  What cannot be sent is made here.
"""

from __future__ import annotations

import logging
import math
import secrets
import textwrap
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue

from proofpress.assets import styles_folder
from proofpress.cluster import ClusterError
from proofpress.cluster.parcels import UnsentError, packed, read_answer
from proofpress.diagnostics import Diagnostic
from proofpress.freshness import program_digest
from proofpress.limits import Limits
from proofpress.model.wish import Wish
from proofpress.outcome import Made
from proofpress.worker.supervise import Job, WorkerError, work_all

try:
    import dask
    from distributed import Client, Future, KilledWorker
    from distributed.versions import VersionMismatchWarning

    from proofpress.cluster.task import ForemanError, make_there
except ModuleNotFoundError as error:
    raise ClusterError(
        f"--cluster needs the Python library “{error.name}”; install it with "
        "`pip install 'proofpress[cluster]'`"
    ) from None

End = Made | WorkerError

PATIENCE = 60.0
"""Seconds for which there may be no worker."""
_GRACE = 120.0
"""Seconds that a report may take beyond its limit, on its way there and back."""
_CONNECTING = 15.0
"""Seconds until a scheduler has answered."""
_GATHERING = 10.0
"""Seconds for fetching an answer before it is waited for anew, and then for twice as long."""
_CLOSING = 5.0
_EYE = 1.0
"""Seconds between looks at the cluster."""
_ATTEMPTS = 2
"""How often a report is sent again whose foreman ended."""
_MOST_SAID = 300
"""Characters of what the cluster says that are told."""


class Cluster:
    """A Dask cluster that makes reports."""

    def __init__(self, address: str, wish: Wish, patience: float = PATIENCE) -> None:
        """Take the address of a scheduler, how to make reports, and for how long to wait in vain.

        The last is in seconds, and counts while there is no worker.
        """
        self.address = address
        self.wish = wish
        self.patience = patience

    def work_all(
        self, jobs: Iterable[Job], limits: Limits, count: int, begin: Callable[[str, str], None]
    ) -> Generator[tuple[Job, End]]:
        """Have jobs done by the cluster; yield each with its end, as they end.

        What may be read for a job is sent.  A job that cannot be sent is done here afterwards, by
        at most `count` workers.  A job is taken up when the cluster has room for it.  Who stops
        asking cancels the tasks.  Raises `ClusterError` when the cluster cannot be used.
        """
        with _connected(self.address) as client:
            going = _Going(client, self, limits)
            yield from going.through(jobs)
            yield from going.through(going.suspects, is_alone=True)
        yield from work_all(going.unsent, limits, count, begin)


class _Going:
    """One go through jobs."""

    def __init__(self, client: Client, cluster: Cluster, limits: Limits) -> None:
        self.suspects: list[Job] = []
        """Were with several workers as these went."""
        self.unsent: list[Job] = []
        self._client = client
        self._cluster = cluster
        self._limits = limits
        self._running: dict[str, tuple[Future, Job]] = {}
        self._ended: SimpleQueue[Future] = SimpleQueue()
        self._gathering: dict[str, float] = {}
        """Seconds for fetching the answers that were not here in time before."""
        self._threads: dict[str, int] = {}
        """Of each worker."""
        self._looked = -math.inf
        """When the cluster was last looked at."""
        self._stirred = time.monotonic()
        """When something was last seen to happen."""

    def through(self, jobs: Iterable[Job], *, is_alone: bool = False) -> Iterator[tuple[Job, End]]:
        """Yield each job that could be sent, with its end; alone means one at a time."""
        waiting = iter(jobs)
        try:
            while True:
                self._look()
                is_last = self._take_up(waiting, 1 if is_alone else self._room())
                if is_last and not self._running:
                    return
                with suppress(Empty):
                    yield from self._end_of(self._ended.get(timeout=_EYE), is_alone=is_alone)
        finally:
            if self._running:
                with suppress(OSError, TimeoutError):
                    self._client.cancel([future for future, _ in self._running.values()])

    def _room(self) -> int:
        """Return how many tasks there may be: one waits at each worker, so that none is idle."""
        return sum(self._threads.values()) + len(self._threads)

    def _look(self) -> None:
        """Look at the cluster now and then; raise `ClusterError` when nothing goes on there."""
        now = time.monotonic()
        if now - self._looked < _EYE:
            return
        self._looked = now
        try:
            threads = self._client.nthreads()
        except (OSError, TimeoutError):
            raise self._gone() from None
        if threads.keys() != self._threads.keys():
            self._stirred = now
        self._threads = threads
        patience = self._most_seconds() if threads else self._cluster.patience
        if now - self._stirred > patience:
            what = "sent anything back" if threads else "been there"
            raise ClusterError(
                f"no worker of the cluster at {self._cluster.address} has {what} for "
                f"{round(patience)} seconds; see to its workers and build again, which makes only "
                "what is not made yet"
            )

    def _most_seconds(self) -> float:
        """Return for how long a report is waited for."""
        return self._limits.seconds + _GRACE

    def _gone(self) -> ClusterError:
        return ClusterError(
            f"the scheduler at {self._cluster.address} is gone; when it is back build again, which "
            "makes only what is not made yet"
        )

    def _unmade(self, job: Job, error: BaseException) -> ClusterError:
        """Return what to tell of an error there that another worker would meet as well."""
        # The scheduler wraps what it cannot unpack into words about environments.
        cause = error.__cause__ or error
        said = textwrap.shorten(str(cause), _MOST_SAID, placeholder=" …") or type(cause).__name__
        return ClusterError(
            f"the cluster at {self._cluster.address} cannot make {job.name}: {said}; see that its "
            "scheduler and workers have the same Proofpress as this machine, and memory to spare, "
            "and build again, which makes only what is not made yet"
        )

    def _take_up(self, waiting: Iterator[Job], most: int) -> bool:
        """Send jobs while there is room for them; return whether there are no more."""
        while len(self._running) < most:
            job = next(waiting, None)
            if job is None:
                return True
            self._send(job)
        return False

    def _send(self, job: Job) -> None:
        try:
            places = (place for place in job.reach.read if place != styles_folder())
            parcel = packed(places, self._cluster.wish, self._limits, program_digest())
        except UnsentError:
            self.unsent.append(job)
            return
        # The name is for those who watch the cluster; another build may have a report of the same.
        key = f'proofpress-{secrets.token_hex(8)}-{job.name}'
        future = self._client.submit(make_there, parcel, key=key, pure=False, retries=_ATTEMPTS)
        self._running[future.key] = future, job
        future.add_done_callback(self._hear)
        self._stirred = time.monotonic()

    def _hear(self, future: Future) -> None:
        """Take note that a task has ended; Dask has it done by a thread of its own."""
        self._stirred = time.monotonic()
        self._ended.put(future)

    def _end_of(self, future: Future, *, is_alone: bool) -> Iterator[tuple[Job, End]]:
        """Yield a job with its end, unless it is still to come."""
        seconds = self._gathering.get(future.key, _GATHERING)
        try:
            # Anything may be raised there: as a value, no fault of this process is taken for it.
            error = future.exception(timeout=seconds)
            answer = future.result(timeout=seconds) if error is None else b''
        except (OSError, TimeoutError, KilledWorker, ForemanError):
            # The worker went before it could hand its answer over: another makes a new one.  Or the
            # way here is slow: as the next try begins with the first byte again, it has more time.
            self._gathering[future.key] = min(2 * seconds, self._most_seconds())
            future.add_done_callback(self._ended.put)
            return
        except CancelledError:
            raise self._gone() from None
        self._stirred = time.monotonic()
        _, job = self._running.pop(future.key)
        if isinstance(error, KilledWorker) and not is_alone:
            self.suspects.append(job)
            return
        if isinstance(error, KilledWorker):
            end: End = _died(error.allowed_failures + 1)
        elif isinstance(error, ForemanError):
            end = _died(_ATTEMPTS + 1)
        elif error is not None:
            raise self._unmade(job, error)
        else:
            end = read_answer(answer)
        if isinstance(end, Made) and _is_doubtful(end):
            self.unsent.append(job)
        else:
            yield job, end


def _is_doubtful(made: Made) -> bool:
    """Tell whether a file beside the report was looked for that was not sent: a logo elsewhere."""
    return any(
        one.id == 'file-missing' and one.span is not None and one.span.path.startswith('../')
        for one in made.diagnostics
    )


def _died(times: int) -> Made:
    message = f"The workers that make the report ended, {times} of them one after the other"
    advice = "the machines of the cluster may have run out of memory: build it without --cluster"
    return Made((Diagnostic('worker-died', message, None, advice),))


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    """Connect to a scheduler, as Dask is configured; raise `ClusterError` when that fails."""
    # What goes wrong is said once, by us.
    for name in ('distributed', 'distributed.client', 'distributed.core'):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    settings = {'distributed.admin.large-graph-warning-threshold': '1 TiB'}
    with dask.config.set(settings), warnings.catch_warnings():
        # Every worker compares more than versions; the scheduler only hands on.
        warnings.simplefilter('ignore', VersionMismatchWarning)
        try:
            client = Client(address, timeout=_CONNECTING, set_as_default=False)
        except (OSError, TimeoutError, RuntimeError, TypeError, ValueError) as error:
            raise ClusterError(
                f"no Dask scheduler can be reached at {address}: {error or type(error).__name__}; "
                "start one with `dask scheduler`, and workers with `dask worker ADDRESS`"
            ) from None
        try:
            yield client
        finally:
            client.close(timeout=_CLOSING)
