"""The foreman: a process beside a worker of the cluster that has reports made, one after the other.

In: parcels on standard input.  Out: answers on standard output.  It has the stages loaded and one
thread, so that the confined worker that makes a report can be a fork of it, as on the machine of
who builds; a worker of the cluster has many threads, and may have no children.  It ends when its
input does, and ends what it is doing when the worker of the cluster is no more.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import suppress
from functools import cache, partial
from multiprocessing.connection import Connection
from types import FrameType
from typing import TYPE_CHECKING

from proofpress.assets import styles_folder
from proofpress.cluster.parcels import Order, answered, joined, lay_out, refused, unpacked
from proofpress.freshness import program_digest
from proofpress.limits import Limits
from proofpress.missing import missing_library
from proofpress.model.profile import Profile
from proofpress.outcome import Made
from proofpress.worker.confine import Reach
from proofpress.worker.supervise import WorkerError, own_folder, temporary_place, work

if TYPE_CHECKING:
    from proofpress.typefaces.standing import Foresight

OTHER_PROGRAM = (
    "its Proofpress, Python or libraries are others than those here, so its products might be "
    "others too; install the same there"
)
_EYE = 1.0
"""Seconds between looks at who asked."""


def main() -> None:
    """Answer parcels until there are no more."""
    # Control-C goes to all processes of a terminal: whoever asked decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever a library prints is no answer.
    sys.stdout = sys.stderr
    program = program_digest()
    parent = os.getppid()
    lacking = _load()
    parcels = Connection(0, writable=False)
    answers = Connection(1, readable=False)
    with suppress(EOFError, BrokenPipeError):
        while True:
            order, contents = unpacked(parcels.recv_bytes())
            end: Made | WorkerError = Made(())
            if order.program != program:
                answer = refused(OTHER_PROGRAM)
            elif lacking:
                answer = refused(lacking)
            else:
                with _EndsWith(parent):
                    end = _end_of(order, contents)
                answer = answered(end)
            answers.send_bytes(joined(answer))
            if isinstance(end, Made) and end.orders:
                _foresight().hear(end.orders)


def _load() -> str:
    """Load the stages; return what is missing for them."""
    try:
        from proofpress import press

        press.load()
    except (ImportError, OSError) as error:
        return missing_library(error) or str(error)
    return ''


@cache
def _foresight() -> Foresight:
    from proofpress import press

    return press.foresight()


def _end_of(order: Order, contents: list[bytes]) -> Made | WorkerError:
    """Have a report made."""
    from proofpress import press

    place = temporary_place()
    inputs = own_folder(place)
    try:
        report, *beside = lay_out(order, contents, inputs)
        limits = Limits(**order.limits)
        task = partial(
            press.make,
            report,
            Profile(order.profile),
            limits,
            is_draft=order.is_draft,
            kepub=order.kepub,
        )
        reach = Reach((report, *beside, styles_folder()), place)
        return work(task, reach, limits, lambda _: None)
    except WorkerError as fault:
        return fault
    finally:
        shutil.rmtree(inputs, ignore_errors=True)


class _EndsWith:
    """Ends what is being done when the parent of this process is no more, or dismisses it."""

    def __init__(self, parent: int) -> None:
        self._parent = parent

    def __enter__(self) -> None:
        signal.signal(signal.SIGTERM, lambda _signal, _frame: sys.exit(1))
        signal.signal(signal.SIGALRM, self._look)
        signal.setitimer(signal.ITIMER_REAL, _EYE, _EYE)

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    def _look(self, _signal: int, _frame: FrameType | None) -> None:
        if os.getppid() != self._parent:
            raise SystemExit(1)


if __name__ == '__main__':
    main()
