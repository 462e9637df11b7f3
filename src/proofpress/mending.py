"""Mending: has a report laid out in another way where the usual one loses or misplaces something.

In: a book and a way to print it with remedies.  Out: the print with the fewest faults, and a
warning for each block that stands in it otherwise than usual.  What is wrong is read from the
verdict on the finished file; each round gives each guilty block the next remedy for its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import XHTML, Book
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.model.remedy import NO_REMEDIES, Remedies, Remedy
from proofpress.product import Product
from proofpress.proof.paged.verdict import PdfVerdict
from proofpress.span import Span

_MOST_ROUNDS = 5
"""The longest row of remedies, and one more: a remedy may bring to light what it could not mend."""
_LONG_WORD = 30
"""Characters: a word that fills half a line is more to blame for a wide table than its columns."""
_MISPLACED = frozenset(
    [
        *['note-astray', 'note-lost', 'table-cut', 'text-clipped', 'text-covered', 'text-off-page'],
        *['text-overprinted', 'words-doubled', 'words-lost', 'words-out-of-order'],
    ]
)
_NOTE = (Remedy.IN_TEXT,)
_TABLE = (Remedy.SMALLER, Remedy.TURNED, Remedy.TURNED_BROKEN)
_WORDY_TABLE = (Remedy.BROKEN, Remedy.TURNED_BROKEN)
_CUT_TABLE = (Remedy.LOOSE,)
_OTHERS = (Remedy.BROKEN, Remedy.APART)
_DONE = {
    Remedy.IN_TEXT: "The note finds no room at the foot of a page: it stands in the text instead",
    Remedy.BROKEN: "A word is longer than its line: it is broken without a hyphen",
    Remedy.SMALLER: "The table is wider than the page: it has smaller letters",
    Remedy.TURNED: "The table is wider than the page: it has smaller letters and a turned page",
    Remedy.TURNED_BROKEN: (
        "The table is wider than the page: it has smaller letters, a turned page, and words that "
        "are broken without a hyphen"
    ),
    Remedy.LOOSE: "A row of the table is higher than the page: its rows break across pages",
    Remedy.APART: "The block could not stand where it should: it starts a page",
}
_HELP = {
    Remedy.IN_TEXT: "shorten the note, if it is to stand at the foot",
    Remedy.BROKEN: "break the word yourself, if this one reads badly",
    Remedy.LOOSE: "cut the row in two, or set what it says as text",
    Remedy.APART: "shorten or move it, if it is to stand elsewhere",
}
_TABLE_HELP = "give the table fewer columns or shorter words, if it is to stand as others do"


@dataclass(frozen=True, slots=True)
class Print:
    """A PDF, and what its proof says."""

    product: Product
    verdict: PdfVerdict

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """What forbids publication."""
        found = (*self.product.diagnostics, *(one.diagnostic for one in self.verdict.findings))
        return tuple(one for one in found if one.severity is Severity.ERROR)


@dataclass(frozen=True, slots=True)
class Mended:
    """The best print that came about."""

    print: Print
    diagnostics: tuple[Diagnostic, ...] = ()
    """A warning for each block with a remedy."""


def print_mended(book: Book, attempt: Callable[[Remedies], Print]) -> Mended:
    """Print a book, and again with remedies for as long as there are faults that have one."""
    remedies = NO_REMEDIES
    best = Mended(attempt(remedies))
    current = best.print
    for _ in range(_MOST_ROUNDS):
        wanted = _prescribed(book, current, remedies) if current.faults else remedies
        if wanted == remedies:
            break
        remedies = wanted
        current = attempt(remedies)
        if len(current.faults) < len(best.print.faults):
            best = Mended(current, tuple(_said(book, remedies)))
    return best


def _prescribed(book: Book, current: Print, remedies: Remedies) -> Remedies:
    """Return the remedies so far, and the next one for each block that a fault is about."""
    tree = _Trees(book)
    wanted = dict(remedies)
    for id_, blocks in _guilty(current, tree):
        elements = [element for element in map(tree.settable, blocks) if element is not None]
        notes = [element for element in elements if _is_note(element)]
        # Where notes have no room, what they are printed over is not to blame.
        for element in notes or elements:
            name = element.get('id') or ''
            remedy = _next(_remedies_for(element, id_), remedies.get(name))
            if remedy is not None:
                wanted[name] = remedy
    return wanted


def _guilty(current: Print, tree: _Trees) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the id of each fault of place with the blocks that it is about."""
    for said in current.product.diagnostics:
        if said.id in _MISPLACED and said.span is not None:
            yield said.id, tree.written_at(said.span)
    for finding in current.verdict.findings:
        said = finding.diagnostic
        if said.id in _MISPLACED and said.severity is Severity.ERROR:
            yield said.id, finding.blocks


def _remedies_for(element: etree._Element, id_: str) -> Sequence[Remedy]:
    if _is_note(element):
        return _NOTE
    if element.tag != f'{{{XHTML}}}table':
        return _OTHERS
    if id_ == 'table-cut':
        return _CUT_TABLE
    words = ' '.join(str(text) for text in element.itertext()).split()
    return _WORDY_TABLE if max(map(len, words), default=0) > _LONG_WORD else _TABLE


def _next(ladder: Sequence[Remedy], tried: Remedy | None) -> Remedy | None:
    """Return the remedy after the one that was tried; None when none is left."""
    rung = ladder.index(tried) + 1 if tried in ladder else 0
    return ladder[rung] if rung < len(ladder) else None


def _said(book: Book, remedies: Remedies) -> Iterator[Diagnostic]:
    tree = _Trees(book)
    for id_, remedy in remedies.items():
        yield Diagnostic(
            'layout-mended',
            _DONE[remedy],
            tree.origin(id_),
            _HELP.get(remedy, _TABLE_HELP),
            Severity.WARNING,
        )


def _is_note(element: etree._Element) -> bool:
    return element.get('role') == 'doc-footnote'


class _Trees:
    """The elements of a book by their ids."""

    def __init__(self, book: Book) -> None:
        self._origins = {
            id_: span for section in book.sections for id_, span in section.origins.items()
        }
        self._elements = {
            element.get('id') or '': element
            for section in book.sections
            for element in section.tree.iter(f'{{{XHTML}}}*')
        }

    def settable(self, id_: str) -> etree._Element | None:
        """Return what is set as one: the note or the table around a block, else the block."""
        element = self._elements.get(id_)
        if element is None:
            return None
        around = [element, *element.iterancestors()]
        wholes = [one for one in around if _is_note(one)]
        wholes += [one for one in around if one.tag == f'{{{XHTML}}}table']
        return next(iter(wholes), element)

    def written_at(self, span: Span) -> list[str]:
        """Return the ids of what was written at a place."""
        return [id_ for id_, origin in self._origins.items() if origin == span]

    def origin(self, id_: str) -> Span | None:
        """Return where an element was written: itself, or the first block in it."""
        element = self._elements[id_]
        ids = (one.get('id') or '' for one in element.iter(f'{{{XHTML}}}*'))
        return next((self._origins[one] for one in ids if one in self._origins), None)
