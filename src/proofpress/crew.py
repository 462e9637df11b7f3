"""The crew: hands that do parts of the work on one report at the same time.

In: tasks, and how many hands there are.  Out: what each task gave, in the order of the tasks,
whoever did it.  A hand is a fork of the process that asks, with the same confinement and no more:
it has all values at hand, and ends with who asked.  Where a process should not be forked (anywhere
but on Linux), everything is done by the process itself.
"""

from __future__ import annotations

import ctypes
import gc
import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from multiprocessing.connection import Pipe, wait
from typing import Any, BinaryIO, NoReturn, TypeVar

_Result = TypeVar('_Result')

_NUMBER = struct.Struct('=H')
"""Of a task, on its way to a hand; a pipe holds some thirty thousand."""
_SAID, _FAULT = 'said', 'fault'
"""How an answer begins."""
_PR_SET_PDEATHSIG = 1


class HandLostError(RuntimeError):
    """A hand ended without a word."""


class Hand:
    """Another process that takes orders and answers: values that can be pickled."""

    def __init__(self, work: Callable[[Hand], None]) -> None:
        """Fork a hand that does the work with what stands here now."""
        # Not `Pipe()`: that asks for a socket, which a confined worker may not have.
        self._orders, self._sending = Pipe(duplex=False)
        self.receiving, self._answers = Pipe(duplex=False)
        self._process_id = fork_hand(lambda: self._work(work))
        self._orders.close()
        self._answers.close()

    def send(self, order: object) -> None:
        """Give an order; to one that waits for it, for a pipe does not hold a large one.

        Raises `HandLostError` when it has ended, unless a signal did that, as `join_hand`.
        """
        try:
            self._sending.send(order)
        except BrokenPipeError:
            self._lost()

    def received(self) -> Any:
        """Return an answer.

        Raises the exception that the hand met, or `HandLostError` as `send`.
        """
        try:
            kind, said = self.receiving.recv()
        except (EOFError, OSError):  # between two answers, or in the middle of one
            self._lost()
        if kind == _FAULT:
            raise said
        return said

    def retire(self) -> None:
        """Wait for the end of a hand that has nothing to do.

        Raises `HandLostError` as `send`.
        """
        self.send(None)
        self._let_go()
        self._join()

    def orders(self) -> Iterator[Any]:
        """Yield orders until there are no more.  For the hand itself."""
        with suppress(EOFError):
            while (order := self._orders.recv()) is not None:
                yield order

    def answer(self, said: object) -> None:
        """Answer.  For the hand itself."""
        self._answers.send((_SAID, said))

    def _work(self, work: Callable[[Hand], None]) -> None:
        # Else this process would hold open what it waits for to be closed.
        self._sending.close()
        self.receiving.close()
        with suppress(BrokenPipeError):
            try:
                work(self)
            except BrokenPipeError:
                raise
            except Exception as error:
                self._answers.send((_FAULT, _with_trace(error)))

    def _lost(self) -> NoReturn:
        join_hand(self._process_id)
        raise HandLostError("a hand ended before its work was done") from None

    def _let_go(self) -> None:
        self._sending.close()
        self.receiving.close()

    def _join(self) -> None:
        with suppress(ChildProcessError):
            os.waitpid(self._process_id, 0)


def dismiss(hands: Sequence[Hand]) -> None:
    """Give no more orders, and wait for the end of the hands; one at work ends when it answers."""
    # Each hand holds open what was open when it was forked: the last one ends first.
    for hand in hands:
        hand._let_go()
    for hand in reversed(hands):
        hand._join()


def answers_of(hands: Sequence[Hand]) -> Iterator[tuple[Hand, Any]]:
    """Wait until some hands have answered; yield each with what it says."""
    ready = wait([hand.receiving for hand in hands])
    for hand in hands:
        if hand.receiving in ready:
            yield hand, hand.received()


