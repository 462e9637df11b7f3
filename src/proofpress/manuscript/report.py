"""Reads a whole report: which files there are, in which order, and what they make together.

In: a report's folder.  Out: a `Manuscript`, with the diagnostics of all its files in reading order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TypeVar

from proofpress.diagnostics import Diagnostic, sorted_by_place
from proofpress.limits import Limits
from proofpress.manuscript import actors, imprint, sources, sources_bib, timeline
from proofpress.manuscript.faults import Faults, remembered, shown
from proofpress.manuscript.fields import one_line
from proofpress.manuscript.front_matter import Head, read_head
from proofpress.manuscript.json_text import read_json
from proofpress.manuscript.markdown import read_chapter
from proofpress.manuscript.nodes import Listing, Node, Record, Scalar
from proofpress.manuscript.pictures import read_pictures
from proofpress.manuscript.workspace import Workspace
from proofpress.manuscript.yaml import read_yaml
from proofpress.memo import RoundMemo
from proofpress.model.actors import Actor
from proofpress.model.prose import Chapter
from proofpress.model.report import Report
from proofpress.model.slug import slug_of_folder
from proofpress.model.sources import Source
from proofpress.model.timeline import Event
from proofpress.span import Span

PATH = 'report.md'
MOST_LINES = 100_000
"""Of one chapter: more than a thousand pages.  Reading as many takes three seconds."""
_USUAL = Limits()
_Entry = TypeVar('_Entry', Actor, Event)
_FENCE = re.compile(r'---[ \t]*')
_CLOSING = re.compile(r'^(---|\.\.\.)[ \t]*$', re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """What a folder holds."""

    report: Report | None
    """None when the folder holds no report, or one whose front matter cannot be read."""
    diagnostics: tuple[Diagnostic, ...]
    """Of all files, in reading order."""
    texts: Mapping[str, str] = field(hash=False)
    """Every text that was read, by its path, as the spans count its lines."""
    unread: tuple[str, ...] = ()
    """Files that are there but could not be read: what they hold is not missing."""
    files: Mapping[str, bytes] = field(hash=False, default_factory=dict)
    """The texts as they stand in their files, by their path below the folder."""


@dataclass(frozen=True, slots=True)
class _Parts:
    """The two parts of `report.md`."""

    head: str
    head_line: int
    """Line on which the head begins, from 1."""
    body: str
    body_line: int


def read_report(folder: Path, limits: Limits = _USUAL, memo: RoundMemo | None = None) -> Manuscript:
    """Read the report that lies in the folder, and the imprint in the folder around it.

    Every file is opened; with a memo that has read it before, only what it holds anew is parsed.
    """
    faults = Faults()
    memo = memo or RoundMemo()
    memo.begin()
    reading = _Reading(Workspace(folder, faults, limits, memo), faults)
    report = reading.report()
    return Manuscript(
        report,
        tuple(sorted_by_place(faults.diagnostics)),
        reading.workspace.texts,
        tuple(sorted(reading.unread)),
        reading.workspace.files,
    )


class _Reading:
    """One reading of a folder."""

    def __init__(self, workspace: Workspace, faults: Faults) -> None:
        self.workspace = workspace
        self.unread: set[str] = set()
        self._faults = faults
        self._memo = workspace.memo

    def report(self) -> Report | None:
        """Return the report; None when it cannot be built at all."""
        publisher = imprint.read_imprint(self._yaml(imprint.PATH), self.workspace, self._faults)
        events = self._entries(timeline.PATH, timeline.read_timeline)
        people = self._entries(actors.PATH, actors.read_actors)
        cited = self._sources()
        text = self._optional(PATH)
        if text is None:
            self._judge_missing()
            return None
        slug = slug_of_folder(self.workspace.name)
        parts = self._parts(text)
        record = self._head(parts) if parts else None
        if parts is None or record is None:
            return None
        head = read_head(record, publisher, slug, self._faults)
        chapters = self._chapters(parts, head)
        front_matter = head.front_matter
        paragraphs = (*front_matter.abstract, *front_matter.key_findings)
        pictures = read_pictures(self.workspace, chapters, paragraphs, self._faults)
        if not front_matter.title:
            return None
        return Report(
            slug=slug,
            front_matter=front_matter,
            imprint=publisher,
            chapters=chapters,
            timeline=events,
            actors=people,
            sources=cited,
            pictures=pictures,
            in_chapters=bool(head.chapters),
            left_out=frozenset(self._faults.left_out),
        )

    def _judge_missing(self) -> None:
        if PATH not in self.unread:
            message = f"The folder {shown(self.workspace.name)} holds no {PATH}"
            advice = "name the folder of a report, or write one"
            self._faults.fault('report-missing', message, Span(PATH), advice)

    def _yaml(self, path: str) -> Node | None:
        """Return what an optional file says."""
        text = self._optional(path)
        if text is None:
            return None
        return self._read(path, *self._memo.of(('yaml', path, text), lambda: read_yaml(path, text)))

    def _entries(
        self, path: str, read: Callable[[Node | None, Faults], tuple[_Entry, ...]]
    ) -> tuple[_Entry, ...]:
        """Return the entries of an optional file that is a list of them."""
        node = self._list(path)
        key = ('entries', path, self.workspace.texts.get(path))
        return remembered(self._memo, key, lambda faults: read(node, faults), self._faults)

    def _list(self, path: str) -> Node | None:
        """Return what an optional file says that should be a list; a file of another kind is
        unread, so that what it may hold is not said to be missing.
        """
        node = self._yaml(path)
        is_null = isinstance(node, Scalar) and node.is_null
        if not (node is None or is_null or isinstance(node, Listing)):
            self.unread.add(path)
        return node

    def _optional(self, path: str) -> str | None:
        faults_before = len(self._faults.diagnostics)
        text = self.workspace.optional_text(path)
        if text is None and len(self._faults.diagnostics) > faults_before:
            self.unread.add(path)
        if text is not None and path != PATH and not text.strip():
            self._faults.warn('file-empty', *_empty(path, Span(path)))
            return None
        return text

    def _read(self, path: str, node: Node | None, diagnostics: list[Diagnostic]) -> Node | None:
        self._faults.add(diagnostics)
        if node is None and diagnostics:
            self.unread.add(path)
        return node

    def _sources(self) -> tuple[Source, ...]:
        """Return the sources of all files that hold some."""
        node = self._yaml(sources.YAML_PATH)
        read = self._sources_of(
            sources.YAML_PATH, lambda faults: sources.read_sources(node, faults)
        )
        if (text := self._optional(sources.JSON_PATH)) is not None:
            json = self._read(sources.JSON_PATH, *read_json(sources.JSON_PATH, text))
            read += self._sources_of(
                sources.JSON_PATH, lambda faults: sources.read_sources(json, faults)
            )
        if (bib := self._optional(sources_bib.PATH)) is not None:
            read += self._sources_of(
                sources_bib.PATH, lambda faults: sources_bib.read_bib(bib, faults)
            )
        return read

    def _sources_of(
        self, path: str, read: Callable[[Faults], tuple[Source, ...]]
    ) -> tuple[Source, ...]:
        key = ('entries', path, self.workspace.texts.get(path))
        return remembered(self._memo, key, read, self._faults)

    def _parts(self, text: str) -> _Parts | None:
        """Part the front matter from the article."""
        if not text.strip():
            self._faults.fault('file-empty', *_empty(PATH, Span(PATH)))
            return None
        first, _, rest = text.partition('\n')
        if _FENCE.fullmatch(first) is None:
            self._faults.fault(
                'front-matter-missing',
                f"{PATH} does not begin with its front matter",
                Span(PATH),
                'write ---, title: "The title", --- on its first three lines',
            )
            return None
        closing = _CLOSING.search(rest)
        if closing is None:
            message = "The front matter has no end"
            advice = "write --- on a line of its own below the last key"
            self._faults.fault('front-matter-unclosed', message, Span(PATH), advice)
            return None
        head = rest[: closing.start()]
        body = rest[closing.end() + 1 :]
        return _Parts(head, 2, body, 3 + head.count('\n'))

    def _head(self, parts: _Parts) -> Record | None:
        """Return the keys and values of the front matter."""
        node = self._read(PATH, *read_yaml(PATH, parts.head, parts.head_line))
        if isinstance(node, Record):
            return node
        if node is None and PATH in self.unread:
            return None
        if node is None or (isinstance(node, Scalar) and node.is_null):
            return Record(Span(PATH), ())
        message = "The front matter is not keys and values"
        self._faults.fault('wrong-type', message, node.span, 'write its keys: title: "…"')
        return None

    def _chapters(self, parts: _Parts, head: Head) -> tuple[Chapter, ...]:
        """Return the article: the body of `report.md`, then the files that it names."""
        chapters = []
        if parts.body.strip() or not head.chapters:
            chapters.append(self._chapter(PATH, parts.body, parts.body_line))
        if not parts.body.strip() and not head.chapters:
            message = "The report has no article"
            advice = "write it below the front matter, or name its files in chapters:"
            self._faults.fault('report-empty', message, Span(PATH, parts.body_line), advice)
        named: set[str] = {PATH}
        for scalar in head.chapters:
            path = one_line(scalar.text).removeprefix('./')
            if self._is_chapter(path, scalar.span, named):
                named.add(path)
                text = self.workspace.text(path, scalar.span)
                if text is None:
                    self.unread.add(path)
                elif not text.strip():
                    self._faults.fault('file-empty', *_empty(path, scalar.span))
                else:
                    chapters.append(self._chapter(path, text, 1))
        return tuple(chapters)

    def _is_chapter(self, path: str, span: Span, named: set[str]) -> bool:
        reason = ''
        if PurePosixPath(path).suffix != '.md':
            reason = "is not Markdown: its name does not end in .md"
        elif path == PATH:
            reason = "comes first by itself"
        elif path in named:
            reason = "is named twice"
        if reason:
            message = f"The chapter {shown(path)} {reason}"
            self._faults.fault('bad-chapter', message, span, "name each .md file once")
        return not reason

    def _chapter(self, path: str, text: str, first_line: int) -> Chapter:
        if text.count('\n') > MOST_LINES:
            message = f"{path} has more than {MOST_LINES} lines"
            self._faults.fault('file-too-large', message, Span(path), "part it into chapters")
            self.unread.add(path)
            return Chapter(path, (), ())
        chapter, diagnostics = self._memo.of(
            ('chapter', path, text, first_line), lambda: read_chapter(path, text, first_line)
        )
        self._faults.add(diagnostics)
        return chapter


def _empty(path: str, span: Span) -> tuple[str, Span, str]:
    """Return what is said of a file without words: message, place and advice."""
    return f"The file {shown(path)} is empty", span, "write into it, or take it away"
