"""One build of every report for all judges, and one browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from proofpress.cli import collect_rarely
from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from proofpress.press import build
from tests.conformance.published import Published
from tests.judges import chromium

ROOT = Path(__file__).parent.parent.parent
RIVER = ROOT / 'tests' / 'good_report' / 'river'
REPORTS = tuple(
    sorted(
        article.parent
        for pattern in ('seeds/*/report.md', 'tests/samples/*/report.md')
        for article in ROOT.glob(pattern)
    )
)


@pytest.fixture(scope='session')
def published(tmp_path_factory: pytest.TempPathFactory) -> tuple[Published, ...]:
    """Build the reports in `seeds/` and the samples, Kobo's variant too."""
    collect_rarely()
    out = tmp_path_factory.mktemp('published')
    return tuple(_published(folder, out) for folder in REPORTS)


@pytest.fixture(scope='session')
def river(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """Build the small report that canaries are made of."""
    return _published(RIVER, tmp_path_factory.mktemp('river'))


@pytest.fixture(scope='package')
def browser() -> Iterator[Browser]:
    """Start the browser in which reading systems run; a process may have one at a time."""
    with chromium() as started:
        yield started


def _published(folder: Path, out: Path) -> Published:
    outcome = build(folder, out, kepub=True)
    assert outcome.is_published, [one.message for one in outcome.diagnostics]
    report = read_report(folder).report
    assert report is not None
    return Published(folder.name, out / folder.name, compose(report)[0])
