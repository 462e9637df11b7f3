"""Mends: replaces functions of WeasyPrint, or a piece of one, when they are what we know.

In: a `Mend`, or a function.  Out: the mended function in its place.  Another version or another
source is refused.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from dataclasses import dataclass
from typing import Any

from proofpress.pdf.seams.libraries import at_once

with at_once():
    import weasyprint

VERSION = '70.0'


class SeamError(RuntimeError):
    """WeasyPrint is not as the press expects it."""


@dataclass(frozen=True, slots=True)
class Mend:
    """A piece of one of WeasyPrint's functions that is wrong, and what stands there instead."""

    owner: Any
    """The module or class that holds the function."""
    function: str
    wrong: str
    right: str


def mended(mend: Mend, version: str, source: str) -> str:
    """Return the function's source with the wrong piece replaced.

    Raises `SeamError` when the version or the source is not what we know.
    """
    if version != VERSION:
        raise SeamError(
            f"this is WeasyPrint {version}, and the press is made for {VERSION}: "
            f"pip install weasyprint=={VERSION}"
        )
    if source.count(mend.wrong) != 1:
        raise SeamError(f"WeasyPrint {version} has another {mend.function} than we mend")
    return source.replace(mend.wrong, mend.right)


def apply(*mends: Mend) -> None:
    """Put a mended function in its place, with all its mends."""
    _put(mends[0].owner, mends[0].function, variant(*mends))


def variant(*mends: Mend) -> Any:
    """Return a mended function, with all its mends; lines in tracebacks stay right."""
    mend, *_ = mends
    function = getattr(mend.owner, mend.function)
    lines, first = inspect.getsourcelines(function)
    source = textwrap.dedent(''.join(lines))
    for mend in mends:
        source = mended(mend, weasyprint.__version__, source)
    names: dict[str, Any] = {}
    code = compile('\n' * (first - 1) + source, inspect.getfile(function), 'exec')
    exec(code, function.__globals__, names)
    return names[mend.function]


def put_in_place(owner: Any, name: str, new: Any, parameters: list[str]) -> Any:
    """Put a function of ours in the place of one of WeasyPrint's; return the former.

    Raises `SeamError` when the former one is called in another way.
    """
    check_parameters(getattr(owner, name), parameters)
    return _put(owner, name, new)


def _put(owner: Any, name: str, new: Any) -> Any:
    """Put a function wherever WeasyPrint's modules know the former one by this name."""
    former = getattr(owner, name)
    setattr(owner, name, new)
    for module in [one for key, one in sys.modules.items() if key.startswith('weasyprint')]:
        if getattr(module, name, None) is former:
            setattr(module, name, new)
    return former


def check_parameters(function: Any, parameters: list[str]) -> None:
    """Raise `SeamError` when a function of WeasyPrint's is called in another way."""
    if list(inspect.signature(function).parameters) != parameters:
        name = function.__qualname__
        raise SeamError(f"WeasyPrint {weasyprint.__version__} calls {name} in another way")
