"""Where the files that ship with Proofpress stand: styles, templates, words, explanations.

In: a name.  Out: a folder or a text.  In a checkout `styles/` and `docs/` stand beside `src/`; in
an installed wheel they stand inside the package (pyproject.toml, `force-include`).  Nothing of a
report is ever looked for here.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent


def styles_folder() -> Path:
    """Return the folder of the style sheets, `styles/`."""
    return _shipped('styles')


def diagnostics_folder() -> Path:
    """Return the folder of the explanations, one `<id>.md` for each diagnostic."""
    return _shipped('docs/diagnostics')


@cache
def package_text(name: str) -> str:
    """Return the text of a file of the package, named from `src/proofpress/` on.

    Raises `FileNotFoundError` when there is none: the installation is broken.
    """
    return (_PACKAGE / name).read_text('utf-8')


def _shipped(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _CHECKOUT / name
