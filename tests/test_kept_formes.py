"""Formes that are kept from one build to the next."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from proofpress import kept_formes
from proofpress.kept_formes import KeptFormes, put_on_shelf, shelf_folder
from proofpress.product import ProductFile


def kept(folder: Path, key: str, content: bytes) -> None:
    """Keep a forme as a build does."""
    shelf = KeptFormes(folder, 'program')
    shelf.keep(key, content)
    put_on_shelf(folder, shelf.sent())


def test_what_is_kept_is_found(tmp_path: Path) -> None:
    """Else every build prints everything."""
    kept(tmp_path / 'shelf', 'key', b'forme')
    shelf = KeptFormes(tmp_path / 'shelf', 'program')
    assert shelf.find('key') == b'forme'
    assert shelf.find('other') is None
    assert [file.content for file in shelf.sent()] == [b'']


def test_another_program_finds_nothing(tmp_path: Path) -> None:
    """After an update pages may break elsewhere."""
    kept(tmp_path / 'shelf', 'key', b'forme')
    assert KeptFormes(tmp_path / 'shelf', 'newer program').find('key') is None


@pytest.mark.parametrize('damage', [b'', b'half', None])
def test_what_is_damaged_is_not_there(tmp_path: Path, damage: bytes | None) -> None:
    """A page that was cut off must be printed again, not published."""
    kept(tmp_path / 'shelf', 'key', b'forme')
    (file,) = (tmp_path / 'shelf').iterdir()
    file.write_bytes(file.read_bytes()[:-1] if damage is None else damage)
    assert KeptFormes(tmp_path / 'shelf', 'program').find('key') is None


def test_no_more_is_kept_than_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that only grows fills the disk of who forgets it; what was used last stays."""
    monkeypatch.setattr(kept_formes, 'MOST_BYTES', 1000)
    folder = tmp_path / 'shelf'
    for number in range(5):
        kept(folder, f'key {number}', bytes(300))
        for age, path in enumerate(sorted(folder.iterdir(), key=lambda p: -p.stat().st_mtime_ns)):
            os.utime(path, (1000 - age, 1000 - age))
    shelf = KeptFormes(folder, 'program')
    assert [number for number in range(5) if shelf.find(f'key {number}')] == [2, 3, 4]


def test_what_a_killed_build_has_left_goes(tmp_path: Path) -> None:
    """Nobody else would take it away."""
    folder = tmp_path / 'shelf'
    kept(folder, 'key', b'forme')
    (folder / 'abc.new-17').write_bytes(b'half')
    kept(folder, 'other', b'forme')
    assert not list(folder.glob('*.new-*'))


def test_a_shelf_that_cannot_be_written_to_stays_empty(tmp_path: Path) -> None:
    """The products are there all the same."""
    (tmp_path / 'file').write_bytes(b'')
    put_on_shelf(tmp_path / 'file' / 'shelf', [ProductFile('name', b'forme')])
    assert (tmp_path / 'file').is_file()


def test_names_from_a_worker_stay_on_the_shelf(tmp_path: Path) -> None:
    """A worker reads files of strangers: what it sends home names no place elsewhere."""
    put_on_shelf(tmp_path / 'shelf', [ProductFile('../../outside', b'forme')])
    assert [path.name for path in tmp_path.iterdir()] == ['shelf']


def test_each_report_has_a_shelf_of_its_own(tmp_path: Path) -> None:
    """What comes of a stranger's report is read for that report alone."""
    assert shelf_folder(tmp_path, Path('a/one')) != shelf_folder(tmp_path, Path('a/other'))
    assert shelf_folder(tmp_path, Path('a/one')) == shelf_folder(tmp_path, Path('b/../a/one'))
