"""Sources come from wherever authors keep them, and become the same items of CSL."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.manuscript.citation_styles import DEFAULT_STYLE, is_style
from proofpress.manuscript.faults import Faults
from proofpress.manuscript.sources import read_sources
from proofpress.manuscript.sources_bib import read_bib
from proofpress.manuscript.yaml import read_yaml
from proofpress.model.sources import CslValue, Source
from proofpress.span import Span
from tests.manuscript.folders import only_fault, place, read

HEAD = "---\ntitle: A\n---\nWords.\n"


def _item(yaml: str) -> Source:
    """Read one source, given the lines below its id and title."""
    faults = Faults()
    lines = ''.join(f'\n  {line}' for line in yaml.splitlines())
    node, diagnostics = read_yaml('sources.yaml', f'- id: a\n  title: T{lines}')
    (source,) = read_sources(node, faults)
    assert [*diagnostics, *faults.diagnostics] == []
    return source


def test_a_source_needs_an_id_and_a_title_only() -> None:
    """Much of what policy reports cite has no more."""
    source = _item('')
    assert (source.id, source.title, source.type) == ('a', 'T', 'document')
    assert source.csl == {'id': 'a', 'title': 'T', 'type': 'document'}
    assert source.span == Span('sources.yaml', 1, 3)


@pytest.mark.parametrize(
    ('written', 'csl'),
    [
        ('issued: 2024-10-23', {'date-parts': ((2024, 10, 23),)}),
        ('issued: 2024', {'date-parts': ((2024,),)}),
        ('issued: 2024-10~', {'date-parts': ((2024, 10),), 'circa': 'true'}),
        ('issued: 2024-10-01/2024-10-02', {'date-parts': ((2024, 10, 1), (2024, 10, 2))}),
        ('issued: 2022/..', {'literal': '2022–'}),
        ('issued: {date-parts: [[2024, 10]]}', {'date-parts': ((2024, 10),)}),
        ('issued: {date-parts: [["2024", "3", 1]]}', {'date-parts': ((2024, 3, 1),)}),
        ('issued: {literal: in press}', {'literal': 'in press'}),
        ('issued: {edtf: 2024-10}', {'date-parts': ((2024, 10),)}),
        ('issued: [{year: 2024, month: 10}]', {'date-parts': ((2024, 10),)}),
        ('issued: {year: 2024}', {'date-parts': ((2024,),)}),
    ],
)
def test_dates_come_in_every_form_that_tools_write(written: str, csl: CslValue) -> None:
    """Zotero, Pandoc and people each write dates in their own way."""
    assert _item(written).csl['issued'] == csl


def test_names_are_parted_or_whole() -> None:
    """An institution has no given name, and must not be turned round as a person is."""
    source = _item('author:\n- {family: Kirby, given: John}\n- White House\neditor: NATO')
    assert source.csl['author'] == (
        {'family': 'Kirby', 'given': 'John'},
        {'literal': 'White House'},
    )
    assert source.csl['editor'] == ({'literal': 'NATO'},)


def test_numbers_stay_as_they_are_written() -> None:
    """Volume 007 is not volume 7."""
    assert _item('volume: 007\npage: 1-3').csl['volume'] == '007'


ZOTERO = """[
\t{
\t\t"id": "briefing", "type": "speech",
\t\t"title": "Press \\"Briefing\\" \\ud83d\\udd4a",
\t\t"author": [{"family": "Kirby", "given": "John"}],
\t\t"issued": {"date-parts": [[2024, 10, 23]]},
\t\t"volume": 7, "custom": {"a": null}
\t}
]
"""


def test_json_as_zotero_exports_it_is_read(tmp_path: Path) -> None:
    """Its tabs and escapes are no YAML, so it has a reader of its own."""
    manuscript = read(tmp_path, report_md=HEAD, sources_json=ZOTERO)
    assert manuscript.diagnostics == ()
    assert manuscript.report is not None
    (source,) = manuscript.report.sources
    assert (source.title, source.span) == ('Press "Briefing" 🕊', Span('sources.json', 2, 2))
    assert source.csl['issued'] == {'date-parts': ((2024, 10, 23),)}
    assert source.csl['volume'] == '7'


@pytest.mark.parametrize(
    ('text', 'id_', 'where'),
    [
        ('[', 'json-syntax', '1:2'),
        ('[{"id": "a",}]', 'json-syntax', '1:13'),
        ("[{'id': 1}]", 'json-syntax', '1:3'),
        ('[] x', 'json-syntax', '1:4'),
        ('[{"id": "a\n"}]', 'json-syntax', '1:11'),
        ('[{"id": "a", "title": "T", "id": "b"}]', 'duplicate-key', '1:28'),
        ('[{"id": "a", "title": "T",\n "volum": 1}]', 'unknown-key', '2:2'),
        ('[{"id": "a", "title": 7},\n 7]', 'wrong-type', '2:2'),
    ],
)
def test_faults_of_json_have_places(tmp_path: Path, text: str, id_: str, where: str) -> None:
    """Exports are mended by hand more often than one would think."""
    fault = only_fault(read(tmp_path, report_md=HEAD, sources_json=text))
    assert (fault.id, place(fault)) == (id_, f'sources.json:{where}')


BIB = r"""@article{kirby,
  title = {Troops {in} Kursk: \"Ubung \& more},
  author = {Kirby, John and {White House} and M{\"u}ller, J{\"o}rg},
  year = 2024, month = oct, number = 3, pages = {1--3}, journal = {Foo},
  url = {https://a.org/x\_y%20z},
}
@techreport{plan, title = "Plan", subtitle = {Two}, date = {2024-10-23/2024-10-24}}
"""


def test_bibtex_becomes_csl() -> None:
    """Scholars' sources have been kept in BibTeX for forty years."""
    faults = Faults()
    article, report = read_bib(BIB, faults)
    assert faults.diagnostics == []
    assert (article.id, article.type, article.span.line) == ('kirby', 'article-journal', 1)
    assert article.title == 'Troops in Kursk: Übung & more'
    assert article.csl['author'] == (
        {'family': 'Kirby', 'given': 'John'},
        {'literal': 'White House'},
        {'family': 'Müller', 'given': 'Jörg'},
    )
    assert article.csl['issued'] == {'date-parts': ((2024, 10),)}
    assert (article.csl['issue'], article.csl['page']) == ('3', '1–3')
    assert (article.csl['container-title'], article.csl['URL']) == ('Foo', 'https://a.org/x_y%20z')
    assert (report.title, report.type, report.span.line) == ('Plan: Two', 'report', 7)
    assert report.csl['issued'] == {'date-parts': ((2024, 10, 23), (2024, 10, 24))}


@pytest.mark.parametrize(
    ('entry', 'id_', 'line'),
    [
        ('@misc{a, title = {b', 'bibtex-syntax', 2),
        ('@misc{a, title = {b},\n title = {c}}', 'duplicate-key', 2),
        ('@misc{a, title = {b}}\n@misc{a, title = {c}}', 'duplicate-id', 3),
        ('@misc{a, title = {b}, author = {A, B, C, D}}', 'bibtex-syntax', 2),
        ('@misc{a, title = {b} # {c}}', 'bibtex-syntax', 2),
        ('@misc{a, author = {b}}', 'missing-key', 2),
        ('@misc{A, title = {b}}', 'bad-id', 2),
        ('@misc{a, title = {b},\n date = {2024-13}}', 'impossible-date', 3),
        ('@misc{a, title = {b},\n doi = {b}}', 'bad-doi', 3),
        ('@misc{a, title = {b},\n frob = {c}}', 'unknown-key', 3),
    ],
)
def test_faults_of_bibtex_have_lines(
    entry: str, id_: str, line: int, caplog: pytest.LogCaptureFixture
) -> None:
    """The library tells its log only; we tell the author."""
    faults = Faults()
    with caplog.at_level(logging.CRITICAL):
        read_bib('\n' + entry, faults)
    assert [(one.id, one.span) for one in faults.diagnostics] == [
        (id_, Span('sources.bib', line, 1))
    ]


BIB_MARKS = r"""
    @misc{ @article{ a, title = { } " , # author and {A} year month 2024 oct \"u \ $ % ~ @string{
    @comment ( ) doi url 10.1/a https://a.org date 2024-10/.. \n
    """
_BIB_PIECES = st.sampled_from(BIB_MARKS.split())


@settings(max_examples=150, deadline=None)
@given(st.lists(_BIB_PIECES, max_size=25).map(' '.join))
def test_any_bibtex_gives_sources_or_words_about_it(text: str) -> None:
    """Files of forty years hold everything."""
    for source in read_bib(text, Faults()):
        assert source.id
        assert source.title


def test_the_default_style_is_there() -> None:
    """A report that names no style is set in Chicago notes."""
    assert is_style(DEFAULT_STYLE)
    assert not is_style('../secret')
