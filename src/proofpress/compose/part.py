"""Composes one file of the article as the whole book would have it, after an edit.

In: the record of the last composition, and the report as it is now.  Out: the sections of the file
that changed, equal to those of a whole composition; or None when more has changed than this file,
or when its edit changes what its own sections need to know of others.  What later files need to
know of this one is recorded: they are composed in part again once it is as it was, or after the
next whole composition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from proofpress.compose.body import (
    Body,
    ids_within,
    settle_links_of,
    unique_pictures,
    with_origins,
)
from proofpress.compose.book import XHTML, Section, SectionKind
from proofpress.compose.classes import about_classes
from proofpress.compose.compose import without_repeats
from proofpress.compose.ids import FIXED, Ids, anchor
from proofpress.compose.mentions import Mentions
from proofpress.compose.numbering import Plan, plan_article
from proofpress.compose.passages import mark_passages, tied_by_hand
from proofpress.compose.pictures import logo_file, name_pictures
from proofpress.compose.record import Mark, Record
from proofpress.compose.sources import Bibliography, bibliography
from proofpress.compose.words import words_for
from proofpress.diagnostics import Diagnostic
from proofpress.memo import RoundMemo
from proofpress.model.passages import Passage, Passages
from proofpress.model.prose import Chapter
from proofpress.model.report import Report
from proofpress.model.timeline import Event


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the article, composed anew."""

    sections: tuple[Section, ...]
    diagnostics: tuple[Diagnostic, ...]
    """What is said of the file."""
    record: Record
    """Of the book with these sections in it."""


def compose_part(record: Record, report: Report, memo: RoundMemo) -> Part | None:
    """Compose the one file in which the report differs from the record; None if that cannot be."""
    report = without_repeats(report)
    index = _changed_file(record, report)
    if index is None or any(other < index for other in record.changed):
        return None
    ids = Ids()
    words = words_for(report.front_matter.lang)
    plan = plan_article(report, ids, words)
    sections = _sections_of(plan, report.chapters[index])
    if sections is None or not _is_planned_alike(record, plan, ids):
        return None
    citing, _ = bibliography(report, memo)
    if citing.known != record.citing.known:
        return None
    start, former_end = record.marks[sections.start], record.marks[sections.stop]
    if not start.is_fresh:
        return None
    ids.go_on(record.ids, start.ids, start.mentions)
    citing.go_on(record.citing, start.citing)
    pictures = name_pictures(report)
    body = Body(
        report.front_matter, ids, words, plan, pictures, citing,
        first=sections.start, notes=start.notes,
    )  # fmt: skip
    made = [body.section(place) for place in sections]
    end = body.mark(None)
    passages = _Passages(record, report, index, made)
    if not passages.are_apart:
        return None
    mentions = Mentions(report.actors, ids, memo)
    for section in made:
        mentions.mark(section.tree)
    end = replace(end, mentions=ids.count('mention'))
    trees = [section.tree for section in made]
    mark_passages(report.timeline, passages.find, body.blocks.lines, trees, ids, words)
    is_alike = _State(start, end, ids, citing) == _State(
        start, former_end, record.ids, record.citing
    )
    former = record.book.sections
    before = next(i for i, one in enumerate(former) if one.id == plan.sections[sections.start].id)
    names = _names(record, former[before : before + len(made)], made, citing, is_alike=is_alike)
    if names is None:
        return None
    for tree in trees:
        settle_links_of(tree, names)
    made = [with_origins(section, body.blocks.origins) for section in made]
    logo = logo_file(report)
    book = replace(
        record.book,
        sections=(*former[:before], *made, *former[before + len(made) :]),
        pictures=unique_pictures([*pictures.values(), *([logo] if logo else [])]),
    )
    changed = record.changed - {index} if is_alike else record.changed | {index}
    return Part(
        tuple(made),
        (*citing.faults, *about_classes(replace(report, chapters=(report.chapters[index],)))),
        replace(
            record,
            report=report,
            book=book,
            names=names,
            changed=changed,
            found=passages.found_now(),
            tied=passages.tied_now(),
        ),
    )


def _changed_file(record: Record, report: Report) -> int | None:
    """Return the index of the only chapter that is another one; None if there is more, or less."""
    former = record.report
    shared = former.pictures.keys() & report.pictures.keys()
    if (
        len(former.chapters) != len(report.chapters)
        or replace(report, chapters=(), pictures={}) != replace(former, chapters=(), pictures={})
        or any(former.pictures[path] != report.pictures[path] for path in shared)
    ):
        return None
    pairs = zip(former.chapters, report.chapters, strict=True)
    changed = [index for index, (old, new) in enumerate(pairs) if old is not new and old != new]
    if len(changed) != 1 or former.chapters[changed[0]].path != report.chapters[changed[0]].path:
        return None
    return changed[0]


