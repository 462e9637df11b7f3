"""Reads YAML as the author wrote it: every scalar stays text, every value keeps its place.

In: the text of a file, or of the front matter of one.  Out: a `Node`, or None, and diagnostics.
YAML is 1.2 in what it means (`no` is a word, a key stands once).  Anchors, aliases, merge keys and
tags are refused, since they let a few lines unfold to millions; so are depth and number without
end.  Measured: with these limits no text of a file's greatest size takes seconds.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from proofpress.diagnostics import Diagnostic, Note
from proofpress.manuscript.characters import printable, refused_characters
from proofpress.manuscript.faults import Faults, shown
from proofpress.manuscript.nodes import Entry, Listing, Node, Record, Scalar, SourceLine
from proofpress.span import Span

MOST_DEPTH = 12
"""Lists and mappings within each other."""
MOST_NODES = 200_000
"""Values in one file: forty times what a report of 400 actors needs."""
MOST_LINES = 20_000
"""Lines of one value that are placed one by one; a longer value has one place."""

_LOADER: Any = getattr(yaml, 'CBaseLoader', yaml.BaseLoader)
_TAB = ("A tab stands where the indentation should be", "indent with spaces")
_PROBLEMS = {
    'mapping values are not allowed in this context': (
        "A colon stands where no key can be",
        "put the words in quotes, or align the key with the others",
    ),
    'found a tab character that violates indentation': _TAB,
    'found character that cannot start any token': (
        "A value begins with a character that means something else in YAML",
        "put the words in quotes, and indent with spaces, not tabs",
    ),
    'found unexpected end of stream': (
        "Words in quotes never end",
        "close the quotes, and double those within: '' or \\\"",
    ),
    'did not find expected key': (
        "A line is neither a key nor part of the value before it",
        "align it with the other keys, and put words that hold quotes in quotes of another kind",
    ),
    "did not find expected '-' indicator": (
        "A line of a list does not begin with a hyphen",
        "align it with the hyphens above it, or indent it as part of the last entry",
    ),
    "could not find expected ':'": (
        "A line is neither a key with a colon nor part of the value before it",
        "write key: value, or indent the line as part of the value before it",
    ),
}
"""What libyaml says, in words for an editor, with what to do."""
_NO_KEY = Scalar(Span(''), '')
"""Stands for a key that is none, which has been said."""


class LimitError(Exception):
    """A limit was hit; its diagnostic has been noted."""


@dataclass(slots=True)
class _Frame:
    """A list or mapping that is still open."""

    span: Span
    is_record: bool
    items: list[Node] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    places: dict[str, Span] = field(default_factory=dict)
    """Where each key first stands."""
    key: Scalar | None = None
    """The key that waits for its value."""


def read_yaml(path: str, text: str, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """Read a YAML text with LF line ends; None when it is empty or cannot be read.

    `path` is the file's POSIX path relative to the report's folder, `first_line` the line of the
    file on which the text begins.
    """
    # The workspace has named what cannot be printed; libyaml would not say where it stands.
    text = printable(text)
    faults = Faults()
    reader = _Reader(path, text, first_line, faults)
    try:
        root = reader.read(yaml.parse(text, Loader=_LOADER))
    except LimitError:
        root = None
    except yaml.MarkedYAMLError as error:
        reader.judge_syntax(error)
        root = None
    return root, faults.diagnostics


class _Reader:
    """Builds nodes from the parser's events, one by one, without recursion."""

    def __init__(self, path: str, text: str, first_line: int, faults: Faults) -> None:
        self._path = path
        self._text = text
        self._first_line = first_line
        self._faults = faults
        # libyaml also ends lines at U+0085, U+2028 and U+2029, as no editor does.
        self._starts = [0, *(match.end() for match in re.finditer('\n', text))]
        self._frames: list[_Frame] = []
        self._root: Node | None = None
        self._count = 0
        self._documents = 0

    def read(self, events: Iterable[Any]) -> Node | None:
        """Return what the events say."""
        for event in events:
            match event:
                case yaml.DocumentStartEvent():
                    self._documents += 1
                    if self._documents > 1:
                        self._refuse(
                            'yaml-documents',
                            "A second YAML document begins here, which nothing reads",
                            self._span_of(event),
                            "take the line with --- away",
                        )
                        break
                case yaml.ScalarEvent():
                    self._judge(event)
                    self._take(self._scalar(event))
                case yaml.AliasEvent():
                    self._judge(event)
                    self._take(Scalar(self._span_of(event), ''))
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._judge(event)
                    self._open(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    self._close()
        return self._root

    def judge_syntax(self, error: yaml.MarkedYAMLError) -> None:
        """Say in an editor's words why the text is not YAML."""
        problem = str(error.problem)
        message, advice = _PROBLEMS.get(
            problem,
            (f"This is not YAML: {problem}", "put words with colons, quotes or brackets in quotes"),
        )
        marks: list[Any] = [
            mark for mark in (error.problem_mark, error.context_mark) if mark is not None
        ]
        if marks and self._text[marks[0].index : marks[0].index + 1] == '\t':
            message, advice = _TAB
        spans = [self._span(mark.index) for mark in marks] or [self._span(0)]
        notes = [Note("what it belongs to begins here", span) for span in spans[1:]]
        self._faults.fault('yaml-syntax', message, spans[0], advice, *notes)

    def _span(self, index: int) -> Span:
        """Return the place of the character at the index."""
        line = bisect_right(self._starts, index) - 1
        return Span(self._path, self._first_line + line, index - self._starts[line] + 1)

    def _span_of(self, event: Any) -> Span:
        return self._span(event.start_mark.index)

    def _refuse(self, id_: str, message: str, span: Span, advice: str) -> None:
        self._faults.fault(id_, message, span, advice)

    def _judge(self, event: Any) -> None:
        """Count a value; refuse what lets a few lines unfold without end."""
        self._count += 1
        span = self._span_of(event)
        if self._count > MOST_NODES:
            message = f"The file has more than {MOST_NODES} values"
            self._refuse('yaml-too-large', message, span, "part it, or take values away")
            raise LimitError
        if event.anchor is not None:
            mark = '*' if isinstance(event, yaml.AliasEvent) else '&'
            self._refuse(
                'yaml-anchor',
                f"The value is tied to another by {mark}{shown(event.anchor)}, which is not read",
                span,
                "write the value out where it is needed, or put words that begin with & or * "
                "in quotes",
            )
        if getattr(event, 'tag', None) is not None:
            tag = shown(event.tag.replace('tag:yaml.org,2002:', '!!'))
            message = f"The value has the YAML tag {tag}, which is not read"
            self._refuse('yaml-tag', message, span, "take the tag away, or put the words in quotes")

    def _open(self, event: Any) -> None:
        span = self._span_of(event)
        if len(self._frames) >= MOST_DEPTH:
            message = f"Lists and mappings stand more than {MOST_DEPTH} deep"
            self._refuse('yaml-too-deep', message, span, "take some of them away")
            raise LimitError
        self._frames.append(_Frame(span, isinstance(event, yaml.MappingStartEvent)))

    def _close(self) -> None:
        frame = self._frames.pop()
        if frame.is_record:
            self._take(Record(frame.span, tuple(frame.entries)))
        else:
            self._take(Listing(frame.span, tuple(frame.items)))

    def _take(self, node: Node) -> None:
        """Put a whole value where it belongs."""
        if not self._frames:
            self._root = node
            return
        frame = self._frames[-1]
        if not frame.is_record:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = self._key(node)
        else:
            self._add(frame, frame.key, node)
            frame.key = None

    def _key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar):
            return node
        self._refuse(
            'yaml-key',
            "A key is a list or a mapping, not a word",
            node.span,
            "put words that hold brackets or braces in quotes",
        )
        return _NO_KEY

    def _add(self, frame: _Frame, key: Scalar, value: Node) -> None:
        if key is _NO_KEY:
            return
        if key.text == '<<' and key.is_plain:
            message = "Keys are merged from elsewhere by <<, which is not read"
            self._refuse('yaml-anchor', message, key.span, "write the keys out")
        elif key.text in frame.places:
            first = frame.places[key.text]
            self._faults.fault(
                'duplicate-key',
                f"The key “{shown(key.text)}” stands twice, first on line {first.line}",
                key.span,
                "take one of them away",
                Note("the first one", first),
            )
        else:
            frame.places[key.text] = key.span
            frame.entries.append(Entry(key, value))

    def _scalar(self, event: Any) -> Scalar:
        start, end = event.start_mark.index, event.end_mark.index
        is_plain = event.style is None or event.style == ''
        value = event.value
        if event.style == '"' and '\\' in self._text[start:end]:
            for refused in refused_characters(value):
                self._faults.add([refused.diagnostic(self._span(start))])
            value = printable(value)
        if event.style in ('|', '>'):
            lines = self._block_lines(start, end)
            return Scalar(lines[0].span if lines else self._span(start), value, False, lines)
        if '\n' in self._text[start:end]:
            return Scalar(self._span(start), value, is_plain, self._flow_lines(event))
        return Scalar(self._span(start), value, is_plain)

    def _block_lines(self, start: int, end: int) -> tuple[SourceLine, ...]:
        """Return the lines of a block scalar from its first words on, without indentation."""
        head, _, body = self._text[start:end].partition('\n')
        if body.count('\n') > MOST_LINES:
            return ()
        indent = None
        explicit = re.search(r'[1-9]', head.split('#')[0])
        lines = []
        at = start + len(head) + 1
        for line in body.split('\n'):
            bare = line.lstrip(' ')
            if indent is None and bare:
                # With an indicator, the first line's further spaces belong to the words.
                indent = len(line) - len(bare)
                if explicit:
                    indent = min(indent, self._parent_indent(start) + int(explicit[0]))
            if indent is not None:
                kept = line[indent:] if bare else ''
                lines.append(SourceLine(self._span(at + min(indent, len(line))), kept))
            at += len(line) + 1
        while lines and not lines[-1].text.strip():
            lines.pop()
        return tuple(lines)

    def _parent_indent(self, index: int) -> int:
        """Return the indentation of the line on which a block scalar begins."""
        start = self._starts[bisect_right(self._starts, index) - 1]
        line = self._text[start:index]
        return len(line) - len(line.lstrip(' -'))

    def _flow_lines(self, event: Any) -> tuple[SourceLine, ...]:
        """Return the lines of a plain or quoted scalar; none if escapes part words and places."""
        start, end = event.start_mark.index, event.end_mark.index
        mark = event.style or ''
        written = self._text[start + len(mark) : end - len(mark)]
        has_escapes = ('\\' in written and mark == '"') or ("''" in written and mark == "'")
        if has_escapes or written.count('\n') > MOST_LINES:
            return ()
        lines = []
        at = start + len(mark)
        for line in written.split('\n'):
            bare = line.strip(' \t')
            lines.append(SourceLine(self._span(at + line.find(bare)), bare))
            at += len(line) + 1
        return tuple(lines)
