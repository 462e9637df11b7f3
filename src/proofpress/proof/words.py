"""Holds the words of a product to the words of the book, block by block and then word by word.

In: the blocks that the book says and those that a reader of a product found, each in reading order.
Out: `Difference` values: what was lost, doubled, changed, added, or stands elsewhere.  It knows no
format: whoever read the product says what a block is, and turns an index into a place.

White space counts for nothing but the end of a word.  The cost grows with the number of blocks; the
words of two blocks are compared only where the blocks differ.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proofpress.diagnostics import Diagnostic
from proofpress.proof.alignment import Aligned, align
from proofpress.proof.word_changes import WordFault, changes
from proofpress.span import Span

_HELP = "this is a fault of Proofpress: report it with these words"
_MOST_QUOTED = 14
"""Words of a passage that a message quotes; of a longer one it gives the beginning and the end."""
_BEFORE = 3
"""Words that a message quotes before the place in question."""
_LONGEST_WORD = 60


@dataclass(frozen=True, slots=True)
class Block:
    """A run of words that the book says in one breath: a paragraph, a row, a heading."""

    id: str
    """Its id in the tree; several blocks may share one, when another stands between them."""
    text: str
    origin: Span | None = None
    """Where the author wrote it."""


@dataclass(frozen=True, slots=True)
class FoundBlock:
    """A run of words that a reader of the product found."""

    text: str
    id: str = ''
    """Its id in the product; empty where the format has none."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs."""

    diagnostic: Diagnostic
    """`words-lost`, `words-doubled`, `words-changed`, `words-added` or `words-out-of-order`."""
    block: Block | None
    """The block of the book in question; for added words the one before them, if there is one."""
    at: int | None
    """Index among the found blocks: where a reader sees it, or before it misses it.

    None when nothing at all was found before it.
    """


def compare(
    expected: Sequence[Block], found: Sequence[FoundBlock], medium: str
) -> tuple[Difference, ...]:
    """Compare what a product says with what the book says.

    Both sequences stand in reading order.  `medium` names the product in messages: `"EPUB"`.
    Ids lead the comparison where both sides have them; without any, the words alone do.
    Passages that were lost, added or moved together are one difference.
    """
    wanted = [(block.id, tuple(block.text.split())) for block in expected]
    had = [(block.id, tuple(block.text.split())) for block in found]
    if [words for _, words in wanted] == [words for _, words in had]:
        return ()
    aligned = align(wanted, had)
    comparison = _Comparison(expected, found, aligned, medium)
    return tuple(comparison.differences())


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What was compared, as the messages need it."""

    expected: Sequence[Block]
    found: Sequence[FoundBlock]
    aligned: Aligned
    medium: str

    def differences(self) -> Iterator[Difference]:
        """Yield what differs: first what moved, then changes, then gaps."""
        yield from self._moved()
        for here, there in self.aligned.changed:
            yield from self._changed((here,), (there,))
        known = Counter(tuple(block.text.split()) for block in self.expected)
        for gap in self.aligned.gaps:
            doubled = [index for index in gap.found if self._words(index) in known]
            added = [index for index in gap.found if self._words(index) not in known]
            if doubled:
                yield self._doubled(doubled)
            if gap.expected and added:
                yield from self._changed(gap.expected, tuple(added))
            elif gap.expected:
                yield self._lost(gap.expected, gap.follows)
            elif added:
                yield self._added(added, gap.behind)

    def _words(self, index: int) -> tuple[str, ...]:
        return tuple(self.found[index].text.split())

    def _moved(self) -> Iterator[Difference]:
        for run in self.aligned.moved:
            block = self.expected[run.expected[0]]
            words = [word for index in run.expected for word in self.expected[index].text.split()]
            before = self.expected[run.expected[0] - 1] if run.expected[0] else None
            follows = f"after “{_tail(before.text)}”" if before else "at the beginning"
            yield self.fault(
                'words-out-of-order',
                f"The {self.medium} does not say “{quoted(words)}” in its place, {follows}",
                block,
                run.found[0],
            )

    def _lost(self, lost: Sequence[int], follows: int | None) -> Difference:
        words = [word for index in lost for word in self.expected[index].text.split()]
        count = f" ({len(lost)} passages)" if len(lost) > 1 else ""
        return self.fault(
            'words-lost',
            f"The {self.medium} lacks “{quoted(words)}”{count}",
            self.expected[lost[0]],
            follows,
        )

    def _doubled(self, doubled: Sequence[int]) -> Difference:
        words = [word for index in doubled for word in self._words(index)]
        first = self._words(doubled[0])
        block = next(block for block in self.expected if tuple(block.text.split()) == first)
        return self.fault(
            'words-doubled', f"The {self.medium} says “{quoted(words)}” twice", block, doubled[0]
        )

    def _added(self, added: Sequence[int], behind: int | None) -> Difference:
        words = [word for index in added for word in self._words(index)]
        return self.fault(
            'words-added',
            f"The {self.medium} says “{quoted(words)}”, which the report does not say",
            None if behind is None else self.expected[behind],
            added[0],
        )

    def _changed(self, here: Sequence[int], there: Sequence[int]) -> Iterator[Difference]:
        wanted = [(word, index) for index in here for word in self.expected[index].text.split()]
        had = [(word, index) for index in there for word in self._words(index)]
        for change in changes([word for word, _ in wanted], [word for word, _ in had]):
            block = wanted[min(change.start, len(wanted) - 1)][1] if wanted else here[0]
            at = had[min(change.found_start, len(had) - 1)][1] if had else there[0]
            before = [word for word, _ in wanted[max(0, change.start - _BEFORE) : change.start]]
            message = self._worded(change, before)
            yield self.fault(change.id, message, self.expected[block], at)

    def _worded(self, change: WordFault, before: Sequence[str]) -> str:
        follows = f", after “{quoted(before)}”" if before else ""
        wanted, had = quoted(change.expected), quoted(change.found)
        match change.id:
            case 'words-lost':
                return f"The {self.medium} lacks “{wanted}”{follows}"
            case 'words-doubled':
                return f"The {self.medium} says “{had}” twice{follows}"
            case 'words-added':
                return f"The {self.medium} says “{had}”, which the report does not say{follows}"
            case 'words-out-of-order':
                return f"The {self.medium} says “{had}” where the report says “{wanted}”: the order"
        return f"The {self.medium} says “{had}” where the report says “{wanted}”{follows}"

    def fault(self, id_: str, message: str, block: Block | None, at: int | None) -> Difference:
        """Say what differs."""
        span = None if block is None else block.origin
        return Difference(Diagnostic(id_, message, span, _HELP), block, at)


def quoted(words: Sequence[str]) -> str:
    """Return the words in one line, of a long passage the beginning and the end."""
    shown = [word if len(word) <= _LONGEST_WORD else f'{word[:_LONGEST_WORD]}…' for word in words]
    if len(shown) > _MOST_QUOTED:
        half = _MOST_QUOTED // 2
        shown = [*shown[:half], '…', *shown[-half:]]
    return ' '.join(shown)


def _tail(text: str) -> str:
    return quoted(text.split()[-_BEFORE:])
