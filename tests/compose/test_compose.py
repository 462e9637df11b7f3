"""The book as a whole: its sections in order, its contents, what it says about itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from proofpress.compose.book import Matter, SectionKind
from proofpress.compose.compose import compose
from proofpress.diagnostics import Severity
from proofpress.model.report import Author, Change, Imprint, Picture, Status
from proofpress.model.timeline import Date
from tests.compose.reports import (
    BRIEFING,
    HERE,
    KIM,
    PICTURE,
    composed,
    event,
    find,
    ids_and_links,
    paragraphs,
    report,
    said,
    section,
)

WHOLE = report(
    "Before all.\n\n# Background\n\nKim Jong Un waited.\n\n"
    "## The port\n\nShips.[@briefing]\n\n# Outlook\n\nFog.",
    front={'abstract': paragraphs("Kim waited."), 'key_findings': paragraphs("One.\n\nTwo.")},
    actors=(KIM,),
    sources=(BRIEFING,),
    timeline=(event('waiting', Date(2024, 10), "Kim Jong Un waited"),),
)


def test_the_sections_stand_in_the_order_of_a_book() -> None:
    """Readers look for contents in front and for notes on people and sources at the back."""
    book = composed(WHOLE)
    assert [(one.id, one.matter, one.starts_page) for one in book.sections] == [
        ('cover', Matter.FRONT, True),
        ('imprint', Matter.FRONT, True),
        ('contents', Matter.FRONT, True),
        ('summary', Matter.BODY, True),
        ('troops-on-the-move', Matter.BODY, True),
        ('background', Matter.BODY, False),
        ('outlook', Matter.BODY, False),
        ('timeline', Matter.BACK, True),
        ('glossary', Matter.BACK, True),
        ('references', Matter.BACK, True),
    ]


def test_each_file_of_a_report_in_chapters_starts_a_page() -> None:
    """A chapter by another author should not begin in the middle of a page."""
    book = composed(report("# One\n\nA.\n\n# Two\n\nB.", "# Three\n\nC.", in_chapters=True))
    pages = {one.id: one.starts_page for one in book.sections if one.matter is Matter.BODY}
    assert pages == {'one': True, 'two': False, 'three': True}


def test_words_before_the_first_heading_stand_under_the_title() -> None:
    """A screen reader jumps from heading to heading: words without one are never found."""
    book = composed(report("Before all."))
    assert said(book, 'troops-on-the-move', 'h:h1 | h:p') == ["Troops on the Move", "Before all."]


def test_words_at_the_head_of_a_later_file_go_on_with_the_section() -> None:
    """A file is the author's convenience: it must not tear a section in two."""
    book = composed(report("# One\n\nA.", "B.", in_chapters=True))
    assert said(book, 'one', 'h:p') == ["A.", "B."]


def test_the_contents_list_all_that_has_an_outline_with_folios() -> None:
    """The contents are the map: what they lack is not found on paper."""
    book = composed(WHOLE)
    titles = ["Summary", "Troops on the Move", "1 Background", "1.1 The port", "2 Outlook"]
    assert said(book, 'contents', '//h:a') == [*titles, "Timeline", "Glossary", "References"]
    targets = find(book, 'contents', '//h:a[@href]/h:span[@class="folio"]/@data-target')
    assert targets == [href[1:] for href in find(book, 'contents', '//h:a/@href')]


def test_the_contents_go_as_deep_as_the_author_says() -> None:
    """Forty entries on two pages help nobody."""
    book = composed(replace(WHOLE, front_matter=replace(WHOLE.front_matter, toc_depth=1)))
    assert "1.1 The port" not in said(book, 'contents', '//h:a')


def test_every_id_is_unique_and_every_link_arrives() -> None:
    """A link that leads nowhere is worse than none."""
    ids, links = ids_and_links(composed(WHOLE))
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)


def test_a_link_to_nothing_becomes_plain_words() -> None:
    """`check` says so; until it is mended, nobody should click into the void."""
    book = composed(report("# One\n\nSee [the annex](#annex).", faulty=True))
    assert said(book, 'one', 'h:p') == ["See the annex."]
    assert find(book, 'one', '//h:a') == []


def test_a_blocks_origin_is_the_authors_line() -> None:
    """A fault that proof finds on page 9 must lead to a line of a file."""
    book = composed(report("# One\n\nA.\n\n| h |\n|---|\n| c |\n"))
    origins = section(book, 'one').origins
    assert origins['one-p1'].line == 3
    assert origins['one-table1'].line == 5


def test_what_the_book_prints_by_itself_has_an_origin_too() -> None:
    """Lost words of the glossary lead to the entry in `actors.yaml`."""
    actor = replace(KIM, span=replace(HERE, path='actors.yaml', line=7), role="Leader")
    book = composed(report("# One\n\nKim Jong Un.", actors=(actor,)))
    glossary = section(book, 'glossary')
    (role,) = find(book, 'glossary', '//h:p[@class="role"]/@id')
    assert glossary.origins[role] == actor.span


