"""The words of the report's page: verdicts, what was counted, what kinds of entries are called.

In: facts.  Out: sentences for an editor; in English, as everything that the press says itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from proofpress.diagnostics import Severity
from proofpress.proof.ledger import Entry, Finding, Place
from proofpress.proof.report.facts import Facts, Standing

PRODUCTS = {'pdf': "PDF", 'epub': "EPUB", 'kepub': "EPUB for Kobo", 'web': "Web page"}
"""The products in the order in which they are spoken of."""

_COUNTED: Mapping[str, str] = {
    'pages': "bear its folio and its running head, and keep its text within the frame",
    'words': "stand there once, unchanged, in order and in sight",
    'blocks': "stand in its place",
    'headings': "be listed by the navigation",
    'notes': "be reached from its call, and lead back",
    'page-numbers': "equal the folio of the page that it speaks of",
    'links': "lead where its words say",
    'glyphs': "be drawn with a shape of an embedded font",
    'characters': "have a shape in the font that sets it",
    'fonts': "open, and hold the characters set in it",
    'font-bytes': "be carried by each copy",
    'figures': "be there, with its description",
    'pictures': "be there, and open",
    'tables': "have all its rows",
    'rows': "be there, with all its cells",
    'files': "be needed, and fetch nothing from elsewhere",
}
_KINDS: Mapping[str, str] = {
    'p': "paragraph",
    'li': "list item",
    'td': "cell",
    'th': "head cell",
    'dt': "entry",
    'dd': "description",
    'div': "text",
    'pre': "code",
    'figcaption': "caption",
    'note-number': "number of a note",
    **{f'h{level}': f"heading {level}" for level in range(1, 7)},
}


@dataclass(frozen=True, slots=True)
class CountRow:
    """One line of the table of what was checked."""

    name: str
    held_to: str
    """What each of them must do; empty for what nobody has described."""
    counts: tuple[str, ...]
    """For each product of the table; empty where it was not counted."""


def verdict(facts: Facts) -> str:
    """Return the verdict in plain words."""
    what = "draft" if facts.standing is Standing.DRAFT else "report"
    said = [
        _many(facts.count_of(severity), severity.value)
        for severity in Severity
        if facts.count_of(severity)
    ]
    return ', '.join(said) if said else f"Nothing was found against this {what}"


def consequence(facts: Facts) -> str:
    """Return what follows from the verdict."""
    if facts.standing is Standing.UNSOUND:
        return "It must not be published before every error is mended."
    if facts.standing is Standing.DRAFT:
        return "It is a draft, and every page says so."
    if facts.count_of(Severity.WARNING):
        return "Nothing forbids publication; an editor should look at the warnings."
    return "Each product was read back as a stranger would read it, and says what the book says."


def product_names(facts: Facts) -> str:
    """Name the products that were read back, as a list in a sentence."""
    names = {**PRODUCTS, 'web': "web page"}
    *most, last = [names[product] for product in _products(facts)]
    return f"{', '.join(most)} and {last}" if most else last


def count_rows(facts: Facts) -> tuple[tuple[str, ...], list[CountRow]]:
    """Return the names of the products, and a row for each thing that was counted in them."""
    counts: dict[str, dict[str, int]] = {}
    for full_name, count in facts.proof.counts.items():
        product, _, name = full_name.partition('-')
        if product not in PRODUCTS:
            product, name = 'pdf', full_name
        counts.setdefault(name, {})[product] = count
    order = [name for name in _COUNTED if name in counts]
    order += sorted(name for name in counts if name not in _COUNTED)
    products = [one for one in PRODUCTS if any(one in counts[name] for name in counts)]
    rows = [
        CountRow(
            _title(name),
            _COUNTED.get(name, ''),
            tuple(f'{counts[name][one]:,}' if one in counts[name] else '' for one in products),
        )
        for name in order
    ]
    return tuple(PRODUCTS[one] for one in products), rows


def kind(entry: Entry) -> str:
    """Return what an entry is called."""
    return _KINDS.get(entry.kind, entry.kind.replace('-', ' '))


def page_name(facts: Facts, page_index: int) -> str:
    """Return what a page is called in a sentence: "page iv"."""
    folio = facts.folio(page_index)
    return f"page {folio}" if folio else f"page without a folio, {page_index + 1} in the file"


def where(facts: Facts, finding: Finding) -> str:
    """Return in which product, on which pages or at which address a finding is."""
    said = [PRODUCTS.get(finding.product, finding.product)]
    said += dict.fromkeys(page_name(facts, place.page_index) for place in finding.places)
    return ', '.join(said)


def place_name(facts: Facts, place: Place) -> str:
    """Return the caption of a place's picture."""
    name = page_name(facts, place.page_index)
    return f"{name[0].upper()}{name[1:]}"


def _products(facts: Facts) -> Iterator[str]:
    """Yield the products that were read."""
    ledger, counts = facts.proof.ledger, facts.proof.counts
    yield 'pdf'
    for product in ('epub', 'kepub', 'web'):
        is_counted = any(name.startswith(f'{product}-') for name in counts)
        if is_counted or any(getattr(entry, product, '') for entry in ledger):
            yield product


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _title(name: str) -> str:
    words = name.replace('-', ' ')
    return f'{words[0].upper()}{words[1:]}'
