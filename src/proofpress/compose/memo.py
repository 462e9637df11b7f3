"""The memo: results of pure work that composing a report may ask for again.

In: a key that holds all that a result depends on, and the work.  Out: the result, worked out once.
Within one composition the same source cited in the same way is set once; a resident process that
hands the same memo to every composition sets again only what an edit has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

_Result = TypeVar('_Result')


class Memo:
    """Results by what they depend on; it forgets those for which two compositions did not ask."""

    def __init__(self) -> None:
        self._recent: dict[Hashable, Any] = {}
        self._former: dict[Hashable, Any] = {}

    def begin(self) -> None:
        """Begin a composition: what the last one did not ask for will not be kept."""
        self._former, self._recent = self._recent, {}

    def of(self, key: Hashable, work: Callable[[], _Result]) -> _Result:
        """Return the result of the work, which depends on nothing but the key.

        Who gets a result must leave it as it is.
        """
        if key in self._recent:
            kept: _Result = self._recent[key]
            return kept
        made = self._former[key] if key in self._former else work()
        self._recent[key] = made
        return made
