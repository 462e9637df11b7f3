"""Tells people what was found: one line each, on a terminal with the guilty line below.

In: `Findings`.  Out: lines on standard error, `path:line:col: error[id]: message (help)`, which
editors' problem matchers read.  Colour and guilty lines are for terminals only.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TextIO

from proofpress.diagnostics import Diagnostic, Severity
from proofpress.present.findings import Findings, printable
from proofpress.span import Span

_RESET = '\x1b[0m'
_BOLD = '\x1b[1m'
_COLOURS = {Severity.ERROR: '\x1b[1;31m', Severity.WARNING: '\x1b[1;33m'}
_QUIET = '\x1b[2m'

_MOST_COLUMNS = 96
"""Of a guilty line; a longer one is shown in part."""
_COLUMNS_BEFORE = 40
"""How much of a long line is shown before the guilty column."""


def is_colourful(stream: TextIO, environment: Mapping[str, str]) -> bool:
    """Tell whether the stream wants colour (https://no-color.org: any value of NO_COLOR is no)."""
    return stream.isatty() and not environment.get('NO_COLOR') and environment.get('TERM') != 'dumb'


@dataclass(slots=True)
class Terminal:
    """Writes to a stream, and counts what it wrote."""

    stream: TextIO
    colour: bool = False
    counts: dict[Severity, int] = field(default_factory=dict)
    shows_traces: bool = False
    """True for who wants to know where Proofpress failed."""

    @classmethod
    def on(cls, stream: TextIO) -> Terminal:
        """Return a presenter that suits the stream and the user's environment."""
        return cls(stream, is_colourful(stream, os.environ))

    def show(self, findings: Findings) -> None:
        """Write the diagnostics of a report."""
        for diagnostic in findings.sorted():
            severity = diagnostic.severity
            self.counts[severity] = self.counts.get(severity, 0) + 1
            for line in self._lines(diagnostic, findings):
                print(line, file=self.stream)

    def finish(self) -> None:
        """Write how much was found, when anything was."""
        if self.counts:
            words = [
                _counted(self.counts[one], one.value) for one in Severity if one in self.counts
            ]
            print(', '.join(words), file=self.stream)

    def progress(self, message: str) -> None:
        """Write what is going on, for those who watch."""
        if self.stream.isatty():
            print(self._painted(printable(message), _QUIET), file=self.stream)

    def tell(self, message: str) -> None:
        """Write what the user needs to know to go on."""
        print(f"proofpress: {printable(message)}", file=self.stream, flush=True)

    def complain(self, message: str) -> None:
        """Write what is wrong with the command line, the machine or Proofpress itself."""
        print(f"proofpress: {printable(message)}", file=self.stream)

    def fault(self, trace: str, message: str) -> None:
        """Write that Proofpress failed, and where, for those who mend it and want to know."""
        if self.shows_traces:
            print(trace, file=self.stream, end='')
            self.complain(message)
        else:
            self.complain(f"{message} (to report it: once more with --trace)")

    def _lines(self, diagnostic: Diagnostic, findings: Findings) -> Iterator[str]:
        severity = diagnostic.severity
        label = self._painted(f'{severity.value}[{diagnostic.id}]', _COLOURS[severity])
        place = self._painted(_place(diagnostic.span, findings), _BOLD)
        advice = f" ({printable(diagnostic.help)})" if diagnostic.help else ""
        yield f"{place}: {label}: {printable(diagnostic.message)}{advice}"
        if diagnostic.span is not None and self.stream.isatty():
            yield from self._guilty_line(diagnostic.span, findings, _COLOURS[severity])
        for note in diagnostic.notes:
            yield f"{_place(note.span, findings)}: note: {printable(note.message)}"

    def _guilty_line(self, span: Span, findings: Findings, colour: str) -> Iterator[str]:
        lines = findings.texts.get(span.path, '').splitlines()
        if not 1 <= span.line <= len(lines):
            return
        shown, column = excerpt(lines[span.line - 1], span.column)
        if shown.strip():
            indent = ' ' * _width(shown[: column - 1])
            yield f"    {shown}"
            yield f"    {indent}{self._painted('^', colour)}"

    def _painted(self, text: str, colour: str) -> str:
        return f'{colour}{text}{_RESET}' if self.colour else text


def excerpt(line: str, column: int) -> tuple[str, int]:
    """Return the part of a line around a column (from 1), and the column within that part."""
    column = min(column, len(line) + 1)
    start = max(0, column - 1 - _COLUMNS_BEFORE) if len(line) > _MOST_COLUMNS else 0
    before = _one_column_each(line[start : column - 1])
    after = _one_column_each(line[column - 1 : start + _MOST_COLUMNS])
    opening = '…' if start else ''
    closing = '…' if start + _MOST_COLUMNS < len(line) else ''
    return f'{opening}{before}{after}{closing}', len(opening) + len(before) + 1


def _one_column_each(text: str) -> str:
    return printable(text.replace('\t', ' '))


def _width(text: str) -> int:
    """Return how many columns of a terminal the text takes (Unicode, annex 11)."""
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in 'WF' else 1
        for one in text
    )


def _place(span: Span | None, findings: Findings) -> str:
    if span is None:
        return printable(findings.folder)
    return printable(f'{findings.path_of(span)}:{span.line}:{span.column}')


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
