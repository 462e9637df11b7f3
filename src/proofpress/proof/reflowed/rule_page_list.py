"""Rules: marks of pages stand at the first words of the PDF's pages, and the list names them all.

Editions without marks have no list.  Which words begin a page is known from the PDF alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.model.page_map import PageMap, PageStart
from proofpress.proof.ledger import Finding
from proofpress.proof.markup import PageMark
from proofpress.proof.paged.expected import seen
from proofpress.proof.reflowed.edition import Contents, Document, Edition, place_of


def wrong_page_list(edition: Edition, pages: Contents | None) -> Iterator[Finding]:
    """Yield a finding for the first page that the list or its mark gets wrong."""
    marks = dict(_marks(edition.every_document))
    path = pages.path if pages else ''
    for address, mark in marks.items():
        if mark.words not in ('', mark.label):
            message = f"The mark of page {mark.label} of the {edition.medium} says “{mark.words}”"
            yield edition.fault('page-list-wrong', message, None, address)
    if pages is None:
        return
    waiting = dict(_marks(edition.documents))
    """What is still to come, in the order of reading; documents apart have no place in it."""
    named: set[str] = set()
    for entry in pages.entries:
        place = place_of(entry.href, path)
        target = f'{place.path}#{place.id}' if place else ''
        found = marks.get(target)
        if found is None:
            message = (
                f"The list of pages of the {edition.medium} names page {entry.words}, which "
                "no mark names"
            )
        elif entry.words != found.label or (target in waiting and target != next(iter(waiting))):
            following = next(iter(waiting), target)
            message = (
                f"The list of pages of the {edition.medium} leads from {entry.words} to “{target}” "
                f"where page {marks[following].label} begins at “{following}”"
            )
        else:
            waiting.pop(target, None)
            named.add(target)
            continue
        yield edition.fault('page-list-wrong', message, None, path)
        return
    for address, mark in marks.items():
        if address not in named:
            message = f"The list of pages of the {edition.medium} lacks page {mark.label}"
            yield edition.fault('page-list-wrong', message, None, path)
            return


def astray_page_marks(edition: Edition, page_map: PageMap | None) -> Iterator[Finding]:
    """Yield a finding for each page whose mark is lost, doubled, or stands at other words."""
    if page_map is None:
        return
    starts = {start.folio: start for start in page_map.starts}
    known = {mark.label for _, mark in _marks(edition.apart)}
    for address, mark in _marks(edition.documents):
        start = starts.get(mark.label)
        if start is None:
            message = f"The {edition.medium} marks a page {mark.label}, which the PDF does not have"
        elif mark.label in known:
            message = f"The {edition.medium} marks page {mark.label} twice"
        elif not (mark.in_nav or _stands_at(mark, start)):
            message = (
                f"Page {mark.label} of the {edition.medium} begins with “{mark.after[:30]}”, and "
                f"that of the PDF with “{start.words[:30]}” (both without spaces)"
            )
        else:
            known.add(mark.label)
            continue
        known.add(mark.label)
        yield edition.fault('page-mark-astray', message, None, address)
    for folio in starts:
        if folio not in known:
            message = f"The {edition.medium} does not mark where page {folio} begins"
            yield edition.fault('page-mark-astray', message, None, edition.opening)


def _marks(documents: tuple[Document, ...]) -> Iterator[tuple[str, PageMark]]:
    for document in documents:
        for mark in document.markup.page_marks:
            yield f'{document.path}#{mark.id}', mark


def _stands_at(mark: PageMark, start: PageStart) -> bool:
    """Tell whether a page's words follow its mark.

    The mark of a page that begins within a word stands before the whole word.
    """
    after = seen(mark.after)
    if after.startswith(start.words) or start.words.startswith(after or '\0'):
        return True
    place = after.find(start.words[: max(len(start.words) - 20, 12)])
    return place > 0 and after[:place].isalpha()
