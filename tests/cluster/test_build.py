"""A build by a cluster: the same products, whatever happens to its workers."""

from __future__ import annotations

import json
import os
import signal
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from tests.cluster.conftest import Local
from tests.cluster.loopback import (
    Loopback,
    children,
    command,
    ended,
    foremen,
    interrupt,
    loopback,
    making,
    products,
    run,
    until,
)


def test_products_and_words_are_those_of_a_build_here(
    cluster: Loopback, local: Local, desk: Path
) -> None:
    """One is broken and one cannot be sent: nobody can tell where the rest were made."""
    end = run('build', '--cluster', cluster.address, cwd=desk)
    assert end == local.end
    assert end.status == 1
    assert "seeds/broken/report.md:" in end.said
    assert products(desk / 'build') == local.products
    names = {path.partition('/')[0] for path in local.products}
    assert names >= {'river', 'one', 'two', 'linked'}
    assert 'broken' not in names
    assert all(len(foremen(worker)) == 1 for worker in cluster.workers)


def test_what_is_built_already_asks_no_cluster(cluster: Loopback, desk: Path) -> None:
    """The products of a cluster count as those of a build here, and the other way round."""
    assert run('build', 'seeds/one', '--cluster', cluster.address, cwd=desk).status == 0
    before = _written(desk, 'one')
    assert run('build', 'seeds/one', '--cluster', '127.0.0.1:1', cwd=desk).status == 0
    assert run('build', 'seeds/one', cwd=desk).status == 0
    assert _written(desk, 'one') == before


@pytest.mark.slow
def test_options_travel_with_a_report(cluster: Loopback, desk: Path) -> None:
    """A draft for Kobo is one there, too, and so is a limit."""
    (desk / 'seeds' / 'imprint.yaml').unlink()
    there = ['--cluster', cluster.address]
    asked = ['build', 'seeds/broken', '--draft', '--kepub', '--profile', 'next']
    here = run(*asked, '--out', 'here', cwd=desk)
    assert run(*asked, *there, '--out', 'there', cwd=desk) == here
    assert products(desk / 'there') == products(desk / 'here')
    assert 'broken/broken.kepub.epub' in products(desk / 'there')
    end = run('build', 'seeds/one', *there, '--limit', 'pages=1', cwd=desk)
    assert end.status == 4
    assert "error[pages-exceeded]" in end.said


def test_a_worker_that_is_killed_takes_nothing_with_it(
    cluster: Loopback, local: Local, desk: Path
) -> None:
    """A machine fails in the night; in the morning all reports are there, and whole."""
    names = ('one', 'river', 'two')
    with Watch(desk / 'build') as watch:
        building = command(
            'build', *(f'seeds/{name}' for name in names), '--cluster', cluster.address, cwd=desk
        )
        killed = cluster.busy()
        left = [*foremen(killed), *making(killed)]
        killed.kill()
        killed.wait()
        cluster.workers.remove(killed)
        end = ended(building)
    assert (end.status, end.said) == (0, '')
    made = products(desk / 'build')
    for name in names:
        assert _of(name, made) == _of(name, local.products)
    assert watch.torn == []
    assert watch.looks > 10
    until(lambda: not any(_computes(number) for number in left))
    cluster.add_worker()


@pytest.mark.slow
def test_a_foreman_that_is_killed_is_replaced(cluster: Loopback, local: Local, desk: Path) -> None:
    """Whatever the system ends when memory is short, the report is made."""
    building = command('build', 'seeds/one', '--cluster', cluster.address, cwd=desk)
    worker = cluster.busy()
    (foreman,) = (number for number in foremen(worker) if children(number))
    os.kill(foreman, signal.SIGKILL)
    assert ended(building).status == 0
    assert _of('one', products(desk / 'build')) == _of('one', local.products)


def test_control_c_takes_the_reports_back(cluster: Loopback, local: Local, desk: Path) -> None:
    """Nothing computes on for somebody who has gone, and nothing stands half."""
    with Watch(desk / 'build') as watch:
        building = command('build', '--cluster', cluster.address, cwd=desk)
        cluster.busy()
        interrupt(building)
        end = ended(building)
    assert end.status == 130
    assert end.said.startswith("proofpress: interrupted while building seeds/")
    assert watch.torn == []
    until(lambda: not any(making(worker) for worker in cluster.workers))
    # The cluster is as ready as before.
    assert run('build', 'seeds/one', '--cluster', cluster.address, cwd=desk).status == 0


@pytest.mark.slow
def test_a_scheduler_that_ends_is_told(
    desk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What is done is published; what is not is made by the next build."""
    with loopback(tmp_path_factory.mktemp('ending'), workers=1) as cluster:
        building = command(
            'build', '--cluster', cluster.address, '--sarif', 'found.sarif', cwd=desk
        )
        until(lambda: list((desk / 'build').glob('[!.]*/manifest.json')))
        cluster.scheduler.kill()
        end = ended(building)
    assert end.status == 3
    assert end.said.splitlines()[-1] == (
        f"proofpress: the scheduler at {cluster.address} is gone; when it is back build again, "
        "which makes only what is not made yet"
    )
    published = {path.parent.name for path in (desk / 'build').glob('*/manifest.json')}
    assert published
    catalogue = (desk / 'build' / 'opds.json').read_text('utf-8')
    assert all(f'{name}.epub' in catalogue for name in published)
    assert (desk / 'found.sarif').is_file()
    before = [_written(desk, name) for name in published]
    assert run('build', *(f'seeds/{name}' for name in published), cwd=desk).status == 0
    assert before == [_written(desk, name) for name in published]


@pytest.mark.slow
def test_a_report_that_takes_its_workers_with_it_is_given_up(
    desk: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It is tried alone at last, so that no other can be to blame; the others are made."""
    place = tmp_path_factory.mktemp('dying')
    with loopback(place, workers=1, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES='0') as cluster:
        building = command('build', 'seeds/one', '--cluster', cluster.address, '--json', cwd=desk)
        for _ in range(2):
            worker = cluster.busy()
            worker.kill()
            worker.wait()
            cluster.workers.remove(worker)
            cluster.add_worker()
        end = ended(building)
        assert end.status == 70
        assert run('build', 'seeds/two', '--cluster', cluster.address, cwd=desk).status == 0
    assert not (desk / 'build' / 'one').exists()


def _written(desk: Path, name: str) -> tuple[int, int]:
    """Return by what a PDF that was written anew would differ."""
    found = (desk / 'build' / name / f'{name}.pdf').stat()
    return found.st_ino, found.st_mtime_ns


class Watch:
    """Looks at a folder of products all the time: whatever stands must be whole."""

    def __init__(self, out: Path) -> None:
        self.torn: list[str] = []
        """Reports that were seen with a file missing or other than its manifest says."""
        self.looks = 0
        self._out = out
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Watch:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._is_over.wait(0.05):
            self.looks += 1
            self.torn += [folder.name for folder in self._out.glob('[!.]*/') if not _whole(folder)]


def _whole(folder: Path) -> bool:
    try:
        said = json.loads((folder / 'manifest.json').read_text())['products']
        found = {path: sha256((folder / path).read_bytes()).hexdigest() for path in said}
    except FileNotFoundError:
        return False
    return bool(said) and found == said


def _of(name: str, files: dict[str, bytes]) -> dict[str, bytes]:
    found = {path: content for path, content in files.items() if path.startswith(f'{name}/')}
    assert found
    return found


def _computes(number: int) -> bool:
    try:
        state = Path(f'/proc/{number}/stat').read_text().rpartition(')')[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != 'Z'
