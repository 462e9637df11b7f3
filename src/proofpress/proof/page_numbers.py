"""Holds every printed page number to the folio of the page where its target stands.

In: the sections and what `read_pdf` read.  Out: `page-number-wrong` for each place that prints
another number than the file itself gives for its targets: contents, timeline, glossary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from proofpress.compose.book import Section
from proofpress.diagnostics import Diagnostic
from proofpress.proof.page_map import seen
from proofpress.proof.read_pdf import PdfReading
from proofpress.proof.tree_text import classes_of, passages


def wrong_page_numbers(sections: Sequence[Section], reading: PdfReading) -> Iterator[Diagnostic]:
    """Yield an error for each printed number that its targets belie.

    A number is looked for right behind the words before it, on all pages of the document.
    """
    text = '\n'.join(seen(page.text) for page in reading.pages)
    for section in sections:
        if not any(classes_of(node) & {'locators', 'folio'} for node in section.tree.iter('{*}*')):
            continue
        without = {seen(passage.text) for passage in passages(section)}
        for passage in passages(section, lambda node: expected(node, reading)):
            words = seen(passage.text)
            if words not in without and words not in text:
                yield Diagnostic(
                    'page-number-wrong',
                    f"The PDF should print “{passage.text.strip()}”, and prints other page numbers",
                    section.origins.get(passage.block),
                    "this is a fault of Proofpress: report it with this passage",
                )


def expected(element: etree._Element, reading: PdfReading) -> str:
    """Return the folios of the element's targets as they should be printed, “2, 4–6”.

    Three and more that follow each other are a range; a target that stands nowhere has none.
    """
    targets = (element.get('data-target') or element.get('data-targets') or '').split()
    places = [reading.destinations[name] for name in targets if name in reading.destinations]
    indexes = sorted({place.page_index for place in places})
    runs: list[list[int]] = []
    for index in indexes:
        if runs and index == runs[-1][-1] + 1 and _counts_on(reading, runs[-1][-1]):
            runs[-1].append(index)
        else:
            runs.append([index])
    return ', '.join(
        part for run in runs for part in _printed([reading.pages[i].folio for i in run])
    )


def _printed(folios: Sequence[str]) -> Sequence[str]:
    return [f'{folios[0]}–{folios[-1]}'] if len(folios) > 2 else folios


def _counts_on(reading: PdfReading, index: int) -> bool:
    """Tell whether the page after this one is numbered in the same way."""
    return reading.pages[index].folio.isdigit() is reading.pages[index + 1].folio.isdigit()
