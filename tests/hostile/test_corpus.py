"""Each folder of the corpus gets its verdict: no more, no less, in one line each, and no traceback.

Reports come from many hands, some of them strangers.
"""

from __future__ import annotations

import io
import json
import re
import time
from pathlib import Path

import pytest

from proofpress import cli
from proofpress.check import check
from proofpress.manuscript import read_report
from proofpress.present import Findings, JsonLines, Terminal, sarif
from tests.hostile.case import SECRET, Case, Laid, lay
from tests.hostile.conftest import Canary
from tests.hostile.corpus import BOMBS, CASES
from tests.hostile.fuzz.cases import CASES as FUZZED

MOST_SECONDS = 15
"""Of a processor, for one folder."""
_PLACED = re.compile(r'[^\n]+:\d+:\d+: (?:error|warning)\[([a-z-0-9]+)\]: [^\n]+ \([^\n]+\)')
_NOTE = re.compile(r'[^\n]+:\d+:\d+: note: [^\n]+')


@pytest.mark.parametrize('case', CASES, ids=lambda case: case.name)
def test_a_hostile_folder_gets_its_verdict(case: Case, tmp_path: Path, canary: Canary) -> None:
    """Every fault is named at its place, in words for people, programs and services."""
    assert_verdict(case, lay(case, tmp_path, canary.address))
    assert canary.heard == []


@pytest.mark.slow
@pytest.mark.parametrize('case', BOMBS, ids=lambda case: case.name)
def test_a_bomb_is_read_or_refused_in_time(case: Case, tmp_path: Path, canary: Canary) -> None:
    """A few lines must not keep a press busy for a day."""
    before = time.process_time()
    assert_verdict(case, lay(case, tmp_path, canary.address))
    assert time.process_time() - before < MOST_SECONDS


def assert_verdict(case: Case, laid: Laid) -> None:
    """Assert that the folder is told what it must be, and nothing from outside."""
    manuscript = read_report(laid.folder)
    found = list(manuscript.diagnostics)
    if manuscript.report is not None:
        found += check(manuscript.report, manuscript.unread)
    findings = Findings(laid.folder.as_posix(), tuple(found), manuscript.texts)
    told = _told(case, _as_json(findings), laid.folder)
    assert told == laid.verdict
    ids = [one.id for one in findings.sorted()]
    assert case.floods <= set(ids)
    log = sarif([findings]).decode('utf-8')
    assert [one['ruleId'] for one in json.loads(log)['runs'][0]['results']] == ids
    lines = _as_lines(findings)
    placed = [match[1] for match in map(_PLACED.fullmatch, lines) if match]
    assert placed == ids
    assert len(placed) + sum(_NOTE.fullmatch(line) is not None for line in lines) == len(lines)
    assert SECRET not in log + '\n'.join(lines)


def _as_json(findings: Findings) -> list[dict[str, object]]:
    stream = io.StringIO()
    JsonLines(stream).show(findings)
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def _as_lines(findings: Findings) -> list[str]:
    stream = io.StringIO()
    Terminal(stream).show(findings)
    return stream.getvalue().removesuffix('\n').split('\n') if stream.getvalue() else []


def _told(case: Case, found: list[dict[str, object]], folder: Path) -> list[str]:
    """Return what was found as a verdict is written."""
    return sorted(_place(one, folder) for one in found if one['id'] not in case.floods)


def _place(found: dict[str, object], folder: Path) -> str:
    path = Path(str(found['path']))
    inner = path.relative_to(folder) if path.is_relative_to(folder) else Path('..', path.name)
    return f"{found['id']}@{inner.as_posix()}:{found['line']}:{found['column']}"


@pytest.mark.slow
@pytest.mark.parametrize('case', [*CASES, *BOMBS], ids=lambda case: case.name)
def test_the_command_says_the_same(
    case: Case, tmp_path: Path, canary: Canary, capfd: pytest.CaptureFixture[str]
) -> None:
    """What the readers find comes through the worker and its limits whole, with a true status."""
    laid = lay(case, tmp_path, canary.address)
    before = sorted(tmp_path.rglob('*'))
    status = cli.main(['check', '--json', str(laid.folder)])
    printed = capfd.readouterr()
    found = [json.loads(line) for line in printed.out.splitlines()]
    assert _told(case, found, laid.folder) == laid.verdict
    assert status == case.status
    assert printed.err == ''
    assert sorted(tmp_path.rglob('*')) == before
    assert canary.heard == []


def test_no_two_folders_of_the_corpus_have_one_name() -> None:
    """A failure is found by its name."""
    names = [case.name for case in (*CASES, *BOMBS)]
    assert len(names) == len(set(names))


def test_the_corpus_is_large() -> None:
    """What is promised is counted."""
    assert len(CASES) + len(BOMBS) >= 150


def test_the_properties_are_tried_on_many_cases() -> None:
    """What nobody thought of is found by number."""
    assert sum(FUZZED.values()) >= 20_000
