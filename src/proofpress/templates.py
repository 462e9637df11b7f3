"""How every page that is made of a template is filled, and how its policy names what is in it.

In: the folder of a room's templates.  Out: a Jinja environment that escapes every word; a value
that is lacking is a fault of ours and raises.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined

from proofpress.assets import package_text


@cache
def templates_in(folder: str, finalize: Callable[[object], Any] | None = None) -> Environment:
    """Return the templates of a folder of the package; `finalize` sees each value before."""
    return Environment(
        loader=FunctionLoader(lambda name: package_text(f'{folder}/{name}')),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=finalize,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def policy_source(text: str) -> str:
    """Return what a content security policy calls a style or script that stands in the page."""
    return 'sha256-' + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode('ascii')
