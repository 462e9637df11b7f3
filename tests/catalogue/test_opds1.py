"""`opds.xml` is what OPDS 1.2 calls an acquisition feed; RFC 4287 says what Atom asks for."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import etree

from proofpress.model.publication import Accessibility, House
from tests.catalogue.standing import EPUB, HOUSE, PDF, catalogue, publication, put

NAMES = {'a': 'http://www.w3.org/2005/Atom', 'dc': 'http://purl.org/dc/terms/'}
FEED_TYPE = 'application/atom+xml;profile=opds-catalog;kind=acquisition'
OPEN_ACCESS = 'http://opds-spec.org/acquisition/open-access'
IMAGE = 'http://opds-spec.org/image'
# RFC 4287: what may stand in a feed and in an entry, and how often ('1', '?' or '*').
FEED = {'id': '1', 'title': '1', 'updated': '1', 'author': '*', 'generator': '?', 'link': '*',
        'entry': '*'}  # fmt: skip
ENTRY = {'id': '1', 'title': '1', 'updated': '1', 'published': '?', 'author': '*',
         'category': '*', 'rights': '?', 'summary': '?', 'content': '?', 'link': '*'}  # fmt: skip


def feed(out: Path, **changes: object) -> etree._Element:
    put(out, publication('x', **changes))
    return etree.fromstring(catalogue(out)['opds.xml'])


def texts(element: etree._Element, path: str) -> list[str]:
    found = element.xpath(path, namespaces=NAMES)
    assert isinstance(found, list)
    return [one if isinstance(one, str) else (one.text or '') for one in found]  # type: ignore[union-attr]


def children(element: etree._Element) -> list[str]:
    """Return the names of the children that are Atom's."""
    names = [etree.QName(child) for child in element]
    return [name.localname for name in names if name.namespace == NAMES['a']]


@pytest.mark.parametrize(
    'changes',
    [
        {},
        {'authors': (), 'date': None, 'summary': '', 'keywords': (), 'publisher': '', 'page': ''},
        {'accessibility': Accessibility(), 'is_draft': True, 'licence': 'CC-BY-4.0'},
        {'house': House(name='')},
    ],
)
def test_the_feed_holds_what_atom_asks_for_as_often_as_it_may(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    """A strict e-reader shows “invalid catalogue” for an entry without a date."""
    root = feed(tmp_path, **changes)
    assert root.tag == f'{{{NAMES["a"]}}}feed'
    for element, rules in [
        (root, FEED),
        *((one, ENTRY) for one in root.iterfind('a:entry', NAMES)),
    ]:
        names = children(element)
        assert set(names) <= set(rules)
        for name, often in rules.items():
            assert names.count(name) >= (1 if often == '1' else 0), name
            assert names.count(name) <= (99 if often == '*' else 1), name
    # An entry without an author is only allowed where the feed has one (RFC 4287, 4.1.2).
    assert texts(root, 'a:author/a:name')[0]
    for moment in texts(root, '//a:updated'):
        assert re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ', moment)
    for identifier in texts(root, '//a:id'):
        assert re.fullmatch(r'(urn:uuid:[0-9a-f-]{36}|https?://\S+)', identifier)
    assert not list(root.iter(etree.Comment))


def test_the_feed_says_what_it_is_and_where(tmp_path: Path) -> None:
    """KOReader asks for `start`, and takes a feed for a catalogue by this very type."""
    root = feed(tmp_path)
    for rel in ('self', 'start'):
        assert texts(root, f'a:link[@rel="{rel}"]/@href') == ['opds.xml']
        assert texts(root, f'a:link[@rel="{rel}"]/@type') == [FEED_TYPE]
    assert texts(root, 'a:title') == [HOUSE.catalogue_title]


def test_every_link_leads_to_a_file_of_that_type_and_size(tmp_path: Path) -> None:
    """A download that ends in “not found” is the last one that a reader tries."""
    root = feed(tmp_path)
    [entry] = root.iterfind('a:entry', NAMES)
    links = [dict(link.attrib) for link in entry.iterfind('a:link', NAMES)]
    found = {str(link['href']): (link['rel'], link['type'], link.get('length')) for link in links}
    assert found == {
        'x/cover.png': (IMAGE, 'image/png', None),
        'x/cover-small.png': (f'{IMAGE}/thumbnail', 'image/png', None),
        'x/x.epub': (OPEN_ACCESS, 'application/epub+zip', str(len(EPUB))),
        'x/x.pdf': (OPEN_ACCESS, 'application/pdf', str(len(PDF))),
        'x/index.html': ('alternate', 'text/html', None),
    }
    for href in (*found, *texts(root, 'a:link/@href')):
        assert not urlsplit(href).scheme
        assert (tmp_path / unquote(href)).is_file()


@pytest.mark.parametrize('slug', ['a b', 'ß', 'a:b', 'a%41', "it's", 'a#b?c', '조선'])
def test_a_folder_of_any_name_is_found(tmp_path: Path, slug: str) -> None:
    """A colon would read as a scheme, a hash would cut the address off."""
    put(tmp_path, publication(slug))
    root = etree.fromstring(catalogue(tmp_path)['opds.xml'])
    for href in texts(root, '//a:entry/a:link/@href'):
        parts = urlsplit(href)
        assert (parts.scheme, parts.query, parts.fragment) == ('', '', '')
        assert (tmp_path / unquote(parts.path)).is_file()


def test_an_entry_says_who_wrote_what_and_when(tmp_path: Path) -> None:
    """Readers sort their shelf by author, language and date."""
    root = feed(tmp_path, is_draft=True, subtitle="A second line")
    assert texts(root, '//a:entry/a:author/a:name') == ["Ada Reed", "Ben Okoro"]
    assert texts(root, '//dc:language') == ['en-GB']
    assert texts(root, '//dc:issued') == ['2024-11-25']
    assert texts(root, '//a:published') == ['2024-11-25T00:00:00Z']
    assert texts(root, '//dc:publisher') == ["River Press"]
    assert texts(root, '//a:summary') == ["Draft. What the water did."]
    [content] = texts(root, '//a:content')
    assert content.startswith("Draft. A second line\n\nWhat the water did.\n\nAnd what was")
    assert content.endswith("Every picture has a text that says what it shows.")
    assert texts(root, '//a:category/@term') == ['draft', 'water', 'floods']
