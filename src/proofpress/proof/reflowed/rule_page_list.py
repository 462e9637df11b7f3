"""Rule: the list of pages names the marks of pages, all of them, in order, by their labels.

Editions without marks have no list.  Whether a mark stands at the right word is for those to say
who know the pages of the PDF.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from proofpress.proof.ledger import Finding
from proofpress.proof.reflowed.edition import Contents, Edition, place_of


def wrong_page_list(edition: Edition, pages: Contents | None) -> Iterator[Finding]:
    """Yield a finding for the first page that the list or its mark gets wrong."""
    marks = [
        (f'{document.path}#{mark.id}', mark)
        for document in edition.documents
        for mark in document.markup.page_marks
    ]
    path = pages.path if pages else ''
    for _, mark in marks:
        if mark.words not in ('', mark.label):
            message = f"The mark of page {mark.label} of the {edition.medium} says “{mark.words}”"
            yield edition.fault('page-list-wrong', message, None, _)
    if pages is None:
        return
    for entry, found in zip_longest(pages.entries, marks):
        place = place_of(entry.href, path) if entry else None
        target = f'{place.path}#{place.id}' if place else ''
        if entry is None:
            message = f"The list of pages of the {edition.medium} lacks page {found[1].label}"
        elif found is None:
            message = (
                f"The list of pages of the {edition.medium} names page {entry.words}, which "
                "no mark names"
            )
        elif (entry.words, target) != (found[1].label, found[0]):
            message = (
                f"The list of pages of the {edition.medium} leads from {entry.words} to “{target}” "
                f"where page {found[1].label} begins at “{found[0]}”"
            )
        else:
            continue
        yield edition.fault('page-list-wrong', message, None, path)
        return
