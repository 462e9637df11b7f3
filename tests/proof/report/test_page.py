"""The page for the editor: verdict, findings, pages and ledger, and nobody's script."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import etree
from lxml import html as lxml_html

from proofpress.diagnostics import Diagnostic, Severity
from proofpress.proof.ledger import Entry, Finding, Place, Proof
from proofpress.proof.report.page import MOST_PICTURES
from proofpress.span import Span
from proofpress.stylesheet import shipped_sheet
from tests.proof.report.shown import HOSTILE, findings, printed, reported, sound_proof
from tests.proof.report.shown import file_of as text_of
from tests.proof.report.shown import unsound_proof as unsound


def source(proof: Proof, **changes: object) -> str:
    return text_of(reported(proof, **changes), 'proof.html')  # type: ignore[arg-type]


def root(proof: Proof, **changes: object) -> etree._Element:
    return lxml_html.document_fromstring(source(proof, **changes))


def words(node: etree._Element | None) -> str:
    assert node is not None
    return ' '.join(''.join(str(text) for text in node.itertext()).split())


def one(page: etree._Element, path: str) -> etree._Element:
    found = page.xpath(path)
    assert isinstance(found, list)
    assert len(found) == 1, path
    assert isinstance(found[0], etree._Element)
    return found[0]


def verdict(proof: Proof, **changes: object) -> str:
    return words(one(root(proof, **changes), '//*[@class="sentence"]'))


def test_the_verdict_is_said_in_plain_words() -> None:
    """Who reads one line only reads this one."""
    warnings = unsound(findings()[:1])
    draft = replace(printed()[0], draft_mark='DRAFT')
    assert verdict(sound_proof()) == "Nothing was found against this report"
    assert verdict(unsound()) == "3 errors, 1 warning"
    assert verdict(warnings) == "1 warning"
    assert verdict(sound_proof(), book=draft) == "Nothing was found against this draft"
    assert "Nothing forbids publication" in source(warnings)


def test_a_finding_says_what_where_and_what_to_do() -> None:
    """An editor can act on it without asking anyone."""
    article = next(
        node for node in root(unsound()).iter('article') if "The PDF lacks the words" in words(node)
    )
    said = words(article)
    assert "What to do: build the report anew" in said
    assert 'report.md:2:26' in said
    assert 'Twelve thousand soldiers left by sea.' in said
    assert 'proofpress explain words-lost' in said
    assert "The words stand here (report.md:2:1)" in said
    assert (one(article, './/img').get('src') or '').startswith('data:image/webp;base64,')
    assert one(article, './/figcaption').text == "Page 1"


def test_a_finding_of_the_epub_leads_to_its_entry_in_the_ledger() -> None:
    """The ledger knows the same text's page in the PDF."""
    page = root(unsound())
    article = next(node for node in page.iter('article') if 'by air' in words(node))
    assert 'EPUB/text/background.xhtml#background-p1' in words(article)
    target = (one(article, './/a').get('href') or '').removeprefix('#')
    row = one(page, f'//tr[@id="{target}"]')
    assert 'background-p1' in words(row)
    assert "Finding" in words(row)


def test_a_finding_of_the_web_page_leads_to_its_entry_too() -> None:
    """The web page names a place by its id, the EPUB by file and id."""
    finding = replace(findings()[3], product='web', address='index.html#the-port')
    page = root(unsound([finding]))
    assert words(one(page, '//article//a')) == 'the-port'


def test_a_finding_about_a_whole_page_leads_to_no_single_text() -> None:
    """The running head is not to blame for an empty page."""
    page = root(unsound(findings()[:1]))
    assert not page.xpath('//article//a')


def test_every_inner_link_leads_somewhere_and_ids_are_unique() -> None:
    """A link that does nothing makes a reader doubt the rest."""
    page = root(unsound())
    ids = [str(id_) for id_ in page.xpath('//@id')]  # type: ignore[union-attr]
    links = {str(href) for href in page.xpath('//a/@href')}  # type: ignore[union-attr]
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in links if href.startswith('#')} <= set(ids)
    assert {href for href in links if not href.startswith('#')} == {'proof.json'}


def test_a_published_report_links_to_its_pdf_page_by_page() -> None:
    """What has not been published is not linked; what has is a click away."""
    links = {str(href) for href in root(sound_proof()).xpath('//a/@href')}  # type: ignore[union-attr]
    assert 'troops.pdf#page=2' in links


def test_each_page_is_shown_with_its_folio_and_its_findings() -> None:
    """The eye finds the bad pages among the good ones."""
    page = root(unsound())
    cards = list(one(page, '//ol[@class="pages"]'))
    folios = sound_proof().page_map.folios
    assert [words(card.find('.//strong')) for card in cards] == list(folios)
    assert all(card.find('.//img') is not None for card in cards)
    assert cards[3].get('class') == 'warning'
    assert "Warning 4" in words(cards[3])


def test_what_was_counted_stands_in_a_table_product_by_product() -> None:
    """A verdict without its measure is an opinion."""
    rows = {words(tr[0]): tr for tr in one(root(sound_proof()), '//*[@class="counts"]').iter('tr')}
    assert [words(cell) for cell in rows["Counted"]][1:4] == ["PDF", "EPUB", "Web page"]
    assert [words(cell) for cell in rows["Words"]][2:4] == ['310', '310']
    assert 'Page numbers' in rows


