"""Prints CPU seconds, wall seconds and peak memory of builds: `make bench`.

In: the seed report, and a generated one of about 180 pages (300 notes, 400 actors, 30 tables).
Out: a table.  "weasyprint" is the bare command on the same HTML with the same style sheet: one
document of all sections, with the page numbers already printed in it, so that it lays out once.
Each figure is the median of `--runs` runs, which alternate between the two.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.bare import write_bare
from tests.generated_report import LARGE, write_report

ROOT = Path(__file__).parent.parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Cost:
    """What one run of a command took."""

    cpu: float
    """Seconds, user and system, of the command and its children."""
    wall: float
    """Seconds."""
    memory: float
    """MiB; peak of the largest process."""


def run(command: Sequence[str | Path], environment: dict[str, str]) -> Cost:
    """Run a command to its end; raises `CalledProcessError` when it fails."""
    start = time.monotonic()
    process = subprocess.Popen(list(map(str, command)), env=environment, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, list(map(str, command)))
    unit = 1 if sys.platform == 'darwin' else 1024
    return Cost(
        usage.ru_utime + usage.ru_stime,
        time.monotonic() - start,
        usage.ru_maxrss * unit / 2**20,
    )


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(
        statistics.median(cost.cpu for cost in costs),
        statistics.median(cost.wall for cost in costs),
        statistics.median(cost.memory for cost in costs),
    )


def compare(name: str, folder: Path, runs: int, work: Path) -> None:
    """Build a report and press its bare twin in turns, and print what each took."""
    out = work / 'out'
    bare = write_bare(folder, work / f'{folder.name}-bare')
    environment = {**os.environ, 'SOURCE_DATE_EPOCH': '0'}
    ours: list[Cost] = []
    theirs: list[Cost] = []
    for _ in range(runs):
        ours.append(run([BIN / 'proofpress', 'build', folder, '--out', out], environment))
        theirs.append(
            run(
                [BIN / 'weasyprint', '-q', '-s', bare.sheet, bare.document, bare.pdf],
                {**environment, 'FONTCONFIG_FILE': str(bare.fontconfig)},
            )
        )
    build, press = median(ours), median(theirs)
    print(f"\n{name}: {bare.pages} pages, medians of {runs}")
    print(f"{'':24}{'CPU s':>8}{'wall s':>8}{'MiB':>7}")
    for label, cost in (("proofpress build", build), ("weasyprint, PDF only", press)):
        print(f"{label:24}{cost.cpu:8.2f}{cost.wall:8.2f}{cost.memory:7.0f}")
    ratios = [one.cpu / other.cpu for one, other in zip(ours, theirs, strict=True)]
    print(f"{'ratio of CPU':24}{statistics.median(ratios):8.2f}")


def compare_tags(name: str, folder: Path, runs: int, work: Path) -> None:
    """Make the PDF of a report with tags and without in turns, and print what they cost."""
    costs: dict[str, list[Cost]] = {'tagged': [], 'untagged': []}
    sizes: dict[str, int] = {}
    for _ in range(runs):
        for kind, list_ in costs.items():
            pdf = work / f'{kind}.pdf'
            command = [sys.executable, '-m', 'tests.bench.tagging', folder, kind, pdf]
            list_.append(run(command, dict(os.environ)))
            sizes[kind] = pdf.stat().st_size
    print(f"\n{name}: the PDF alone, medians of {runs}")
    print(f"{'':24}{'CPU s':>8}{'wall s':>8}{'MiB':>7}{'KiB':>8}")
    for kind, list_ in costs.items():
        cost = median(list_)
        size = sizes[kind] / 1024
        print(f"{kind:24}{cost.cpu:8.2f}{cost.wall:8.2f}{cost.memory:7.0f}{size:8.0f}")
    pairs = zip(costs['tagged'], costs['untagged'], strict=True)
    cpu = statistics.median(one.cpu / other.cpu for one, other in pairs)
    print(
        f"{'tags cost':24}{cpu - 1:+8.1%} CPU {sizes['tagged'] / sizes['untagged'] - 1:+9.1%} size"
    )


def main() -> None:
    """Measure the seed report and the generated one."""
    parser = argparse.ArgumentParser(description=__doc__, prog='make bench')
    parser.add_argument('--runs', type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        compare('first report', ROOT / 'seeds' / 'north-korean-troops', options.runs, work)
        generated = write_report(work / 'generated', LARGE)
        compare('generated report', generated, options.runs, work)
        compare_tags('first report', ROOT / 'seeds' / 'north-korean-troops', options.runs, work)
        compare_tags('generated report', generated, options.runs, work)


if __name__ == '__main__':
    main()
