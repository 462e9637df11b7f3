"""The resident: a confined process that answers one letter after the other.

In: what answers, and what it may reach.  Out: the letters of each answer, or word that there is
none: it took too long, too much, or died, and what that was.  It has the confinement of every other
worker; each answer has a limit of CPU time of its own.  A resident that is spent is started anew.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from multiprocessing.connection import Connection
from typing import TypeVar

from proofpress.limits import LimitReachedError, Limits
from proofpress.worker.confine import Reach, confine, spare_memory
from proofpress.worker.supervise import MOST_SECONDS, own_folder, silence

Answer = Callable[[bytes], list[bytes]]
"""Answers a letter with letters."""
Opening = Callable[[], Answer]
"""Makes what answers, within the confinement; where processes are started afresh, it must be one
that can be pickled."""
ANSWER_SECONDS = 60
"""CPU seconds for one answer: nobody waits longer for a page to appear."""
_PATIENCE = 60
"""Seconds that a process may sleep or wait for a core on the way to the end of its CPU time."""
_GIVEN, _LAST, _NONE = b'given', b'last', b'none'
_Done = TypeVar('_Done')


class NoAnswerError(Exception):
    """A resident gave no answer: it reached a limit, died, or met a fault of ours."""

    def __init__(self, message: str, trace: str = '') -> None:
        super().__init__(message)
        self.trace = trace
        """Of a fault of ours."""


class Resident:
    """A confined process that lives from letter to letter; one thread at a time may ask it."""

    def __init__(self, opening: Opening, reach: Reach, limits: Limits) -> None:
        """Start the process: it opens what it needs while nobody waits for it."""
        self._opening = opening
        self._reach = reach
        self._limits = limits
        self.starts = 0
        """How often a process was started: a new one knows nothing of what the last was told."""
        self._start()

    def ask(self, letter: bytes) -> list[bytes]:
        """Return the letters of its answer.

        Raises `NoAnswerError`; a new process then gets ready for the next letter, and knows nothing
        of those before.
        """
        try:
            self._connection.send_bytes(letter)
            kind, *answer = self._received()
        except (EOFError, OSError):  # between two letters, or in the middle of one
            self.close()
            code = self._process.exitcode
            self._start()
            raise NoAnswerError(f"the process ended with status {code}") from None
        if kind == _GIVEN:
            return answer
        self.close()
        self._start()
        if kind == _LAST:
            return answer
        raise NoAnswerError(*(said.decode('utf-8', 'replace') for said in answer))

    @property
    def process_id(self) -> int:
        """The number of its process."""
        return self._process.pid or 0

    def close(self) -> None:
        """End the process, and take away what it leaves."""
        self._process.kill()
        self._process.join()
        self._connection.close()
        shutil.rmtree(self._own, ignore_errors=True)

    def _start(self) -> None:
        self.starts += 1
        self._own = own_folder(self._reach.write)
        # As for other workers: what stands already is not looked through for garbage.
        context: multiprocessing.context.BaseContext = multiprocessing.get_context(
            'fork' if sys.platform == 'linux' else 'spawn'
        )
        self._connection, theirs = context.Pipe()
        reach = replace(self._reach, write=self._own)
        self._process = context.Process(  # type: ignore[attr-defined]
            target=_reside, args=(self._opening, reach, self._limits, theirs, os.getpid()),
            daemon=True,
        )  # fmt: skip
        gc.freeze()
        try:
            self._process.start()
        finally:
            gc.unfreeze()
            theirs.close()

    def _received(self) -> list[bytes]:
        """Return a message of several letters; raises `EOFError` when it takes too long."""
        ends = time.monotonic() + min(self._limits.seconds, MOST_SECONDS) + _PATIENCE
        count = 1
        received: list[bytes] = []
        while len(received) < count:
            if not self._connection.poll(max(ends - time.monotonic(), 0)):
                raise EOFError
            letter = self._connection.recv_bytes()
            if not received:
                count = 1 + int.from_bytes(letter[:4], 'big')
                letter = letter[4:]
            received.append(letter)
        return received


def _reside(
    opening: Opening, reach: Reach, limits: Limits, connection: Connection, parent: int
) -> None:
    """Answer letters; runs in the process of its own."""
    # Control-C goes to all processes of a terminal: the one that asks decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    silence(connection.fileno())
    confine(reach, limits, parent)
    tempfile.tempdir = None
    with connection, suppress(EOFError, ConnectionError):
        _allow_seconds(ANSWER_SECONDS)
        answer, fault = _tried(opening, limits)
        while True:
            letter = connection.recv_bytes()
            _allow_seconds(ANSWER_SECONDS)
            given: list[bytes] | None = None
            if answer is not None:
                given, fault = _tried(partial(answer, letter), limits)
            if given is None:
                _send(connection, [_NONE, *fault])
                return
            # The hard limit of a process cannot be raised again.
            is_spent = time.process_time() > limits.seconds / 2
            _send(connection, [_LAST if is_spent else _GIVEN, *given])


def _tried(work: Callable[[], _Done], limits: Limits) -> tuple[_Done | None, list[bytes]]:
    """Return what work gives; or None, and what is said of its failure."""
    try:
        return work(), []
    except MemoryError:
        spare_memory()
        said = [f"it takes more than {limits.memory} MiB of memory"]
    except RecursionError:
        said = ["it goes too deep"]
    except LimitReachedError as reached:
        said = [reached.message]
    except Exception as error:
        said = [type(error).__name__, ''.join(traceback.format_exception(error))]
    return None, [words.encode('utf-8', 'replace') for words in said]


def _allow_seconds(seconds: int) -> None:
    """Allow so many seconds of CPU time from now on, within what is allowed to the process."""
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    wanted = int(time.process_time()) + seconds
    with suppress(OSError, ValueError):
        within = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(resource.RLIMIT_CPU, (within, most))


def _send(connection: Connection, letters: list[bytes]) -> None:
    """Send a message of several letters; the first says how many follow it."""
    first, *others = letters
    connection.send_bytes(len(others).to_bytes(4, 'big') + first)
    for letter in others:
        connection.send_bytes(letter)