def _sections_of(plan: Plan, chapter: Chapter) -> range | None:
    """Return the indexes of a file's sections; None if it shares one with another file."""
    places = [place for place, section in enumerate(plan.sections) if section.is_of(chapter)]
    for place in places:
        if any(stretch.chapter is not chapter for stretch in plan.sections[place].stretches):
            return None
    return range(places[0], places[-1] + 1) if places else None


def _is_planned_alike(record: Record, plan: Plan, ids: Ids) -> bool:
    """Tell whether sections, headings, figures and all that is named have the ids they had."""
    chapters = (one.id for one in record.book.sections if one.kind is SectionKind.CHAPTER)
    if [section.id for section in plan.sections] != list(chapters):
        return False
    start = Ids().mark()
    planned = ids.between(start, ids.mark())
    former = record.ids.between(start, record.planned)
    return planned == former and ids.promises() == record.promises


class _State:
    """What later files know of what stands between two marks."""

    def __init__(self, start: Mark, end: Mark, ids: Ids, citing: Bibliography) -> None:
        self._known = (
            ids.between(start.ids, end.ids),
            ids.kept_between(start.ids, end.ids),
            end.ids.cites,
            citing.between(start.citing, end.citing),
            end.notes,
            end.mentions,
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _State) and self._known == other._known

    def __hash__(self) -> int:
        return hash(_State)


class _Passages:
    """The passages of events in one file, given where all of them stood."""

    def __init__(self, record: Record, report: Report, index: int, sections: list[Section]) -> None:
        self._record = record
        self._events = report.timeline
        self._index = index
        self._here = Passages([report.chapters[index]])
        self._own = frozenset(section.id for section in sections)
        self._tied = tied_by_hand(sections)

    def find(self, evidence: str) -> Passage | None:
        """Return the passage of an evidence, if it stands first in this file."""
        first = self._record.found.get(evidence)
        if first is not None and first < self._index:
            return None
        return next(iter(self._here.find(evidence)), None)

    @property
    def are_apart(self) -> bool:
        """True when no event has passages both in this file and in others.

        Their ids are counted through the book.  A passage that is no longer here may now stand
        first in a later file.
        """
        folded = {event.id.casefold() for event in self._events}
        return len(folded) == len(self._events) and all(map(self._is_apart, self._events))

    def _is_apart(self, event: Event) -> bool:
        here = event.id in self._tied
        there = bool(self._record.tied.get(event.id, frozenset()) - self._own)
        for evidence in event.evidence:
            first = self._record.found.get(evidence.text)
            if self.find(evidence.text) is not None:
                here = True
            elif first == self._index:
                return False
            elif first is not None:
                there = True
        return not (here and there)

    def found_now(self) -> dict[str, int]:
        """Return in which file each evidence stands first."""
        here = {
            evidence.text: self._index
            for event in self._events
            for evidence in event.evidence
            if self.find(evidence.text) is not None
        }
        return {**self._record.found, **here}

    def tied_now(self) -> dict[str, frozenset[str]]:
        """Return to which sections each event is tied by hand."""
        tied = {event_id: ids - self._own for event_id, ids in self._record.tied.items()}
        for event_id, ids in self._tied.items():
            tied[event_id] = tied.get(event_id, frozenset()) | ids
        return {event_id: ids for event_id, ids in tied.items() if ids}


def _names(
    record: Record,
    former: tuple[Section, ...],
    made: list[Section],
    citing: Bibliography,
    *,
    is_alike: bool,
) -> frozenset[str] | None:
    """Return the ids of the book with the new sections; None where they are not known for sure.

    When the sections are not alike, ids of other sections that are counted may not stay as they
    are, and a link to one of them may lead nowhere.
    """
    own = frozenset(id_ for section in made for id_ in ids_within(section.tree))
    gone = frozenset(id_ for section in former for id_ in ids_within(section.tree))
    names = (record.names - gone) | own | {anchor('source', id_) for id_ in citing.listed()}
    if is_alike:
        return names
    sure, _ = record.ids.between(Ids().mark(), record.planned)
    sure |= {name.casefold() for name in FIXED}
    for target in _targets(made):
        is_sure = target in own or target.casefold() in sure
        if not is_sure and not target.startswith(('actor-', 'event-', 'source-')):
            return None
    return names


def _targets(sections: list[Section]) -> Iterator[str]:
    """Yield the ids to which links in the sections lead."""
    for section in sections:
        for link in section.tree.iter(f'{{{XHTML}}}a'):
            if (href := link.get('href') or '').startswith('#'):
                yield href[1:]
