"""A cluster on loopback: a scheduler and workers, each a process of its own, and commands to it.

In: a folder for what they keep.  Out: their address and numbers.  All of them end with the block
that started them; should that be killed, the scheduler ends when it has been idle for minutes, and
the workers when they miss it.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TypeVar

T = TypeVar('T')

_STARTING = 60.0
"""Seconds for a process to be there: on a busy machine Dask takes ten."""
_WORKING = 180.0
_RUN = 'import sys; from proofpress.cli import main; sys.exit(main())'
# Tests that run in the background have Control-C ignored, and what they start inherits that.
RUN_IN_FRONT = f'import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {_RUN}'


@dataclass
class Loopback:
    """A cluster on this machine."""

    place: Path
    """What its processes keep and say."""
    address: str
    scheduler: subprocess.Popen[bytes]
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _names: Iterator[str] = field(default_factory=lambda: map('worker-{}'.format, count()))

    def add_worker(self, **environment: str) -> subprocess.Popen[bytes]:
        """Start another worker, for one report at a time, and wait until it has registered."""
        name = next(self._names)
        options = ('--nthreads', '1', '--no-nanny', '--no-dashboard', '--death-timeout', '30')
        log = self.place / f'{name}.log'
        worker = _start(
            self.place,
            log,
            environment,
            ('distributed.cli.dask_worker', self.address, '--name', name, *options),
        )
        self.workers.append(worker)
        until(lambda: 'Registered to' in log.read_text(errors='replace'), worker)
        return worker

    def busy(self) -> subprocess.Popen[bytes]:
        """Wait until a worker has a report made, and return it."""

        def found() -> subprocess.Popen[bytes] | None:
            return next((one for one in self.workers if making(one)), None)

        return until(found)

    def end(self) -> None:
        """End all of its processes."""
        for process in (*self.workers, self.scheduler):
            process.kill()
        for process in (*self.workers, self.scheduler):
            process.wait()


@contextmanager
def loopback(place: Path, workers: int = 2, **environment: str) -> Iterator[Loopback]:
    """Start a cluster, and end it with the block; the environment is the scheduler's alone."""
    about = place / 'scheduler.json'
    options = ('--host', '127.0.0.1', '--port', '0', '--no-dashboard', '--idle-timeout', '300')
    scheduler = _start(
        place,
        place / 'scheduler.log',
        environment,
        ('distributed.cli.dask_scheduler', '--scheduler-file', str(about), *options),
    )
    cluster = Loopback(place, '', scheduler)
    try:
        cluster.address = until(lambda: _address(about), scheduler)
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.end()


def _start(
    place: Path, log: Path, environment: Mapping[str, str], command: tuple[str, ...]
) -> subprocess.Popen[bytes]:
    # Beside the command's own folder, that nothing of it is at hand by accident.
    with log.open('wb') as said:
        return subprocess.Popen(
            [sys.executable, '-m', *command],
            cwd=place,
            env={**os.environ, 'TMPDIR': str(place), **environment},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
        )


def _address(about: Path) -> str:
    try:
        return str(json.loads(about.read_text())['address'])
    except (FileNotFoundError, ValueError):
        return ''


def until(look: Callable[[], T], process: subprocess.Popen[bytes] | None = None) -> T:
    """Look again and again, and return what is there at last; fails when the process ends."""
    end = time.monotonic() + _STARTING
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        assert process is None or process.poll() is None, "it ended"
        time.sleep(0.02)
    raise AssertionError("waited in vain")


def children(number: int) -> list[int]:
    """Return the processes that a process has started and that compute still."""
    found: list[int] = []
    for place in Path('/proc').glob('[0-9]*/stat'):
        try:
            state, parent = place.read_text().rpartition(')')[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(parent) == number and state != 'Z':
            found.append(int(place.parent.name))
    return found


def foremen(worker: subprocess.Popen[bytes]) -> list[int]:
    """Return the foremen of a worker."""
    return children(worker.pid)


def making(worker: subprocess.Popen[bytes]) -> list[int]:
    """Return the confined processes in which the worker's foremen have reports made."""
    return [one for foreman in foremen(worker) for one in children(foreman)]


def tiny(folder: Path) -> Path:
    """Write the shortest report there is, and return its folder."""
    folder.mkdir(parents=True)
    text = f'---\ntitle: {folder.name}\ndate: 2024-11-25\n---\n\n# One\n\nWords that are read.\n'
    (folder / 'report.md').write_text(text)
    return folder


def command(*arguments: str | Path, cwd: Path) -> subprocess.Popen[str]:
    """Start `proofpress` with arguments."""
    return subprocess.Popen(
        [sys.executable, '-c', RUN_IN_FRONT, *map(str, arguments)],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@dataclass(frozen=True)
class Ended:
    """A command that has ended."""

    status: int
    said: str
    """On standard error."""


def ended(process: subprocess.Popen[str]) -> Ended:
    """Wait for a command's end."""
    try:
        _, said = process.communicate(timeout=_WORKING)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return Ended(process.returncode, said)


def run(*arguments: str | Path, cwd: Path) -> Ended:
    """Run `proofpress` with arguments, to its end."""
    return ended(command(*arguments, cwd=cwd))


def products(out: Path) -> dict[str, bytes]:
    """Return all files of a folder of products, hidden ones aside, by path."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob('*'))
        if path.is_file() and not re.search(r'(^|/)\.', path.relative_to(out).as_posix())
    }


def interrupt(process: subprocess.Popen[str]) -> None:
    """Press Control-C."""
    process.send_signal(signal.SIGINT)
