"""The watch: every save is heard, and nothing that is none."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.serve.board import State
from proofpress.serve.watch import Watch
from tests.serve.running import until

QUIET = 0.8
"""Seconds after which a save would have been told."""


class Heard:
    """What the watch told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.told: list[str] = []

    def after(self, deed: str, path: str) -> set[str]:
        """Do something to a file, and return of which reports was told then."""
        self.told.clear()
        place = self.folder / path
        if deed == 'write':
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(f'{time.monotonic()}')
        elif deed == 'replace':
            new = place.with_name(f'{place.name}~')
            new.write_text(f'{time.monotonic()}')
            new.replace(place)
        else:
            place.unlink()
        time.sleep(QUIET)
        return set(self.told)


@pytest.fixture(scope='module')
def heard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Heard]:
    folder = tmp_path_factory.mktemp('watch')
    for path in ('seeds/a/figures/x.svg', 'seeds/b/report.md', 'other/c/report.md', 'styles/x.css'):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text('x')
    (folder / 'other' / 'c' / 'build').mkdir()
    found = Heard(folder)
    states = [State(path[-1], folder / path) for path in ('seeds/a', 'seeds/b', 'other/c')]
    watch = Watch(
        states,
        folder / 'styles',
        folder / 'other' / 'c' / 'build',
        found.told.append,
        lambda: found.told.append('styles'),
    )
    watch.start()
    time.sleep(QUIET)
    yield found
    watch.stop()


@pytest.mark.parametrize(
    ('deed', 'path', 'told'),
    [
        ('write', 'seeds/a/report.md', {'a'}),
        ('replace', 'seeds/a/report.md', {'a'}),
        ('write', 'seeds/a/figures/deep/y.svg', {'a'}),
        ('delete', 'seeds/a/figures/x.svg', {'a'}),
        ('write', 'seeds/imprint.yaml', {'a', 'b'}),
        ('replace', 'seeds/imprint.yaml', {'a', 'b'}),
        ('write', 'other/logo.svg', {'c'}),
        ('write', 'styles/tokens/web.css', {'styles'}),
        ('write', 'seeds/d/report.md', {'a', 'b'}),
        ('write', 'seeds/a/.report.md.swp', set()),
        ('write', 'seeds/a/report.md~', set()),
        ('write', 'seeds/a/.git/index', set()),
        ('write', 'seeds/.hidden', set()),
        ('write', 'other/c/build/c/index.html', set()),
    ],
)  # fmt: skip
def test_a_save_is_told_to_those_whom_it_concerns(
    heard: Heard, deed: str, path: str, told: set[str]
) -> None:
    """Too little, and the page stays old; too much, and the machine never rests."""
    assert heard.after(deed, path) == told


def test_a_folder_that_comes_back_is_listened_to_again(heard: Heard) -> None:
    """It was moved away and back; or another branch was checked out."""
    folder = heard.folder / 'seeds' / 'b'
    shutil.move(folder, heard.folder / 'elsewhere')
    until(lambda: 'b' in heard.told)
    time.sleep(QUIET)
    shutil.move(heard.folder / 'elsewhere', folder)
    time.sleep(2 * QUIET)
    assert heard.after('write', 'seeds/b/report.md') == {'b'}
