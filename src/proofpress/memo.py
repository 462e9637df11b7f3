"""The memo: results that were worked out before, by what they were worked out from.

In: keys that hold all that a result depends on.  Out: results, the same with a memo and without.
Who remakes a report again and again keeps one and hands it to the presses (`Memo`: what was not
asked for the longest goes first), and one for reading and composing (`RoundMemo`: what two rounds
did not ask for goes).
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from typing import Any, TypeVar

Result = TypeVar('Result')
SizedResult = TypeVar('SizedResult', bound=Sized)

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

    def result(self, key: Hashable, make: Callable[[], SizedResult]) -> SizedResult:
        """Return what `make` makes, or made before for the same key.

        The key must begin with a name that no other maker uses.
        """
        if key in self._results:
            self._results.move_to_end(key)
            kept: SizedResult = self._results[key]
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


class RoundMemo:
    """Results by what they depend on; it forgets those for which two rounds did not ask.

    Within one composition the same source cited in the same way is set once; a process that hands
    the same memo to every reading or composition does again only what an edit has changed.
    """

    def __init__(self) -> None:
        self._recent: dict[Hashable, Any] = {}
        self._former: dict[Hashable, Any] = {}

    def begin(self) -> None:
        """Begin a round, of reading or composing: what the last one did not ask for is not kept."""
        self._former, self._recent = self._recent, {}

    def of(self, key: Hashable, work: Callable[[], Result]) -> Result:
        """Return the result of the work, which depends on nothing but the key.

        Who gets a result must leave it as it is.
        """
        if key in self._recent:
            kept: Result = self._recent[key]
            return kept
        made = self._former[key] if key in self._former else work()
        self._recent[key] = made
        return made


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
