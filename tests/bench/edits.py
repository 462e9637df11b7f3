"""What a build costs when little or nothing has changed since the last one.

In: reports that are built already.  Out: the cost of the next build.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.bench.many import digests, write_copies
from tests.bench.measure import Cost, median, run
from tests.bench.peers import BIN, ENVIRONMENT, ROOT

NOTHING = 'proofpress build, nothing changed'
MAKE = 'make, nothing changed'
ONE = 'proofpress build, one changed'
ALONE = 'proofpress build of that one alone'
_REPORTS = 5


def measure(runs: int, work: Path) -> dict[str, list[Cost]]:
    """Build some reports, then again and again; raises `AssertionError` for one too many."""
    folders = write_copies(work / 'seeds', _REPORTS)
    command = [BIN / 'proofpress', 'build']
    run(command, ENVIRONMENT, work)
    rows: dict[str, list[Cost]] = {NOTHING: [], ONE: [], ALONE: []}
    article = folders[0] / 'report.md'
    for number in range(runs):
        rows[NOTHING].append(run(command, ENVIRONMENT, work))
        before = _built(work)
        with article.open('a', encoding='utf-8') as report:
            report.write(f'\nOne paragraph more, number {number}.\n')
        rows[ONE].append(run(command, ENVIRONMENT, work))
        changed = [name for name, digest in _built(work).items() if digest != before[name]]
        assert changed == [folders[0].name], f"built: {changed}"
        alone = [*command, folders[0], '--out', work / f'alone-{number}']
        rows[ALONE].append(run(alone, ENVIRONMENT, work))
    if os.access(ROOT / '.venv' / 'press.done', os.R_OK):
        make = ['make', '--silent', '-C', ROOT]
        run(make, ENVIRONMENT, work)
        rows[MAKE] = [run(make, ENVIRONMENT, work) for _ in range(runs)]
    return rows


def _built(work: Path) -> dict[str, dict[str, str]]:
    # Folders with a dot hold what is kept for the next build.
    return {
        folder.name: digests(folder)
        for folder in (work / 'build').iterdir()
        if folder.is_dir() and not folder.name.startswith('.')
    }


def show(rows: dict[str, list[Cost]]) -> None:
    """Print what the builds took."""
    runs = len(rows[NOTHING])
    print(f"\nAfter a build of {_REPORTS} short reports, medians of {runs}")
    print(f"{'':36}{'CPU s':>8}{'wall s':>8}{'MiB':>7}")
    for name, costs in rows.items():
        cost = median(costs)
        print(f"{name:36}{cost.cpu:8.2f}{cost.wall:8.2f}{cost.memory:7.0f}")
    if MAKE not in rows:
        print(f"{MAKE:36}  MISSING: set up with `make` first")
