"""Sound reports of many kinds and languages, built as a user builds them: nothing is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress.diagnostics import Severity
from proofpress.manuscript import read_report
from proofpress.press import build

HERE = Path(__file__).parent
SAMPLES = tuple(article.parent for article in sorted(HERE.glob('*/report.md')))
LANGUAGES = 15
WARNED = frozenset(['page-almost-empty', 'line-stranded', 'heading-stranded'])
"""What a desk may look at and leave: short reports leave pages half empty."""


@pytest.mark.parametrize('folder', SAMPLES, ids=lambda folder: folder.name)
def test_a_sound_report_is_published(folder: Path, tmp_path: Path) -> None:
    """A press that cries wolf is switched off."""
    outcome = build(folder, tmp_path)
    said = [(one.id, one.message) for one in outcome.diagnostics if one.id not in WARNED]
    assert said == []
    assert all(one.severity is not Severity.ERROR for one in outcome.diagnostics)
    assert outcome.is_published
    names = {path.name for path in (tmp_path / folder.name).iterdir()}
    assert {f'{folder.name}.pdf', f'{folder.name}.epub', 'index.html', 'proof.html'} <= names


def test_samples_are_many_and_speak_many_languages() -> None:
    """What holds for English policy briefs may fail for everyone else."""
    assert len(SAMPLES) >= 20
    reports = [read_report(folder).report for folder in SAMPLES]
    langs = {report.front_matter.lang.split('-')[0] for report in reports if report is not None}
    assert len(langs) >= LANGUAGES
    assert {'ar', 'ja', 'ko', 'zh', 'ru', 'uk', 'el'} <= langs
