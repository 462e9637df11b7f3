from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from proofpress.compose.markup import Content, element
from proofpress.compose.sources import DEFAULT_STYLE, Bibliography, bibliography
from proofpress.diagnostics import Severity
from proofpress.memo import RoundMemo
from proofpress.model.prose import Chapter, Citation, CitedSource, Footnote, Paragraph, Text
from proofpress.model.report import FrontMatter, Imprint, Report
from proofpress.model.sources import CslValue, Source
from proofpress.span import Span

HERE = Span('report.md')
STYLES = (
    'chicago-notes-bibliography',
    'chicago-author-date',
    'apa',
    'oscola',
    'ieee',
    'modern-language-association',
)
BAD_PUNCTUATION = re.compile(r'\.\.|,\.|,,|;;|  |\?\.|\(\)| [,.;:]|[\ue000-\uf8ff]|“”')

KIRBY: dict[str, Any] = {
    'id': 'kirby',
    'type': 'speech',
    'title': 'Press Briefing on Troops',
    'author': [{'literal': 'The White House'}],
    'issued': {'date-parts': [[2024, 10, 23]]},
    'URL': 'https://example.gov/briefing?a=1&b=2',
}
LATER = {**KIRBY, 'id': 'later', 'title': 'A Later Briefing', 'URL': 'https://example.gov/later'}
LANKOV: dict[str, Any] = {
    'id': 'lankov',
    'type': 'book',
    'title': 'The Real North Korea: Life and Politics',
    'author': [{'family': 'Lankov', 'given': 'Andrei'}],
    'issued': {'date-parts': [[2015]]},
    'publisher': 'Oxford University Press',
    'publisher-place': 'Oxford',
}
ARTICLE: dict[str, Any] = {
    'id': 'article',
    'type': 'article-journal',
    'title': 'Armies & "friends"',
    'author': [{'family': 'Smith', 'given': 'Anna B.'}, {'family': 'Kim', 'given': 'Jong-un'}],
    'issued': {'date-parts': [[2024, 6]]},
    'container-title': 'Survival',
    'volume': 12,
    'issue': 3,
    'page': '101-123',
    'DOI': 'https://doi.org/10.1000/xyz123',
}
UNSIGNED: dict[str, Any] = {
    'id': 'unsigned',
    'type': 'document',
    'title': 'Troops in Kursk?',
    'issued': {'date-parts': [[2024, 10, 28]]},
}
ALL = [KIRBY, LATER, LANKOV, ARTICLE, UNSIGNED]


def frozen(value: Any) -> CslValue:
    if isinstance(value, Mapping):
        return {key: frozen(part) for key, part in value.items()}
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def source(item: dict[str, Any]) -> Source:
    csl = frozen(item)
    assert isinstance(csl, Mapping)
    return Source(
        Span('sources.yaml'), item['id'], item['title'], item.get('type', 'document'), csl
    )


def cited(*keys: str, line: int = 1, **how: Any) -> Citation:
    place = Span('report.md', line)
    return Citation(place, tuple(CitedSource(place, key, **how) for key in keys))


def report(
    items: list[dict[str, Any]],
    *citations: Citation,
    style: str = DEFAULT_STYLE,
    lang: str = 'en',
    notes: tuple[Footnote, ...] = (),
) -> Report:
    text = Chapter('report.md', (Paragraph(HERE, citations),), notes)
    return Report(
        slug='brief',
        front_matter=FrontMatter(HERE, 'Brief', csl=style, lang=lang),
        imprint=Imprint(),
        chapters=(text,),
        sources=tuple(map(source, items)),
    )


def opened(
    items: list[dict[str, Any]], *citations: Citation, style: str = DEFAULT_STYLE, lang: str = 'en'
) -> Bibliography:
    made, diagnostics = bibliography(report(items, *citations, style=style, lang=lang), RoundMemo())
    assert diagnostics == []
    return made


