"""References lead somewhere, and everyone can read the report."""

from __future__ import annotations

import pytest

from proofpress.check import (
    alt_missing,
    bad_language,
    check,
    cross_reference_undefined,
    heading_skip,
    link_empty,
    link_target_undefined,
    script_language,
    table_head_empty,
)
from proofpress.model.actors import NativeName
from proofpress.span import Span
from tests.check.reports import actor, places, report, source


def test_a_cross_reference_needs_its_target() -> None:
    """Page 4 would say “see @fig-kursk”."""
    judged = report('See @fig-krusk and @sec-end.\n\n# End {#sec-end}\n\n![Map](k.svg){#fig-kursk}')
    [found] = cross_reference_undefined(judged)
    assert (str(found.span), found.help) == ('report.md:1:5', "did you mean “fig-kursk”?")


def test_a_link_within_the_report_needs_its_target() -> None:
    """A click would do nothing."""
    article = '[a](#end) [b](#timeline) [c](#actor-kim) [d](#ned)\n\n# End {#end}'
    judged = report(article, actors=(actor('kim', "Kim"),))
    assert places(link_target_undefined, judged) == ['report.md:1:11', 'report.md:1:42']


def test_a_link_needs_words() -> None:
    """Nobody could see it, and a voice would spell its address."""
    article = (
        '[](https://example.org) [![A map](a.png)](https://example.org) [x](https://example.org)'
    )
    assert places(link_empty, report(article)) == ['report.md:1:1']


@pytest.mark.parametrize('picture', ['![](a.png)', '![](a.png){alt=""}', '![](a.png){.decorative}'])
@pytest.mark.parametrize('before', ['', 'In a line '])
def test_a_picture_that_says_nothing_is_no_link(picture: str, before: str) -> None:
    """A voice would read “link” and no more, even if the picture is mere decoration."""
    judged = report(f'{before}[{picture}](https://example.org)')
    assert places(link_empty, judged) == [f'report.md:1:{len(before) + 1}']


def test_headings_leave_out_no_level() -> None:
    """Who listens to the report finds the way by the levels."""
    article = '## A\n\n# B\n\n### C\n\n### D\n\n> #### quoted\n\n# E\n'
    assert places(heading_skip, report(article)) == ['report.md:1:1', 'report.md:5:1']


@pytest.mark.parametrize(
    ('picture', 'is_fine'),
    [
        ('![](a.png)', False),
        ('![A map](a.png)', True),
        ('![](a.png){alt=""}', True),
        ('![](a.png){.decorative}', True),
        ('In a line ![](a.png)', False),
    ],
)
def test_a_picture_needs_words_or_is_decoration(picture: str, is_fine: bool) -> None:
    """Who cannot see it learns at least that nothing is missed."""
    assert (not list(alt_missing(report(picture)))) is is_fine


def test_every_column_but_the_first_needs_a_head() -> None:
    """A voice reads each number with the head of its column."""
    judged = report('|   | Aid |   |\n|---|-----|---|\n| a | 1   | 2 |')
    assert places(table_head_empty, judged) == ['report.md:1:12']


def test_a_language_tag_must_exist() -> None:
    """`jp` is a country; a voice would read Japanese as English."""
    [found] = bad_language(report('[東京]{lang=jp} [Seoul]{lang=ko}'))
    assert found.help == "did you mean “ja”?"


@pytest.mark.parametrize(
    ('article', 'words'),
    [
        ('The 조선 인민군 marched.', ["조선 인민군"]),
        ('The [조선인민군]{lang=ko} marched.', []),
        ('The [조선인민군]{lang=ru} marched.', ["조선인민군"]),
        ('The [Гвардия]{lang=ru} and Гвардия.', ["Гвардия"]),
        ('[北京]{lang=zh} [東京タワー]{lang=ja} [朝鮮 조선]{lang=ko} [Бак]{lang=az}', []),
        ('An α particle, naïve, Łódź, 25 °C, ½.', []),
        ('Kim Jong-un\n: The 김정은\n', ["김정은"]),
        ('::: {.box lang=ko}\n김정은 *위원장* Kim\n:::', []),
        ('![A 김](a.png)', ["김"]),
        ('x[^1]\n\n[^1]: 김정은, Киев', ["김정은", "Киев"]),
        ('[Ελλάδα]{lang=und}', []),
    ],
)
def test_words_in_another_writing_name_their_language(article: str, words: list[str]) -> None:
    """An English voice would fall silent, or spell out code points, at Korean."""
    found = list(script_language(report(article)))
    assert [one.message.split('”')[0].removeprefix('“') for one in found] == words


def test_native_names_and_titles_of_sources_are_in_their_language() -> None:
    """The glossary and the references are spoken too."""
    kim = actor('kim', "Kim")
    mixed = kim.__class__(
        kim.span, kim.id, kim.name, kim.kind, native=(NativeName('ru', "김정은", Span('a', 2)),)
    )
    sources = (source('a', "로동신문"), source('b', "로동신문", language='ko'))
    found = list(script_language(report(actors=(mixed,), sources=sources)))
    assert [one.help for one in found] == [
        "name it under `ko:`",
        "write `language: ko` in the entry",
    ]


def test_an_article_in_another_language_is_judged_by_it() -> None:
    """A Korean report may be in Korean."""
    assert not list(script_language(report('김정은 위원장, Kim', lang='ko')))


def test_a_report_without_a_word_has_no_fault_in_its_article() -> None:
    """Rules speak of what is there."""
    assert not list(check(report()))
