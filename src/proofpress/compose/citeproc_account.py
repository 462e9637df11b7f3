"""What the elements of a style share while a source is set: words, the source, the account.

In: a source's variables.  Out: `Item`, a source about to be set; `Words`; and `Account`, the
formatter of `citeproc_elements`.  It marks formatting with single private characters
(`citeproc_marks`) in place of HTML, so that no character of a source can ever become markup, and
keeps account of the variables met while one source is set.

Imports citeproc-py at its head: import this module within functions only.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any

from citeproc.source import CitationItem, VariableError
from citeproc.string import String

from proofpress.compose import citeproc_marks as marks


class Words(String):  # type: ignore[misc]
    """Words whose first letter may stand after marks and quotation marks."""

    def capitalize_first(self) -> Words:
        """Return the words with a capital first letter."""
        skipped = '"“‘«„([\''
        start = next(
            (i for i, c in enumerate(self) if c not in skipped and not marks.is_mark(c)), None
        )
        if start is None:
            return self
        return Words(f'{self[:start]}{self[start].upper()}{self[start + 1 :]}')


class Item(CitationItem):  # type: ignore[misc]
    """A source about to be set; holds what citeproc-py would look up at every question."""

    look: Hashable = None
    """All that decides how it is sorted; None where that is not known."""

    def __init__(self, key: str, reference: Any, **more: Any) -> None:
        super().__init__(key, **more)
        object.__setattr__(self, '_reference', reference)

    def is_sorted_as(self, look: Hashable) -> None:
        """Say what decides how it is sorted."""
        object.__setattr__(self, 'look', look)

    @property
    def reference(self) -> Any:
        """Return the source's variables."""
        return self._reference

    @property
    def number(self) -> int:
        """Return the source's number, or the next one while it has none."""
        keys = self.bibliography.keys
        return (keys.index(self.key) if self.key in keys else len(keys)) + 1


def _marking(mark: str) -> Any:
    def marked(text: object) -> Words:
        return Words(f'{mark}{text}{marks.END}')

    return staticmethod(marked)


def _worked_out(_key: Hashable, work: Callable[[], Any]) -> Any:
    return work()


class Account:
    """The formatter, which also knows what was met since the source's first element.

    The names of the formats are citeproc-py's (`citeproc.formatter.html`).
    """

    Italic = Oblique = _marking(marks.ITALIC)
    Bold = _marking(marks.BOLD)
    Light = _marking(marks.PLAIN)
    Underline = _marking(marks.UNDERLINE)
    Superscript = _marking(marks.SUPERSCRIPT)
    Subscript = _marking(marks.SUBSCRIPT)
    SmallCaps = _marking(marks.SMALL_CAPS)

    def __init__(self) -> None:
        self.called = 0
        """How many variables were called."""
        self.filled: list[str] = []
        """Those of them that gave words."""
        self.spent: set[str] = set()
        """Variables that stood in for missing names and must not be said again."""
        self.disambiguates = False
        """True while sources are set that would else look alike."""
        self.remembered: Callable[[Hashable, Callable[[], Any]], Any] = _worked_out
        """`RoundMemo.of`, by which items of one look are sorted by the same words."""
        self.macros: dict[str, Any] = {}
        self.terms: dict[tuple[object, ...], Any] = {}

    def open(self) -> None:
        """Begin a source."""
        self.called = 0
        self.filled.clear()
        self.spent.clear()

    @staticmethod
    def preformat(text: object) -> Words:
        """Take words of the style as they are."""
        return Words(str(text))

    @contextmanager
    def call(self, variables: list[str]) -> Iterator[None]:
        """Count a call of variables; those among them that are spent have no value."""
        self.called += 1
        if any(variable in self.spent for variable in variables):
            raise VariableError
        yield