def paragraph(content: list[Content] | tuple[Content, ...]) -> etree._Element:
    return element('p', *content)


def words(content: list[Content] | tuple[Content, ...]) -> str:
    return ''.join(paragraph(content).itertext())


def one(item: dict[str, Any], style: str, lang: str = 'en') -> tuple[str, str]:
    """Return the words of the only citation and of the only entry."""
    citation = cited(item['id'])
    made = opened([item], citation, style=style, lang=lang)
    first = words(made.cite(citation, 1 if made.in_notes else None))
    (entry,) = made.entries()
    assert made.faults == ()
    return first, words(entry.content)


def test_chicago_notes_read_as_the_manual_prints_them() -> None:
    """The default style is what most houses of the field use; its notes are read closely."""
    first, entry = one(LANKOV, 'chicago-notes-bibliography')
    assert first == (
        'Andrei Lankov, The Real North Korea: Life and Politics (Oxford University Press, 2015).'
    )
    assert entry == (
        'Lankov, Andrei. The Real North Korea: Life and Politics. Oxford University Press, 2015.'
    )


@pytest.mark.parametrize(
    ('style', 'citation', 'entry'),
    [
        (
            'chicago-author-date',
            '(Smith and Kim 2024)',
            'Smith, Anna B., and Jong-un Kim. 2024. “Armies & ‘Friends.’” Survival 12 (3): '
            '101–23. https://doi.org/10.1000/xyz123.',
        ),
        (
            'apa',
            '(Smith & Kim, 2024)',
            'Smith, A. B., & Kim, J. (2024). Armies & “friends.” Survival, 12(3), 101–123. '
            'https://doi.org/10.1000/xyz123',
        ),
        (
            'oscola',
            'Anna B. Smith and Jong-un Kim, ‘Armies & “Friends”’ (2024) 12 Survival 101 '
            '<https://doi.org/10.1000/xyz123>.',
            'Smith AB and Kim J, ‘Armies & “Friends”’ (2024) 12 Survival 101 '
            '<https://doi.org/10.1000/xyz123>',
        ),
        (
            'ieee',
            '[1]',
            '[1] A. B. Smith and J. Kim, “Armies & ‘friends,’” Survival, vol. 12, no. 3, '
            'pp. 101–123, Jun. 2024, doi: 10.1000/xyz123.',
        ),
        (
            'modern-language-association',
            '(Smith and Kim)',
            'Smith, Anna B., and Jong-un Kim. “Armies & ‘Friends.’” Survival, vol. 12, no. 3, '
            'June 2024, pp. 101–23, https://doi.org/10.1000/xyz123.',
        ),
    ],
)
def test_an_article_is_set_as_its_style_demands(style: str, citation: str, entry: str) -> None:
    """A discipline is known by its citations."""
    assert one(ARTICLE, style) == (citation, entry)


@pytest.mark.parametrize('style', STYLES)
def test_punctuation_between_parts_stands_once(style: str) -> None:
    """“Kursk?.,” is the mark of a machine."""
    citations = [cited(item['id'], line=line) for line, item in enumerate(ALL)]
    citations += [cited(*(item['id'] for item in ALL), line=20, label='page', locator='3-5')]
    citations += [cited('later', line=21, prefix='see', suffix='among others')]
    made = opened(ALL, *citations, style=style)
    said = [words(made.cite(citation, n)) for n, citation in enumerate(citations, start=1)]
    said += [words(entry.content) for entry in made.entries()]
    assert [text for text in said if BAD_PUNCTUATION.search(text)] == []


@pytest.mark.parametrize('style', STYLES)
def test_a_title_can_be_no_markup(style: str) -> None:
    """A title is words: whatever stands in it is shown, never obeyed."""
    title = '<script>alert(1)</script> ]]> {} &amp; <b>R&D</b> \ue008 {{ x }}'
    item = {**LANKOV, 'title': title, 'author': [{'literal': '<i>A&B</i>'}]}
    citation = cited('lankov')
    made = opened([item], citation, style=style)
    made.cite(citation, 1)
    (entry,) = made.entries()
    whole = paragraph(entry.content)
    assert title.replace('\ue008', '\ufffd').casefold() in words(entry.content).casefold()
    names = {etree.QName(node).localname for node in whole.iter()}
    assert names <= {'p', 'em', 'span', 'a'}
    assert etree.fromstring(etree.tostring(whole)) is not None


