"""Libraries: has WeasyPrint find those of the system at once.

In: nothing.  Out: WeasyPrint, loaded; whoever is the first to import it does so within `at_once`.
"""

from __future__ import annotations

import ctypes.util
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_once() -> Iterator[None]:
    """Import WeasyPrint in here: the loader is asked for libraries by their file names alone.

    WeasyPrint 70.0 tries six names for each of seven libraries.  For those that are no file names
    Python runs ldconfig, a compiler and a linker: 54 processes, half a second.  The fourth is the
    file name that Linux has, and the loader knows best where that lies.
    """
    search = ctypes.util.find_library
    if sys.platform == 'linux':
        ctypes.util.find_library = _nowhere
    try:
        with warnings.catch_warnings():
            # It warns on import where the system has no fonts: we want none of the system's.
            warnings.filterwarnings('ignore', message='.*FontConfig.*')
            yield
    finally:
        ctypes.util.find_library = search


def _nowhere(name: str) -> str | None:
    """Stand in for a search that is not wanted."""
