"""The composing stick: holds one report as it was last set, and sets the line that changed.

In: a report's folder, again and again, and what is published.  Out: a `Galley` after each edit of
one file, None when the edit touches more; and an `Advance` after any edit, None when it takes what
is not published.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from proofpress.check import check
from proofpress.compose.book import (
    XHTML,
    Book,
    Matter,
    Section,
    SectionKind,
    ids_in,
    targets_in,
)
from proofpress.compose.compose import compose_recorded, without_repeats
from proofpress.compose.part import Part, compose_part
from proofpress.compose.record import Record
from proofpress.diagnostics import Diagnostic, sorted_by_place
from proofpress.galley.advance import Advance, AdvancePress
from proofpress.galley.published import Ahead, Place, Published, published_pages
from proofpress.galley.value import Galley
from proofpress.limits import Limits
from proofpress.manuscript import Manuscript, read_report
from proofpress.memo import RoundMemo
from proofpress.mending import Print, print_mended
from proofpress.model.prose import Chapter
from proofpress.model.remedy import Remedies
from proofpress.model.report import Report, Status
from proofpress.pdf.engine import Engine
from proofpress.pdf.excerpt import print_excerpt
from proofpress.pdf.gatherings import Gathering, gather
from proofpress.proof.paged.verdict import prove_pdf

_ARTICLE = 'report.md'
"""Named as unread to `check`, so that rules that need the whole article stay silent."""


def _say_nothing(_doing: str) -> None:
    """Stand in for who wants to hear nothing."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """What an edit of one file made of the book."""

    chapter: Chapter
    record: Record
    diagnostics: tuple[Diagnostic, ...]
    """What reading and composing the file had to say."""


class Stick:
    """One report, as it was last set."""

    def __init__(
        self,
        folder: Path,
        limits: Limits,
        begin: Callable[[str], None] = _say_nothing,
        *,
        is_draft: bool = False,
    ) -> None:
        """Read and compose the report, so that the first edit finds all ready.

        `begin` is told of each stage.
        """
        self._folder = folder
        self._begin = begin
        self._limits = limits
        self._is_draft = is_draft
        self._read_before = RoundMemo()
        self._set_before = RoundMemo()
        self._record: Record | None = None
        self._engine: Engine | None = None
        self._engine_of: Book | None = None
        self._languages: frozenset[str] = frozenset()
        self._published: Published | None = None
        self._presses = AdvancePress()
        self._ahead: Ahead | None = None
        self._is_edited = False
        """Since the last `Advance` was made."""
        self._is_whole = True
        """False when the record holds more of an edit than the sections of its file show."""
        self._manuscript = self._read()
        report = self._manuscript.report
        if report is not None:
            self._record = compose_recorded(report, self._set_before).record
            self._engine_for(self._record.book, self._record.book)

    def settle(self, record: bytes, manifest: bytes = b'') -> None:
        """Take note of what is published now, by the record of its proof and its manifest.

        What the presses make of the report as it is, they make now, while nobody waits.
        """
        self._published = published_pages(record)
        if self._record is not None:
            self._presses.note(self._manuscript, self._record.book)
            if self._published is not None and not self._is_edited:
                book = self._record.book
                self._presses.made(book, self._published.page_map(book, None))
        self._presses.settle(manifest)

    def galley(self) -> Galley | None:
        """Set what was edited since the last time."""
        former = self._record
        edit = self._edit()
        if former is None or edit is None or self._published is None:
            return None
        at = _gathering_of(former.book, edit.chapter.path)
        now = _gathering_of(edit.record.book, edit.chapter.path)
        if at is None or now is None:
            return None
        place = self._published.place(*at)
        if place is None:
            return None
        return self._pulled(edit, now[0], place)

    def advance(self) -> Advance | None:
        """Make the texts of the EPUB and the web page of what was edited since the last time.

        They say what the build will make them say, but for the numbers of pages that were not set
        again.  It is about the report as `galley` has read it.
        """
        record, published = self._record, self._published
        if not self._is_edited or record is None or published is None or self._manuscript.unread:
            return None
        self._is_edited = False
        self._begin("making the EPUB and the web page")
        if not self._is_whole:
            self._record = record = compose_recorded(record.report, self._set_before).record
            self._is_whole = True
        self._presses.note(self._manuscript, record.book)
        return self._presses.advance(record.book, published.page_map(record.book, self._ahead))

    def _edit(self) -> _Edit | None:
        """Read the report and compose what changed; None when it is not one file of the article.

        What is composed now is what the next edit is held to.
        """
        former = self._record
        manuscript = self._manuscript = self._read()
        report = manuscript.report
        if report is None:
            self._record = None
            return None
        if former is not None and without_repeats(report) == former.report:
            return None
        self._ahead, self._is_edited = None, True
        part = None if former is None else compose_part(former, report, self._set_before)
        if part is not None:
            self._record, said = part.record, part.diagnostics
            self._is_whole = self._is_whole and _is_told_by_itself(former, part)
        else:
            composed = compose_recorded(report, self._set_before)
            self._record, said = composed.record, composed.diagnostics
            self._is_whole = True
        chapter = None if former is None else _edited(former.report, self._record.report)
        if chapter is None:
            return None
        here = [one for one in manuscript.diagnostics if _is_about(one, chapter)]
        return _Edit(chapter, self._record, (*here, *said))

    def _read(self) -> Manuscript:
        self._begin("reading the report")
        manuscript = read_report(self._folder, self._limits, self._read_before)
        self._begin("composing the file")
        report = manuscript.report
        if report is None or not self._is_draft:
            return manuscript
        front = replace(report.front_matter, status=Status.DRAFT)
        return replace(manuscript, report=replace(report, front_matter=front))

    def _pulled(self, edit: _Edit, gathering: Gathering, place: Place) -> Galley:
        """Print and prove the pages of a gathering."""
        book = replace(edit.record.book, sections=gathering.sections)
        engine = self._engine_for(edit.record.book, book)
        judged = replace(book, sections=tuple(_without_far_links(book)))
        most = self._limits.pages

        def print_with(remedies: Remedies) -> Print:
            self._begin("laying out the pages")
            made = print_excerpt(book, engine, place.first_number, remedies, most)
            self._begin("proofing the pages")
            return Print(made, prove_pdf(judged, made.files[0].content))

        mended = print_mended(book, print_with)
        self._begin("judging the file")
        verdict = mended.print.verdict
        self._ahead = Ahead(place, verdict.page_map)
        found = [one.diagnostic for one in verdict.findings]
        found += [*mended.print.product.diagnostics, *mended.diagnostics]
        found += [one for one in self._judged(edit) if _is_about(one, edit.chapter)]
        return Galley(
            pdf=mended.print.product.files[0].content,
            first_page_index=place.first_page_index,
            replaced=place.count,
            folios=verdict.page_map.folios,
            diagnostics=tuple(sorted_by_place([*edit.diagnostics, *found])),
            sections=tuple(section.id for section in gathering.sections),
        )

    def _judged(self, edit: _Edit) -> Iterator[Diagnostic]:
        """Yield what the rules say that can judge one file by itself."""
        return check(replace(edit.record.report, chapters=(edit.chapter,)), (_ARTICLE,))

    def _engine_for(self, whole: Book, book: Book) -> Engine:
        """Return the engine of the whole, made anew when it lacks what the book is made of."""
        engine, former = self._engine, self._engine_of
        if (
            engine is not None
            and former is not None
            and (whole.paper, whole.house, whole.pictures)
            == (former.paper, former.house, former.pictures)
            and whole.metadata == former.metadata
            and book.characters() <= engine.characters
            and book.languages() <= self._languages
        ):
            return engine
        self._engine, self._engine_of = Engine(whole), whole
        self._languages = whole.languages()
        return self._engine


def _is_told_by_itself(former: Record | None, part: Part) -> bool:
    """Tell whether an edit shows in the sections of its file alone.

    Other sections print headings and numbers of this one, and lead to its ids; it changes none of
    them.
    """
    if former is None or part.record.changed:
        return False
    before = {section.id: section for section in former.book.sections}
    return all(_told(before.get(one.id)) == _told(one) for one in part.sections)


def _told(section: Section | None) -> object:
    """Return what others may know of a section."""
    if section is None:
        return None
    return section.title, section.outline, ids_in(section.tree), targets_in(section.tree)


def _edited(former: Report, report: Report) -> Chapter | None:
    """Return the only file in which two reports differ; None if there is more, or nothing."""
    bare = replace(report, chapters=(), pictures={}) == replace(former, chapters=(), pictures={})
    if not bare or len(former.chapters) != len(report.chapters):
        return None
    pairs = zip(former.chapters, report.chapters, strict=True)
    changed = [(old, new) for old, new in pairs if old is not new and old != new]
    if len(changed) != 1 or changed[0][0].path != changed[0][1].path:
        return None
    return changed[0][1]


def _gathering_of(book: Book, path: str) -> tuple[Gathering, Gathering | None] | None:
    """Return the gathering in which a file stands, and the one behind it.

    None when the file stands in several, or in one that prints page numbers of others.
    """
    gatherings = gather(book)
    holding = [
        index
        for index, gathering in enumerate(gatherings)
        if any(_holds(section, path) for section in gathering.sections)
    ]
    if len(holding) != 1 or gatherings[holding[0]].lists_pages:
        return None
    behind = holding[0] + 1
    following = gatherings[behind] if behind < len(gatherings) else None
    return gatherings[holding[0]], following


def _holds(section: Section, path: str) -> bool:
    """Tell whether words of a file stand in a section; front matter is none of the file's."""
    if section.matter is not Matter.BODY:
        return False
    is_front_matter = section.kind is SectionKind.SUMMARY
    if is_front_matter and section.tree.find(f'.//{{{XHTML}}}aside') is None:
        return False
    return any(span.path == path for span in section.origins.values())


def _is_about(diagnostic: Diagnostic, chapter: Chapter) -> bool:
    return diagnostic.span is not None and diagnostic.span.path == chapter.path


def _without_far_links(book: Book) -> Iterator[Section]:
    """Yield the sections as their pages can be judged by themselves.

    Links that lead out of them are plain words: where they lead, only the whole can show.
    """
    here = {node.get('id') for one in book.sections for node in one.tree.iter('{*}*')}
    for section in book.sections:
        tree = copy.deepcopy(section.tree)
        for link in tree.iter(f'{{{XHTML}}}a'):
            href = link.get('href') or ''
            if href.startswith('#') and href[1:] not in here:
                link.tag = f'{{{XHTML}}}span'
                del link.attrib['href']
        yield replace(section, tree=tree)
