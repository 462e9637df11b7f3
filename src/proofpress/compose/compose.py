"""Composes a report into a book: the order of the sections, and who makes each.

In: a `Report`.  Out: a `Book`, and what an editor should know about it.  Afterwards every id in the
book is unique and every link within it leads somewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from proofpress.compose.actors import glossary
from proofpress.compose.body import Body, settle_links, unique_pictures, with_origins
from proofpress.compose.book import Book, Section
from proofpress.compose.classes import about_classes
from proofpress.compose.contents import contents
from proofpress.compose.directory import Directory
from proofpress.compose.front import cover, imprint_page
from proofpress.compose.ids import Ids
from proofpress.compose.markup import extend
from proofpress.compose.mentions import Mentions
from proofpress.compose.metadata import metadata_of
from proofpress.compose.numbering import plan_article
from proofpress.compose.passages import mark_passages, tied_by_hand
from proofpress.compose.pictures import logo_file, name_pictures
from proofpress.compose.record import Mark, Record
from proofpress.compose.references import references
from proofpress.compose.sources import Bibliography, bibliography
from proofpress.compose.summary import summary
from proofpress.compose.timeline import chronological, timeline
from proofpress.compose.words import Words, words_for
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.memo import RoundMemo
from proofpress.model.actors import Actor
from proofpress.model.passages import Passage, Passages
from proofpress.model.report import Report, Status
from proofpress.model.sources import Source
from proofpress.model.timeline import Event, Reference
from proofpress.span import Span

_Named = TypeVar('_Named', Actor, Event, Source)


def compose(report: Report, memo: RoundMemo | None = None) -> tuple[Book, tuple[Diagnostic, ...]]:
    """Compose the report.

    Any report composes: what `check` would refuse is left out or shown as the author wrote it.
    What is composed is the same with any memo; one that has composed nearly the same report
    spares most of the work.
    """
    composed = compose_recorded(report, memo)
    return composed.record.book, composed.diagnostics


@dataclass(frozen=True, slots=True)
class Composed:
    """A book, what is said about it, and how it came about."""

    record: Record
    diagnostics: tuple[Diagnostic, ...]


def compose_recorded(report: Report, memo: RoundMemo | None = None) -> Composed:
    """Compose the report and keep what a part of it needs to be composed again (`part`)."""
    memo = memo or RoundMemo()
    memo.begin()
    report = without_repeats(report)
    front = report.front_matter
    words = words_for(front.lang)
    ids = Ids()
    citing, diagnostics = bibliography(report, memo)
    pictures = name_pictures(report)
    plan = plan_article(report, ids, words)
    planned, promises = ids.mark(), ids.promises()
    writing = Body(front, ids, words, plan, pictures, citing)
    article = _Article(report, memo)
    article.compose(writing)
    body = article.sections
    metadata = metadata_of(report)
    logo = logo_file(report)
    back = _back(report, body, article, ids, words, citing)
    outlines = tuple(one.outline for one in (*body, *back) if one.outline is not None)
    sections = (
        cover(report, metadata, ids, words),
        imprint_page(report, metadata, ids, words),
        contents(outlines, front.toc_depth, ids, words),
        *body,
        *back,
    )
    names = settle_links(sections)
    book = Book(
        slug=report.slug,
        metadata=metadata,
        imprint=report.imprint,
        paper=front.paper,
        sections=sections,
        pictures=unique_pictures([*pictures.values(), *([logo] if logo else [])]),
        toc_depth=front.toc_depth,
        house=front.house,
        draft_mark=words['draft'] if metadata.status is Status.DRAFT else '',
    )
    said = (
        *diagnostics,
        *citing.faults,
        *about_classes(report),
        *_about_words(words, front.span),
    )
    record = Record(
        report=report,
        book=book,
        marks=tuple(article.marks),
        ids=ids,
        planned=planned,
        promises=promises,
        citing=citing,
        found=article.found,
        tied=article.tied,
        names=names,
    )
    return Composed(record, said)


class _Article:
    """The body, composed as a whole, and where everything stood meanwhile."""

    def __init__(self, report: Report, memo: RoundMemo) -> None:
        self._report = report
        self._memo = memo
        self.sections: list[Section] = []
        self.marks: list[Mark] = []
        self.mentions: Mapping[str, Sequence[str]] = {}
        """Where the article speaks of the actors, by their ids."""
        self.passages: Mapping[str, Sequence[str]] = {}
        """Where it carries the events, by their ids."""
        self.found: dict[str, int] = {}
        self.tied: Mapping[str, frozenset[str]] = {}

    def compose(self, writing: Body) -> None:
        """Compose the sections, then mark in them what the back matter lists."""
        opening = summary(self._report, writing.blocks, writing.ids, writing.words)
        if opening is not None:
            extend(opening.tree, writing.notes_of_section())
        body = [opening] if opening else []
        before = len(body)
        for index in range(len(writing.plan.sections)):
            self.marks.append(writing.mark(index))
            body.append(writing.section(index))
        self.marks.append(writing.mark(None))
        mentions = Mentions(self._report.actors, writing.ids, self._memo)
        for index, section in enumerate(body):
            self._set_mentions(index - before, writing.ids.count('mention'))
            mentions.mark(section.tree)
        self._set_mentions(len(body) - before, writing.ids.count('mention'))
        self.mentions = mentions.by_actor
        self.tied = tied_by_hand(body)
        self.passages = mark_passages(
            self._report.timeline,
            self._finder(),
            writing.blocks.lines,
            [section.tree for section in body],
            writing.ids,
            writing.words,
        )
        self.sections = [with_origins(one, writing.blocks.origins) for one in body]

    def _set_mentions(self, index: int, mentions: int) -> None:
        if index >= 0:
            self.marks[index] = replace(self.marks[index], mentions=mentions)

    def _finder(self) -> Callable[[str], Passage | None]:
        article = Passages(self._report.chapters)

        def find(evidence: str) -> Passage | None:
            passage = next(iter(article.find(evidence)), None)
            if passage is not None:
                self.found[evidence] = passage.line.chapter_index
            return passage

        return find


def without_repeats(report: Report) -> Report:
    """Return the report with one of each id, the first, and its events in order."""
    return replace(
        report,
        actors=_first_of_each(report.actors),
        sources=_first_of_each(report.sources),
        timeline=chronological(_first_of_each(report.timeline)),
    )


def _first_of_each(named: Iterable[_Named]) -> tuple[_Named, ...]:
    firsts: dict[str, _Named] = {}
    for one in named:
        firsts.setdefault(one.id, one)
    return tuple(firsts.values())


def _back(
    report: Report,
    body: Sequence[Section],
    article: _Article,
    ids: Ids,
    words: Words,
    citing: Bibliography,
) -> list[Section]:
    for event in report.timeline:
        _mention(event.sources, citing)
    for actor in report.actors:
        _mention(actor.sources, citing)
    directory = Directory(report, body)
    sections = (
        timeline(report.timeline, article.passages, directory, ids, words),
        glossary(report.actors, article.mentions, directory, ids, words),
        references(citing.entries(), ids, words),
    )
    return [section for section in sections if section is not None]


def _mention(sources: Iterable[Reference], citing: Bibliography) -> None:
    """List sources that an event or an actor names, though no citation may."""
    for source in sources:
        citing.mention(source.id)


def _about_words(words: Words, span: Span) -> Iterable[Diagnostic]:
    if not words.is_translated:
        yield Diagnostic(
            'language-without-words',
            f"words such as “Contents” and “Figure” are printed in English, not in {words.lang!r}",
            span,
            "set `lang` to a language that Proofpress speaks, or accept the English words",
            Severity.WARNING,
        )