def test_the_summary_holds_abstract_and_key_findings() -> None:
    """Most readers stop here."""
    book = composed(WHOLE)
    assert said(book, 'summary', 'h:p') == ["Kim waited."]
    assert said(book, 'summary', 'h:aside[@class="key-findings"]//h:li') == ["One.", "Two."]


def test_the_cover_says_whose_it_is() -> None:
    """A cover without a name or date cannot be cited."""
    front = {
        'subtitle': "What a border saw",
        'authors': (Author("Ada Reed", HERE, affiliation="Desk"),),
        'date': Date(2024, 10, 23),
        'series': "Briefs",
        'number': '4',
        'status': Status.DRAFT,
    }
    logo = Picture('../logo.svg', 'image/svg+xml', b'<svg />', 100, 40)
    book = composed(report("A.", front=front, imprint=Imprint(name="Example House", logo=logo)))
    assert said(book, 'cover', './/h:p | .//h:h1') == [
        "Briefs, No. 4",
        "Troops on the Move",
        "What a border saw",
        "Ada Reed Desk",
        "23 October 2024",
        "Draft",
        "Example House",
    ]
    assert find(book, 'cover', './/h:img/@alt') == ["Example House"]
    assert len(book.pictures) == 2


def test_the_imprint_page_lists_facts_and_changes() -> None:
    """Librarians and lawyers read this page."""
    author = Author("Ada Reed", HERE, email='ada@example.org', orcid='0000-0002-1825-0097')
    front = {
        'doi': '10.1234/abc',
        'license': 'CC-BY-4.0',
        'changes': (Change(HERE, Date(2024, 12, 1), 'correction', "A name."),),
        'authors': (author,),
    }
    contact = 'a11y@example.org'
    imprint = Imprint("House", website='https://example.org', accessibility_contact=contact)
    book = composed(report("A.", front=front, imprint=imprint))
    labels, facts = said(book, 'imprint', '//h:dt'), said(book, 'imprint', '//h:dd')
    assert dict(zip(labels, facts, strict=True)) == {
        "DOI": "doi.org/10.1234/abc",
        "Licence": "CC-BY-4.0",
        "Accessibility": "a11y@example.org",
        "Correction": "1 December 2024: A name.",
    }
    assert find(book, 'imprint', '//h:a/@href') == [
        'https://example.org',
        'mailto:ada@example.org',
        'https://orcid.org/0000-0002-1825-0097',
        'https://doi.org/10.1234/abc',
        'mailto:a11y@example.org',
    ]


def test_the_metadata_fall_back_to_the_imprint() -> None:
    """A publisher is named once, for every report."""
    imprint = Imprint(name="House", licence="L")
    metadata = compose(report("A.", front={'lang': 'ar'}, imprint=imprint))[0].metadata
    assert (metadata.publisher, metadata.licence, metadata.direction) == ("House", "L", 'rtl')


@pytest.mark.parametrize('lang', ['en', 'en-US', 'EN-gb'])
def test_english_of_every_country_has_its_words(lang: str) -> None:
    """A warning on every American report would be read by nobody."""
    assert composed(report("A.", front={'lang': lang})).metadata.lang == lang


def test_a_language_without_words_is_said() -> None:
    """The author should hear of English words in a Maltese report before the reader does."""
    _, (diagnostic,) = compose(report("A.", front={'lang': 'mt'}))
    assert (diagnostic.id, diagnostic.severity) == ('language-without-words', Severity.WARNING)


def test_a_class_of_ours_is_refused() -> None:
    """Words under a false `note` could be lost from the page unseen."""
    book, (diagnostic,) = compose(report("# One\n\n[A]{.note .mine}\n"))
    assert (diagnostic.id, diagnostic.span) == ('reserved-class', replace(HERE, line=3))
    assert find(book, 'one', './/h:p/h:span/@class') == ['mine']


def test_pictures_are_named_by_what_they_show_and_hold() -> None:
    """Two files called `map` in two folders are two pictures; one file shown twice is one."""
    other = Picture('annex/Map.svg', 'image/svg+xml', b'<svg></svg>', 4, 3)
    copy = replace(PICTURE, path='copy/map.svg')
    pictures = {one.path: one for one in (PICTURE, other, copy)}
    names = [one.name for one in composed(report("A.", pictures=pictures)).pictures]
    assert len(names) == 2
    assert all(name.startswith('map-') and name.endswith('.svg') for name in names)


def test_sections_are_named_in_the_book_and_by_their_kind() -> None:
    """Style sheets and presses find a section by its class."""
    for one in composed(WHOLE).sections:
        assert one.tree.get('id') == one.id
        assert one.tree.get('class') == one.kind.value
        assert one.tree.get('lang') == 'en'
    kinds = [one.kind for one in composed(WHOLE).sections]
    assert kinds.count(SectionKind.CHAPTER) == 3