def test_the_ledger_is_grouped_by_section_and_whole() -> None:
    """Nothing of the book is missing from it."""
    page = root(sound_proof())
    groups = [words(node) for node in page.xpath('//details/summary/h3')]  # type: ignore[union-attr]
    assert groups[-1] == "On the pages: running heads, folios"
    assert 'Background' in groups[4]
    rows = page.xpath('//table[@class="ledger"]/tbody/tr')
    assert isinstance(rows, list)
    assert len(rows) == len(sound_proof().ledger)


def test_hostile_words_stay_words() -> None:
    """A report about an attack quotes it; the page must not carry it out."""
    book = printed()[0]
    diagnostic = Diagnostic('words-lost', HOSTILE, Span('report.md', 1, 1), HOSTILE)
    entry = Entry(HOSTILE, HOSTILE, HOSTILE, HOSTILE, Span(HOSTILE, 1, 1), (), HOSTILE, HOSTILE)
    finding = Finding(diagnostic, 'epub', address=HOSTILE)
    proof = replace(unsound([finding]), ledger=(entry,))
    hostile_book = replace(book, metadata=replace(book.metadata, title=HOSTILE, lang='"><b>'))
    page = root(proof, book=hostile_book)
    assert len(page.xpath('//script')) == 1  # type: ignore[arg-type]
    assert not page.xpath('//b | //img[not(starts-with(@src, "data:image/"))]')
    assert not page.xpath('//@onerror | //@style')
    flat = ' '.join(HOSTILE.split())
    assert words(one(page, '//h1')) == flat
    assert words(one(page, '//td[@class="said"]')) == flat
    assert words(one(page, '//article//h3')) == flat


def test_nothing_is_fetched_and_only_our_script_may_run() -> None:
    """The file goes by mail to people who open it in a train."""
    text = source(unsound())
    page = lxml_html.document_fromstring(text)
    policy = str(one(page, '//meta[@http-equiv]').get('content'))
    assert "default-src 'none'" in policy
    assert 'unsafe' not in policy
    assert not page.xpath('//link | //*[@src][not(starts-with(@src, "data:"))]')
    assert not re.search(r'https?:|url\(|@import', text)


def test_headings_go_down_step_by_step() -> None:
    """Who listens to a page goes from heading to heading."""
    levels = [
        int(str(node.tag)[1]) for node in root(unsound()).iter('h1', 'h2', 'h3', 'h4', 'h5', 'h6')
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_heads_with_a_scope() -> None:
    """A cell without its head is a number without a unit."""
    for table in root(unsound()).iter('table'):
        assert all(head.get('scope') in {'col', 'row'} for head in table.iter('th'))
        assert table.find('thead') is not None


def test_a_flood_of_findings_is_told_with_few_pictures() -> None:
    """A file too large to open tells nothing."""
    diagnostic = findings()[1].diagnostic
    flood = [
        Finding(replace(diagnostic, message=f"Word {number} is lost"), 'pdf', (Place(0),) * 5)
        for number in range(100)
    ]
    page = root(unsound(flood))
    shown = page.xpath('//figure[@class="place"]')
    assert isinstance(shown, list)
    assert len(shown) == MOST_PICTURES
    assert len(list(page.iter('article'))) == 100
    assert "Pictures are shown of 40 places at most" in words(page)


def test_a_book_of_many_pages_says_how_many_are_pictured() -> None:
    """What is left out is said."""
    page_map = replace(sound_proof().page_map, folios=('1',) * 300)
    page = root(replace(sound_proof(), page_map=page_map, word_counts=(9,) * 300))
    count = len(page.xpath('//ol[@class="pages"]//img'))  # type: ignore[arg-type]
    assert f"Pictures are shown of {count} of 300 pages" in words(page)


def test_the_report_stays_small() -> None:
    """It is sent by mail and kept for each edition."""
    assert len(source(unsound())) < 250_000


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize('dark', [False, True])
@pytest.mark.parametrize('ink', ['sound', 'caution', 'unsound'])
@pytest.mark.parametrize('ground', ['paper', 'tint', 'mark'])
def test_every_verdict_is_readable_on_every_ground(ink: str, ground: str, dark: bool) -> None:
    """Red on grey is read by fewer than one thinks (WCAG 2.2, 1.4.3)."""
    tokens: dict[str, str] = {}
    for sheet in ('tokens/web.css', 'tokens/proof.css'):
        day, _, night = shipped_sheet(sheet).partition('@media')
        for text in [day, night] if dark else [day]:
            tokens |= dict(re.findall(r'--([\w-]+):\s*(#[0-9a-f]{6})', text))
    low, high = sorted((_luminance(tokens[ink]), _luminance(tokens[ground])))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_the_weight_of_each_finding_is_said_in_words() -> None:
    """Colour alone tells nothing to one man in twelve (WCAG 2.2, 1.4.1)."""
    weights = [
        words(node)
        for node in root(unsound()).xpath('//*[@class="weight"]/span[1]')  # type: ignore[union-attr]
    ]
    assert weights == ["Error", "Error", "Error", "Warning"]
    assert {weight.lower() for weight in weights} == {one.value for one in Severity}