def test_each_source_of_a_citation_leads_to_its_entry() -> None:
    """Who meets a citation wants to see what was cited."""
    citation = cited('lankov', 'article')
    whole = paragraph(opened(ALL, citation, style='apa').cite(citation, None))
    links = [(node.get('class'), node.get('href'), node.text) for node in whole.iter() if node.text]
    assert ('cited', '#source-lankov', 'Lankov, 2015') in links
    assert ('cited', '#source-article', 'Smith & Kim, 2024') in links


def test_addresses_are_links_and_never_within_links() -> None:
    """A link within a link is no XHTML, and readers drop one of the two."""
    citation = cited('kirby', 'article')
    whole = paragraph(opened(ALL, citation).cite(citation, 1))
    links = [node for node in whole.iter() if etree.QName(node).localname == 'a']
    assert [node.get('href') for node in links] == [
        '#source-kirby',
        'https://example.gov/briefing?a=1&b=2',
        '#source-article',
        'https://doi.org/10.1000/xyz123',
    ]
    assert not any(list(node.iterancestors(node.tag)) for node in links)


def test_an_address_that_could_run_code_is_no_link() -> None:
    """`javascript:` in a source must stay words."""
    citation = cited('kirby')
    made = opened([{**KIRBY, 'URL': 'javascript:alert(1)'}], citation)
    whole = paragraph([*made.cite(citation, 1), *made.entries()[0].content])
    assert 'javascript:alert(1)' in ''.join(whole.itertext())
    assert not [n for n in whole.iter() if (n.get('href') or '').startswith('javascript')]


def test_a_source_cited_again_is_shortened() -> None:
    """A note that repeats the whole entry hides that it is the same source."""
    first, again = cited('lankov', line=1), cited('lankov', line=2, label='page', locator='7')
    made = opened(ALL, first, again)
    made.cite(first, 1)
    assert words(made.cite(again, 2)) == 'Lankov, The Real North Korea: Life and Politics, 7.'


def test_notes_point_back_and_say_ibid_where_the_style_does() -> None:
    """OSCOLA sends its reader to the note in which the source first stands."""
    citations = [cited(key, line=n) for n, key in enumerate(('lankov', 'article', 'lankov'))]
    citations.append(cited('lankov', line=9))
    made = opened(ALL, *citations, style='oscola')
    said = [words(made.cite(citation, n)) for n, citation in enumerate(citations, start=4)]
    assert said[2:] == ['Lankov (n 4).', 'ibid.']


def test_works_of_one_author_and_year_get_letters() -> None:
    """“The White House 2024” could be either briefing."""
    first, second = cited('kirby', line=1), cited('later', line=2)
    made = opened(ALL, first, second, style='chicago-author-date')
    assert words(made.cite(first, None)) == '(The White House 2024b)'
    assert words(made.cite(second, None)) == '(The White House 2024a)'
    assert [words(entry.content)[:22] for entry in made.entries()] == [
        'The White House. 2024a',
        'The White House. 2024b',
    ]


def test_the_author_can_be_left_out() -> None:
    """After “Lankov says” his name would stand twice."""
    citation = cited('lankov', label='page', locator='7', suppress_author=True)
    assert words(opened(ALL, citation, style='apa').cite(citation, None)) == '(2015, p. 7)'


def test_a_style_that_says_only_names_says_them() -> None:
    """Empty brackets would cite nothing."""
    citation = cited('lankov', suppress_author=True)
    made = opened(ALL, citation, style='modern-language-association')
    assert words(made.cite(citation, None)) == '(Lankov)'


