"""Reads Markdown into values of the model; the dialect is told in `docs/markdown.md`.

In: the text of a chapter, or of a YAML value that holds Markdown.  Out: a `Chapter` or paragraphs,
and diagnostics.  Nothing raises for bad text, and nothing that the author wrote is lost unsaid.
"""

from __future__ import annotations

from typing import Any

from markdown_it.token import Token

from proofpress.diagnostics import Diagnostic, sorted_by_place
from proofpress.manuscript.markdown.block_rules import MOST_COLUMNS
from proofpress.manuscript.markdown.blocks import BlockReader
from proofpress.manuscript.markdown.dialect import dialect
from proofpress.manuscript.markdown.links import AddressError, link_address
from proofpress.manuscript.markdown.parser import MOST_NESTING
from proofpress.manuscript.markdown.reading import Reading
from proofpress.manuscript.markdown.runs import LONG_WORD, LONGEST_WORD
from proofpress.manuscript.markdown.source import NOT_XML, Source, source_of
from proofpress.model.prose import Block, Chapter, Footnote, Paragraph
from proofpress.span import Span


def read_chapter(path: str, text: str, first_line: int = 1) -> tuple[Chapter, list[Diagnostic]]:
    """Read one Markdown file of the article.

    `path` is the file's POSIX path relative to the report's folder, `text` its Markdown without
    front matter, `first_line` the line of the file on which the text begins.
    """
    reading, blocks, footnotes = _read(source_of(path, text, first_line))
    return Chapter(path, blocks, footnotes), sorted_by_place(
        [*reading.diagnostics, *_illegal_characters(path, text, first_line, 1)]
    )


def read_paragraphs(
    path: str, text: str, line: int, column: int, later_column: int | None = None
) -> tuple[tuple[Paragraph, ...], list[Diagnostic]]:
    """Read Markdown that stands in a YAML value and may hold paragraphs only.

    `line` and `column` say where the value's first character stands; each of its lines is taken
    to begin at that column, as those of a YAML block scalar do, or those after the first at
    `later_column`, as those of other YAML scalars do.
    """
    reading, blocks, footnotes = _read(source_of(path, text, line, column, later_column))
    for block in (*blocks, *footnotes):
        if not isinstance(block, Paragraph):
            reading.fault(
                'only-paragraphs',
                "Only paragraphs may stand here",
                block.span,
                "move it into the article, or write it as a sentence",
            )
    paragraphs = tuple(block for block in blocks if isinstance(block, Paragraph))
    return paragraphs, sorted_by_place(
        [*reading.diagnostics, *_illegal_characters(path, text, line, column, later_column)]
    )


def _read(source: Source) -> tuple[Reading, tuple[Block, ...], tuple[Footnote, ...]]:
    md = dialect()
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    md.block.parse(source.text, md, env, tokens)
    labels = frozenset(
        token.meta['label'] for token in tokens if token.type == 'footnote_reference_open'
    )
    reading = Reading(source, env, labels)
    reader = BlockReader(md, reading, tokens)
    blocks = reader.read()
    _judge_limits(reading)
    _judge_links(reading)
    return reading, blocks, _notes(reading, reader.footnotes)


def _notes(reading: Reading, written: list[Footnote]) -> tuple[Footnote, ...]:
    """Return the notes that are called; name those that are not, or stand twice."""
    first: dict[str, Footnote] = {}
    for note in written:
        if note.label in first:
            line = first[note.label].span.line
            reading.fault(
                'note-duplicate',
                f"The note “{note.label}” is written twice, first on line {line}",
                note.span,
                "give it a label of its own",
            )
        elif note.label not in reading.called and reading.is_whole:
            reading.fault(
                'note-unused',
                f"The note “{note.label}” is never called, so no reader would see it",
                note.span,
                f"write [^{note.label}] where it belongs, or take the note away",
            )
        first.setdefault(note.label, note)
    called = [note for label, note in first.items() if label in reading.called]
    return (*called, *reading.inline_notes)


def _judge_limits(reading: Reading) -> None:
    source, env = reading.source, reading.env
    if 'too_deep' in env:
        reading.fault(
            'too-deep',
            f"Quotations, lists and divisions stand more than {MOST_NESTING} deep",
            source.span(env['too_deep']),
            "take some of them away",
        )
    for offset in env.get('too_wide', ()):
        reading.fault(
            'table-too-wide',
            f"The table has more than {MOST_COLUMNS} columns, which no page can show",
            source.span(offset),
            "part it into several tables",
        )
    for match in LONG_WORD.finditer(source.text):
        reading.fault(
            'word-too-long',
            f"A word has {len(match[0])} characters, more than {LONGEST_WORD}",
            source.span(match.start()),
            "part it with spaces",
        )


def _judge_links(reading: Reading) -> None:
    """Name the link definitions that no link uses: they leave no trace in the report."""
    source = reading.source
    for name, definition in sorted(reading.env.get('references', {}).items()):
        span = source.span(source.starts[definition['map'][0]])
        if name.startswith('^'):
            message = f"“{name[1:].lower()}” cannot be the label of a note"
            advice = "write letters and digits without spaces, [^label]: …"
            reading.fault('note-label', message, span, advice)
        elif name not in reading.links_used and reading.is_whole:
            _judge_unused(reading, definition['href'], span)
    for definition in reading.env.get('duplicate_refs', ()):
        reading.fault(
            'link-duplicate',
            f"The link name “{definition['label'].lower()}” is defined twice",
            source.span(source.starts[definition['map'][0]]),
            "give it a name of its own",
        )


def _judge_unused(reading: Reading, address: str, span: Span) -> None:
    """Name a definition without a link; one that is no address was meant as a sentence."""
    try:
        link_address(address)
    except AddressError as refused:
        reading.fault('link-scheme', refused.message, span, "escape the bracket for words: \\[")
        return
    reading.warn(
        'link-unused',
        f"The address “{address}” is defined, but no link uses it",
        span,
        "write [words][name] where it belongs, or take the line away",
    )


def _illegal_characters(
    path: str, text: str, first_line: int, first_column: int, later_column: int | None = None
) -> list[Diagnostic]:
    """Name each character that no product can hold."""
    source = source_of(path, text, first_line, first_column, later_column)
    # A line end of two characters is one in the source, so offsets are counted there.
    plain = text.replace('\r\n', '\n')
    return [
        Diagnostic(
            'control-character',
            f"The character U+{ord(match[0]):04X} cannot be printed",
            source.span(match.start()),
            "take it away",
        )
        for match in NOT_XML.finditer(plain)
    ]
