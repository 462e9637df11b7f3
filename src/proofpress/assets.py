"""Where the files that ship with Proofpress stand: styles, templates, words, explanations.

In: a name.  Out: a folder or a text.  In a checkout `styles/` and `docs/` stand beside `src/`; in
an installed wheel they stand inside the package (pyproject.toml, `force-include`).  Nothing of a
report is ever looked for here.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent.parent
_SLUG = re.compile(r'[a-z]+(?:-[a-z0-9]+)*')


def styles_folder() -> Path:
    """Return the folder of the style sheets, `styles/`."""
    return _shipped('styles')


def make_ready_folder() -> Path:
    """Return the folder of the report that is made before many others, `make_ready/`."""
    return _PACKAGE / 'make_ready'


def house_styles() -> list[str]:
    """Return the names of the house styles, `styles/houses/<name>.css`, sorted."""
    return sorted(sheet.stem for sheet in (styles_folder() / 'houses').glob('*.css'))


def diagnostics_folder() -> Path:
    """Return the folder of the explanations, one `<id>.md` for each diagnostic."""
    return _shipped('docs/diagnostics')


def diagnostic_ids() -> list[str]:
    """Return the id of every diagnostic that has an explanation, sorted."""
    return sorted(page.stem for page in diagnostics_folder().glob('*.md'))


def diagnostic_page(id_: str) -> str | None:
    """Return the explanation of a diagnostic in Markdown; None when there is no such id."""
    if not _SLUG.fullmatch(id_):
        return None
    page = diagnostics_folder() / f'{id_}.md'
    return page.read_text('utf-8') if page.is_file() else None


@cache
def package_text(name: str) -> str:
    """Return the text of a file of the package, named from `src/proofpress/` on.

    Raises `FileNotFoundError` when there is none: the installation is broken.
    """
    return (_PACKAGE / name).read_text('utf-8')


def _shipped(name: str) -> Path:
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _CHECKOUT / name
