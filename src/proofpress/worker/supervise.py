"""Supervision: has tasks done by workers, several at once, and knows how each ended.

In: tasks, what they may reach, and the limits.  Out: what was made, or a diagnostic of a death.
On Linux a worker is a fork of this process, which has the stages loaded already: it starts within
hundredths of a second.  Elsewhere it is started afresh, as system libraries there do not stand a
fork.
"""

from __future__ import annotations

import errno
import gc
import hashlib
import itertools
import multiprocessing
import os
import platform
import shutil
import signal
import stat
import sys
import tempfile
import threading
import time
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing.connection import Connection, wait
from pathlib import Path

from proofpress.diagnostics import Diagnostic
from proofpress.limits import MIB, LimitReachedError, Limits
from proofpress.outcome import Made
from proofpress.worker import letters
from proofpress.worker.confine import Reach, confine, spare_memory

Begin = Callable[[str], None]
"""Told what begins now: “laying out the pages”."""
Task = Callable[[Begin], Made]
"""Done by a worker; where workers are started afresh, it must be one that can be pickled."""

_OWN = 'proofpress-worker-'
"""Begins the name of a worker's own folder; the machine and its supervisor's number follow."""
MOST_SECONDS = 10 * 24 * 3600.0
"""For which anything is waited: what is more, a system may not count."""
_BY_TIME = frozenset({signal.SIGXCPU})
_BY_SIZE = frozenset({signal.SIGXFSZ})


class WorkerError(Exception):
    """Proofpress failed in a worker: its trace, as a text, is in `trace`."""

    def __init__(self, trace: str, name: str, doing: str) -> None:
        super().__init__(f"{name} while {doing}")
        self.trace = trace
        self.name = name
        self.doing = doing


@dataclass(frozen=True, slots=True)
class Job:
    """A task for a worker."""

    name: str
    """Of the report, for those who watch."""
    task: Task
    reach: Reach


def work(task: Task, reach: Reach, limits: Limits, begin: Begin) -> Made:
    """Have a task done and return what it made; `begin` hears what is done meanwhile.

    What the worker may write is a new folder below `reach.write`, gone when it ends.  A worker that
    dies or reaches a limit has made nothing, and a diagnostic says why.

    Raises `WorkerError` for what no stage foresaw.
    """
    ((_, made),) = work_all([Job('', task, reach)], limits, 1, lambda _, doing: begin(doing))
    if isinstance(made, WorkerError):
        raise made
    return made


def work_all(
    jobs: Iterable[Job],
    limits: Limits,
    count: int,
    begin: Callable[[str, str], None],
    recall: Connection | None = None,
) -> Generator[tuple[Job, Made | WorkerError]]:
    """Have jobs done by at most `count` workers at once; yield each with its end, as they end.

    `begin` hears the name of a job and what is done.  A job is taken up when a worker is free for
    it.  Who stops asking ends the workers; so does a word on `recall`, while they are at work.
    """
    waiting = iter(jobs)
    running: dict[object, _Worker] = {}
    try:
        while True:
            for job in itertools.islice(waiting, count - len(running)):
                worker = _Worker(job, limits)
                running[worker.receiving] = worker
            if not running:
                return
            patience = max(0, min(worker.patience() for worker in running.values()))
            letters_of = [worker.receiving for worker in running.values()]
            heard = [*letters_of, recall] if recall is not None else letters_of
            for receiving in wait(heard, patience):
                if receiving is recall:
                    return
                worker = running[receiving]
                end = worker.listen(begin)
                if end is not None:
                    del running[receiving]
                    worker.dismiss()
                    yield worker.job, end
            for worker in running.values():
                worker.end_in_time()
    finally:
        for worker in running.values():
            worker.dismiss()


