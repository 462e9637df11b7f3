"""The download page says what there is to fetch, and nobody's words become its markup."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from lxml import etree

from proofpress.manifest import manifest
from proofpress.model.publication import Accessibility, Download, House, Image
from proofpress.model.timeline import Date
from tests.catalogue.standing import EPUB, HOUSE, PDF, catalogue, publication, put

EVIL = '"><script>alert(1)</script><img src=x onerror=alert(2)> {{ 7 * 7 }} ]]>&amp;'


def page(out: Path, **changes: object) -> lxml.html.HtmlElement:
    put(out, publication('x', **changes))
    found = lxml.html.document_fromstring(catalogue(out)['index.html'].decode())
    assert isinstance(found, lxml.html.HtmlElement)
    return found


def words(page: lxml.html.HtmlElement, path: str) -> list[str]:
    found = page.xpath(path)
    assert isinstance(found, list)
    return [' '.join(one.text_content().split()) for one in found]  # type: ignore[union-attr]


def test_the_page_offers_each_report_with_its_files(tmp_path: Path) -> None:
    """What a visitor came for stands on the page, in words and numbers that are true."""
    found = page(tmp_path, series="Brief", number='3', modified=Date(2025, 1, None))
    assert words(found, '//h1') == [HOUSE.catalogue_title]
    assert words(found, '//article//h2') == ["The x"]
    assert words(found, '//time') == ["25 November 2024", "January 2025"]
    assert words(found, '//p[@class="summary"]') == [
        "What the water did.",
        "And what was said of it.",
    ]
    assert words(found, '//ul[@class="downloads"]/li') == [
        "EPUB 1 kB of The x",
        "PDF 1 kB of The x",
        "Read online: The x",
    ]
    digests = [hashlib.sha256(content).hexdigest() for content in (EPUB, PDF)]
    assert words(found, '//dd/code') == digests
    assert "PDF/UA-1" in words(found, '//dd')[1]


def test_the_accessibility_statement_is_that_of_the_file_and_no_more(tmp_path: Path) -> None:
    """A claim that the file does not make can be held against the publisher."""
    plain = words(page(tmp_path / 'a'), '//details')[0]
    assert "Every picture has a text that says what it shows." in plain
    assert "claims" not in plain
    assert "WCAG" not in plain
    claim = Accessibility(conforms_to=('EPUB Accessibility 1.1 - WCAG 2.2 Level AA',))
    claimed = words(page(tmp_path / 'b', accessibility=claim), '//details')[0]
    assert "River Press claims: EPUB Accessibility 1.1 - WCAG 2.2 Level AA." in claimed
    silent = words(page(tmp_path / 'c', accessibility=Accessibility()), '//details')[0]
    assert "Accessibility of the EPUB" not in silent


def test_every_link_is_relative_and_leads_to_a_file(tmp_path: Path) -> None:
    """The folder is copied below any path of any host, or opened from disk."""
    found = page(tmp_path)
    addresses = [address for _, _, address, _ in found.iterlinks()]
    own = [one for one in addresses if one.startswith('#')]
    outer = [one for one in addresses if urlsplit(one).scheme]
    assert set(outer) == {
        HOUSE.website, f'mailto:{HOUSE.email}', f'mailto:{HOUSE.accessibility_contact}',
    }  # fmt: skip
    rest = set(addresses) - set(own) - set(outer)
    assert len(rest) == 7
    for address in rest:
        assert (tmp_path / unquote(address)).is_file()
    for address in own:
        assert found.get_element_by_id(address[1:]) is not None


def test_the_policy_lets_in_the_style_and_nothing_else(tmp_path: Path) -> None:
    """Even if markup slipped through, a browser would not run it."""
    found = page(tmp_path)
    [policy] = found.xpath('//meta[@http-equiv="Content-Security-Policy"]/@content')
    [style] = found.xpath('//style')
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert 'script' not in policy
    assert 'unsafe' not in policy
    assert found.xpath('//script | //@style | //iframe | //form | //object') == []


@pytest.mark.parametrize(
    'name',
    ['title', 'subtitle', 'summary', 'publisher', 'series', 'number', 'version', 'licence'],
)
def test_words_of_a_report_never_become_markup(tmp_path: Path, name: str) -> None:
    """A manifest may have been in other hands."""
    found = page(tmp_path, **{'series': "Brief", name: EVIL})
    assert found.xpath('//script | //@onerror | //img[@src="x"]') == []
    feed = etree.fromstring((tmp_path / 'opds.xml').read_bytes())
    assert not [one for one in feed.iter() if 'script' in str(one.tag)]
    text = (tmp_path / 'index.html').read_text('utf-8')
    assert '<script' not in text
    assert '49' not in re.sub(r'[0-9a-f]{64}|sha256-\S+', '', text)


def test_names_in_lists_and_of_the_house_never_become_markup(tmp_path: Path) -> None:
    """The same for what stands deeper."""
    found = page(
        tmp_path,
        authors=(EVIL,),
        keywords=(EVIL,),
        house=House(EVIL, EVIL, EVIL, EVIL, EVIL),
        accessibility=Accessibility(EVIL, (EVIL,), (EVIL,), (EVIL,), (EVIL,), (EVIL,), EVIL),
    )
    assert found.xpath('//script | //@onerror | //img[@src="x"]') == []


@pytest.mark.parametrize(
    'contact',
    ['javascript:alert(1)', ' JavaScript:alert(1)', 'data:text/html,x', 'a@b\njavascript:x',
     'https://x.example/ onclick=x', '//evil.example', 'mailto:x@y.z?bcc=me@evil.example'],
)  # fmt: skip
def test_a_contact_is_linked_only_when_it_is_an_address(tmp_path: Path, contact: str) -> None:
    """A link of a stranger's making must not run or lead astray."""
    found = page(tmp_path, house=House("X", website=contact, email=contact))
    schemes = {urlsplit(address).scheme for _, _, address, _ in found.iterlinks()}
    assert schemes <= {'', 'mailto'} | ({'https'} if contact.startswith('https') else set())
    assert not [one for _, _, one, _ in found.iterlinks() if 'script' in one or '//evil' in one]


@pytest.mark.parametrize(
    'changes',
    [
        {'slug': '../x'},
        {'slug': 'y'},
        {'cover': Image('../../etc/passwd', 1, 1)},
        {'thumbnail': Image('/etc/passwd', 1, 1)},
        {'page': 'javascript:alert(1)'},
        {'proof': 'https://evil.example/'},
        {'downloads': (Download('../x/x.pdf', 'application/pdf', 1, 'a' * 64),)},
        {'downloads': (Download('index.html', 'text/html', 38, 'a' * 64),)},
        {'downloads': ()},
        {'lang': 'en" onclick="x'},
        {'identifier': 'javascript:alert(1)'},
        {'title': ' '},
        {'title': 'a\0b'},
    ],
)
def test_a_manifest_that_points_elsewhere_takes_its_report_from_the_list(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    """Nothing outside the report's folder is ever offered."""
    put(tmp_path, publication('good'))
    put(tmp_path, publication('x'))
    spoiled = dataclasses.replace(publication('x'), **changes)  # type: ignore[arg-type]
    path = tmp_path / 'x' / 'manifest.json'
    path.write_bytes(manifest({}, [], spoiled).content)
    files = catalogue(tmp_path)
    assert [b'good/good.epub' in content for content in files.values()] == [True] * 3
    assert [b'x/x.pdf' in content for content in files.values()] == [False] * 3
