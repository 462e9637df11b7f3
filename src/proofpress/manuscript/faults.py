"""What the readers of a report gather besides its values: faults, each at its place.

In: faults, as the readers meet them.  Out: `Diagnostic` values.  A file with faults without end
names the first of them and says that there are more.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from proofpress.diagnostics import Diagnostic, Note, Severity
from proofpress.memo import RoundMemo
from proofpress.span import Span

MOST_FAULTS = 200
"""Faults named in one file; nobody mends more between two builds."""
_SHOWN_LENGTH = 60
_Read = TypeVar('_Read')


@dataclass(slots=True)
class Faults:
    """The diagnostics of one reading of a report."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    """Ids of entries that a fault keeps out of the report, so that nobody calls them unknown."""
    _counts: Counter[str] = field(default_factory=Counter)

    def fault(self, id_: str, message: str, span: Span, advice: str | None, *notes: Note) -> None:
        """Note an error."""
        self.add([Diagnostic(id_, message, span, advice, notes=notes)])

    def warn(self, id_: str, message: str, span: Span, advice: str | None) -> None:
        """Note what a reader of the report can live with."""
        self.add([Diagnostic(id_, message, span, advice, Severity.WARNING)])

    def add(self, diagnostics: Iterable[Diagnostic]) -> None:
        """Take over diagnostics, up to the most that one file may have."""
        for diagnostic in diagnostics:
            path = diagnostic.span.path if diagnostic.span else ''
            self._counts[path] += 1
            if self._counts[path] <= MOST_FAULTS:
                self.diagnostics.append(diagnostic)
            elif self._counts[path] == MOST_FAULTS + 1:
                message = f"{path} has more than {MOST_FAULTS} faults; the rest is not shown"
                advice = "mend the ones above first"
                self.diagnostics.append(
                    Diagnostic('too-many-faults', message, diagnostic.span, advice)
                )


def remembered(
    memo: RoundMemo, key: Hashable, read: Callable[[Faults], _Read], faults: Faults
) -> _Read:
    """Return what is read and note its faults; both depend on nothing but the key."""

    def listen() -> tuple[_Read, Faults]:
        own = Faults()
        return read(own), own

    result, own = memo.of(key, listen)
    faults.add(own.diagnostics)
    faults.left_out.update(own.left_out)
    return result


def shown(words: str) -> str:
    """Return words of the author as a message can quote them: one line, not too long."""
    line = ' '.join(words.split())
    return line if len(line) <= _SHOWN_LENGTH else f'{line[: _SHOWN_LENGTH - 1]}…'


def nearest(word: str, known: Iterable[str]) -> list[str]:
    """Return at most three known words that look like this one, the likeliest first."""
    plain = {_plain(one): one for one in sorted(known, reverse=True)}
    close = difflib.get_close_matches(_plain(word[:_SHOWN_LENGTH]), plain, n=3, cutoff=0.6)
    return [plain[one] for one in close]


def suggestion(word: str, known: Iterable[str], otherwise: str) -> str:
    """Return the help for a word that is not known: the likeliest ones, or the other advice."""
    close = nearest(word, known)
    return f"did you mean {' or '.join(close)}?" if close else otherwise


def _plain(word: str) -> str:
    """Return the word without what habits differ in: case, hyphen or underscore."""
    return word.lower().replace('_', '-')
