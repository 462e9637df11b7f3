"""What a command costs: CPU and wall seconds, and the memory of all its processes together.

In: a command.  Out: a `Cost`.  CPU is that of the command and of every descendant that somebody
waited for, as the kernel adds it up (wait4(2)).  Memory is the largest sum over the command and its
descendants that was seen when they were looked at, four times a second: of their shares (PSS: a
page that several processes share counts once in all), where the kernel tells.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

_PROC = Path('/proc')
_PERIOD = 0.25
"""Seconds between looks."""
_SHARE = 50
"""How many times longer than a look took the next one is waited for: looking costs, too."""


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    cpu: float
    """Seconds, user and system, of the command and its descendants."""
    wall: float
    """Seconds."""
    memory: float
    """MiB at the peak, of all its processes together."""


def run(
    command: Sequence[str | Path], environment: Mapping[str, str], folder: Path, status: int = 0
) -> Cost:
    """Run a command in a folder to its end; raises `CalledProcessError` for another status."""
    words = list(map(str, command))
    start = time.monotonic()
    process = subprocess.Popen(
        words, env=environment, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    with Sampler(process.pid) as sampler:
        assert process.stderr is not None
        said = process.stderr.read()
        _, ended, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - start
    process.stderr.close()
    process.returncode = os.waitstatus_to_exitcode(ended)
    if process.returncode != status:
        raise subprocess.CalledProcessError(process.returncode, words, stderr=said.decode())
    unit = 1 if sys.platform == 'darwin' else 1024
    largest = usage.ru_maxrss * unit
    return Cost(usage.ru_utime + usage.ru_stime, wall, (sampler.peak or largest) / 2**20)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*map(statistics.median, zip(*map(astuple, costs), strict=True)))


def ratio(ours: Sequence[Cost], theirs: Sequence[Cost], figure: str = 'cpu') -> float:
    """Return the median of the ratios of the pairs, in one figure."""
    return statistics.median(
        getattr(one, figure) / getattr(other, figure)
        for one, other in zip(ours, theirs, strict=True)
    )


class Sampler:
    """Looks at the memory of a process and its descendants while the block runs."""

    def __init__(self, number: int) -> None:
        self.peak = 0
        """Bytes; 0 where the system does not tell."""
        self._number = number
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Sampler:
        if _PROC.is_dir():
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _watch(self) -> None:
        pause = 0.0
        while not self._is_over.wait(pause):
            start = time.monotonic()
            self.peak = max(self.peak, sum(map(memory, family(self._number))))
            pause = max(_PERIOD, _SHARE * (time.monotonic() - start))


def family(number: int) -> Iterator[int]:
    """Yield a process and all its descendants."""
    children: dict[int, list[int]] = {}
    for entry in os.scandir(_PROC):
        if entry.name.isdigit():
            parent = _parent(entry.name)
            children.setdefault(parent, []).append(int(entry.name))
    waiting = [number]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += children.get(one, ())


def memory(number: int) -> int:
    """Return the bytes that a process holds, its share of shared pages only; 0 when it is gone."""
    try:
        about = (_PROC / str(number) / 'smaps_rollup').read_text()
    except OSError:
        return 0
    for line in about.splitlines():
        if line.startswith('Pss:'):
            return int(line.split()[1]) * 1024
    return 0


def _parent(name: str) -> int:
    try:
        return int((_PROC / name / 'stat').read_text().rpartition(')')[2].split()[1])
    except OSError:
        return -1
