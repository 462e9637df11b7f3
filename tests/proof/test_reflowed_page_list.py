"""“Turn to page 7” leads the readers of the e-book to the mark of page 7."""

from __future__ import annotations

import pytest

from proofpress.model.page_map import PageMap, PageStart
from proofpress.proof.markup import Markup, NavEntry, PageMark
from proofpress.proof.reflowed.edition import Contents, Document, Edition
from proofpress.proof.reflowed.rule_page_list import astray_page_marks, wrong_page_list

MARKS = [PageMark('page-i', 'i', ''), PageMark('page-1', '1', ''), PageMark('page-2', '2', '')]
ENTRIES = [NavEntry(f'a.xhtml#{mark.id}', mark.label, '') for mark in MARKS]


def said(marks: list[PageMark], entries: list[NavEntry] | None) -> list[str]:
    markup = Markup(page_marks=marks)
    edition = Edition('epub', "EPUB", {}, {}, (Document('EPUB/a.xhtml', markup),), (), {})
    pages = None if entries is None else Contents('EPUB/nav.xhtml', '', tuple(entries))
    findings = list(wrong_page_list(edition, pages))
    assert {finding.diagnostic.id for finding in findings} <= {'page-list-wrong'}
    return [finding.diagnostic.message for finding in findings]


def test_a_list_that_names_every_mark_is_right() -> None:
    """Also none, for a report without pages."""
    assert said(MARKS, ENTRIES) == []
    assert said([], None) == []


@pytest.mark.parametrize(
    'entries',
    [
        ENTRIES[:2],
        ENTRIES[1:],
        [ENTRIES[0], ENTRIES[2], ENTRIES[1]],
        [*ENTRIES, NavEntry('a.xhtml#page-3', '3', '')],
        [ENTRIES[0], NavEntry('a.xhtml#page-2', '1', ''), ENTRIES[2]],
        [ENTRIES[0], NavEntry('https://example.org/', '1', ''), ENTRIES[2]],
        [ENTRIES[0], NavEntry('a.xhtml#page-1', '7', ''), ENTRIES[2]],
    ],
)
def test_a_page_lost_or_moved_is_noticed(entries: list[NavEntry]) -> None:
    """Whoever turns there finds other words."""
    assert len(said(MARKS, entries)) == 1


def test_a_mark_that_says_another_page_is_noticed() -> None:
    """Seen on the screen, heard by a listener: both say the same."""
    assert said([PageMark('page-1', '1', '2')], None) == ["The mark of page 1 of the EPUB says “2”"]


def page(folio: str, words: str) -> PageStart:
    return PageStart(0, folio, 'p1', 0, words)


def mark(folio: str, after: str, *, in_nav: bool = False) -> PageMark:
    return PageMark(f'page-{folio}', folio, '', 'p1', after, in_nav=in_nav)


PAGES = [page('1', 'Thecouncilmetonfriday'), page('2', 'pletedbythespring')]


@pytest.mark.parametrize(
    'marks',
    [
        [mark('1', 'Thecouncilmetonfridayandthen'), mark('2', 'pletedbythespringof')],
        # The PDF breaks a word over two pages: the mark stands before the whole of it.
        [mark('1', 'Thecouncil'), mark('2', 'completedbythespring')],
        [mark('1', '', in_nav=True), mark('2', 'completedbythespring')],
    ],
)
def test_marks_before_the_first_words_of_pages_are_right(marks: list[PageMark]) -> None:
    """The lecturer and the reader of the e-book look at the same line."""
    assert marked(marks) == []


@pytest.mark.parametrize(
    ('marks', 'said'),
    [
        ([mark('1', 'Thecouncilmet')], "does not mark where page 2 begins"),
        ([mark('1', 'Thecouncilmet'), mark('2', 'bythespringof')], "begins with “bythespringof”"),
        ([mark('1', 'Thecouncilmet'), mark('2', '2024,pletedbythespring')], "begins with “2024"),
        ([mark('1', 'Thecouncil'), *[mark('2', 'pletedbythespring')] * 2], "marks page 2 twice"),
        (
            [mark('1', 'Thecouncil'), mark('2', 'pletedbythespring'), mark('3', 'x')],
            "marks a page 3, which the PDF does not have",
        ),
        ([mark('1', ''), mark('2', 'pletedbythespring')], "Page 1 of the EPUB begins with “”"),
    ],
)
def test_a_mark_at_other_words_is_noticed(marks: list[PageMark], said: str) -> None:
    """“Turn to page 2” would lead readers of the e-book to another sentence."""
    (message,) = marked(marks)
    assert said in message


def marked(marks: list[PageMark]) -> list[str]:
    document = Document('EPUB/a.xhtml', Markup(page_marks=marks))
    edition = Edition('epub', "EPUB", {}, {}, (document,), (), {})
    page_map = PageMap(('1', '2'), tuple(PAGES), {})
    findings = list(astray_page_marks(edition, page_map))
    assert {finding.diagnostic.id for finding in findings} <= {'page-mark-astray'}
    return [finding.diagnostic.message for finding in findings]
