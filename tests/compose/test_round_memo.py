"""What is remembered is what would be worked out anew."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from proofpress.compose.book import Book
from proofpress.compose.compose import compose
from proofpress.compose.sources import bibliography
from proofpress.memo import RoundMemo
from proofpress.model.prose import Citation, CitedSource
from proofpress.model.report import Report
from proofpress.span import Span
from tests.compose.any_report import REPORTS
from tests.compose.test_sources import ALL, STYLES, report

HERE = Span('report.md')
CITED = st.builds(
    CitedSource,
    st.just(HERE),
    st.sampled_from([*(item['id'] for item in ALL), 'nobody']),
    label=st.sampled_from(['', 'page', 'chapter']),
    locator=st.sampled_from(['', '3', '4–6']),
    suppress_author=st.booleans(),
)
CITATIONS = st.lists(
    st.builds(Citation, st.just(HERE), st.lists(CITED, min_size=1, max_size=3).map(tuple)),
    max_size=12,
).map(tuple)
SHARED = RoundMemo()
"""Has set every report of these tests."""


class Forgetful(RoundMemo):
    """Works everything out, always."""

    def of(self, key: Hashable, work: Callable[[], Any]) -> Any:
        """Return the result of the work."""
        hash(key)
        return work()


def set_with(memo: RoundMemo, made: Report, citations: tuple[Citation, ...]) -> list[str]:
    """Return the words of all citations and entries."""
    citing, _ = bibliography(made, memo)
    lines = [citing.cite(one, number) for number, one in enumerate(citations, start=1)]
    lines += [list(entry.content) for entry in citing.entries()]
    return [
        ''.join(
            piece if isinstance(piece, str) else etree.tostring(piece, encoding='unicode')
            for piece in line
        )
        for line in [*lines, [repr(citing.faults)]]
    ]


def text_of(book: Book) -> list[bytes]:
    """Return the book as bytes, with what is known of each section."""
    return [
        etree.tostring(one.tree) + repr((one.outline, one.origins)).encode()
        for one in book.sections
    ]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(STYLES), CITATIONS, st.sampled_from(['en', 'de']), st.integers(1, len(ALL)))
def test_sources_are_set_as_if_nothing_were_remembered(
    style: str, citations: tuple[Citation, ...], lang: str, count: int
) -> None:
    """An “ibid.” that was right elsewhere, or the letter behind another year, misleads readers."""
    made = report(ALL[:count], *citations, style=style, lang=lang)
    wanted = set_with(Forgetful(), made, citations)
    assert set_with(RoundMemo(), made, citations) == wanted
    SHARED.begin()
    assert set_with(SHARED, made, citations) == wanted


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(REPORTS)
def test_any_report_composes_as_if_nothing_were_remembered(made: Report) -> None:
    """A preview that shows what stood here yesterday is worse than none."""
    wanted, said = compose(made, Forgetful())
    again, said_again = compose(made, SHARED)
    assert text_of(again) == text_of(wanted)
    assert said_again == said
    assert text_of(compose(made, SHARED)[0]) == text_of(wanted)


def test_a_memo_forgets_what_two_compositions_did_not_ask_for() -> None:
    """A process that lives for days must not keep every word that was ever there."""
    memo = RoundMemo()
    asked: list[str] = []

    def work() -> str:
        asked.append('again')
        return 'set'

    for _ in range(2):
        memo.begin()
        memo.of('key', work)
    assert asked == ['again']
    memo.begin()
    memo.begin()
    memo.of('key', work)
    assert asked == ['again', 'again']
