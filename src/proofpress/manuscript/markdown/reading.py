"""What one reading of a Markdown text gathers besides its blocks.

In: faults, calls of notes and uses of link definitions, as the readers of blocks and inlines meet
them.  Out: the diagnostics of the text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from proofpress.diagnostics import Diagnostic, Severity
from proofpress.manuscript.markdown.attributes import Host, read_attributes
from proofpress.manuscript.markdown.source import Placing, Source
from proofpress.model.prose import Attributes, Footnote
from proofpress.span import Span

_LONGEST = 300
"""Characters of a message; what it quotes may be a page long."""


@dataclass(slots=True)
class Reading:
    """The state of one reading."""

    source: Source
    env: dict[str, Any]
    """What the parser keeps between its rules: link definitions above all."""
    labels: frozenset[str]
    """Labels of the notes that the text defines."""
    diagnostics: list[Diagnostic] = field(default_factory=list)
    called: set[str] = field(default_factory=set)
    """Labels of the notes that the text calls."""
    inline_notes: list[Footnote] = field(default_factory=list)
    links_used: set[str] = field(default_factory=set)
    """Names of the link definitions in use."""
    in_note: bool = False
    is_whole: bool = True
    """False when a part was too long to be read: what it calls and uses is not known."""

    def fault(self, id_: str, message: str, span: Span, advice: str) -> None:
        """Note an error."""
        self.diagnostics.append(Diagnostic(id_, _sentence(message), span, advice))

    def warn(self, id_: str, message: str, span: Span, advice: str) -> None:
        """Note what a reader of the report can live with."""
        message = _sentence(message)
        self.diagnostics.append(Diagnostic(id_, message, span, advice, Severity.WARNING))

    def attributes(self, text: str, placing: Placing, host: Host) -> Attributes:
        """Read an attribute list and note its faults."""
        attributes, diagnostics = read_attributes(text, placing, host)
        self.diagnostics += diagnostics
        return attributes


def _sentence(message: str) -> str:
    """Return a message on one line, also when it quotes several lines of the author."""
    line = message.replace('\n', ' ')
    return line if len(line) <= _LONGEST else f'{line[: _LONGEST - 1]}…'
