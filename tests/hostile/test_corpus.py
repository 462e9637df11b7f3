"""Each folder of the corpus gets its verdict: no more, no less, in one line each, and no traceback.

Reports come from many hands, some of them strangers.
"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from proofpress import cli
from tests.hostile.case import SECRET, Case, lay
from tests.hostile.conftest import Canary
from tests.hostile.corpus import BOMBS, CASES

MOST_SECONDS = 15
"""Of a processor, for one folder."""


@pytest.mark.parametrize('case', CASES, ids=lambda case: case.name)
def test_a_hostile_folder_gets_its_verdict(
    case: Case, tmp_path: Path, canary: Canary, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every fault is named at its place, and nothing outside the folder is seen or told."""
    laid = lay(case, tmp_path, canary.address)
    log = tmp_path / 'log.sarif'
    status = cli.main(['check', '--json', '--sarif', str(log), str(laid.folder)])
    printed = capfd.readouterr()
    found = [json.loads(line) for line in printed.out.splitlines()]
    places = [_place(one, laid.folder) for one in found if one['id'] not in case.floods]
    assert sorted(places) == laid.verdict
    assert case.floods <= {one['id'] for one in found}
    assert status == case.status
    assert printed.err == ''
    results = json.loads(log.read_text('utf-8'))['runs'][0]['results']
    assert [one['ruleId'] for one in results] == [one['id'] for one in found]
    assert SECRET not in printed.out + log.read_text('utf-8')
    assert canary.heard == []


def _place(found: dict[str, object], folder: Path) -> str:
    path = Path(str(found['path']))
    inner = path.relative_to(folder) if path.is_relative_to(folder) else Path('..', path.name)
    return f"{found['id']}@{inner.as_posix()}:{found['line']}:{found['column']}"


def test_no_two_folders_of_the_corpus_have_one_name() -> None:
    """A failure is found by its name."""
    names = [case.name for case in (*CASES, *BOMBS)]
    assert len(names) == len(set(names))


@pytest.mark.slow
@pytest.mark.parametrize('case', BOMBS, ids=lambda case: case.name)
def test_a_bomb_is_read_or_refused_in_time(
    case: Case, tmp_path: Path, canary: Canary, capfd: pytest.CaptureFixture[str]
) -> None:
    """A few lines must not keep a press busy for a day."""
    before = time.process_time()
    test_a_hostile_folder_gets_its_verdict(case, tmp_path, canary, capfd)
    assert time.process_time() - before < MOST_SECONDS


def test_the_corpus_is_large() -> None:
    """What is promised is counted."""
    assert len(CASES) + len(BOMBS) >= 150