def test_an_unknown_key_is_shown_as_it_was_written() -> None:
    """A draft must show which source is still missing."""
    citation = cited('nobody', 'lankov')
    assert words(opened(ALL, citation, style='apa').cite(citation, None)) == (
        '(nobody?; Lankov, 2015)'
    )


def test_ids_that_differ_in_capitals_are_two_sources() -> None:
    """citeproc-py knows no capitals; `Kim` and `kim` must not become one."""
    items = [{**LANKOV, 'id': 'x'}, {**ARTICLE, 'id': 'X'}]
    citation = cited('x', 'X')
    made = opened(items, citation, style='apa')
    assert words(made.cite(citation, None)) == '(Lankov, 2015; Smith & Kim, 2024)'


def test_sources_stand_in_the_order_that_the_author_gave() -> None:
    """In a note the first source carries the claim, the others support it."""
    citation = cited('unsigned', 'article', 'kirby')
    hrefs = re.findall(
        '#source-[a-z]+',
        etree.tostring(
            paragraph(opened(ALL, cited('kirby', line=5), citation).cite(citation, 1))
        ).decode(),
    )
    assert hrefs == ['#source-unsigned', '#source-article', '#source-kirby']


def test_only_what_was_cited_or_mentioned_is_listed() -> None:
    """A list padded with what nobody cited claims reading that nobody did."""
    citation = cited('lankov')
    made = opened(ALL, citation)
    made.cite(citation, 1)
    made.mention('kirby')
    made.mention('nobody')
    assert [entry.source_id for entry in made.entries()] == ['lankov', 'kirby']


def test_a_source_that_the_style_does_not_list_is_listed_all_the_same() -> None:
    """Chicago leaves out what cannot be found again; the link from the note needs its place."""
    first, entry = one(UNSIGNED, 'chicago-notes-bibliography')
    assert first == entry == '“Troops in Kursk?,” October 28, 2024.'


def test_titles_in_other_languages_say_so() -> None:
    """A screen reader must know that a title is Korean; a capital on each Russian word is wrong."""
    korean = {**UNSIGNED, 'id': 'ko', 'title': '북한군 파병', 'language': 'ko'}
    russian = {**UNSIGNED, 'id': 'ru', 'title': 'О мерах по укреплению', 'language': 'ru-RU'}
    citation = cited('ko', 'ru')
    whole = paragraph(opened([korean, russian], citation).cite(citation, 1))
    assert {node.get('lang'): node.text for node in whole.iter() if node.get('lang')} == {
        'ko': '북한군 파병',
        'ru-RU': 'О мерах по укреплению',
    }


def test_korean_names_run_family_first() -> None:
    """“정은 김” is nobody's name."""
    item = {**LANKOV, 'author': [{'family': '김', 'given': '정은'}]}
    assert one(item, 'chicago-notes-bibliography')[0].startswith('김정은, ')


@pytest.mark.parametrize(
    ('issued', 'said'),
    [
        ({'date-parts': [[2024, 10, 2], [2024, 10, 5]]}, 'October 2–5, 2024'),
        ({'date-parts': [[2024, 10, 30], [2024, 11, 2]]}, 'October 30–November 2, 2024'),
        ({'date-parts': [[2024, 10]]}, 'October 2024'),
        ({'date-parts': [['2024', '10', '2']]}, 'October 2, 2024'),
        ({'literal': 'early autumn'}, 'early autumn'),
        ({'raw': 'Michaelmas 2024'}, 'Michaelmas 2024'),
        ({'date-parts': [[2024]], 'season': 2}, 'Summer 2024'),
        ({'date-parts': [[2024]], 'season': 'Michaelmas'}, 'Michaelmas 2024'),
    ],
)
def test_dates_are_said_in_full(issued: dict[str, Any], said: str) -> None:
    """A date of an unusual form must not vanish, nor stop the press."""
    item = {**KIRBY, 'issued': issued}
    assert said.casefold() in one(item, 'chicago-notes-bibliography')[0].casefold()


