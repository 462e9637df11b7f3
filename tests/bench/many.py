"""Many reports: one command that builds all of them, beside a command for each.

In: the seed report, and how many copies of it.  Out: CPU and wall seconds a report both ways.  Run
as a command: `python -m tests.bench.many [COPIES] [--apart COPIES]`.

The copies differ in their words: each is the seed report with most of its common words exchanged
for invented ones, another choice in every copy; names, dates, links, and the words that events are
tied to stay.  One more report among them is broken: it must fail, and no other.  Commands of their
own run as many at once as there are cores, so that both ways have the machine to themselves.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import yaml

from tests.bench.measure import Cost, run
from tests.bench.peers import BIN, ENVIRONMENT, ROOT

SEED = ROOT / 'seeds' / 'north-korean-troops'
_WORD = re.compile(r'(?<![\w@#&./{\[(=-])[a-z]{5,}(?![\w:/@}\]=-])')
_NO_PROSE = ('#', '|', ':', '!', '[^', '```', '{', '<')
_LOOKING = ('timeline', 'actors')
_LOOKED_FOR = ('evidence', 'name', 'aliases')
_ONSETS = ('b', 'c', 'd', 'fl', 'gr', 'k', 'l', 'm', 'n', 'p', 'r', 'st', 'tr', 'v', 'w')
_RIMES = ('ad', 'al', 'an', 'ar', 'ed', 'em', 'er', 'id', 'in', 'is', 'ol', 'on', 'or', 'um')


@dataclass(frozen=True)
class Many:
    """What many reports took, in one command and in one for each."""

    copies: int
    together: Cost
    """Of the one command."""
    apart: tuple[Cost, ...]
    """Of the commands for one report each; those of some of the copies will do."""
    apart_wall: float
    """Seconds that these took together, as many at once as there are cores."""

    @property
    def cpu(self) -> float:
        """How many times as many reports one command makes in a CPU second."""
        return (
            sum(cost.cpu for cost in self.apart)
            / len(self.apart)
            * self.copies
            / (self.together.cpu)
        )

    @property
    def wall(self) -> float:
        """How many times as many reports one command makes in a second."""
        return self.apart_wall / len(self.apart) * self.copies / self.together.wall


def write_copies(seeds: Path, copies: int) -> list[Path]:
    """Write copies of the seed report with different words, beside its imprint."""
    seeds.mkdir(parents=True)
    for path in SEED.parent.iterdir():
        if path.is_file():
            shutil.copy(path, seeds)
    return [_copy(seeds / f'copy-{number + 1}', number) for number in range(copies)]


def write_broken(folder: Path) -> Path:
    """Write a copy whose article does not say what its timeline says that it does."""
    _copy(folder, 0)
    article = folder / 'report.md'
    head, body = _parted(article.read_text('utf-8'))
    article.write_text(head + '# Nothing {#sec-nothing}\n\n' + body[:200] + '\n', 'utf-8')
    return folder


def _copy(folder: Path, number: int) -> Path:
    shutil.copytree(SEED, folder)
    article = folder / 'report.md'
    article.write_text(other_words(article.read_text('utf-8'), _kept(folder), number), 'utf-8')
    return folder


def other_words(article: str, kept: list[str], number: int) -> str:
    """Exchange the common words of an article's prose, but for passages that are kept."""
    head, body = _parted(article)
    rng = random.Random(number)
    chosen: dict[str, str] = {}

    def other(word: str) -> str:
        if word not in chosen:
            chosen[word] = ''.join(
                rng.choice(_ONSETS) + rng.choice(_RIMES) for _ in range(len(word) // 4 + 1)
            )
        return chosen[word]

    lines = []
    for line in body.splitlines(keepends=True):
        if line.startswith(_NO_PROSE):
            lines.append(line)
            continue
        spared = [match.span() for part in kept for match in re.finditer(re.escape(part), line)]
        lines.append(
            _WORD.sub(
                lambda match, spared=spared: (
                    match[0]
                    if any(start <= match.start() < end for start, end in spared)
                    else other(match[0])
                ),
                line,
            )
        )
    return head + ''.join(lines)


def _parted(article: str) -> tuple[str, str]:
    """Return the front matter with its fences, and the rest."""
    end = article.index('\n---\n', 4) + 5
    return article[:end], article[end:]


def _kept(folder: Path) -> list[str]:
    """Return the words that other files of the report look for in its article."""
    read = (yaml.safe_load((folder / f'{name}.yaml').read_text('utf-8')) for name in _LOOKING)
    return [text for data in read for text in _texts(data, is_looked_for=False)]


def _texts(data: object, *, is_looked_for: bool) -> Iterator[str]:
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _texts(value, is_looked_for=name in _LOOKED_FOR)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value, is_looked_for=is_looked_for)
    elif is_looked_for:
        yield str(data)


def measure(copies: int, apart: int, work: Path) -> Many:
    """Build copies both ways; raises `AssertionError` when the products differ or one is lost."""
    folders = write_copies(work / 'seeds', copies)
    broken = write_broken(work / 'seeds' / 'broken')
    command = [BIN / 'proofpress', 'build']
    named = [*folders[: copies // 2], broken, *folders[copies // 2 :]]
    together = run([*command, *named, '--out', work / 'together'], ENVIRONMENT, work, status=1)

    def one(folder: Path) -> Cost:
        return run([*command, folder, '--out', work / 'apart'], ENVIRONMENT, work)

    start = time.monotonic()
    with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as commands:
        costs = tuple(commands.map(one, folders[:apart]))
    wall = time.monotonic() - start
    for folder in folders:
        assert digests(work / 'together' / folder.name), f"{folder.name} was not built"
    for folder in folders[:apart]:
        here, there = (digests(work / way / folder.name) for way in ('together', 'apart'))
        assert here == there, f"{folder.name} differs"
    assert not (work / 'together' / broken.name).exists()
    return Many(copies, together, costs, wall)


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of each file below a folder."""
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob('*'))
        if path.is_file()
    }


def show(many: Many) -> None:
    """Print what many reports took."""
    apart = sum(cost.cpu for cost in many.apart) / len(many.apart)
    print(f"\nMany reports: {many.copies} copies with different words, and one that is broken")
    print(f"{'a report':24}{'CPU s':>8}{'wall s':>8}{'MiB':>7}")
    peak = max(cost.memory for cost in many.apart)
    print(
        f"{'a command for each':24}{apart:8.2f}{many.apart_wall / len(many.apart):8.2f}{peak:7.0f}"
    )
    one = many.together
    print(
        f"{'one command':24}{one.cpu / many.copies:8.2f}{one.wall / many.copies:8.2f}"
        f"{one.memory:7.0f}"
    )
    print(f"{'throughput':24}{many.cpu:7.2f}×{many.wall:7.2f}×")


def main() -> None:
    """Measure as many copies as are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, prog='python -m tests.bench.many')
    parser.add_argument('copies', type=int, nargs='?', default=200)
    parser.add_argument(
        '--apart', type=int, help="how many of them are also built by a command of their own"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        apart = min(options.apart or options.copies, options.copies)
        show(measure(options.copies, apart, Path(work)))


if __name__ == '__main__':
    main()
