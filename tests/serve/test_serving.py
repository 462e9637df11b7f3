"""Serving: when the desk of a report can go on, and when another must be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress import serving


def test_files_that_take_the_place_of_others_need_another_desk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many editors save so; a desk may read the file that it was opened with, and no other."""
    folder = tmp_path / 'note'
    folder.mkdir()
    (folder / 'report.md').write_text("one")
    seen = [serving._around(folder)]

    def is_another() -> bool:
        seen.append(serving._around(folder))
        return seen[-1] != seen[-2]

    (folder / 'report.md').write_text("two")
    assert not is_another()
    (tmp_path / 'imprint.yaml').write_text("name: House")
    assert is_another()
    (tmp_path / 'imprint.yaml').write_text("name: The House")
    assert not is_another()
    (tmp_path / 'imprint.yaml.new').write_text("name: A House")
    (tmp_path / 'imprint.yaml.new').replace(tmp_path / 'imprint.yaml')
    assert is_another()
    (tmp_path / 'logo.svg').write_text("<svg/>")
    assert is_another()
    (tmp_path / 'other.md').write_text("none of its business")
    assert not is_another()
    folder.rename(tmp_path / 'elsewhere')
    folder.mkdir()
    assert is_another()
    monkeypatch.setattr(serving, 'program_digest', lambda: 'other styles')
    assert is_another()
