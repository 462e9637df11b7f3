"""Faults: whatever happens to a build, the former products stay whole or the new ones are complete.

Each test builds a small report with the command itself, over former products, and does something to
it meanwhile.  What stands afterwards is compared byte for byte with what stood before, and with
what a build in peace makes.
"""

from __future__ import annotations

import hashlib
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofpress.exit_status import ExitStatus

ARTICLE = """\
---
title: The water
author: Ada Lind
date: 2025-03-04
lang: en-GB
---

# Levels

The water stood at the {} mark for most of the autumn.[^1]

[^1]: As the keeper of the ferry wrote.
"""
FORMER, NEW = ARTICLE.format("first"), ARTICLE.format("second")
COMMAND = (sys.executable, '-c', 'import sys; from proofpress.cli import main; sys.exit(main())')
Digests = dict[str, str]


def digests(folder: Path) -> Digests:
    """Return the digest of every file below a folder, hidden ones too, by its path."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob('*'))
        if path.is_file()
    }


def write(folder: Path, article: str) -> Path:
    """Write a report into `folder/water`, and its imprint beside it."""
    report = folder / 'water'
    report.mkdir(parents=True, exist_ok=True)
    (folder / 'imprint.yaml').write_text("name: The Gauge House\n")
    (report / 'report.md').write_text(article)
    return report


@dataclass(frozen=True)
class Peace:
    """What builds in peace make: the folder of products, and how long the second took."""

    former: Path
    former_digests: Digests
    new_digests: Digests
    seconds: float


@pytest.fixture(scope='module')
def peace(tmp_path_factory: pytest.TempPathFactory) -> Peace:
    """Build both versions of the report."""
    folder = tmp_path_factory.mktemp('peace')
    built: list[Digests] = []
    seconds = 0.0
    for name, article in (('former', FORMER), ('new', NEW)):
        report = write(folder / f'of-{name}', article)
        start = time.monotonic()
        ended = subprocess.run(
            [*COMMAND, 'build', str(report), '--out', str(folder / name)], check=False
        )
        seconds = time.monotonic() - start
        assert ended.returncode == ExitStatus.FINE
        built.append(digests(folder / name / 'water'))
    assert built[0] != built[1]
    return Peace(folder / 'former', built[0], built[1], seconds)


@dataclass
class Desk:
    """A report in its new version, and the products of its former one."""

    folder: Path
    peace: Peace

    def __post_init__(self) -> None:
        self.report = write(self.folder, NEW)
        self.out = self.folder / 'out'
        self.own = self.folder / 'temporary'
        self.own.mkdir()
        shutil.copytree(self.peace.former, self.out)

    def command(self, *options: str) -> list[str]:
        """Return the command that builds the report."""
        return [*COMMAND, 'build', str(self.report), '--out', str(self.out), *options]

    def environment(self, **changes: str | None) -> dict[str, str]:
        """Return the surroundings of a build, some of them changed or taken away."""
        changed = os.environ | {'TMPDIR': str(self.own)} | changes
        return {name: value for name, value in changed.items() if value is not None}

    def run(
        self, *options: str, environment: dict[str, str] | None = None, **more: object
    ) -> subprocess.CompletedProcess[str]:
        """Build to the end."""
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            self.command(*options),
            env=environment or self.environment(),
            check=False,
            capture_output=True,
            text=True,
            errors='backslashreplace',
            **more,
        )

    def start(self) -> subprocess.Popen[str]:
        """Begin to build, in a group of processes of its own."""
        return subprocess.Popen(
            self.command(),
            env=self.environment(),
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def stands(self) -> str:
        """Return which version stands; fails when it is neither."""
        found = digests(self.out / 'water')
        assert found in (self.peace.former_digests, self.peace.new_digests)
        return 'former' if found == self.peace.former_digests else 'new'

    def assert_next_build_is_clean(self) -> None:
        """Build in peace: all is new, and nothing of what died is left."""
        assert self.run().returncode == ExitStatus.FINE
        assert self.stands() == 'new'
        assert list(self.own.iterdir()) == []
        kept = ('.proofpress-key-', '.proofpress-formes-')
        left = {path.name for path in self.out.iterdir() if not path.name.startswith(kept)}
        assert left <= {
            *('water', 'index.html', 'opds.xml', 'opds.json', '.proofpress.lock', 'assets'),
        }, left
        assert not list(self.out.glob('.proofpress-formes-*/*.new-*'))


@pytest.fixture
def desk(tmp_path: Path, peace: Peace) -> Desk:
    """Lay a report and its former products out."""
    return Desk(tmp_path, peace)


def worker_of(build: subprocess.Popen[str]) -> int | None:
    """Return the number of a build's worker, once there is one.

    Before it has a folder of its own, libraries that are loaded may start programs.
    """
    children = Path(f'/proc/{build.pid}/task/{build.pid}/children')
    try:
        numbers = children.read_text().split()
    except OSError:
        return None
    return int(numbers[0]) if numbers else None


SHARES = [
    pytest.param(share, marks=[] if share == 50 else pytest.mark.slow)
    for share in (5, 15, 25, 35, 50, 65, 75, 85, 90, 95, 98)
]


@pytest.mark.parametrize('share', SHARES)
def test_a_build_that_is_killed_leaves_one_version_whole(share: int, desk: Desk) -> None:
    """A power cut asks nobody; the share is of the time that a build in peace takes."""
    build = desk.start()
    time.sleep(desk.peace.seconds * share / 100)
    os.killpg(build.pid, signal.SIGKILL)
    build.communicate()
    desk.stands()
    desk.assert_next_build_is_clean()


@pytest.mark.skipif(sys.platform != 'linux', reason="finds the worker in /proc")
@pytest.mark.parametrize(
    ('number', 'share'),
    [
        (signal.SIGKILL, 10),
        pytest.param(signal.SIGSEGV, 30, marks=pytest.mark.slow),
        pytest.param(signal.SIGABRT, 60, marks=pytest.mark.slow),
    ],
)
def test_a_worker_that_dies_is_told_of(number: signal.Signals, share: int, desk: Desk) -> None:
    """The former products stand, and the message says how it died and over what."""
    build = desk.start()
    while not list(desk.own.glob('proofpress-worker-*')) or (worker := worker_of(build)) is None:
        time.sleep(0.005)
    time.sleep(desk.peace.seconds * share / 200)
    os.kill(worker, number)
    said = build.communicate()[1]
    assert build.returncode == ExitStatus.FAULT
    assert f"error[worker-died]: The worker that makes the report ended by signal {number}" in said
    assert desk.stands() == 'former'
    desk.assert_next_build_is_clean()


@pytest.mark.slow
@pytest.mark.parametrize('share', [30, 60, 90])
def test_control_c_leaves_one_version_whole(share: int, desk: Desk) -> None:
    """With one line, and the number that shells know."""
    build = desk.start()
    time.sleep(desk.peace.seconds * share / 100)
    os.killpg(build.pid, signal.SIGINT)
    said = build.communicate()[1]
    stands = desk.stands()
    if build.returncode:
        assert build.returncode in (ExitStatus.INTERRUPTED, -signal.SIGINT)
        assert 'Traceback' not in said or build.returncode == -signal.SIGINT
    else:
        assert stands == 'new'
    desk.assert_next_build_is_clean()


@pytest.mark.slow
def test_a_termination_leaves_one_version_whole(desk: Desk) -> None:
    """A service manager ends what it started."""
    build = desk.start()
    time.sleep(desk.peace.seconds / 4)
    build.terminate()
    build.communicate()
    assert build.returncode == -signal.SIGTERM
    assert desk.stands() == 'former'
    desk.assert_next_build_is_clean()


@pytest.mark.slow
def test_a_full_disk_leaves_the_former_version(desk: Desk) -> None:
    """No file may grow beyond a few kilobytes: what a full disk does, without one."""

    def fill() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    # Else Python leaves halves of modules behind.
    whole = {**desk.environment(), 'PYTHONDONTWRITEBYTECODE': '1'}
    ended = desk.run(environment=whole, preexec_fn=fill)
    assert ended.returncode in (ExitStatus.FINDINGS, ExitStatus.LIMIT)
    assert 'Traceback' not in ended.stderr
    assert 'error[' in ended.stderr
    assert desk.stands() == 'former'
    desk.assert_next_build_is_clean()


@pytest.mark.slow
def test_too_little_memory_leaves_the_former_version(desk: Desk) -> None:
    """The message names the limit, and what was being done."""
    ended = desk.run('--limit', 'memory=150')
    assert ended.returncode == ExitStatus.LIMIT
    assert "error[memory-exceeded]" in ended.stderr
    assert "takes more than 150 MiB" in ended.stderr
    assert desk.stands() == 'former'


def test_too_little_time_leaves_the_former_version(desk: Desk) -> None:
    """The exit status is the one of limits."""
    ended = desk.run('--limit', 'pages=1')
    assert ended.returncode == ExitStatus.LIMIT
    assert "error[pages-exceeded]: The PDF has more than 1 pages" in ended.stderr
    assert desk.stands() == 'former'


@pytest.mark.slow
@pytest.mark.parametrize('gone', ['report', 'out', 'temporary'])
def test_a_folder_that_vanishes_is_told_of(gone: str, desk: Desk) -> None:
    """Somebody tidies up, or a network drive goes: no traceback, and nothing half made."""
    build = desk.start()
    time.sleep(desk.peace.seconds / 3)
    folder = {'report': desk.report, 'out': desk.out, 'temporary': desk.own}[gone]
    shutil.move(folder, desk.folder / 'elsewhere')
    said = build.communicate()[1]
    assert 'Traceback' not in said
    if gone == 'out':
        assert build.returncode == ExitStatus.FINE
        assert digests(desk.out / 'water') == desk.peace.new_digests
        return
    assert (desk.stands() == 'new') is (build.returncode == ExitStatus.FINE)


@pytest.mark.slow
@pytest.mark.parametrize('count', [2, 8])
def test_builds_at_once_leave_one_version_whole(count: int, desk: Desk) -> None:
    """`make -j8`, or two editors who save at the same time."""
    builds = [desk.start() for _ in range(count)]
    said = [build.communicate()[1] for build in builds]
    assert [build.returncode for build in builds] == [0] * count, said
    assert desk.stands() == 'new'
    desk.assert_next_build_is_clean()


@pytest.mark.parametrize(
    'changes',
    [
        {'HOME': None, 'XDG_CACHE_HOME': None, 'LC_ALL': 'C', 'LANG': None, 'USER': None},
        pytest.param(
            {'XDG_CACHE_HOME': '/proc/none', 'HOME': '/proc/none'}, marks=pytest.mark.slow
        ),
        pytest.param({'LC_ALL': 'tr_TR.UTF-8', 'TZ': 'Pacific/Kiritimati'}, marks=pytest.mark.slow),
        pytest.param({'SOURCE_DATE_EPOCH': '4102444800'}, marks=pytest.mark.slow),
        pytest.param({'PYTHONHASHSEED': '7', 'COLUMNS': '20'}, marks=pytest.mark.slow),
    ],
    ids=lambda changes: '-'.join(changes),
)
def test_the_surroundings_change_nothing(changes: dict[str, str | None], desk: Desk) -> None:
    """No home, no locale, no cache, another clock: the same bytes."""
    ended = desk.run(environment=desk.environment(**changes))
    assert ended.stderr == ''
    assert ended.returncode == ExitStatus.FINE
    assert desk.stands() == 'new'


@pytest.mark.slow
def test_files_from_the_future_change_nothing(desk: Desk) -> None:
    """A clock that ran backwards leaves them."""
    for path in (*desk.report.rglob('*'), *desk.out.rglob('*')):
        os.utime(path, (4102444800, 4102444800))
    assert desk.run().returncode == ExitStatus.FINE
    assert desk.stands() == 'new'


@pytest.mark.slow
def test_a_narrow_mask_changes_nothing(desk: Desk) -> None:
    """A web server must be able to read what a careful user built."""
    assert desk.run(umask=0o077).returncode == ExitStatus.FINE
    assert desk.stands() == 'new'
    modes = {path.stat().st_mode & 0o777 for path in (desk.out / 'water').rglob('*')}
    assert modes == {0o644, 0o755}


def _without(*streams: int) -> Callable[[], None]:
    def close() -> None:
        for stream in streams:
            os.close(stream)

    return close


@pytest.mark.slow
@pytest.mark.parametrize('streams', [(0,), (1,), (2,), (0, 1, 2)], ids=str)
def test_closed_streams_change_nothing(streams: tuple[int, ...], desk: Desk) -> None:
    """A build that a service starts may have none."""
    ended = subprocess.run(
        desk.command(), env=desk.environment(), preexec_fn=_without(*streams), check=False
    )
    assert ended.returncode == ExitStatus.FINE
    assert desk.stands() == 'new'


@pytest.mark.slow
@pytest.mark.parametrize(
    'name', ['with spaces', 'отчёты «Ёлка»', '报告', 'a\nb', '%s{}$HOME`id`', '-out'], ids=ascii
)
def test_any_path_will_do(name: str, tmp_path: Path, peace: Peace) -> None:
    """Folders are named by people, in their own script."""
    folder = tmp_path / name
    folder.mkdir()
    desk = Desk(folder, peace)
    ended = desk.run(cwd=folder)
    assert (ended.returncode, ended.stderr) == (ExitStatus.FINE, '')
    assert desk.stands() == 'new'


@pytest.mark.slow
def test_a_path_that_is_no_text_will_do(tmp_path: Path, peace: Peace) -> None:
    """Old archives hold names in encodings that nobody knows any more."""
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b'/caf\xe9'))
    folder.mkdir()
    desk = Desk(folder, peace)
    ended = desk.run()
    assert (ended.returncode, ended.stderr) == (ExitStatus.FINE, '')
    assert desk.stands() == 'new'


@pytest.fixture
def nowhere(tmp_path: Path) -> Iterator[Path]:
    """Return a place where no folder can be."""
    (tmp_path / 'file').write_text('')
    yield tmp_path / 'file' / 'out'
    assert (tmp_path / 'file').read_text() == ''


@pytest.mark.slow
def test_a_place_that_is_none_is_told_of(nowhere: Path, desk: Desk) -> None:
    """Products have nowhere to go: one line, and status 1."""
    desk.out = nowhere
    ended = desk.run()
    assert ended.returncode == ExitStatus.FINDINGS
    assert 'error[out-unwritable]' in ended.stderr
    assert 'Traceback' not in ended.stderr


@pytest.mark.slow
def test_no_place_for_temporary_files_is_told_of(desk: Desk) -> None:
    """Python finds another one, or says that there is none; the products stand either way."""
    ended = desk.run(environment=desk.environment(TMPDIR='/proc/none', TMP=None, TEMP=None))
    assert 'Traceback' not in ended.stderr
    assert (desk.stands() == 'new') is (ended.returncode == ExitStatus.FINE)


@pytest.mark.slow
def test_reports_made_at_once_are_those_made_one_by_one(tmp_path: Path) -> None:
    """One that fails does not stop the rest, and its products stay away."""
    samples = Path(__file__).parents[1] / 'samples'
    names = ['memo-en', 'checklist-cs', 'briefing-el']
    for name in names:
        shutil.copytree(samples / name, tmp_path / name)
    shutil.copy(samples / 'imprint.yaml', tmp_path)
    (tmp_path / 'broken').mkdir()
    (tmp_path / 'broken' / 'report.md').write_text("---\ntitle: [\n---\n")
    folders = [str(tmp_path / name) for name in ('memo-en', 'broken', *names[1:])]
    for jobs in ('1', '4'):
        ended = subprocess.run(
            [*COMMAND, 'build', *folders, '--out', str(tmp_path / jobs), '--jobs', jobs],
            check=False,
        )
        assert ended.returncode == ExitStatus.FINDINGS
        assert not (tmp_path / jobs / 'broken').exists()
    one_by_one = digests(tmp_path / '1')
    assert {path.split('/')[0] for path in one_by_one} >= set(names)
    assert one_by_one == digests(tmp_path / '4')
