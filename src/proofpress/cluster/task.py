"""The task: what a worker of the cluster does for one report.

In: a parcel.  Out: an answer, with the worker's name before it.  The work itself is a foreman's,
whom the worker keeps for the next report: one for each report that it works on at once.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from multiprocessing.connection import Connection

from distributed import get_worker

from proofpress.cluster.parcels import is_refusal, joined

_EYE = 1.0
"""Seconds between looks whether the answer is still wanted."""


class ForemanError(Exception):
    """A foreman ended without an answer, or nobody wants it any more."""


class _Foreman:
    """A process that has reports made, one after the other."""

    def __init__(self) -> None:
        parcels, sending = os.pipe()
        receiving, answers = os.pipe()
        self._parcels = Connection(sending, readable=False)
        self._answers = Connection(receiving, writable=False)
        command = [sys.executable, '-P', '-m', 'proofpress.cluster.foreman']
        try:
            self._process = subprocess.Popen(command, stdin=parcels, stdout=answers)
        finally:
            os.close(parcels)
            os.close(answers)

    def answer(self, parcel: bytes, is_wanted: Callable[[], bool]) -> bytes:
        """Have a report made; raises `ForemanError`."""
        try:
            self._parcels.send_bytes(parcel)
            while not self._answers.poll(_EYE):
                if not is_wanted():
                    raise ForemanError("the report is no longer wanted")
            return self._answers.recv_bytes()
        except (EOFError, OSError) as error:
            raise ForemanError(f"the foreman ended: {error}") from None

    def dismiss(self) -> None:
        """End the process, and what it is doing."""
        self._parcels.close()
        self._answers.close()
        self._process.terminate()
        self._process.wait()


_free: deque[_Foreman] = deque()


def make_there(parcel: bytes) -> bytes:
    """Return the answer to a parcel; runs in a worker of the cluster.

    Raises `ForemanError`; then another attempt may go better.
    """
    worker = get_worker()
    key = worker.get_current_task()

    def is_wanted() -> bool:
        task = worker.state.tasks.get(key)
        return task is not None and task.state != 'cancelled'

    try:
        answer = _answer(_free.pop(), parcel, is_wanted)
    except IndexError:
        answer = b''
    if not answer or is_refusal(answer):
        # Proofpress, or what it lacks, may have been installed since that foreman began.
        answer = _answer(_Foreman(), parcel, is_wanted)
    return joined([worker.address.encode()]) + answer


def _answer(foreman: _Foreman, parcel: bytes, is_wanted: Callable[[], bool]) -> bytes:
    try:
        answer = foreman.answer(parcel, is_wanted)
    except ForemanError:
        foreman.dismiss()
        raise
    if is_refusal(answer):
        foreman.dismiss()
    else:
        _free.append(foreman)
    return answer
