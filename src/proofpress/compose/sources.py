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
from dataclasses import dataclass, field
from typing import Any

from proofpress.compose import citeproc_marks as marks
from proofpress.compose.citations import cited_keys, running_on
from proofpress.compose.citeproc_items import references_of
from proofpress.compose.citeproc_style import Style, open_style, similar_ids, sort_of
from proofpress.compose.markup import Content
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.memo import RoundMemo
from proofpress.model.prose import Citation, CitedSource
from proofpress.model.report import Report
from proofpress.model.sources import Source
from proofpress.span import Span

DEFAULT_STYLE = 'chicago-notes-bibliography'

_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    TypeError,
    ValueError,
)
"""What citeproc-py raises on values that it does not expect: it has no error of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A source in the list of sources."""

    source_id: str
    content: tuple[Content, ...]
    """Words and XHTML elements of the entry's line."""
    span: Span


@dataclass(frozen=True, slots=True)
class _Locator:
    """Where in a source; equal ones make `ibid.` (citeproc-py compares by identity)."""

    label: str
    identifier: str


@dataclass(slots=True)
class _Cites:
    """The citations so far."""

    items: list[Any] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    """Of the sources that they cite."""

    def add(self, item: Any) -> None:
        """Take on a citation."""
        self.items.append(item)
        self.keys.add(item.key)


@dataclass(slots=True)
class _Register:
    """What citeproc-py asks for while it sets a source."""

    source: dict[str, Any]
    formatter: Any
    keys: list[str]
    """In the order of their numbers."""


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
        self._looks = references.looks
        self._sources = report.sources
        self._ids = [source.id for source in report.sources]
        self._languages = references.languages
        self._keys = {source.id: str(i) for i, source in reversed(list(enumerate(report.sources)))}
        self._register = _Register(references.by_key, style.account, [])
        self._cites = _Cites()
        # citeproc-py finds these on the proxies of the style's elements, which must stay alive.
        self._citation = style.citation.getparent()
        self._nearness = int(self._citation.get('near-note-distance', '5'))
        self._note_numbers: dict[str, int] = {}
        self._ambiguous: set[str] = set()
        self._listed: dict[str, None] = {}
        self._faults: dict[str, Diagnostic] = {}
        self._runs_on = set(running_on(report))
        self._prepare(self._known(cited_keys(report)))

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
        item = self._new_item(key, _Locator(source.label or 'page', locator) if locator else None)
        return source, item

    def _new_item(self, key: str, locator: _Locator | None = None) -> Any:
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
            self._cites.add(item)
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
        account = self._style.account
        account.disambiguates = item.key in self._ambiguous
        where = self._position(item) if layout is self._style.citation else 'list'
        locator = (item.locator.label, item.locator.identifier) if item.has_locator else None
        key = ('set', self._look(item), where, locator, is_nameless)
        words = self._memo.of(key, lambda: self._render(item, layout))
        if words is None:
            self._note_fault(self._sources[int(item.key)])
        return words or ''

    def _look(self, item: Any) -> Hashable:
        """Return all that decides how a source is set, but for its place among the citations."""
        asked, reference = self._style.variables, item.reference
        return (
            self._style.key,
            self._looks[item.key],
            item.number if 'citation-number' in asked else None,
            reference.get('year-suffix'),
            reference.get('first-reference-note-number')
            if 'first-reference-note-number' in asked
            else None,
            self._style.account.disambiguates,
        )

    def _position(self, item: Any) -> Hashable:
        """Return what citeproc-py finds of an item among the citations before it.

        Whether it was cited, and how far back if that is near; the locator of the last citation,
        if that was of the same source.
        """
        cites = self._cites.items
        if item.key not in self._cites.keys:
            return 'first'
        last = cites[-1]
        near = any(cite.key == item.key for cite in cites[max(len(cites) - self._nearness, 0) :])
        if last.key != item.key:
            return near
        return near, (last.locator.label, last.locator.identifier) if last.has_locator else None

    def _render(self, item: Any, layout: Any) -> str | None:
        """Have a source set; None when citeproc-py stumbles over a value."""
        from citeproc.source import VariableError

        self._style.account.open()
        self._citation.cites = self._cites.items
        layout.repressed = {}
        aligns = layout.getparent().get('second-field-align') is not None
        parts: list[str] = []
        try:
            for child in layout:
                try:
                    part = child.render(item)
                except VariableError:
                    continue
                if part:
                    parts.append(f'{part} ' if aligns and not parts else str(part))
        except _FAULTS:
            return None
        return ''.join(parts)

    def _entry(self, item: Any, source: Source) -> str:
        """Set the entry; a source that the style does not list is shown as it is first cited."""
        layout = self._style.bibliography
        words = '' if layout is None else self._set(item, layout)
        if not words:
            layout = self._style.citation
            cites, self._cites = self._cites, _Cites()
            words = self._set(item, layout) if self.in_notes else ''
            self._cites = cites
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
            item.is_sorted_as(self._look(item))
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
