"""What people see of the findings."""

from __future__ import annotations

import io

import pytest

from proofpress.diagnostics import Diagnostic, Note, Severity
from proofpress.present.findings import Findings, printable
from proofpress.present.terminal import Terminal, excerpt, is_colourful
from proofpress.span import Span

UNKNOWN = Diagnostic('unknown-actor', "No one is “kim”", Span('report.md', 2, 5), "add him")


class Screen(io.StringIO):
    """A stream that is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


def shown(findings: Findings, stream: io.StringIO, colour: bool = False) -> list[str]:
    terminal = Terminal(stream, colour)
    terminal.show(findings)
    terminal.finish()
    return stream.getvalue().splitlines()


def test_a_diagnostic_is_one_line_that_editors_read() -> None:
    """An editor jumps to the place that stands at the head of the line."""
    assert shown(Findings('seeds/x', (UNKNOWN,)), io.StringIO()) == [
        "seeds/x/report.md:2:5: error[unknown-actor]: No one is “kim” (add him)",
        "1 error",
    ]


def test_diagnostics_stand_in_reading_order_without_repeats_and_are_counted() -> None:
    """The author mends a file from its head to its end."""
    later = Diagnostic('source-uncited', "B", Span('sources.yaml', 9), severity=Severity.WARNING)
    earlier = Diagnostic('alt-missing', "A", Span('report.md', 1))
    lines = shown(Findings('x', (later, UNKNOWN, earlier, UNKNOWN)), io.StringIO())
    assert [line.split(':')[0:2] for line in lines[:3]] == [
        ['x/report.md', '1'],
        ['x/report.md', '2'],
        ['x/sources.yaml', '9'],
    ]
    assert lines[3] == "2 errors, 1 warning"


def test_notes_follow_with_their_places() -> None:
    """The first of two ids is as easy to find as the second."""
    found = Diagnostic(
        'duplicate-id', "Twice", Span('a.md', 3), notes=(Note("first", Span('a.md')),)
    )
    assert shown(Findings('x', (found,)), io.StringIO())[1] == "x/a.md:1:1: note: first"


def test_a_file_outside_the_folder_is_named_plainly() -> None:
    """`seeds/x/../imprint.yaml` is `seeds/imprint.yaml`."""
    found = Diagnostic('bad', "Bad", Span('../imprint.yaml', 4, 2))
    assert shown(Findings('seeds/x', (found,)), io.StringIO())[0].startswith(
        'seeds/imprint.yaml:4:2:'
    )


def test_a_finding_without_a_place_names_the_report() -> None:
    """A full disk has no line."""
    found = Diagnostic('out-unwritable', "The disk is full")
    assert (
        shown(Findings('x', (found,)), io.StringIO())[0]
        == "x: error[out-unwritable]: The disk is full"
    )


def test_a_terminal_shows_the_guilty_line_with_a_caret_below_the_column() -> None:
    """Nobody needs to open the file to see a slip; Korean takes two columns a letter."""
    texts = {'report.md': '# A\n김정은\tand\n'}
    assert shown(Findings('x', (UNKNOWN,), texts), Screen())[1:3] == [
        "    김정은 and",
        "           ^",
    ]


def test_a_log_shows_no_guilty_line_and_no_colour() -> None:
    """A log is read by machines."""
    assert len(shown(Findings('x', (UNKNOWN,), {'report.md': 'a\nb\n'}), io.StringIO())) == 2


def test_colour_is_for_terminals_that_want_it() -> None:
    """NO_COLOR and dumb terminals are heard."""
    assert is_colourful(Screen(), {'TERM': 'xterm'})
    assert is_colourful(Screen(), {'NO_COLOR': ''})
    assert not is_colourful(Screen(), {'NO_COLOR': '1'})
    assert not is_colourful(Screen(), {'TERM': 'dumb'})
    assert not is_colourful(io.StringIO(), {})
    coloured = shown(Findings('x', (UNKNOWN,)), Screen(), colour=True)[0]
    assert '\x1b[1;31merror[unknown-actor]\x1b[0m' in coloured


@pytest.mark.parametrize('column', [1, 40, 150, 300, 301, 999])
def test_a_long_line_is_shown_around_the_guilty_column(column: int) -> None:
    """A paragraph is often one line; what is wrong must be in sight."""
    line = ''.join(chr(0x4E00 + index) for index in range(300))
    part, within = excerpt(line, column)
    assert len(part) <= 98
    if column <= 300:
        assert part[within - 1] == line[column - 1]


def test_hostile_words_cannot_steer_the_terminal() -> None:
    """A report could otherwise erase its own errors, or forge a line."""
    assert printable('a\x1b[2Jb\nc\u202ed é 김') == 'a\\u{1b}[2Jb\\u{a}c\\u{202e}d é 김'
    found = Diagnostic('bad', "x\nfake:1:1: error", Span('r\x1b.md'), "y\x07")
    lines = shown(Findings('f\n', (found,), {'r\x1b.md': '\x1b[31m'}), Screen())
    assert not any('\x1b' in line or '\x07' in line for line in lines)
    assert len(lines) == 4


def test_a_line_that_is_not_there_is_not_shown() -> None:
    """The end of a file is a place too."""
    found = Diagnostic('bad', "Bad", Span('report.md', 7))
    assert len(shown(Findings('x', (found,), {'report.md': 'one line'}), Screen())) == 2


def test_progress_is_for_terminals() -> None:
    """A log of a sound build is empty."""
    for stream, expected in ((Screen(), "building x\n"), (io.StringIO(), "")):
        Terminal(stream).progress("building x")
        assert stream.getvalue() == expected
