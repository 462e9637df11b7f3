"""Measures builds beside other tools, and writes down what it saw: `make bench`.

In: the seed report (S), a generated one of about 190 pages (M: 40 chapters, 300 notes, 400 actors,
30 tables, 20 figures) and, with `--large`, one of ten times that (L).  Out: tables on standard
output, every single run in `build/bench/runs.json`, and a chart of cost against pages in
`build/bench/cost.svg`.

All tools take turns, `--runs` times; figures are medians, and ratios are medians of the ratios of
single turns, so that a machine that is busy for a while spoils a turn and not a comparison.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import pypdfium2

from tests.bench import edits, many
from tests.bench.chart import chart
from tests.bench.measure import Cost, median, ratio, run
from tests.bench.peers import (
    ALONE,
    COUNTING,
    ENVIRONMENT,
    MEANINGS,
    PRESS,
    ROOT,
    Bench,
    bench,
    missing,
)
from tests.bench.shares import PROOF
from tests.generated_report import HUGE, LARGE, PAGES, scaled, write_report

SEED = ROOT / 'seeds' / 'north-korean-troops'
_POINTS = (45, 90, 180, 360)
"""Pages of the reports in the chart, roughly."""
_BY_THEMSELVES = ('editing', 'editions')
"""Benches of what a resident process does after an edit: they print tables of their own."""


@dataclass
class Runs:
    """What was seen of one report."""

    pages: dict[str, int] = field(default_factory=dict)
    """Of the PDF of each tool."""
    costs: dict[str, list[Cost]] = field(default_factory=dict)
    """Of each tool, one for each turn."""

    def ratio(self, name: str, figure: str = 'cpu') -> float:
        """Return how many times as much we took as another tool."""
        return ratio(self.costs[PRESS], self.costs[name], figure)


def take_turns(bench: Bench, runs: int, work: Path, without: tuple[str, ...] = ()) -> Runs:
    """Run every tool as often as asked for, in turns."""
    seen = Runs()
    for _ in range(runs):
        for name, command in bench.commands.items():
            if name in without:
                continue
            shutil.rmtree(bench.out, ignore_errors=True)
            cost = run(command, bench.environment, work)
            seen.costs.setdefault(name, []).append(cost)
            seen.pages[name] = _pages(bench.pdfs[name])
    return seen


def _pages(pdf: Path) -> int:
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def show(name: str, seen: Runs) -> None:
    """Print what each tool took for a report, and how many times as much we did."""
    runs = len(seen.costs[PRESS])
    first = max(map(len, seen.costs))
    print(f"\n{name}, medians of {runs} {'turns' if runs > 1 else 'turn'}")
    head = f"{'pages':>7}{'CPU s':>9}{'ms/page':>9}{'wall s':>9}{'MiB':>7}"
    print(f"{'':{first}}{head}{'CPU':>9}{'alone':>7}{'wall':>7}{'MiB':>7}")
    for tool, costs in seen.costs.items():
        cost, pages = median(costs), seen.pages[tool]
        line = f"{tool:{first}}{pages:7}{cost.cpu:9.2f}{cost.cpu / pages * 1000:9.1f}"
        line += f"{cost.wall:9.2f}{cost.memory:7.0f}"
        if tool != PRESS:
            alone = ratio(seen.costs[ALONE], costs) if ALONE in seen.costs else None
            figures = [
                seen.ratio(tool),
                alone,
                seen.ratio(tool, 'wall'),
                seen.ratio(tool, 'memory'),
            ]
            line += '  ' + ''.join(f"{'' if f is None else f'{f:.2f}×':>7}" for f in figures)
        print(line, flush=True)


def show_tags(name: str, folder: Path, runs: int, work: Path) -> dict[str, list[Cost]]:
    """Make the PDF of a report with tags and without in turns, and print what they cost."""
    costs: dict[str, list[Cost]] = {'tagged': [], 'untagged': []}
    sizes: dict[str, int] = {}
    for _ in range(runs):
        for kind, list_ in costs.items():
            pdf = work / f'{kind}.pdf'
            command = [sys.executable, '-m', 'tests.bench.tagging', folder, kind, pdf]
            list_.append(run(command, ENVIRONMENT, ROOT))
            sizes[kind] = pdf.stat().st_size
    cpu = ratio(costs['tagged'], costs['untagged'])
    size = sizes['tagged'] / sizes['untagged']
    print(f"{name}: tags cost {cpu - 1:+.1%} of the PDF's CPU and {size - 1:+.1%} of its size")
    return costs


def show_shares(name: str, folder: Path, runs: int) -> dict[str, float]:
    """Print where the time of a build goes; medians of each stage."""
    laps = [_shares(folder) for _ in range(runs)]
    found = {stage: statistics.median(lap[stage] for lap in laps) for stage in laps[0]}
    whole = sum(found.values())
    print(f"\n{name}: where the time goes, medians of {runs}, in one process")
    for stage, seconds in found.items():
        print(f"{stage:36}{seconds:8.2f}{seconds / whole:7.1%}")
    print(
        f"{'the proof in all':36}{'':8}{sum(found[one] for one in PROOF) / whole:7.1%}", flush=True
    )
    return found


def _shares(folder: Path) -> dict[str, float]:
    said = subprocess.run(
        [sys.executable, '-m', 'tests.bench.shares', folder],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        check=True,
    )
    return {str(stage): float(seconds) for stage, seconds in json.loads(said.stdout).items()}


def machine() -> dict[str, object]:
    """Return what the figures depend on besides the program."""
    return {
        'date': datetime.datetime.now(datetime.UTC).date().isoformat(),
        'cores': len(os.sched_getaffinity(0)),
        'system': platform.system(),
        'processor': platform.machine(),
        'python': platform.python_version(),
        'load': os.getloadavg()[0],
        'weasyprint': version('weasyprint'),
    }


@dataclass
class _Record:
    """All that was seen, written down after every step, so that nothing is lost."""

    target: Path
    said: dict[str, object] = field(default_factory=dict)
    reports: dict[str, Runs] = field(default_factory=dict)
    points: list[Runs] = field(default_factory=list)

    def keep(self, name: str, seen: object) -> None:
        """Take something in, and write all down."""
        self.said[name] = seen
        self.write()

    def write(self) -> None:
        """Write the runs and the chart."""
        self.target.mkdir(parents=True, exist_ok=True)
        written = {
            **self.said,
            'reports': {name: asdict(seen) for name, seen in self.reports.items()},
            'points': [asdict(seen) for seen in self.points],
        }
        (self.target / 'runs.json').write_text(json.dumps(written, indent=1) + '\n', 'utf-8')
        if self.points or self.reports:
            (self.target / 'cost.svg').write_text(self._chart(), 'utf-8')

    def _chart(self) -> str:
        lines: dict[str, list[tuple[float, float]]] = {}
        for seen in (*self.points, *self.reports.values()):
            for tool, costs in seen.costs.items():
                if tool == ALONE:
                    continue
                point = (float(seen.pages[PRESS]), median(costs).cpu)
                lines.setdefault(tool, []).append(point)
        order = [tool for tool in MEANINGS if tool in lines]
        note = '; '.join(f'{tool}: {MEANINGS[tool]}' for tool in order)
        return chart({tool: lines[tool] for tool in order}, "CPU seconds against pages", note)


def measure(options: argparse.Namespace, record: _Record, work: Path) -> None:
    """Measure everything that is asked for."""
    places = map('{}'.format, range(1000))
    generated = write_report(work / 'report-m', LARGE)
    reports = {'S, the first report': SEED, 'M, a generated report': generated}
    for name, folder in reports.items():
        seen = take_turns(bench(folder, work / next(places)), options.runs, work)
        record.reports[name] = seen
        show(name, seen)
        record.write()
    if options.large:
        _measure_large(options, record, work)
    _measure_points(options, record, work, places)
    for name, folder in reports.items():
        record.keep(f'shares of {name}', show_shares(name, folder, options.runs))
        tags = show_tags(name, folder, options.runs, work)
        record.keep(f'tags of {name}', {kind: list(map(asdict, c)) for kind, c in tags.items()})
    rows = edits.measure(options.runs, work / 'edits')
    edits.show(rows)
    record.keep('edits', {name: list(map(asdict, costs)) for name, costs in rows.items()})
    for name in _BY_THEMSELVES:
        if find_spec(f'tests.bench.{name}'):
            print(flush=True)
            command = [sys.executable, '-m', f'tests.bench.{name}']
            subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, check=True)
    seen_many = many.measure(options.copies, min(options.copies, 10), work / 'many')
    many.show(seen_many)
    record.keep('many', asdict(seen_many))


def _measure_large(options: argparse.Namespace, record: _Record, work: Path) -> None:
    """Measure L; who takes most of an hour for it is left out, unless somebody is patient."""
    name = 'L, ten times M'
    folder = write_report(work / 'report-l', HUGE)
    without = () if options.patient else (COUNTING,)
    seen = take_turns(bench(folder, work / 'large'), options.large, work, (ALONE, *without))
    record.reports[name] = seen
    show(name, seen)
    m = record.reports['M, a generated report']
    per_page = [median(one.costs[PRESS]).cpu / one.pages[PRESS] for one in (m, seen)]
    print(f"CPU per page, L beside M: {per_page[1] / per_page[0]:.2f}×")
    record.write()


def _measure_points(
    options: argparse.Namespace, record: _Record, work: Path, places: Iterator[str]
) -> None:
    """Measure reports of the sizes in the chart, one turn each."""
    for pages in options.points:
        folder = write_report(work / f'report-{pages}', scaled(pages / PAGES))
        seen = take_turns(bench(folder, work / next(places)), 1, work, (ALONE,))
        record.points.append(seen)
        show(f"about {pages} pages", seen)
        record.write()


def _legend(names: Mapping[str, str]) -> None:
    for tool, meaning in names.items():
        print(f"{tool:26}{meaning}")


def main() -> None:
    """Measure, show, and write down."""
    parser = argparse.ArgumentParser(description=__doc__, prog='make bench')
    parser.add_argument('--runs', type=int, default=5, help="turns for S and M (default: 5)")
    parser.add_argument(
        '--large', type=int, nargs='?', const=1, default=0, help="also L, in so many turns (1)"
    )
    parser.add_argument('--patient', action='store_true', help=f"L also with “{COUNTING}”")
    parser.add_argument('--points', type=int, nargs='*', default=_POINTS, help="pages in the chart")
    parser.add_argument('--copies', type=int, default=20, help="of the many reports (default: 20)")
    parser.add_argument('--to', type=Path, default=ROOT / 'build' / 'bench')
    options = parser.parse_args()
    about = machine()
    print(', '.join(f'{name} {value}' for name, value in about.items()))
    _legend(MEANINGS)
    for sentence in missing():
        print(f"!! {sentence}", file=sys.stderr)
    record = _Record(options.to)
    record.keep('machine', about)
    with tempfile.TemporaryDirectory() as work:
        measure(options, record, Path(work))
    print(f"\nall runs: {options.to / 'runs.json'}; chart: {options.to / 'cost.svg'}")


if __name__ == '__main__':
    main()
