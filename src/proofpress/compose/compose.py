"""Composes a report into a book: the order of the sections, and who makes each.

In: a `Report`.  Out: a `Book`, and what an editor should know about it.  Afterwards every id in the
book is unique and every link within it leads somewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from proofpress.compose.actors import glossary
from proofpress.compose.article import Article
from proofpress.compose.blocks import Blocks
from proofpress.compose.book import XHTML, Book, PictureFile, Section
from proofpress.compose.classes import about_classes
from proofpress.compose.contents import contents
from proofpress.compose.directory import Directory
from proofpress.compose.front import cover, imprint_page
from proofpress.compose.ids import Ids
from proofpress.compose.inlines import Lines
from proofpress.compose.markup import extend
from proofpress.compose.mentions import mark_mentions
from proofpress.compose.metadata import metadata_of
from proofpress.compose.notes import Citing, Notes
from proofpress.compose.numbering import plan_article
from proofpress.compose.passages import mark_passages
from proofpress.compose.pictures import logo_file, name_pictures
from proofpress.compose.references import references
from proofpress.compose.sources import Bibliography, bibliography
from proofpress.compose.summary import summary
from proofpress.compose.timeline import chronological, timeline
from proofpress.compose.words import Words, words_for
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.memo import RoundMemo
from proofpress.model.actors import Actor
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
    memo = memo or RoundMemo()
    memo.begin()
    report = _without_repeats(report)
    front = report.front_matter
    words = words_for(front.lang)
    ids = Ids()
    citing, diagnostics = bibliography(report, memo)
    pictures = name_pictures(report)
    body, targets = _body(report, ids, words, pictures, citing, memo)
    metadata = metadata_of(report)
    logo = logo_file(report)
    back = _back(report, body, targets, ids, words, citing)
    outlines = tuple(one.outline for one in (*body, *back) if one.outline is not None)
    sections = (
        cover(report, metadata, ids, words),
        imprint_page(report, metadata, ids, words),
        contents(outlines, front.toc_depth, ids, words),
        *body,
        *back,
    )
    _settle_links(sections)
    book = Book(
        slug=report.slug,
        metadata=metadata,
        imprint=report.imprint,
        paper=front.paper,
        sections=sections,
        pictures=_unique_pictures([*pictures.values(), *([logo] if logo else [])]),
        toc_depth=front.toc_depth,
        house=front.house,
        draft_mark=words['draft'] if metadata.status is Status.DRAFT else '',
    )
    return book, (
        *diagnostics,
        *citing.faults,
        *about_classes(report),
        *_about_words(words, front.span),
    )


@dataclass(frozen=True, slots=True)
class _Targets:
    """Where the article speaks of what the back matter lists."""

    mentions: Mapping[str, Sequence[str]]
    """By the id of the actor."""
    passages: Mapping[str, Sequence[str]]
    """By the id of the event."""


def _without_repeats(report: Report) -> Report:
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


def _body(
    report: Report,
    ids: Ids,
    words: Words,
    pictures: Mapping[str, PictureFile],
    citing: Citing,
    memo: RoundMemo,
) -> tuple[list[Section], _Targets]:
    plan = plan_article(report, ids, words)
    notes = Notes(ids)
    lines = Lines(ids, plan.labels, pictures, notes, citing)
    blocks = Blocks(ids, plan.numbered, lines, pictures)
    article = Article(ids, plan, words, lines, blocks, notes)
    opening = summary(report, blocks, ids, words)
    if opening is not None:
        extend(opening.tree, article.notes())
    body = [*([opening] if opening else []), *article.sections(report.front_matter)]
    trees = [section.tree for section in body]
    mentions = mark_mentions(trees, report.actors, ids, memo)
    passages = mark_passages(report.timeline, report.chapters, blocks.lines, trees, ids, words)
    return [_with_origins(one, blocks.origins) for one in body], _Targets(mentions, passages)


def _back(
    report: Report,
    body: Sequence[Section],
    targets: _Targets,
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
        timeline(report.timeline, targets.passages, directory, ids, words),
        glossary(report.actors, targets.mentions, directory, ids, words),
        references(citing.entries(), ids, words),
    )
    return [section for section in sections if section is not None]


def _mention(sources: Iterable[Reference], citing: Bibliography) -> None:
    """List sources that an event or an actor names, though no citation may."""
    for source in sources:
        citing.mention(source.id)


def _with_origins(section: Section, origins: Mapping[str, Span]) -> Section:
    ids = (node.get('id', '') for node in section.tree.iter())
    within = {id_: origins[id_] for id_ in ids if id_ in origins}
    return replace(section, origins=within)


def _unique_pictures(pictures: Iterable[PictureFile]) -> tuple[PictureFile, ...]:
    """Return each picture once: two paths may lead to the same content."""
    return tuple({picture.name: picture for picture in pictures}.values())


def _about_words(words: Words, span: Span) -> Iterable[Diagnostic]:
    if not words.is_translated:
        yield Diagnostic(
            'language-without-words',
            f"words such as “Contents” and “Figure” are printed in English, not in {words.lang!r}",
            span,
            "set `lang` to a language that Proofpress speaks, or accept the English words",
            Severity.WARNING,
        )


def _settle_links(sections: Iterable[Section]) -> None:
    """Turn links to what the book does not hold into plain words; insist on unique ids."""
    trees = [section.tree for section in sections]
    ids = Counter(id_ for tree in trees for node in tree.iter() if (id_ := node.get('id')))
    repeated = sorted(id_ for id_, count in ids.items() if count > 1)
    if repeated:
        raise RuntimeError(f"a fault of Proofpress: ids that are not unique: {repeated}")
    for tree in trees:
        for link in tree.iter(f'{{{XHTML}}}a'):
            href = link.get('href', '')
            if href.startswith('#') and href[1:] not in ids:
                link.tag = f'{{{XHTML}}}span'
                del link.attrib['href']
