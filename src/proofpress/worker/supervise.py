"""Supervision: has a task done by a worker, and knows how it ended.

In: a task, what it may reach, and the limits.  Out: what it made, or a diagnostic of how it died.
On Linux a worker is a fork of this process, which has the stages loaded already: it starts within
hundredths of a second.  Elsewhere it is started afresh, as system libraries there do not stand a
fork.
"""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import shutil
import signal
import sys
import tempfile
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path

from proofpress.diagnostics import Diagnostic
from proofpress.limits import LimitReachedError, Limits
from proofpress.outcome import Made
from proofpress.worker import letters
from proofpress.worker.confine import Reach, confine, spare_memory

Begin = Callable[[str], None]
"""Told what begins now: “laying out the pages”."""
Task = Callable[[Begin], Made]
"""Done by a worker; where workers are started afresh, it must be one that can be pickled."""

_OWN = 'proofpress-worker-'
"""Begins the name of a worker's own folder; the number of its supervisor follows."""
_BY_TIME = frozenset({signal.SIGXCPU})
_BY_SIZE = frozenset({signal.SIGXFSZ})


class WorkerError(Exception):
    """Proofpress failed in a worker: its trace, as a text, is in `trace`."""

    def __init__(self, trace: str, name: str, doing: str) -> None:
        super().__init__(f"{name} while {doing}")
        self.trace = trace
        self.name = name
        self.doing = doing


def work(task: Task, reach: Reach, limits: Limits, begin: Begin) -> Made:
    """Have a task done and return what it made; `begin` hears what is done meanwhile.

    What the worker may write is a new folder below `reach.write`, gone when it ends.  A worker that
    dies or reaches a limit has made nothing, and a diagnostic says why.

    Raises `WorkerError` for what no stage foresaw.
    """
    with _own_folder(reach.write) as own:
        return _supervised(task, replace(reach, write=own), limits, begin)


def _supervised(task: Task, reach: Reach, limits: Limits, begin: Begin) -> Made:
    context = (
        multiprocessing.get_context('fork')
        if sys.platform == 'linux'
        else multiprocessing.get_context('spawn')
    )
    receiving, sending = context.Pipe(duplex=False)
    # What stands already is not looked through for garbage by the worker, nor copied for it.
    gc.freeze()
    worker = context.Process(
        target=_work, args=(task, reach, limits, sending, os.getpid()), daemon=True
    )
    has_expired = threading.Event()

    def expire() -> None:
        has_expired.set()
        worker.kill()

    clock = threading.Timer(limits.seconds, expire)
    doing = "starting"
    try:
        worker.start()
        sending.close()
        clock.start()
        while True:
            kind, said = letters.read_letter(receiving.recv_bytes())
            if kind == 'doing':
                doing = str(said)
                begin(doing)
            elif kind == 'made':
                return letters.read_made(said, receiving.recv_bytes)
            elif kind == 'limit':
                return _nothing(Diagnostic(said[0], said[1], None, _advice(said[0])))
            else:
                raise WorkerError(said[0], said[1], doing)
    except (EOFError, ConnectionError):
        worker.join()
        return _nothing(_death(worker.exitcode or 0, has_expired.is_set(), doing, limits))
    finally:
        clock.cancel()
        if worker.pid is not None:
            worker.kill()
            worker.join()
        receiving.close()
        gc.unfreeze()


def _work(task: Task, reach: Reach, limits: Limits, sending: Connection, parent: int) -> None:
    """Do the task; runs in the worker."""
    # Control-C goes to all processes of a terminal: the supervisor decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _silence()
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


def _silence() -> None:
    """Cut the worker's standard streams off: what it has to say, it writes home."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)


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


@contextmanager
def _own_folder(place: Path) -> Iterator[Path]:
    """Make a folder for a worker, and take those away whose supervisors are no more."""
    for left in place.glob(f'{_OWN}*'):
        number = left.name.removeprefix(_OWN).partition('-')[0]
        if number.isdigit() and not _is_alive(int(number)):
            shutil.rmtree(left, ignore_errors=True)
    own = Path(tempfile.mkdtemp(prefix=f'{_OWN}{os.getpid()}-', dir=place))
    try:
        yield own
    finally:
        shutil.rmtree(own, ignore_errors=True)


def _is_alive(number: int) -> bool:
    with suppress(PermissionError):
        try:
            os.kill(number, 0)
        except ProcessLookupError:
            return False
    return True
