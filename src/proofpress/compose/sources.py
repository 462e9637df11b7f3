"""Sets citations and the list of sources, in the citation style that the report names.

In: a `Report`.  Out: a `Bibliography`, to be asked for the words of each citation in the order in
which they stand in the book, and at the end for the list of sources.  CSL 1.0.2 styles are set by
citeproc-py; what it lacks or mistakes is mended in `citeproc_elements` (groups, substitution,
names), `citeproc_items` (dates, names, markup in titles), `citeproc_marks` (punctuation, quotes)
and here (clusters, letters after years).  It does not know `collapse`,
`subsequent-author-substitute` and `et-al-subsequent-min`, and tells like-named authors apart by no
means but letters after the year.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from proofpress.compose import citeproc_marks as marks
from proofpress.compose.citations import cited_keys, running_on
from proofpress.compose.citeproc_items import references_of
from proofpress.compose.citeproc_style import Style, open_style, similar_ids, sort_of
from proofpress.compose.markup import Content
from proofpress.compose.setter import Cites, Locator, Register, Setter, locator_of
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.memo import RoundMemo
from proofpress.model.prose import Citation, CitedSource
from proofpress.model.report import Report
from proofpress.model.sources import Source
from proofpress.span import Span

DEFAULT_STYLE = 'chicago-notes-bibliography'


@dataclass(frozen=True, slots=True)
class Entry:
    """A source in the list of sources."""

    source_id: str
    content: tuple[Content, ...]
    """Words and XHTML elements of the entry's line."""
    span: Span


@dataclass(frozen=True, slots=True)
class CitingMark:
    """How far a bibliography had come at a moment."""

    cites: int
    numbers: int
    """Of sources that had one."""
    notes: int
    """Sources that a note had cited."""


def bibliography(report: Report, memo: RoundMemo) -> tuple[Bibliography, list[Diagnostic]]:
    """Return the report's citations and sources, ready to be set."""
    front = report.front_matter
    style = _style(front.csl, front.lang, memo)
    diagnostics = []
    if style is None:
        diagnostics.append(_unknown_style(front.csl, front.span))
        style = _style(DEFAULT_STYLE, front.lang, memo)
    if style is None:
        raise RuntimeError(f"a fault of Proofpress: its own style, {DEFAULT_STYLE}, is missing")
    return Bibliography(report, style, memo), diagnostics


def _style(style_id: str, lang: str, memo: RoundMemo) -> Style | None:
    return memo.of(('style', style_id, lang), lambda: open_style(style_id, lang))


def _unknown_style(style_id: str, span: Span) -> Diagnostic:
    similar = similar_ids(style_id)
    help_ = f"did you mean {' or '.join(similar)}?" if similar else f"try {DEFAULT_STYLE}"
    return Diagnostic(
        'unknown-citation-style',
        f"there is no citation style {style_id!r}",
        span,
        help_,
    )


