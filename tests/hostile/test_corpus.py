"""Each folder of the corpus gets its verdict: no more, no less, in one line each, and no traceback.

Reports come from many hands, some of them strangers.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from proofpress import cli
from tests.hostile.case import SECRET, Case, lay
from tests.hostile.conftest import Canary
from tests.hostile.corpus import CASES

LINE = re.compile(r'[^\n]+:\d+:\d+: (error|warning)\[[a-z0-9-]+\]: [^\n]+ \([^\n]+\)')
_NOTE = re.compile(r'[^\n]+:\d+:\d+: note: [^\n]+')
_COUNTED = re.compile(r'\d+ (error|warning)s?(, \d+ warnings?)?')


def _params(cases: tuple[Case, ...]) -> list[object]:
    return [
        pytest.param(case, id=case.name, marks=[pytest.mark.slow] if case.is_slow else [])
        for case in cases
    ]


@pytest.mark.parametrize('case', _params(CASES))
def test_a_hostile_folder_gets_its_verdict(
    case: Case, tmp_path: Path, canary: Canary, capfd: pytest.CaptureFixture[str]
) -> None:
    """Every fault is named at its place, and nothing outside the folder is seen or told."""
    laid = lay(case, tmp_path, canary.address)
    log = tmp_path / 'log.sarif'
    status = cli.main(['check', '--json', '--sarif', str(log), str(laid.folder)])
    printed = capfd.readouterr()
    found = [json.loads(line) for line in printed.out.splitlines()]
    assert sorted(_place(one, laid.folder) for one in found) == laid.verdict
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
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
