"""The memo: results that were worked out before, by what they were worked out from.

In: keys that hold all that a result depends on.  Out: results, the same with a memo and without.
Who remakes a report again and again keeps one and hands it to the presses; what was not asked for
the longest goes first.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from typing import Any, TypeVar

Result = TypeVar('Result', bound=Sized)

MOST_SIZE = 256 * 2**20
"""Bytes, or characters, of all results together."""
_OVERHEAD = 512
"""What is counted for a key and its place."""


class Memo:
    """Results of pure functions; a memo of no size keeps none."""

    def __init__(self, most_size: int = MOST_SIZE) -> None:
        self._most_size = most_size
        self._size = 0
        self._results: OrderedDict[Hashable, Any] = OrderedDict()

    def result(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """Return what `make` makes, or made before for the same key.

        The key must begin with a name that no other maker uses.
        """
        if key in self._results:
            self._results.move_to_end(key)
            kept: Result = self._results[key]
            return kept
        made = make()
        self._keep(key, made)
        return made

    def size(self) -> int:
        """Return the size of all that is kept."""
        return self._size

    def _keep(self, key: Hashable, made: Sized) -> None:
        if len(made) + _OVERHEAD > self._most_size:
            return
        self._results[key] = made
        self._size += len(made) + _OVERHEAD
        while self._size > self._most_size:
            _, oldest = self._results.popitem(last=False)
            self._size -= len(oldest) + _OVERHEAD


NO_MEMO = Memo(0)
"""For whoever makes things once."""


def digest(*parts: bytes | str) -> bytes:
    """Return a short key for long contents."""
    found = hashlib.blake2b(digest_size=32)
    for part in parts:
        content = part.encode('utf-8', 'surrogatepass') if isinstance(part, str) else part
        found.update(len(content).to_bytes(8, 'big'))
        found.update(content)
    return found.digest()
