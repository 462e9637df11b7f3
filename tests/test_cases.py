"""One thing is wrong with a good report: exactly that is said, at its place, and nothing else."""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.compose.compose import compose
from proofpress.diagnostics import has_errors
from proofpress.manuscript import read_report
from proofpress.present import Findings, Terminal
from proofpress.press import check_folder
from tests.laid_over import REPORT, lay_over

ROOT = Path(__file__).parent.parent
CASES = sorted(path for path in (ROOT / 'tests' / 'cases').iterdir() if path.is_dir())
PAGES = {path.stem for path in (ROOT / 'docs' / 'diagnostics').glob('*.md')}

ELSEWHERE = frozenset({
    # The place for products, and what only the presses and the proof can find.
    'out-not-ours', 'out-unwritable', 'layout-complaint', 'note-lost', 'words-lost',
    'page-number-wrong', 'note-astray', 'bookmark-wrong', 'font-not-embedded', 'metadata-wrong',
    'table-cut', 'folio-wrong', 'running-head-wrong', 'readers-disagree', 'link-astray',
    'language-wrong', 'product-unreadable', 'picture-lost', 'not-built', 'product-changed',
    'words-doubled', 'words-changed', 'words-added', 'words-out-of-order', 'navigation-wrong',
    'anchor-wrong', 'font-unfit', 'table-wrong', 'page-list-wrong', 'remote-resource',
    'page-mark-astray',
    'text-off-page', 'text-clipped', 'text-covered', 'text-invisible', 'text-overprinted',
    'text-untagged', 'glyph-not-drawn', 'page-blank', 'page-almost-empty', 'heading-stranded',
    'line-stranded', 'report-not-listed', 'layout-mended', 'page-turned', 'text-optional',
    # What only a worker can come to.
    'time-exceeded', 'memory-exceeded', 'pages-exceeded', 'worker-died', 'disk-full',
    # Files too large to keep here, and one that nobody may read.
    'file-too-large', 'file-unreadable', 'report-too-large', 'yaml-too-large',
    # It never comes alone.
    'too-many-faults', 'yaml-key',
    # A style that our styles are not.
    'source-not-set',
})  # fmt: skip
"""Ids that cannot stand alone in a case; other tests bring them about."""

_SAYS = re.compile(
    r'Diagnostic|fault|limit_letter|warn|_?finding|_refuse|push_fault|\w+(Error|Fault)'
)
_SLUG = re.compile(r'[a-z]+(-[a-z0-9]+)+')


def said_of(folder: Path) -> str:
    """Return what is said of a report before it goes to the presses, as lines."""
    outcome = check_folder(folder)
    found = list(outcome.diagnostics)
    report = read_report(folder).report
    if report is not None and not has_errors(found):
        found += compose(report)[1]
    stream = io.StringIO()
    Terminal(stream).show(Findings(REPORT, tuple(found), outcome.texts))
    return stream.getvalue()


def test_nothing_is_wrong_with_the_good_report(tmp_path: Path) -> None:
    """Each case below changes one thing of it."""
    assert said_of(lay_over(None, tmp_path)) == ''


@pytest.mark.parametrize('case', CASES, ids=lambda case: case.name)
def test_a_case_gives_its_diagnostic_and_no_other(case: Path, tmp_path: Path) -> None:
    """An editor sees one sentence for one slip, and finds the slip where it points."""
    said = said_of(lay_over(case / 'in', tmp_path))
    assert said == (case / 'expected.txt').read_text()
    ids = set(re.findall(r'^[^ ]+: (?:error|warning)\[([a-z0-9-]+)\]', said, re.MULTILINE))
    assert ids == {case.name}


def ids_in(path: Path) -> Iterator[str]:
    """Yield the ids of diagnostics that a module makes."""
    for node in ast.walk(ast.parse(path.read_text('utf-8'))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition('.')[2]
            said = node.args if _SAYS.fullmatch(name) else []
        elif isinstance(node, ast.FunctionDef) and _SAYS.fullmatch(node.name):
            said = node.args.defaults
        else:
            continue
        for argument in said:
            word = argument.value if isinstance(argument, ast.Constant) else None
            if isinstance(word, str) and _SLUG.fullmatch(word):
                yield word


def all_ids() -> set[str]:
    """Return the ids of all diagnostics that Proofpress can give."""
    sources = (ROOT / 'src' / 'proofpress').rglob('*.py')
    return {id_ for path in sources for id_ in ids_in(path)}


def test_every_diagnostic_has_a_page() -> None:
    """`proofpress explain` has an answer for each id that an author meets."""
    assert all_ids() - PAGES == set()


def test_every_page_is_of_a_diagnostic() -> None:
    """The manual explains nothing that cannot happen."""
    assert PAGES - all_ids() == set()


def test_every_diagnostic_has_a_case() -> None:
    """What no test brings about may say anything."""
    cases = {case.name for case in CASES}
    assert all_ids() - cases - ELSEWHERE == set()
    assert cases <= all_ids()


def test_what_has_no_case_has_a_test_elsewhere() -> None:
    """An exception is one only while somebody else takes care of it."""
    tests = [path for path in (ROOT / 'tests').rglob('test_*.py') if path != Path(__file__)]
    written = '\n'.join(path.read_text('utf-8') for path in tests)
    assert {id_ for id_ in ELSEWHERE if f"'{id_}'" not in written} == set()
