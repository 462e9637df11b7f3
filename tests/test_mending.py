"""What would be lost or misplaced is set in another way, until the proof has nothing against it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from proofpress.compose.book import Book
from proofpress.compose.compose import compose
from proofpress.diagnostics import Severity
from proofpress.manuscript import read_report
from proofpress.mending import Mended, Print, print_mended
from proofpress.model.remedy import Remedies
from proofpress.pdf import make_pdf
from proofpress.proof.paged.verdict import prove_pdf

IMPRINT = "name: The Gauge House\n"
HEAD = "---\ntitle: The water\nauthor: Ada Lind\ndate: 2025-03-04\nlang: en-GB\n---\n\n# Levels\n\n"
SENTENCE = "The water stood at the mark of the old ferry for most of that long autumn. "
NOTE_TEXT = '\n\n    '.join([SENTENCE * 12] * 6)
NARROW, WIDE = 14, 26
LONG_WORD = 'abcdefghij' * 12


def table(columns: int, cell: str = '48170223', head: str = "Measured station") -> str:
    """Return a table with a caption."""
    row = f"|{'|'.join([cell] * columns)}|\n"
    heads = '|'.join(f"{head} {number}" for number in range(columns))
    return f"|{heads}|\n|{'---|' * columns}\n{row * 4}: Levels {{#tbl-levels}}\n"


REPORTS = {
    'note': f"A call.[^1]\n\n[^1]: {NOTE_TEXT}\n",
    'note-in-item': f"- An item.[^1]\n\n  More of it.\n\n[^1]: {NOTE_TEXT}\n",
    'wide': table(NARROW),
    'wider': table(WIDE),
    'word': table(3, cell=LONG_WORD),
    'row': f"| A | B |\n|---|---|\n| one | {SENTENCE * 90} |\n| two | short |\n",
    'heading': f"## {LONG_WORD}\n\n{SENTENCE}",
    'address': f"See <https://example.org/{LONG_WORD * 3}>.",
}
REMEDIES = {
    'note': {'note-1': 'remedy-in-text'},
    'note-in-item': {'note-1': 'remedy-in-text'},
    'wide': {'tbl-levels': 'remedy-smaller remedy-turned'},
    'wider': {'tbl-levels': 'remedy-smaller remedy-turned remedy-broken'},
    'word': {'tbl-levels': 'remedy-broken'},
    'row': {'levels-table1': 'remedy-loose'},
}


class Press:
    """Prints one report, and remembers what for."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.tried: list[Remedies] = []
        self.prints: list[Print] = []

    def __call__(self, remedies: Remedies) -> Print:
        """Print it once more."""
        product = make_pdf(self.book, remedies=remedies)
        self.tried.append(remedies)
        self.prints.append(Print(product, prove_pdf(self.book, product.files[0].content)))
        return self.prints[-1]


Prints = Callable[[str], tuple[Mended, Press]]


@pytest.fixture(scope='module')
def prints(tmp_path_factory: pytest.TempPathFactory) -> Prints:
    """Return what gives the best print of a report, and the press that it came from."""

    @cache
    def printed(name: str) -> tuple[Mended, Press]:
        folder = tmp_path_factory.mktemp(name)
        (folder / 'water').mkdir()
        (folder / 'imprint.yaml').write_text(IMPRINT)
        text = f"{HEAD}{SENTENCE * 3}\n\n{REPORTS[name]}\n\n{SENTENCE * 5}\n"
        (folder / 'water' / 'report.md').write_text(text)
        manuscript = read_report(folder / 'water')
        assert manuscript.report is not None, manuscript.diagnostics
        press = Press(compose(manuscript.report)[0])
        return print_mended(press.book, press), press

    return printed


@pytest.mark.parametrize('name', REMEDIES)
def test_what_has_no_room_is_set_in_another_way(name: str, prints: Prints) -> None:
    """A report must not fail for what a typesetter would put right without asking."""
    best, press = prints(name)
    assert press.prints[0].faults
    assert best.print is press.prints[-1]
    assert best.print.faults == ()
    assert {id_: one.value for id_, one in press.tried[-1].items()} == REMEDIES[name]
    (said,) = best.diagnostics
    assert (said.id, said.severity) == ('layout-mended', Severity.WARNING)
    assert said.span is not None
    assert said.span.path == 'report.md'


@pytest.mark.parametrize('name', sorted(REPORTS.keys() - REMEDIES.keys()))
def test_a_long_word_of_running_text_needs_no_remedy(name: str, prints: Prints) -> None:
    """Lines break in it as a matter of course."""
    best, press = prints(name)
    assert best.print.faults == best.diagnostics == ()
    assert press.tried == [{}]


def test_a_head_below_its_rows_is_a_fault(prints: Prints) -> None:
    """Whoever begins to read the table does not know what its columns are."""
    _, press = prints('row')
    (fault,) = press.prints[0].faults
    assert fault.id == 'table-cut'
    assert "The head of a table stands on page 3, and its first row on page 2" in fault.message


def test_what_no_remedy_mends_is_said_of_the_first_print(prints: Prints) -> None:
    """The words are about the layout that the house wants, and the search comes to an end."""
    press = prints('note')[1]
    first, last = press.prints[0], press.prints[-1]
    stubborn: list[Remedies] = []

    def print_badly(remedies: Remedies) -> Print:
        stubborn.append(remedies)
        return Print(first.product, first.verdict)

    best = print_mended(press.book, print_badly)
    assert best.print.faults == first.faults
    assert best.diagnostics == ()
    assert len(stubborn) < 6
    assert last.faults == ()
