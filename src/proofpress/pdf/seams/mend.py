"""Mends: replaces a piece of one of WeasyPrint's functions, when both are what we know.

In: a `Mend`.  Out: the mended function in its place.  Another version or another source is refused.
"""

from __future__ import annotations

import inspect
import textwrap
import warnings
from dataclasses import dataclass
from typing import Any

with warnings.catch_warnings():
    # WeasyPrint warns on import where the system has no fonts: we want none of the system's.
    warnings.filterwarnings('ignore', message='.*FontConfig.*')
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


def apply(mend: Mend) -> None:
    """Put the mended function in its place; line numbers in tracebacks stay right."""
    function = getattr(mend.owner, mend.function)
    lines, first = inspect.getsourcelines(function)
    source = mended(mend, weasyprint.__version__, textwrap.dedent(''.join(lines)))
    names: dict[str, Any] = {}
    code = compile('\n' * (first - 1) + source, inspect.getfile(function), 'exec')
    exec(code, function.__globals__, names)
    setattr(mend.owner, mend.function, names[mend.function])


def check_parameters(function: Any, parameters: list[str]) -> None:
    """Raise `SeamError` when a function of WeasyPrint's is called in another way."""
    if list(inspect.signature(function).parameters) != parameters:
        name = function.__qualname__
        raise SeamError(f"WeasyPrint {weasyprint.__version__} calls {name} in another way")
