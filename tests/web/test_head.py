"""The head of the page: what browsers obey and scholars' tools read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from lxml import etree

from proofpress.compose.book import Book
from proofpress.web.head import head
from tests.little_book import little_book


def _head(**changes: Any) -> etree._Element:
    book = little_book()
    return head(replace(book, metadata=replace(book.metadata, **changes)))


def _named(node: etree._Element, name: str) -> list[str]:
    return [str(value) for value in _list(node, f'*[@name="{name}"]/@content')]


def _list(node: etree._Element, path: str) -> list[Any]:
    found = node.xpath(path)
    assert isinstance(found, list)
    return found


def _json_ld(book: Book) -> dict[str, Any]:
    (text,) = _list(head(book), '*[@type="application/ld+json"]/text()')
    facts = json.loads(str(text))
    assert isinstance(facts, dict)
    return facts


def test_the_page_may_load_its_own_files_and_nothing_else() -> None:
    """A report on a war must not tell a stranger's server who reads it."""
    (policy,) = _list(_head(), '*[@http-equiv="Content-Security-Policy"]/@content')
    rules = dict(rule.strip().split(' ', 1) for rule in str(policy).split(';'))
    assert rules.pop('default-src') == "'none'"
    assert 'script-src' not in rules
    assert not any('http' in sources or '*' in sources for sources in rules.values())


def test_a_search_engine_finds_title_and_description() -> None:
    """The first paragraph of the abstract is what a result list shows."""
    node = _head(description="One.\n\nTwo.")
    assert _list(node, '*[local-name()="title"]/text()') == [
        'Troops on the Move: What a border saw | Example House'
    ]
    assert _named(node, 'description') == ['One.']


def test_a_long_description_ends_after_a_word() -> None:
    """Half a word at the end looks like a fault of the report."""
    (text,) = _named(_head(description="words, " * 100), 'description')
    assert len(text) <= 301
    assert text.endswith('words…')


def test_scholars_tools_find_what_they_cite() -> None:
    """Zotero and Google Scholar fill a citation from these tags."""
    node = _head(doi='10.1234/abc')
    assert _named(node, 'citation_title') == ['Troops on the Move: What a border saw']
    assert _named(node, 'citation_author') == ['Ada Reed', 'Example Policy Desk']
    assert _named(node, 'citation_author_orcid') == ['https://orcid.org/0000-0002-1825-0097']
    assert _named(node, 'citation_publication_date') == ['2024/11/20']
    assert _named(node, 'citation_doi') == ['10.1234/abc']
    assert _named(node, 'citation_pdf_url') == ['troops.pdf']
    assert _named(node, 'citation_isbn') == ['978-3-16-148410-0']


def test_machines_read_the_same_facts_as_schema_org() -> None:
    """What the reader sees and what a machine says of it must not differ."""
    facts = _json_ld(little_book())
    assert facts['@type'] == 'Report'
    assert facts['name'] == 'Troops on the Move'
    assert facts['datePublished'] == '2024-11-20'
    assert facts['dateModified'] == '2024-12-01'
    assert [author['@type'] for author in facts['author']] == ['Person', 'Organization']
    assert [file['contentUrl'] for file in facts['encoding']] == ['troops.pdf', 'troops.epub']


def test_words_of_the_report_cannot_end_the_machines_facts() -> None:
    """A title with `</script>` in it must not put markup into the page."""
    book = little_book()
    hostile = replace(book, metadata=replace(book.metadata, title='</script><b>'))
    assert _json_ld(hostile)['name'] == '</script><b>'
    (text,) = _list(head(hostile), '*[@type="application/ld+json"]/text()')
    assert '<' not in str(text)


def test_a_report_of_a_title_only_has_a_head_without_gaps() -> None:
    """Empty tags are read as facts: an author named "", a date of nothing."""
    node = _head(
        subtitle='', authors=(), date=None, modified=None, description='', keywords=(), publisher=''
    )
    assert _list(node, '*[local-name()="title"]/text()') == ['Troops on the Move']
    assert all(value for value in _list(node, '*/@content'))


def test_a_report_with_a_doi_names_its_lasting_address() -> None:
    """Copies of the page on other servers lead to the original."""
    path = '*[@rel="canonical"]/@href'
    assert _list(_head(identifier='https://doi.org/10.1/x'), path) == ['https://doi.org/10.1/x']
    assert _list(_head(), path) == []
