"""Limits: how much one report may take.  All of them stand here.

In: nothing (values).  Out: `Limits`, changed on the command line alone: nothing in a report's
folder can raise them.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any

MIB = 2**20


def _limit(default: int, about: str) -> Any:
    return field(default=default, metadata={'about': about})


@dataclass(frozen=True, slots=True)
class Limits:
    """What a report may take at most; what each is, and in which unit, `about` says."""

    seconds: int = _limit(1800, "seconds for one report, from reading it to its products")
    memory: int = _limit(6144, "MiB of address space of the worker that makes them")
    pages: int = _limit(5000, "pages of the PDF")
    text: int = _limit(4, "MiB of one text")
    picture: int = _limit(8, "MiB of one picture")
    report: int = _limit(128, "MiB of all files of a report together")
    pixels: int = _limit(40, "million dots of one picture")


LIMIT_IDS = frozenset(
    [
        *['file-too-large', 'memory-exceeded', 'pages-exceeded', 'picture-too-large'],
        *['report-too-large', 'time-exceeded'],
    ]
)
"""The diagnostics that say that a report asks for more than a limit allows."""


class LimitReachedError(Exception):
    """A report asks for more than a limit allows."""

    def __init__(self, id_: str, message: str) -> None:
        super().__init__(message)
        self.id = id_
        """One of `LIMIT_IDS`."""
        self.message = message
        """One sentence, as in a diagnostic."""

    def __reduce__(self) -> tuple[object, ...]:
        """Let it be told by another process."""
        return type(self), (self.id, self.message), self.__dict__


def limits_with(changes: list[str]) -> Limits:
    """Return the limits with changes such as `pages=300`.

    Raises `ValueError`, with a sentence for the user, for what is no limit or no number from 1 on.
    """
    changed: dict[str, int] = {}
    names = [one.name for one in dataclasses.fields(Limits)]
    for change in changes:
        name, _, number = change.partition('=')
        if name not in names:
            raise ValueError(f"“{change}” names no limit; there are {', '.join(names)}")
        if not number.isascii() or not number.isdigit() or not 0 < int(number) < 10**9:
            raise ValueError(f"“{change}” needs a whole number, such as {name}=300")
        changed[name] = int(number)
    return Limits(**changed)


def described() -> str:
    """Return the name, default and unit of each limit, as the help of the command line says it."""
    return "; ".join(
        f"{one.name}={one.default} ({one.metadata['about']})" for one in dataclasses.fields(Limits)
    )