class _Worker:
    """A process that does one job."""

    def __init__(self, job: Job, limits: Limits) -> None:
        self.job = job
        self._limits = limits
        self._own = own_folder(job.reach.write)
        self._doing = "starting"
        self._has_expired = False
        self._ends = time.monotonic() + min(limits.seconds, MOST_SECONDS)
        self._room = limits.memory * MIB
        context = (
            multiprocessing.get_context('fork')
            if sys.platform == 'linux'
            else multiprocessing.get_context('spawn')
        )
        self.receiving, sending = context.Pipe(duplex=False)
        reach = replace(job.reach, write=self._own)
        self._process = context.Process(
            target=_work, args=(job.task, reach, limits, sending, os.getpid()), daemon=True
        )
        # What stands already is not looked through for garbage by the worker, nor copied for it.
        gc.freeze()
        try:
            self._process.start()
        finally:
            gc.unfreeze()
            sending.close()

    def patience(self) -> float:
        """Return for how many seconds nothing needs to be done about it."""
        return MOST_SECONDS if self._has_expired else self._ends - time.monotonic()

    def end_in_time(self) -> None:
        """End it if it has had its time."""
        if self.patience() <= 0:
            self._expire()

    def listen(self, begin: Callable[[str, str], None]) -> Made | WorkerError | None:
        """Take a letter in; return what was made, once it is."""
        try:
            with self._watched():
                kind, said = letters.read_letter(self._received())
                if kind == 'made':
                    return letters.read_made(said, self._received)
        except (EOFError, OSError):  # between two letters, or in the middle of one
            self._process.kill()
            self._process.join()
            code = self._process.exitcode or 0
            return _nothing(_death(code, self._has_expired, self._doing, self._limits))
        except letters.NO_LETTER:
            return _nothing(_misled(f"wrote what is no answer while {self._doing}"))
        if kind == 'limit':
            return _nothing(Diagnostic(said[0], said[1], None, _advice(said[0])))
        if kind == 'fault':
            return WorkerError(said[0], said[1], self._doing)
        self._doing = str(said)
        begin(self.job.name, self._doing)
        return None

    def _received(self) -> bytes:
        """Return the bytes of a letter; all together may be as many as it may have memory."""
        letter = self.receiving.recv_bytes(self._room)
        self._room -= len(letter)
        return letter

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """End it in time also while its letter is read: it may stop in the middle."""
        timer = threading.Timer(max(0, self.patience()), self._expire)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            # A worker is forked next, perhaps: beside no thread that can be spared.
            timer.join()

    def _expire(self) -> None:
        self._has_expired = True
        self._process.kill()

    def dismiss(self) -> None:
        """End it, and take away what it leaves."""
        self._process.kill()
        self._process.join()
        self.receiving.close()
        shutil.rmtree(self._own, ignore_errors=True)


def _work(task: Task, reach: Reach, limits: Limits, sending: Connection, parent: int) -> None:
    """Do the task; runs in the worker."""
    # Control-C goes to all processes of a terminal: the supervisor decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    silence(sending.fileno())
    confine(reach, limits, parent)
    tempfile.tempdir = None
    doing = "starting"

    def begin(now: str) -> None:
        nonlocal doing
        doing = now
        sending.send_bytes(letters.doing_letter(now))

    try:
        last = list(letters.made_letters(task(begin)))
    except MemoryError:
        last = []
    except RecursionError:
        last = [letters.limit_letter('memory-exceeded', f"{_begun(doing)} goes too deep")]
    except LimitReachedError as reached:
        last = [letters.limit_letter(reached.id, reached.message)]
    except OSError as error:
        last = [_said_of(error)]
    except Exception as error:
        trace = ''.join(traceback.format_exception(error))
        last = [letters.fault_letter(trace, type(error).__name__)]
    if not last:
        spare_memory()
        message = f"{_begun(doing)} takes more than {limits.memory} MiB of memory"
        last = [letters.limit_letter('memory-exceeded', message)]
    for letter in last:
        sending.send_bytes(letter)
    sending.close()