def side_by_side(tasks: Sequence[Callable[[], _Result]], hands: int) -> list[_Result]:
    """Do tasks with so many hands, this process among them; return what each gave, in order.

    Results of other hands must be values that can be pickled: they come from a process with the
    same rights.  The first exception, in the order of the tasks, is raised here.  A hand that a
    signal ends takes this process with it, so that who supervises it learns why.
    """
    hands = min(hands, len(tasks))
    if hands < 2 or sys.platform != 'linux':
        return [task() for task in tasks]
    waiting = _queue(len(tasks))
    helpers = [_Helper(tasks, waiting) for _ in range(hands - 1)]
    results: dict[int, _Result | Exception] = {}
    for number in _taken(waiting):
        results[number] = _done(tasks[number])
    os.close(waiting)
    for helper in helpers:
        results.update(helper.results())
    ordered = [results[number] for number in range(len(tasks))]
    for result in ordered:
        if isinstance(result, Exception):
            raise result
    return [result for result in ordered if not isinstance(result, Exception)]


def fork_hand(work: Callable[[], None]) -> int:
    """Fork a hand that does the work and ends; return its process id."""
    parent = os.getpid()
    # What stands already is not looked through for garbage by the hand, nor copied for it.
    gc.freeze()
    child = os.fork()
    if not child:
        _be_a_hand(work, parent)
    gc.unfreeze()
    return child


def join_hand(process_id: int) -> None:
    """Wait for a hand; end as it ended, if a signal did that.

    Raises `HandLostError` when it ended in another wrong way.
    """
    _, status = os.waitpid(process_id, 0)
    code = os.waitstatus_to_exitcode(status)
    if code < 0:
        if -code not in _FIXED:
            signal.signal(-code, signal.SIG_DFL)
        signal.raise_signal(-code)
    if code:
        raise HandLostError(f"a hand ended with status {code}")


_FIXED = frozenset([signal.SIGKILL, signal.SIGSTOP])
"""Signals whose effect no process can change."""


def _be_a_hand(work: Callable[[], None], parent: int) -> NoReturn:
    status = 1
    try:
        if sys.platform == 'linux':
            ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() == parent:
            work()
            status = 0
    except BaseException:
        with suppress(Exception):
            traceback.print_exc()
    finally:
        # Not `sys.exit`: what the parent has registered for its end is not ours to do.
        os._exit(status)


class _Helper:
    """Another hand, and the memory in which it leaves its results."""

    def __init__(self, tasks: Sequence[Callable[[], _Result]], waiting: int) -> None:
        self._memory = os.memfd_create('hand')
        self._process_id = fork_hand(lambda: self._work(tasks, waiting))

    def _work(self, tasks: Sequence[Callable[[], _Result]], waiting: int) -> None:
        with open(self._memory, 'wb', closefd=False) as memory:
            for number in _taken(waiting):
                result = _done(tasks[number])
                if isinstance(result, Exception):
                    result = _with_trace(result)
                pickle.dump((number, result), memory, pickle.HIGHEST_PROTOCOL)

    def results(self) -> Iterator[tuple[int, _Result | Exception]]:
        """Wait for its end and yield what it leaves, by the number of the task."""
        join_hand(self._process_id)
        with open(self._memory, 'rb') as memory:
            size = memory.seek(0, os.SEEK_END)
            memory.seek(0)
            yield from _unpacked(memory, size)


def _unpacked(memory: BinaryIO, size: int) -> Iterator[tuple[int, _Result | Exception]]:
    while memory.tell() < size:
        yield pickle.load(memory)


def _done(task: Callable[[], _Result]) -> _Result | Exception:
    try:
        return task()
    except Exception as error:
        return error


def _with_trace(error: Exception) -> Exception:
    """Note where an exception was raised: that is not told to other processes."""
    trace = ''.join(traceback.format_tb(error.__traceback__))
    error.add_note(f"In another process:\n{trace.rstrip()}")
    return error


def _queue(count: int) -> int:
    """Return a file from which each task's number can be taken once."""
    reading, writing = os.pipe()
    os.write(writing, b''.join(map(_NUMBER.pack, range(count))))
    os.close(writing)
    return reading


def _taken(waiting: int) -> Iterator[int]:
    """Yield the numbers of tasks that nobody else has taken."""
    while number := os.read(waiting, _NUMBER.size):
        yield _NUMBER.unpack(number)[0]
