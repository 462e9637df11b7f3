"""A cluster that cannot be used: one sentence that says why and what to do, and status 3."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import proofpress
from proofpress.cluster import is_address
from tests.cluster.loopback import RUN_IN_FRONT, Loopback, loopback, run, tiny

_QUICK = (
    'import proofpress.cluster.client as client; client._CONNECTING = 0.5; client.PATIENCE = 1.0; '
    'client.Cluster.__init__.__defaults__ = (1.0,); '
)


def impatient(folder: Path, address: str) -> subprocess.CompletedProcess[str]:
    """Build the report `one` with a client that waits a second where it would wait a minute."""
    command = ['build', 'one', '--cluster', address]
    return subprocess.run(
        [sys.executable, '-c', _QUICK + RUN_IN_FRONT, *command],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    ('words', 'is_one'),
    [
        ('tcp://10.0.0.5:8786', True),
        ('tls://[fe80::1]:8786', True),
        ('desk.example:1', True),
        ('tcp://10.0.0.5', False),
        ('10.0.0.5:0', False),
        ('10.0.0.5:65536', False),
        ('http://a/b:80', False),
        ('', False),
        ('a b:80', False),
    ],
)
def test_an_address_is_told_from_a_slip(words: str, is_one: bool) -> None:
    """Before anything is waited for."""
    assert is_address(words) is is_one


def test_an_address_that_is_none_is_a_usage_error(tmp_path: Path) -> None:
    """With an example of what would do."""
    end = run('build', '--cluster', 'somewhere', cwd=tmp_path)
    assert end.status == 2
    assert "“somewhere” is no address of a Dask scheduler, such as tcp://" in end.said


def test_a_scheduler_that_is_not_there_is_told(tmp_path: Path) -> None:
    """In one line, with the commands that start one."""
    tiny(tmp_path / 'one')
    end = impatient(tmp_path, '127.0.0.1:1')
    assert end.returncode == 3
    (said,) = end.stderr.splitlines()
    assert said.startswith("proofpress: no Dask scheduler can be reached at 127.0.0.1:1: ")
    assert said.endswith(
        "; start one with `dask scheduler`, and workers with `dask worker ADDRESS`"
    )
    assert not (tmp_path / 'build' / 'one').exists()


@pytest.fixture(scope='module')
def lonely(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loopback]:
    """Start a scheduler without workers."""
    with loopback(tmp_path_factory.mktemp('lonely'), workers=0) as started:
        yield started


def test_a_cluster_without_workers_is_told(lonely: Loopback, tmp_path: Path) -> None:
    """Nobody waits for a night on a machine that is not there."""
    tiny(tmp_path / 'one')
    end = impatient(tmp_path, lonely.address)
    assert (end.returncode, end.stderr) == (
        3,
        f"proofpress: no worker of the cluster at {lonely.address} has been there for 1 seconds; "
        "see to its workers and build again, which makes only what is not made yet\n",
    )


def test_a_worker_with_another_program_makes_nothing(lonely: Loopback, tmp_path: Path) -> None:
    """Products that are almost the same are the worst kind."""
    tiny(tmp_path / 'one')
    other = tmp_path / 'other'
    package = Path(proofpress.__file__).parent
    shutil.copytree(package, other / 'src' / 'proofpress')
    # As in a working copy: the styles lie beside the source.
    for name in ('styles', 'docs'):
        found = package.parent.parent / name
        if found.is_dir():
            shutil.copytree(found, other / name)
    with (other / 'src' / 'proofpress' / 'press.py').open('a') as module:
        module.write('# A line more.\n')
    worker = lonely.add_worker(PYTHONPATH=str(other / 'src'))
    try:
        end = run('build', 'one', '--cluster', lonely.address, cwd=tmp_path)
    finally:
        worker.kill()
        worker.wait()
    assert end.status == 3
    (said,) = end.said.splitlines()
    assert said.startswith("proofpress: the worker tcp://127.0.0.1:")
    assert said.endswith(
        " makes nothing: its Proofpress, Python or libraries are others than those here, so its "
        "products might be others too; install the same there"
    )
    assert not (tmp_path / 'build' / 'one').exists()


@pytest.mark.slow
def test_a_scheduler_without_proofpress_is_told(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It opens what it hands on: Dask's image from the shelf does not do."""
    tiny(tmp_path / 'one')
    (tmp_path / 'sitecustomize.py').write_text("import sys; sys.modules['proofpress'] = None")
    place = tmp_path_factory.mktemp('bare')
    with loopback(place, workers=1, PYTHONPATH=str(tmp_path)) as bare:
        end = run('build', 'one', '--cluster', bare.address, cwd=tmp_path)
    assert end.status == 3
    (said,) = end.said.splitlines()
    assert said.startswith(f"proofpress: the cluster at {bare.address} cannot make one: No module ")
    assert "its scheduler and workers have the same Proofpress as this machine" in said


def test_without_dask_the_extra_is_named(tmp_path: Path) -> None:
    """Who has installed Proofpress alone learns what to type."""
    tiny(tmp_path / 'one')
    without = "import sys; sys.modules['distributed'] = sys.modules['dask'] = None; "
    end = subprocess.run(
        [sys.executable, '-c', without + RUN_IN_FRONT, 'build', 'one', '--cluster', 'a:1'],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert end.returncode == 3
    assert "install it with `pip install 'proofpress[cluster]'`" in end.stderr
    assert 'Traceback' not in end.stderr
