"""Whatever a stranger makes of a good report, it is judged, composed and built or refused.

Nothing outside the folder is read into what comes out, and nothing is written beside it.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress import cli
from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from tests.hostile.case import GOOD, SECRET
from tests.hostile.fuzz.cases import case, tried
from tests.hostile.fuzz.nasty import CHANGES, KEYS, TEXTS, VALUES, Change, changed

pytestmark = pytest.mark.fuzz

ROOT = Path(__file__).parents[3]
REPORTS = (
    GOOD / 'river',
    ROOT / 'seeds' / 'north-korean-troops',
    *sorted(path.parent for path in (ROOT / 'tests' / 'samples').glob('*/report.md')),
)


@cache
def files_of(folder: Path) -> dict[str, bytes]:
    """Return a good report, with its imprint."""
    found = [*folder.rglob('*'), *folder.parent.glob('imprint.yaml'), *folder.parent.glob('*.svg')]
    return {
        os.path.relpath(path, folder): path.read_bytes() for path in sorted(found) if path.is_file()
    }


@contextmanager
def laid(files: dict[str, bytes]) -> Iterator[Path]:
    """Write a report beside a canary; nothing else may be there in the end."""
    with tempfile.TemporaryDirectory() as parent:
        (Path(parent) / 'outside').mkdir()
        (Path(parent) / 'outside' / 'secret.txt').write_text(SECRET, 'utf-8')
        folder = Path(parent) / 'reports' / 'a'
        folder.mkdir(parents=True)
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
        before = _listing(Path(parent))
        yield folder
        assert _listing(Path(parent)) == before


def _listing(parent: Path) -> list[str]:
    found = (path.relative_to(parent).as_posix() for path in parent.rglob('*'))
    return sorted(one for one in found if one.split('/')[0] != 'products')


def mutated(folder: Path, changes: list[Change]) -> dict[str, bytes]:
    """Return a good report after the changes."""
    files = dict(files_of(folder))
    for change in changes:
        path = sorted(files)[change.file % len(files)]
        files[path] = changed(files[path], change)
    return files


def assert_judged(folder: Path) -> None:
    """Assert that the report is judged in lines that stand in its files, and composes."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        status = cli.main(['check', '--json', str(folder)])
    assert err.getvalue() == ''
    assert status in {0, 1, 4}
    assert SECRET not in out.getvalue()
    manuscript = read_report(folder)
    for line in out.getvalue().splitlines():
        found = json.loads(line)
        assert found['help']
        path = os.path.relpath(found['path'], folder)
        text = manuscript.texts.get(path, '').split('\n')
        if path in manuscript.texts:
            assert 1 <= found['line'] <= len(text)
            assert 1 <= found['column'] <= len(text[found['line'] - 1]) + 1
    if manuscript.report is not None:
        compose(manuscript.report)


_LINES = st.tuples(
    st.sampled_from(['', '- ', '  ', '  - ', '    ', '- - ']),
    st.sampled_from(KEYS),
    st.one_of(st.sampled_from(VALUES), TEXTS),
).map(lambda line: f'{line[0]}{line[1]} {line[2]}\n')


@tried('front-matter')
@given(st.lists(_LINES, max_size=12).map(''.join), st.sampled_from(['', 'title: A\n']))
def test_any_front_matter_is_judged(head: str, title: str) -> None:
    """The first lines of a file are what most people get wrong."""
    text = f'---\n{title}{head}---\nWords.\n'.encode('utf-8', 'surrogatepass')
    with case('front-matter'), laid({'report.md': text}) as folder:
        assert_judged(folder)


@tried('reports')
@given(st.sampled_from(REPORTS), st.lists(CHANGES, min_size=1, max_size=6))
def test_any_change_of_a_good_report_is_judged(report: Path, changes: list[Change]) -> None:
    """A slip, a merge gone wrong, an attack: each is said, none is fatal."""
    with case('reports'), laid(mutated(report, changes)) as folder:
        assert_judged(folder)


@tried('builds')
@given(st.sampled_from(REPORTS), st.lists(CHANGES, min_size=1, max_size=4))
def test_any_draft_is_built_or_refused(report: Path, changes: list[Change]) -> None:
    """A draft takes what was found against it into the products: that must be safe, too."""
    with laid(mutated(report, changes)) as folder:
        out = folder.parents[1] / 'products'
        err = io.StringIO()
        with case('builds'), redirect_stderr(err):
            status = cli.main(['build', '--draft', '--out', str(out), str(folder)])
        assert 'Traceback' not in err.getvalue()
        assert status in {0, 1, 4}, err.getvalue()
        made = [path for path in out.rglob('*') if path.is_file()] if out.exists() else []
        assert not any(SECRET.encode() in path.read_bytes() for path in made)
