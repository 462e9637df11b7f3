"""“Turn to page 7” leads the readers of the e-book to the mark of page 7."""

from __future__ import annotations

import pytest

from proofpress.proof.markup import Markup, NavEntry, PageMark
from proofpress.proof.reflowed.edition import Contents, Document, Edition
from proofpress.proof.reflowed.rule_page_list import wrong_page_list

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
