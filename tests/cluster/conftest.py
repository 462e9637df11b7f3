"""One cluster for the tests of it, and what a build without it makes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cluster.loopback import Ended, Loopback, loopback, products, run, tiny
from tests.laid_over import lay_over

CASES = Path(__file__).parent.parent / 'cases'


@dataclass(frozen=True)
class Local:
    """Reports in `seeds/`, and what a build on this machine makes of them."""

    folder: Path
    """The working folder."""
    end: Ended
    products: dict[str, bytes]


@pytest.fixture(scope='session')
def local(tmp_path_factory: pytest.TempPathFactory) -> Local:
    """Build a report that has everything, short ones, one that is broken and one with a link."""
    folder = tmp_path_factory.mktemp('local')
    seeds = folder / 'seeds'
    river = lay_over(CASES / 'alt-missing' / 'in', seeds)
    river.rename(seeds / 'broken')
    lay_over(None, seeds)
    for name in ('one', 'two'):
        tiny(seeds / name)
    (tiny(seeds / 'linked') / 'link').symlink_to('report.md')
    end = run('build', cwd=folder)
    return Local(folder, end, products(folder / 'build'))


@pytest.fixture
def desk(local: Local, tmp_path: Path) -> Path:
    """Copy the reports into a working folder in which nothing is built yet."""
    shutil.copytree(local.folder / 'seeds', tmp_path / 'seeds', symlinks=True)
    return tmp_path


@pytest.fixture(scope='session')
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """Start a scheduler and two workers."""
    if sys.platform != 'linux':
        pytest.skip("what the workers' children do is read in /proc")
    with loopback(tmp_path_factory.mktemp('cluster')) as started:
        yield started
