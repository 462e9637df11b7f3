"""The watch: every save is heard, and nothing that is none."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
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


def test_who_listens_anew_tells_of_all(heard: Heard) -> None:
    """Nobody heard what was saved between the end of one listening and the start of the next."""
    heard.told.clear()
    shutil.move(heard.folder / 'seeds' / 'b', heard.folder / 'elsewhere')
    until(lambda: {'a', 'b', 'c', 'styles'} <= set(heard.told))
    shutil.move(heard.folder / 'elsewhere', heard.folder / 'seeds' / 'b')


@pytest.fixture
def alone(tmp_path: Path) -> tuple[Watch, list[str]]:
    """Return the watch of a report `a` in `press/seeds`, and what it tells."""
    (tmp_path / 'press' / 'seeds' / 'a').mkdir(parents=True)
    (tmp_path / 'styles').mkdir()
    told: list[str] = []
    states = [State('a', tmp_path / 'press' / 'seeds' / 'a')]
    watch = Watch(states, tmp_path / 'styles', tmp_path / 'out', told.append, lambda: None)
    return watch, told


def moved(place: Path) -> None:
    """Take a folder away."""
    place.rename(place.with_name('elsewhere'))


@pytest.mark.parametrize('name', ['press', 'press/seeds'])
@pytest.mark.parametrize('take_away', [shutil.rmtree, moved])
def test_a_place_that_is_made_anew_is_listened_to(
    alone: tuple[Watch, list[str]], tmp_path: Path, name: str, take_away: Callable[[Path], object]
) -> None:
    """The repository was cloned again; its folders have the names that they had."""
    watch, told = alone
    watch.start()
    try:
        time.sleep(QUIET)
        take_away(tmp_path / name)
        folder = tmp_path / 'press' / 'seeds' / 'a'
        folder.mkdir(parents=True)
        until(lambda: told)
        for path in (folder / 'report.md', folder.parent / 'imprint.yaml'):
            time.sleep(2 * QUIET)
            told.clear()
            path.write_text('x')
            until(lambda: told)
    finally:
        watch.stop()


def test_the_end_is_heard_whenever_it_comes(alone: tuple[Watch, list[str]]) -> None:
    """Control-C just when it begins to listen anew: nobody would wait for ever."""
    watch, _ = alone

    class Again(threading.Event):
        def clear(self) -> None:
            """Be told of the end at the last moment."""
            watch._over.set()
            self.set()
            super().clear()

    watch._again = Again()
    watch.start()
    for thread in watch._threads:
        thread.join(2)
    is_ended = not any(thread.is_alive() for thread in watch._threads)
    watch.stop()
    assert is_ended