class Bibliography:
    """The citations of a report and the list of what they cite."""

    def __init__(self, report: Report, style: Style, memo: RoundMemo) -> None:
        references = references_of(report.sources, report.front_matter.lang)
        self._style = style
        self._memo = memo
        style.account.remembered = memo.of
        self._setter = Setter(style, references.looks, memo)
        self._sources = report.sources
        self._ids = [source.id for source in report.sources]
        self._languages = references.languages
        self._keys = {source.id: str(i) for i, source in reversed(list(enumerate(report.sources)))}
        self._register = Register(references.by_key, style.account, [])
        self._note_numbers: dict[str, int] = {}
        self._ambiguous: set[str] = set()
        self._listed: dict[str, None] = {}
        self._faults: dict[str, Diagnostic] = {}
        self._runs_on = set(running_on(report))
        self.known = self._known(cited_keys(report))
        """What the report names, in order: it decides numbers and letters."""
        self._prepare(self.known)

    @property
    def in_notes(self) -> bool:
        """True when the style cites in notes."""
        return self._style.in_notes

    @property
    def faults(self) -> tuple[Diagnostic, ...]:
        """What could not be set as the style demands, among all that was set so far."""
        return tuple(self._faults.values())

    def cite(self, citation: Citation, note_number: int | None) -> list[Content]:
        """Return the words of a citation, asked for in the order of the citations.

        Each source is a link to its entry, up to the first address in it.  `note_number` is that of
        the note in which the citation stands, if it stands in one.
        """
        cluster = self._cluster([self._item(source) for source in citation.sources])
        pieces = [self._one(source, item) for source, item in cluster]
        layout = self._style.citation
        for _, item in cluster:
            if item is not None and note_number is not None:
                self._note_numbers.setdefault(item.key, note_number)
        text = layout.get('delimiter', '').join(pieces)
        suffix = layout.get('suffix', '')
        if citation.span in self._runs_on:
            suffix = suffix.rstrip('. ')
        return self._content(str(layout.format(f'{layout.get("prefix", "")}{text}{suffix}')))

    def mark(self) -> CitingMark:
        """Return how far the citations have come."""
        return CitingMark(
            len(self._setter.cites.items), len(self._register.keys), len(self._note_numbers)
        )

    def between(self, start: CitingMark, end: CitingMark) -> tuple[Hashable, ...]:
        """Return what was cited between two marks, as far as later citations ask for it."""
        cites = (
            (one.key, locator_of(one)) for one in self._setter.cites.items[start.cites : end.cites]
        )
        notes = islice(self._note_numbers.items(), start.notes, end.notes)
        return (*cites, *self._register.keys[start.numbers : end.numbers], *notes)

    def go_on(self, former: Bibliography, mark: CitingMark) -> None:
        """Go on where the bibliography of another report was at a mark.

        Both reports must name the same sources in the same order.
        """
        self._setter.cites = Cites()
        for item in former._setter.cites.items[: mark.cites]:
            self._setter.cites.add(item)
        self._register.keys = former._register.keys[: mark.numbers]
        self._note_numbers = dict(islice(former._note_numbers.items(), mark.notes))

    def listed(self) -> list[str]:
        """Return the ids of the sources that were cited."""
        return [self._ids[int(key)] for key in self._listed]

    def mention(self, key: str) -> None:
        """List a source that no citation names: one of an event or an actor."""
        if key in self._keys:
            self._number(self._keys[key])

    def entries(self) -> tuple[Entry, ...]:
        """Return the sources that were cited or mentioned, in the style's order."""
        return tuple(
            Entry(source.id, tuple(self._content(self._entry(item, source))), source.span)
            for item in self._sorted(self._listed)
            for source in (self._sources[int(item.key)],)
        )

    # --- setting ---------------------------------------------------------------------------

    def _cluster(self, items: list[tuple[CitedSource, Any]]) -> list[tuple[CitedSource, Any]]:
        """Put the sources in the style's order where it has one, else leave them as written."""
        sort = sort_of(self._style.citation)
        known = [item for _, item in items if item is not None]
        if sort is None or len(known) < len(items):
            return items
        places = {id(item): source for source, item in items}
        return [(places[id(item)], item) for item in sort.sort(known, self._style.citation)]

    def _item(self, source: CitedSource) -> tuple[CitedSource, Any]:
        key = self._keys.get(source.key)
        if key is None:
            return source, None
        self._number(key)
        locator = marks.clean(source.locator)
        item = self._new_item(key, Locator(source.label or 'page', locator) if locator else None)
        return source, item

    def _new_item(self, key: str, locator: Locator | None = None) -> Any:
        from citeproc.source import Citation as Cluster

        from proofpress.compose.citeproc_account import Item

        where = {} if locator is None else {'locator': locator}
        item = Item(key, self._register.source[key], **where)
        cluster = Cluster([item])
        cluster.bibliography = self._register
        return item

    def _one(self, source: CitedSource, item: Any) -> str:
        """Set one source of a citation with the author's words around it."""
        if item is None:
            words = f'{marks.clean(source.key)}?'
        else:
            words = marks.cited(int(item.key), self._words(item, source))
            self._setter.cites.add(item)
        prefix, suffix = marks.clean(source.prefix), marks.clean(source.suffix)
        if suffix and suffix[0].isalnum():
            suffix = f' {suffix}'
        return f'{prefix} {words}{suffix}' if prefix else f'{words}{suffix}'

    def _words(self, item: Any, source: CitedSource) -> str:
        """Set one source as the style cites it, without names if the author says so."""
        from citeproc.source import Name

        reference = item.reference
        if item.key in self._note_numbers:
            reference['first-reference-note-number'] = self._note_numbers[item.key]
            reference['first_reference_note_number'] = self._note_numbers[item.key]
        author = reference.get('author')
        if source.suppress_author:
            reference['author'] = [Name(literal=marks.SUPPRESSED)]
        words = self._set(item, self._style.citation, is_nameless=source.suppress_author)
        if source.suppress_author:
            reference.pop('author')
            reference.update({'author': author} if author else {})
            if not marks.without_marks(words).strip(' .,()[]'):
                # The style says nothing but names.
                words = self._set(item, self._style.citation)
        return words or str(reference['title'])

    def _set(self, item: Any, layout: Any, *, is_nameless: bool = False) -> str:
        """Set a source without the layout's own affixes; empty when the style is silent on it."""
        self._style.account.disambiguates = item.key in self._ambiguous
        words = self._setter.set(item, layout, is_nameless=is_nameless)
        if words is None:
            self._note_fault(self._sources[int(item.key)])
        return words or ''

    def _entry(self, item: Any, source: Source) -> str:
        """Set the entry; a source that the style does not list is shown as it is first cited."""
        layout = self._style.bibliography
        words = '' if layout is None else self._set(item, layout)
        if not words:
            layout = self._style.citation
            cites, self._setter.cites = self._setter.cites, Cites()
            words = self._set(item, layout) if self.in_notes else ''
            self._setter.cites = cites
        words = words or str(item.reference['title'])
        return str(layout.format(f'{layout.get("prefix", "")}{words}{layout.get("suffix", "")}'))

    def _content(self, text: str) -> list[Content]:
        quotes = self._style.quotes
        mended = self._memo.of(('mended', text, quotes), lambda: marks.mended(text, quotes))
        return marks.content_of(mended, self._ids, self._languages)

    def _note_fault(self, source: Source) -> None:
        self._faults.setdefault(
            source.id,
            Diagnostic(
                'source-not-set',
                f"the source {source.id!r} cannot be set in this citation style, "
                "only its title is shown",
                source.span,
                "look for a value of an unusual form in this source, or name another `csl` style",
                Severity.WARNING,
            ),
        )

    # --- order, numbers and letters ----------------------------------------------------------

    def _number(self, key: str) -> None:
        """Give the source the next number, unless it has one, and list it."""
        if key not in self._register.keys:
            self._register.keys.append(key)
        self._listed[key] = None

    def _known(self, source_ids: Iterable[str]) -> list[str]:
        return list(dict.fromkeys(self._keys[id_] for id_ in source_ids if id_ in self._keys))

    def _sorted(self, keys: Iterable[str]) -> list[Any]:
        layout = self._style.bibliography
        items = [self._new_item(key) for key in keys]
        for item in items:
            item.is_sorted_as(self._setter.look(item))
        sort = None if layout is None else sort_of(layout)
        return items if sort is None else list(sort.sort(items, layout))

    def _prepare(self, keys: list[str]) -> None:
        """Give numbers where the list's order decides them, and letters to sources of one look."""
        if self._style.numbers_the_list:
            self._register.keys = keys
            self._register.keys = [item.key for item in self._sorted(keys)]
        if not self._style.adds_year_suffix:
            return
        alike = self._alike(keys)
        unclear = [key for group in alike for key in group]
        self._ambiguous.update(unclear)
        for group in self._alike(unclear):
            for number, item in enumerate(self._sorted(group)):
                self._register.source[item.key]['year-suffix'] = _letters(number)
                self._register.source[item.key]['year_suffix'] = _letters(number)

    def _alike(self, keys: list[str]) -> list[list[str]]:
        """Return groups of sources whose citations look the same."""
        looks: dict[str, list[str]] = {}
        for key in keys:
            looks.setdefault(self._set(self._new_item(key), self._style.citation), []).append(key)
        return [group for group in looks.values() if len(group) > 1]


def _letters(number: int) -> str:
    """Return a, b, ... z, aa, ab."""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else '') + chr(ord('a') + last)
