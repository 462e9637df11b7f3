"""`proofpress serve` on a terminal: what it says, and how it ends."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from proofpress.serve import CatalogueServer
from tests.serve.running import NOTE, Running, running, until

pytestmark = pytest.mark.skipif(sys.platform != 'linux', reason="looks into /proc")


def put(folder: Path, text: str = NOTE) -> None:
    (folder / 'note').mkdir()
    (folder / 'note' / 'report.md').write_text(text, 'utf-8')


def state(started: Running) -> dict[str, Any]:
    """Return what is known of the first report."""
    with urllib.request.urlopen(f'{started.address}events', timeout=20) as answer:
        for line in answer:
            if line.startswith(b'data: '):
                return dict(json.loads(line[6:])['reports'][0])
    raise AssertionError("no news")


def children_of(process_id: int) -> list[str]:
    """Return the numbers of the processes that a process has started."""
    threads = Path(f'/proc/{process_id}/task')
    return [word for place in threads.glob('*/children') for word in place.read_text().split()]


def test_the_end_leaves_no_worker_and_no_half_made_thing(tmp_path: Path) -> None:
    """Control-C in the middle of a build: nothing is published, nothing is left behind."""
    put(tmp_path)
    with running(tmp_path, 'note') as started:
        until(lambda: state(started)['phase'] == 'building')
        workers = until(lambda: children_of(started.process.pid))
        assert started.end() == 0
        assert not [worker for worker in workers if Path(f'/proc/{worker}').exists()]
        assert not (tmp_path / 'out').exists()
        assert started.said == []


def test_what_is_found_is_said_on_the_terminal_too(tmp_path: Path) -> None:
    """Editors' problem matchers read it as they read that of a build."""
    put(tmp_path, NOTE.replace('the ferry.', '@fig-lost.'))
    with running(tmp_path, 'note') as started:
        until(lambda: state(started)['phase'] == 'refused')
        found = state(started)
        assert (found['errors'], found['edition']) == (1, None)
        assert started.end() == 0
    assert any('note/report.md:11:' in line and 'error[' in line for line in started.said)
    assert started.said[-1] == 'proofpress: note: not published'


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    """The report is sound; where it is to stand is not."""
    put(tmp_path)
    (tmp_path / 'out').write_text('a file')
    with running(tmp_path, 'note') as started:
        until(lambda: state(started)['phase'] == 'refused')
        with urllib.request.urlopen(f'{started.address}reports/note/findings') as answer:
            [finding] = json.loads(answer.read())['findings']
        assert finding['id'] == 'out-unwritable'
        assert started.end() == 0


def test_a_folder_that_is_taken_away_is_said_to_be_gone(tmp_path: Path) -> None:
    """And the preview goes on when it is there again."""
    put(tmp_path, 'nothing')
    with running(tmp_path, 'note') as started:
        until(lambda: state(started)['phase'] == 'refused')
        shutil.move(tmp_path / 'note', tmp_path / 'elsewhere')
        until(lambda: state(started)['phase'] == 'gone')
        shutil.move(tmp_path / 'elsewhere', tmp_path / 'note')
        until(lambda: state(started)['phase'] == 'refused')
        assert started.end() == 0


def test_an_address_that_is_taken_is_named(tmp_path: Path) -> None:
    """A second preview in another terminal: one line says what to do, and nothing is begun."""
    put(tmp_path)
    code = 'import sys; from proofpress.cli import main; sys.exit(main())'
    with CatalogueServer(tmp_path, '127.0.0.1', 0) as other:
        address = f'127.0.0.1:{other.server_port}'
        run = subprocess.run(
            [sys.executable, '-c', code, 'serve', 'note', '--address', address],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
    assert run.returncode == 2
    assert run.stderr == (
        f"proofpress: {address} cannot be served: Address already in use; name another address "
        "with --address\n"
    )
    assert not (tmp_path / 'build').exists()
