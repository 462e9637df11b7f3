"""Nothing on a page is without a mark, and every mark is true."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

import pikepdf
import pypdf
import pypdfium2
import pytest
from lxml import etree
from PIL import Image, ImageChops

from proofpress.compose.book import SVG, XHTML
from proofpress.model.profile import Profile
from tests.little_book import changed, little_book
from tests.pdf.opened import made
from tests.pdf.printed import Printed
from tests.pdf.tag_tree import Content, Tag, TaggedPdf, without

_LAYOUT = {'Type': 'Layout'}
_PAGINATION = {'Type': 'Pagination'}
_HEADER = {'Type': 'Pagination', 'Subtype': 'Header'}
_FOOTER = {'Type': 'Pagination', 'Subtype': 'Footer'}


def spoken(text: str) -> str:
    """Return the text as it is heard, in one line."""
    return ' '.join(text.replace('\u00ad', '').split())


def readings(sample: Printed) -> Iterator[TaggedPdf]:
    """Yield the sample as PDF 1.7 and as PDF 2.0."""
    yield sample.tagged
    yield sample.tagged_next


def test_all_that_is_painted_is_marked_once(sample: Printed) -> None:
    """What is neither of an element nor an artifact is read at random, or not at all."""
    for tagged in readings(sample):
        astray = [
            one
            for one in tagged.painted
            if one.depth != 1 or (one.content_id is None) == (one.artifact is None)
        ]
        assert astray == []


def test_every_mark_belongs_to_one_element_and_leads_back_to_it(sample: Printed) -> None:
    """A reader that is shown a word on the page must find where it stands in the tree."""
    for tagged in readings(sample):
        owners: dict[tuple[int, int], int] = {}
        for tag in (tagged.root, *tagged.root.all()):
            for content in (kid for kid in tag.kids if isinstance(kid, Content)):
                place = content.page_index, content.content_id
                assert place not in owners
                owners[place] = tag.number
        rows = {
            (index, number): owner
            for index, page in enumerate(tagged.pages)
            for number, owner in enumerate(tagged.parents[int(page.StructParents)])
        }
        assert rows == owners
        assert set(tagged.texts) == set(owners)


def test_the_tags_hold_every_link(sample: Printed) -> None:
    """A link that no element holds cannot be reached by ear."""
    for tagged in readings(sample):
        held: dict[int, Tag] = {}
        for tag in tagged.root.all():
            for annotation in tag.annotations:
                assert tag.role == 'Link'
                assert annotation.number not in held
                assert tagged.parents[annotation.key] == [tag.number]
                held[annotation.number] = tag
        on_pages = [one.objgen[0] for page in tagged.pages for one in page.get('/Annots', [])]
        assert sorted(held) == sorted(on_pages)
        used = {int(page.StructParents) for page in tagged.pages}
        keys = [one.key for tag in held.values() for one in tag.annotations]
        assert sorted(tagged.parents) == sorted(used.union(keys))
        assert int(tagged.pdf.Root.StructTreeRoot.ParentTreeNextKey) > max(tagged.parents)


def test_a_link_says_its_words(sample: Printed) -> None:
    """Readers that list the links of a page show these, not “Link 7”."""
    labels = {
        label
        for section in sample.book.sections
        for element in section.tree.iter()
        if (label := element.get('aria-label'))
    }
    named = Counter[str]()
    for tag in sample.tagged.root.all('Link'):
        pictures = ' '.join(figure.alt for figure in tag.all('Figure'))
        for annotation in tag.annotations:
            kind = 'words' if annotation.contents == spoken(tag.text + pictures) else 'label'
            named[kind] += 1
            assert kind == 'words' or annotation.contents in labels
            assert int(annotation.values.F) & 0b111111 == 0b100  # printed, not hidden
    assert named['words'] > 10 * named['label'] > 0


def test_a_click_lands_on_the_words(torture: Printed) -> None:
    """Each line of a link has its own area, which lies on the page and on no other line."""
    lines = 0
    for tag in torture.tagged.root.all('Link'):
        areas = [[float(edge) for edge in one.values.Rect] for one in tag.annotations]
        for left, bottom, right, top in areas:
            assert 0 <= left < right <= 596
            assert 0 <= bottom < top <= 842
            assert top - bottom < 60
        lines += len(areas) > 1
    assert lines >= 3


def test_note_and_call_lead_to_each_other(sample: Printed) -> None:
    """Down to the note and back to the sentence, by link, to the very line."""
    for tagged in readings(sample):
        calls = [
            link
            for reference in tagged.root.all('Reference')
            for link in reference.tags
            if reference.parent is not None and reference.parent.role != 'TOCI'
        ]
        for note in tagged.root.all('Note', 'FENote'):
            (back,) = note.tags[0].tags
            call = next(link for link in calls if spoken(link.text) == spoken(back.text))
            assert leads_to(tagged, call, back)
            assert leads_to(tagged, back, call)
            assert note.page_indices[0] == back.page_indices[0]


def leads_to(tagged: TaggedPdf, link: Tag, other: Tag) -> bool:
    """Tell whether a link leads to the line of another."""
    target = tagged.target(link.annotations[0])
    assert target is not None
    page_index, _, top = target
    there = other.annotations[0]
    line_bottom, line_top = float(there.values.Rect[1]), float(there.values.Rect[3])
    # A place is named in whole points, and some are at the head of the block.
    return page_index == there.page_index and line_bottom - 2 <= top <= line_top + 14


def test_contents_print_the_page_that_they_lead_to(sample: Printed) -> None:
    """By link or by leafing, a reader comes to the same page."""
    reader = pypdf.PdfReader(io.BytesIO(sample.tagged.bytes))
    for line in sample.tagged.root.all('TOCI'):
        link = line.tags[0].tags[0]
        target = sample.tagged.target(link.annotations[0])
        assert target is not None
        assert link.text.split()[-1] == reader.page_labels[target[0]]


def test_only_furniture_and_decoration_are_left_unsaid(sample: Printed) -> None:
    """What is set apart from the tags has a kind, and says nothing that a listener would miss."""
    kinds = Counter[str]()
    for _, values, text in sample.tagged.artifacts():
        assert values in (_LAYOUT, _PAGINATION, _HEADER, _FOOTER)
        if values == _LAYOUT:
            # Rules, pictures that say nothing, and the marks that the style sets.
            assert spoken(text) in ('', '◆', ';')
        kinds[str(values)] += 1
    assert len(kinds) == 4


def test_running_heads_and_folios_are_told_apart(sample: Printed) -> None:
    """A reader that wants them can read them; nobody hears them in the middle of a sentence."""
    reader = pypdf.PdfReader(io.BytesIO(sample.path(Profile.ARCHIVE).read_bytes()))
    heads = {section.running_head for section in sample.book.sections}
    heads.add(sample.book.metadata.short_title)
    folios = dict.fromkeys(range(len(reader.pages)), '')
    for page_index, values, text in sample.tagged.artifacts():
        if values == _HEADER:
            assert spoken(text) in {spoken(head) for head in heads}
        elif values == _FOOTER:
            folios[page_index] += spoken(text)
    printed = {index: folio for index, folio in folios.items() if folio}
    assert printed == {index: reader.page_labels[index] for index in printed}
    # The cover has none.
    assert set(folios) - set(printed) == {0}


def test_a_picture_has_its_words(sample: Printed) -> None:
    """What it shows, in the author's words; a picture that says nothing is not in the tags."""
    expected = []
    for section in sample.book.sections:
        for picture in section.tree.iter(f'{{{XHTML}}}img', f'{{{SVG}}}svg'):
            if picture.get('alt'):
                expected.append(spoken(str(picture.get('alt'))))
            elif picture.tag == f'{{{SVG}}}svg':
                expected.append(_drawing_says(picture))
    figures = [spoken(tag.alt) for tag in sample.tagged.root.all('Figure')]
    assert figures == expected
    assert len(figures) >= 3


