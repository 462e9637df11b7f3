"""The watch: hears of saves, and says which reports they concern.

In: the folders of the reports, and what all reports share.  Out: word of each report whose files
were saved, some hundredths of a second after the last of them.  The system tells of saves; in
between it is only seen whether the places are those that are listened to.  When they are not, it
listens anew and says so of all reports, as nobody heard what was saved meanwhile.  The folder of
products is not listened to, wherever it lies: what is published would make itself anew.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from watchfiles import Change, watch

from proofpress.serve.board import State

_PAUSE = 50
"""Milliseconds without another save, after which a save is told; editors write in several steps."""
_MOST_PAUSE = 400
_LOOK_UP = 500
"""Milliseconds after which it is seen whether to stop, or to listen anew."""
_LEFTOVERS = ('~', '.swp', '.swx', '.swo', '.tmp', '.bak', '.crdownload', '4913')
"""What editors leave beside a file while they write it."""


class Watch:
    """Two threads: one hears what happens in the reports, one what happens around them."""

    def __init__(
        self,
        states: Iterable[State],
        shared: Path,
        out: Path,
        saved: Callable[[str], None],
        shared_saved: Callable[[], None],
    ) -> None:
        """Take the reports, the folder that all share, that of the products, and who is told."""
        self._folders: Mapping[str, Path] = {one.slug: one.folder.resolve() for one in states}
        self._shared = shared.resolve()
        self._out = out.resolve()
        self._saved = saved
        self._shared_saved = shared_saved
        self._over = threading.Event()
        self._again = threading.Event()
        self._threads = [
            threading.Thread(target=self._hear_inside, daemon=True),
            threading.Thread(target=self._hear_around, daemon=True),
        ]

    def start(self) -> None:
        """Begin to listen."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._over.set()
        self._again.set()
        for thread in self._threads:
            thread.join()

    def _hear_inside(self) -> None:
        places = [*self._folders.values(), self._shared]
        is_anew = False
        while not self._over.is_set():
            self._again.clear()
            if self._over.is_set():
                # `stop` set both since it was asked.
                return
            for paths in self._changes(places, self._again, is_deep=True):
                if is_anew or any(_is_in(self._shared, path) for path in paths):
                    self._shared_saved()
                for slug, folder in self._folders.items():
                    if is_anew or any(_is_in(folder, path) for path in paths):
                        self._saved(slug)
                is_anew = False
            is_anew = True

    def _hear_around(self) -> None:
        places = sorted({folder.parent for folder in self._folders.values()})
        is_anew = False
        while not self._over.is_set():
            for paths in self._changes(places, self._over, is_deep=False):
                for slug, folder in self._folders.items():
                    if is_anew or folder in paths:
                        # It was taken away, or is there again: what heard of it hears no more.
                        self._again.set()
                    if is_anew or any(_is_in(folder.parent, path) for path in paths):
                        self._saved(slug)
                is_anew = False
            is_anew = True

    def _changes(
        self, places: list[Path], over: threading.Event, *, is_deep: bool
    ) -> Iterator[set[Path]]:
        """Yield the paths of files that were changed, now and then none.

        It ends when it is over, or when another folder stands in a place, or none.
        """
        try:
            yield from self._heard(places, over, is_deep=is_deep)
        except FileNotFoundError:
            self._over.wait(_LOOK_UP / 1000)
        except OSError:
            # The system tells of no more places (inotify(7), max_user_watches): so look.
            yield from self._heard(places, over, is_deep=is_deep, is_looking=True)

    def _heard(
        self,
        places: list[Path],
        over: threading.Event,
        *,
        is_deep: bool,
        is_looking: bool | None = None,
    ) -> Iterator[set[Path]]:
        standing = [_identity(place) for place in places]
        heard = watch(
            *(place for place in places if place.is_dir()),
            watch_filter=None,
            debounce=_MOST_PAUSE,
            step=_PAUSE,
            stop_event=over,
            rust_timeout=_LOOK_UP,
            yield_on_timeout=True,
            recursive=is_deep,
            force_polling=is_looking,
            raise_interrupt=False,
        )
        for changes in heard:
            paths = {Path(path) for _, path in changes}
            yield {path for path in paths if not path.is_relative_to(self._out)}
            # A folder that is made anew may have the number of the one that was taken away.
            gone = {Path(path) for change, path in changes if change is Change.deleted}
            if gone.intersection(places) or standing != [_identity(place) for place in places]:
                return


def _identity(place: Path) -> tuple[int, int] | None:
    """Return what tells a folder from another in its place; None when there is none."""
    try:
        facts = os.stat(place)
    except OSError:
        return None
    return facts.st_dev, facts.st_ino


def _is_in(folder: Path, path: Path) -> bool:
    """Tell whether a path lies in a folder, and is no hidden file there nor an editor's own."""
    if not path.is_relative_to(folder):
        return False
    names = path.relative_to(folder).parts
    return not any(name.startswith(('.', '#')) or name.endswith(_LEFTOVERS) for name in names)