def _said_of(error: OSError) -> bytes:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        message = "There is no room on the disk for what is needed to lay out the pages"
        return letters.limit_letter('disk-full', message)
    trace = ''.join(traceback.format_exception(error))
    return letters.fault_letter(trace, type(error).__name__)


def silence(home: int) -> None:
    """Cut the worker's standard streams off, and all connections but the one home.

    Those of other workers came with the fork: who has the pipe of another can write its letters.
    So did the readers of a preview, and their door.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in {*range(3), *_connections()} - {home}:
        os.dup2(nowhere, stream)


def _connections() -> list[int]:
    """Return the sockets and pipes that came with the fork."""
    found = []
    for name in os.listdir('/dev/fd'):
        with suppress(OSError):
            mode = os.fstat(int(name)).st_mode
            if stat.S_ISSOCK(mode) or stat.S_ISFIFO(mode):
                found.append(int(name))
    return found


def _nothing(diagnostic: Diagnostic) -> Made:
    return Made((diagnostic,))


def _death(code: int, has_expired: bool, doing: str, limits: Limits) -> Diagnostic:
    """Say how a worker died that sent no last letter."""
    ended_by = -code if code < 0 else 0
    if has_expired or ended_by in _BY_TIME:
        message = f"{_begun(doing)} was not done after {limits.seconds} seconds"
        return Diagnostic('time-exceeded', message, None, _advice('time-exceeded'))
    if ended_by in _BY_SIZE:
        message = f"{_begun(doing)} would write a file larger than a report needs"
        return Diagnostic('memory-exceeded', message, None, _advice('memory-exceeded'))
    how = f"by signal {ended_by} ({_name(ended_by)})" if ended_by else f"with status {code}"
    message = f"The worker that makes the report ended {how} while {doing}"
    advice = (
        "the machine may have run out of memory, or somebody ended it: build again"
        if ended_by == signal.SIGKILL
        else "this is a fault of Proofpress or of a library: report it with the report's folder"
    )
    return Diagnostic('worker-died', message, None, advice)


def another_made(slug: str) -> Diagnostic:
    """Say that a worker made products that are not those of its report."""
    return _misled(f"made what belongs to another report, “{slug}”")


def _misled(did: str) -> Diagnostic:
    """Say what a worker of ours does not do: something in the report may have got hold of it."""
    message = f"The worker that makes the report {did}"
    advice = "do not build this report again before somebody has looked at its files"
    return Diagnostic('worker-died', message, None, advice)


def _name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return "unknown"


def _begun(doing: str) -> str:
    return doing[:1].upper() + doing[1:]


def _advice(id_: str) -> str:
    if id_ == 'disk-full':
        return "make room where temporary files are kept, or name another place in TMPDIR"
    names = {'time-exceeded': 'seconds', 'memory-exceeded': 'memory', 'pages-exceeded': 'pages'}
    return f"make the report smaller, or allow more with --limit {names.get(id_, 'NAME')}=NUMBER"


def temporary_place() -> Path:
    """Return where a worker may have a folder: one with a name that the layout engine can write."""
    place = tempfile.gettempdir()
    try:
        place.encode()
    except UnicodeEncodeError:
        return Path('/tmp')
    return Path(place)


def own_folder(place: Path) -> Path:
    """Make a folder for a worker, and take those away whose supervisors are no more."""
    ours = f'{_OWN}{_machine()}-'
    for left in place.glob(f'{ours}*'):
        number = left.name.removeprefix(ours).partition('-')[0]
        if number.isdigit() and not _is_alive(int(number)):
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f'{ours}{os.getpid()}-', dir=place))


@cache
def _machine() -> str:
    """Return a name for where our numbers of processes count: a folder may be shared by several."""
    namespace = 0
    with suppress(OSError):
        namespace = os.stat('/proc/self/ns/pid').st_ino
    return hashlib.sha256(f'{platform.node()} {namespace}'.encode()).hexdigest()[:8]


def _is_alive(number: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
    return True