def _drawing_says(drawing: etree._Element) -> str:
    title, description = (drawing.findtext(f'{{{SVG}}}{name}') or '' for name in ('title', 'desc'))
    return spoken(f'{title.rstrip(".")}. {description.rstrip(".")}').strip(' .')


def test_a_picture_says_where_it_is(sample: Printed) -> None:
    """Its box is in points, lies on its page, and holds all its ink and little else."""
    for figure in sample.tagged.root.all('Figure'):
        (content,) = figure.contents()
        page = sample.tagged.pages[content.page_index]
        left, bottom, right, top = box(figure)
        _, _, width, height = (float(edge) for edge in page.MediaBox)
        assert 0 <= left < right <= width
        assert 0 <= bottom < top <= height
        ink = ink_of(sample.tagged, content)
        slack = 1.0  # of a point: edges are drawn softly
        assert left - slack <= ink[0]
        assert bottom - slack <= ink[1]
        assert ink[2] <= right + slack
        assert ink[3] <= top + slack
        assert ink[2] - ink[0] > 0.5 * (right - left)
        assert ink[3] - ink[1] > 0.5 * (top - bottom)


def test_a_picture_in_a_line_of_text_is_said_to_be_in_it(torture: Printed) -> None:
    """Software that makes the text flow anew keeps it in its line."""
    placed = {
        (figure.alt, figure.attributes['Layout.Placement'])
        for figure in torture.tagged.root.all('Figure')
    }
    assert ("a small drop of water", 'Inline') in placed
    assert (
        "A staff with marks every ten centimetres; the water stands at two metres",
        'Block',
    ) in placed


