"""What is missing on this machine, and which package brings it.

In: the error of an import.  Out: a sentence for the user.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout

_LIBRARIES = (
    # What the loader cannot find; the package of Debian and Ubuntu; that of Homebrew.
    ('harfbuzz-subset', 'libharfbuzz-subset0', 'harfbuzz'),
    ('harfbuzz', 'libharfbuzz0b', 'harfbuzz'),
    ('pangoft2', 'libpangoft2-1.0-0', 'pango'),
    ('pango', 'libpango-1.0-0', 'pango'),
    ('gobject', 'libglib2.0-0', 'glib'),
    ('fontconfig', 'libfontconfig1', 'fontconfig'),
)


def missing_library(error: BaseException) -> str | None:
    """Return the sentence that names the package to install; None for other errors."""
    if isinstance(error, ModuleNotFoundError) and not (error.name or '').startswith('proofpress'):
        return f"the Python library “{error.name}” is missing; run `make` to install it"
    if isinstance(error, OSError) and 'cannot load library' in str(error):
        for name, debian, homebrew in _LIBRARIES:
            if name in str(error):
                return (
                    f"the system library {name} is missing; install it with "
                    f"`apt install {debian}` or `brew install {homebrew}`"
                )
        return f"a system library is missing: {error}"
    return None


@contextmanager
def library_talk_kept_in() -> Iterator[None]:
    """Import stages in silence.

    WeasyPrint 70 prints eight lines of its own before it raises for a missing Pango.
    """
    with redirect_stdout(io.StringIO()):
        yield