@pytest.mark.parametrize(
    ('lang', 'said'), [('en', 'October 23'), ('de', '23. Oktober'), ('fr-CA', '23 octobre')]
)
def test_the_list_speaks_the_language_of_the_report(lang: str, said: str) -> None:
    """An English month in a German report looks like a mistake."""
    assert said in one(KIRBY, 'chicago-notes-bibliography', lang)[1]


def test_a_citation_within_a_sentence_of_a_note_does_not_end_it() -> None:
    """“See Lankov, 3., and Smith” has a full stop too many."""
    inside, last = cited('lankov', line=1), cited('article', line=2)
    line = (Text(HERE, 'See '), inside, Text(HERE, ' and above all '), last)
    note = Footnote(HERE, '1', (Paragraph(HERE, line),))
    made, _ = bibliography(report(ALL, notes=(note,)), RoundMemo())
    assert words(made.cite(inside, 1)).endswith('2015)')
    assert words(made.cite(last, 1)).endswith('xyz123.')


def test_an_unknown_style_is_named_with_its_likeness() -> None:
    """An editor who mistypes a style must learn what it is called."""
    made, (diagnostic,) = bibliography(report(ALL, style='chicago-author-dates'), RoundMemo())
    assert (diagnostic.id, diagnostic.span) == ('unknown-citation-style', HERE)
    assert 'chicago-author-date' in (diagnostic.help or '')
    assert made.in_notes


@pytest.mark.parametrize('style', ['../../../etc/passwd', '/etc/passwd', '', 'a' * 5000, 'x\0y'])
def test_a_style_is_no_path(style: str, tmp_path: Path) -> None:
    """A report must not read files of the machine by naming a style."""
    _, diagnostics = bibliography(report(ALL, style=style), RoundMemo())
    assert [diagnostic.id for diagnostic in diagnostics] == ['unknown-citation-style']


def test_former_and_dependent_ids_lead_to_their_styles() -> None:
    """Reports outlive the names of styles."""
    for style in ('chicago-fullnote-bibliography', 'modern-language-review'):
        assert opened(ALL, style=style).in_notes


def test_two_reports_know_nothing_of_each_other() -> None:
    """The same report gives the same words, whatever was set before it."""
    before = one(KIRBY, 'chicago-notes-bibliography')
    one({**KIRBY, 'issued': {'date-parts': [[2024, 1]]}}, 'chicago-notes-bibliography', 'fr')
    assert one(KIRBY, 'chicago-notes-bibliography') == before


scraps = st.recursive(
    st.text(max_size=8) | st.integers(-99999, 99999),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(['family', 'given', 'literal', 'date-parts']), inner)
    ),
    max_leaves=6,
)
VARIABLES = """author editor issued accessed page volume edition URL DOI container-title
number-of-pages language event-date director note x"""


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.sampled_from(VARIABLES.split()), scraps, max_size=6), st.sampled_from(STYLES)
)
def test_no_source_stops_the_press(values: dict[str, Any], style: str) -> None:
    """Whatever a database exports, its title at least is printed, and the editor is told."""
    item = {**values, 'id': 'odd', 'title': 'Odd Thing', 'type': 'report'}
    citation = cited('odd')
    made = opened([item], citation, style=style)
    made.cite(citation, 1)
    (entry,) = made.entries()
    assert 'odd thing' in words(entry.content).casefold()
    assert all(fault.severity is Severity.WARNING for fault in made.faults)


def test_a_source_that_a_style_cannot_set_is_named_once() -> None:
    """The reader sees only its title, and the editor must know."""
    made = opened([KIRBY], cited('kirby'))
    for _ in range(2):
        made._note_fault(source(KIRBY))
    (fault,) = made.faults
    assert fault.id == 'source-not-set'
    assert fault.severity is Severity.WARNING
    assert 'kirby' in fault.message
