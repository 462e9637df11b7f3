"""The report that is made before many others: it is sound, and leaves no trace in theirs."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from proofpress import building, press
from proofpress.assets import make_ready_folder

ROOT = Path(__file__).parent.parent
_CODE = """
import hashlib, json, sys
from pathlib import Path
from proofpress import press
press.load()
for name in sys.argv[1:]:
    made = press.make(Path(name))
digests = {file.path: hashlib.sha256(file.content).hexdigest() for file in made.files}
print(json.dumps(digests))
"""


def made_in_a_new_process(*folders: Path) -> dict[str, str]:
    """Make reports one after the other; return the digests of the products of the last."""
    command = [sys.executable, '-c', _CODE, *folders]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def test_the_report_that_makes_ready_is_sound() -> None:
    """Else a command for many reports would end before the first."""
    made = press.make(make_ready_folder())
    assert made.diagnostics == ()
    assert made.files


def test_a_report_does_not_tell_what_was_made_before_it() -> None:
    """An archive compares digests, and another machine builds another number of reports."""
    report = ROOT / 'tests' / 'good_report' / 'river'
    alone = made_in_a_new_process(report)
    assert len(alone) > 10
    assert made_in_a_new_process(make_ready_folder(), report) == alone


_BUILD = """
import sys
from proofpress import press
from proofpress.cli import main
usual, times = press.make_ready, []
press.make_ready = lambda: (times.append(1), usual())
status = main(sys.argv[1:])
print(len(times))
sys.exit(status)
"""
_NOTE = """---
title: A note on the ferry
author: Ada Reed
date: 2024-11-20
---

# What was seen

The paragraph of {name} tells of the quay.
"""


def built(folder: Path, names: str, place: Path, *, is_ready: bool) -> dict[str, bytes]:
    """Build reports in one command, as a user does; return all products by path."""
    for name in names:
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / 'report.md').write_text(_NOTE.format(name=name), 'utf-8')
    out = folder / f'out-{names}'
    command = [sys.executable, '-c', _BUILD, 'build', *names, '--out', out, '--no-cache']
    ended = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        env={**os.environb, b'TMPDIR': os.fsencode(place)},
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b'')
    assert ended.stdout == (b'1\n' if is_ready else b'0\n')
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for name in names
        for path in sorted((out / name).rglob('*'))
        if path.is_file()
    }


@pytest.mark.skipif(sys.platform != 'linux', reason='workers are forks on Linux only')
def test_many_reports_are_made_as_each_alone(tmp_path: Path) -> None:
    """Wherever temporary files go; and nothing is left there."""
    place = tmp_path / 'not UTF-8 \udcff'
    place.mkdir()
    together = built(tmp_path, 'abcd', place, is_ready=True)
    alone = built(tmp_path, 'd', place, is_ready=False)
    assert len(alone) > 8
    assert {path: together[path] for path in alone} == alone
    assert list(place.iterdir()) == []


@pytest.mark.parametrize('error', [OSError(errno.ENOSPC, "No space left"), KeyError('style')])
def test_what_is_wrong_is_told_of_reports_alone(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Workers begin without, and each says of its report what is wrong."""

    def fail() -> None:
        raise error

    monkeypatch.setattr(press, 'make_ready', fail)
    before = tempfile.tempdir
    building._make_ready()
    assert tempfile.tempdir == before
