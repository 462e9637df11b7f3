"""Sections, figures and tables: their numbers, their ids, and what refers to them."""

from __future__ import annotations

from typing import Any

import pytest

from proofpress.compose.book import Outline
from proofpress.model.report import Numbering
from tests.compose.reports import composed, find, report, said, section

FIGURE = '![A map](figures/map.svg "Map"){#fig-map}'


def outlines(markdown: str, **front: Any) -> list[str]:
    """List the headings as contents would, with numbers."""

    def listed(outline: Outline) -> list[str]:
        own = f'{outline.number} {outline.title}'.strip()
        return [own, *(one for child in outline.children for one in listed(child))]

    book = composed(report(markdown, front=front))
    return [one for outline in book.outlines() for one in listed(outline)]


def test_headings_are_numbered_by_what_they_stand_under() -> None:
    """“See 2.1” must name one place."""
    headings = "# A\n\n## B\n\n### C\n\n#### D\n\n## E\n\n# F\n\n## G\n"
    assert outlines(headings) == ["1 A", "1.1 B", "1.1.1 C", "D", "1.2 E", "2 F", "2.1 G"]


def test_a_heading_of_the_same_name_in_two_sections_counts_anew() -> None:
    """Each section has its own “Background”."""
    assert outlines("# A\n\n## B\n\n# C\n\n## B\n") == ["1 A", "1.1 B", "2 C", "2.1 B"]


def test_an_unnumbered_heading_leaves_no_gap() -> None:
    """A preface before section 1 is not section 0."""
    assert outlines("# P {.unnumbered}\n\n## Q\n\n# A\n") == ["P", "Q", "1 A"]


def test_numbering_can_be_left_off() -> None:
    """A short brief reads better without."""
    assert outlines("# A\n\n## B\n", numbering=Numbering.NONE) == ["A", "B"]


def test_a_heading_in_a_quotation_is_in_no_contents() -> None:
    """It is a heading of what is quoted."""
    assert outlines("# A\n\n> ## Q\n\n- # L\n") == ["1 A"]


def test_a_heading_in_a_division_is_in_the_contents() -> None:
    """A box does not take its part of the argument out of the text."""
    assert outlines("# A\n\n::: {.mine}\n## B\n:::\n") == ["1 A", "1.1 B"]


def test_figures_and_tables_are_counted_through_the_book() -> None:
    """There is one Figure 2 in a report, whatever the section."""
    table = "| h |\n|---|\n| c |\n\n: Aid\n"
    book = composed(report(f"# A\n\n{FIGURE}\n\n{table}\n\n# B\n\n![x](figures/map.svg \"M\")\n"))
    assert said(book, 'a', './/h:figcaption | .//h:caption') == ["Figure 1 Map", "Table 1 Aid"]
    assert said(book, 'b', './/h:figcaption') == ["Figure 2 M"]


def test_a_figure_without_caption_and_id_has_no_number() -> None:
    """Nobody can refer to it, and a number without words is noise."""
    book = composed(report(f"# A\n\n![x](figures/map.svg)\n\n{FIGURE}\n"))
    assert said(book, 'a', './/h:figcaption') == ["Figure 1 Map"]


@pytest.mark.parametrize(
    ('target', 'words'),
    [
        ('fig-map', "Figure 1"),
        ('tbl-aid', "Table 1"),
        ('sec-out', "Section 2.1"),
        ('sec-pre', "Preface"),
    ],
)
def test_a_reference_says_the_number_before_its_target_stands(target: str, words: str) -> None:
    """References forward are as true as references back."""
    book = composed(
        report(
            f"# A\n\nSee @{target}.\n\n# B\n\n## C {{#sec-out}}\n\n{FIGURE}\n\n"
            "| h |\n|---|\n| c |\n\n: Aid {#tbl-aid}\n\n# Preface {#sec-pre .unnumbered}\n"
        )
    )
    (link,) = find(book, 'a', './/h:a[@class="cross-reference"]')
    assert (link.text, link.get('href')) == (words, f'#{target}')


def test_a_reference_to_nothing_stands_as_typed() -> None:
    """`check` names it; a draft should show it."""
    book = composed(report("# A\n\nSee @fig-gone.\n"))
    assert said(book, 'a', 'h:p') == ["See @fig-gone."]


def test_an_authors_id_wins_over_a_headings_words() -> None:
    """A link that someone has bookmarked must not move because a heading was added above."""
    book = composed(report("# Outlook\n\nA\n\n# B {#outlook}\n\n[c](#outlook)"))
    assert [one.id for one in book.sections][3:] == ['outlook-2', 'outlook']
    assert find(book, 'outlook', './/h:a/@href') == ['#outlook']


def test_two_ids_alike_stay_two_places() -> None:
    """`check` names the repeat; the book must still be whole."""
    book = composed(report("# A {#x}\n\n## B {#x}\n\n[c]{#x} [d](#x)"))
    assert find(book, 'x', './/@id') == ['x', 'x-title', 'x-2', 'x-p1', 'x-3']
    assert find(book, 'x', './/h:a/@href') == ['#x']


def test_a_heading_numbers_its_section() -> None:
    """Running heads and the EPUB's navigation take number and title apart."""
    book = composed(report("# The *port* {#sec-port}\n"))
    made = section(book, 'sec-port')
    assert (made.number, made.title, made.running_head) == ('1', "The port", "The port")
    assert said(book, 'sec-port', 'h:h1') == ["1 The port"]