def box(figure: Tag) -> tuple[float, float, float, float]:
    """Return the box of a figure: left, bottom, right, top in points."""
    edges = figure.attributes['Layout.BBox']
    assert isinstance(edges, list)
    left, bottom, right, top = edges
    return left, bottom, right, top


def ink_of(tagged: TaggedPdf, content: Content) -> tuple[float, float, float, float]:
    """Return what a page loses without some content: left, bottom, right, top in points."""
    per_point = 2
    whole = drawn(tagged.bytes, content.page_index, per_point)
    bare = drawn(without(tagged, content), content.page_index, per_point)
    found = ImageChops.difference(whole, bare).convert('L').point(lambda one: one > 16).getbbox()
    assert found is not None
    left, top, right, bottom = (edge / per_point for edge in found)
    height = whole.height / per_point
    return left, height - bottom, right, height - top


def drawn(content: bytes, page_index: int, per_point: float) -> Image.Image:
    """Draw a page with pdfium."""
    pdf = pypdfium2.PdfDocument(content)
    image: Image.Image = pdf[page_index].render(scale=per_point).to_pil().convert('RGB')
    pdf.close()
    return image


@pytest.fixture(scope='module')
def little() -> TaggedPdf:
    """Return a small book with decoration, something hidden, and an abbreviation."""
    book = changed(
        little_book(),
        'background',
        'alt="A grey square of sea with one ship"',
        'alt="" role="presentation"',
    )
    heading = '<h2 id="the-port">'
    hidden = '<p id="stars" aria-hidden="true">* * *</p>'
    book = changed(book, 'background', heading, f'{hidden}{heading}')
    abbreviation = 'Troops of the <abbr title="United Nations">UN</abbr> moved'
    return TaggedPdf(made(changed(book, 'summary', 'Troops moved', abbreviation)))


def test_a_picture_without_words_is_decoration(little: TaggedPdf) -> None:
    """A listener is not told of a picture that says nothing."""
    assert [figure.alt for figure in little.root.all('Figure')] == [
        'One event. One event in October 2024'
    ]
    assert [one for one in little.painted if one.operator == 'Do' and one.artifact == _LAYOUT]


def test_what_is_hidden_from_listeners_is_no_element(little: TaggedPdf) -> None:
    """An author who writes `aria-hidden` means it."""
    assert '* * *' not in little.root.text
    assert '* * *' in [spoken(text) for _, values, text in little.artifacts() if values == _LAYOUT]


def test_an_abbreviation_says_what_it_stands_for(little: TaggedPdf) -> None:
    """It may be spelt out to whoever asks."""
    (tag,) = (tag for tag in little.root.all('Span') if tag.expansion)
    assert (spoken(tag.text), tag.expansion) == ('UN', 'United Nations')


def test_the_tab_key_follows_the_tags(sample: Printed) -> None:
    """Links are reached in the order of the text (ISO 14289-1, 7.18.3)."""
    for page in sample.tagged.pages:
        if '/Annots' in page:
            assert page.Tabs == pikepdf.Name.S
