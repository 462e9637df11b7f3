"""pdfium's reading: what stands where, in which colour, marked as what."""

from __future__ import annotations

import io
from functools import cache

import pikepdf
import pypdfium2
import pytest

from proofpress.proof.drawn import Colour, DrawnReading, DrawnText, Point, ShapeKind, has_ink
from proofpress.proof.drawn_geometry import contrast, ground, holds, overhang, probes
from proofpress.proof.ledger import Box
from proofpress.proof.read_both import read_both
from proofpress.proof.read_drawn import DrawnReader
from tests.proof.mutations.pdf_edits import edit, painted
from tests.proof.river import river


@cache
def reading() -> DrawnReading:
    return read_both(river()[1])[1]


def text_of(page_index: int, words: str) -> DrawnText:
    return next(text for text in reading().pages[page_index].texts if words in text.text)


def painted_page(operators: str) -> DrawnReading:
    """Read the river with something painted over its summary."""
    return read_both(edit(painted(3, operators))(river()[1]))[1]


def test_pages_have_their_labels_and_their_paper() -> None:
    """Findings name a page as its reader does."""
    assert [page.folio for page in reading().pages[:5]] == ['i', 'ii', 'iii', '1', '2']
    box = reading().pages[0].box
    assert (round(box.right), round(box.top)) == (595, 842)
    assert reading().is_tagged


def test_a_text_has_box_colour_size_and_font() -> None:
    """These four decide whether a reader can see it."""
    title = text_of(0, 'Across the Tumen')
    assert title.colour == Colour(255, 255, 255)
    assert title.size == pytest.approx(38, abs=1)
    assert 'Source-Serif' in title.font
    assert 60 < title.box.left < title.box.right < 595
    assert title.render_mode == 0


def test_a_text_knows_its_mark() -> None:
    """Words without mark, words of the document and furniture must not be confused."""
    assert text_of(3, 'In the autumn').content_id >= 0
    folio = reading().pages[3].texts[-1]
    assert (folio.text, folio.is_artifact, folio.is_furniture) == ('1', True, True)
    sign = text_of(4, '◆')
    assert (sign.is_artifact, sign.is_furniture) == (True, False)


def test_words_and_boxes_are_looked_up_by_mark() -> None:
    """The ledger asks where a block stands, and what is drawn there."""
    line = text_of(4, '두만강')
    words = reading().drawn_words(4, [line.content_id])
    assert words is not None
    assert words.text == '두만강'
    assert words.box == reading().box([(4, line.content_id)]) == line.box
    assert reading().drawn_words(4, [9999]) is None
    both = reading().box([(4, line.content_id), (4, text_of(4, 'Background').content_id)])
    assert both is not None
    assert both.top > line.box.top


def test_a_divided_word_shows_its_hyphen() -> None:
    """`together` is divided on page 2; its hyphen is no letter of the word."""
    assert '\u00ad' in [text.text for text in reading().pages[4].texts]


def test_shapes_come_with_fill_and_order() -> None:
    """What was painted before a word is its ground; what came after hides it."""
    page = painted_page('0.5 g 100 700 50 20 re f').pages[3]
    field = page.shapes[-1]
    assert field.kind is ShapeKind.PATH
    assert field.colour == Colour(128, 128, 128)
    assert field.box == Box(100, 700, 150, 720)
    assert field.order > max(text.order for text in page.texts)
    assert page.shapes[0].order < page.texts[0].order


def test_a_line_is_no_shape() -> None:
    """Rules and axes are drawn over words on purpose, and hide nothing."""
    page = painted_page('0 G 3 w 100 705 m 300 705 l S').pages[3]
    assert len(page.shapes) == len(reading().pages[3].shapes)


def test_a_ring_does_not_hold_its_middle() -> None:
    """Borders are drawn as two boxes of which the inner one is left out."""
    page = painted_page('0.5 g 90 600 420 130 re 95 605 410 120 re f*').pages[3]
    ring = page.shapes[-1]
    assert not holds(ring, Point(200, 650))
    assert holds(ring, Point(92, 650))


def test_a_clip_takes_from_a_shape() -> None:
    """What is clipped away covers nothing."""
    page = painted_page('0 0 50 50 re W n 0.5 g 0 0 600 800 re f').pages[3]
    assert holds(page.shapes[-1], Point(20, 20))
    assert not holds(page.shapes[-1], Point(200, 715))


def test_the_ground_is_what_was_painted_last() -> None:
    """A see-through field changes the colour below it; a picture's colour is not known."""
    page = painted_page('1 0 0 rg 0 0 100 100 re f 0 0 1 rg 50 0 100 100 re f').pages[3]
    assert ground(page.shapes, Point(20, 20)) == Colour(255, 0, 0)
    assert ground(page.shapes, Point(70, 20)) == Colour(0, 0, 255)
    assert ground(page.shapes, Point(300, 20)) == Colour(255, 255, 255)


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21 to 1, grey #767676 on white the least that WCAG allows."""
    white = Colour(255, 255, 255)
    assert contrast(Colour(0, 0, 0), white) == pytest.approx(21)
    assert contrast(Colour(118, 118, 118), white) == pytest.approx(4.54, abs=0.01)


def test_overhang_is_the_farthest() -> None:
    """A word may leave its frame on two sides."""
    frame = Box(0, 0, 100, 100)
    assert overhang(Box(-5, 10, 107, 20), frame) == 7
    assert overhang(Box(10, 10, 90, 90), frame) <= 0


def test_probes_stay_inside_the_ink() -> None:
    """A slanted letter may lean out of its field."""
    text = text_of(4, 'For ten years')
    for low, high in probes(text):
        assert text.box.left < low.x == high.x < text.box.right
        assert text.box.bottom < low.y < high.y < text.box.top


def test_some_characters_leave_no_ink() -> None:
    """An empty glyph is right for them."""
    assert not has_ink(' \u200b\u00ad\u2060\ufe0f\u3164')
    assert has_ink(' a')


def test_bytes_that_are_no_pdf_are_refused() -> None:
    """A reading of nothing would find nothing wrong."""
    with pytest.raises(pypdfium2.PdfiumError):
        DrawnReader(b'no PDF')


def test_forms_are_read_where_they_are_painted() -> None:
    """Pictures are forms: their lettering must be seen, and so must what they hide."""

    def framed(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b'0 1 0 rg 0 0 10 10 re f', Type=pikepdf.Name.XObject)
        form.Subtype, form.BBox = pikepdf.Name.Form, pikepdf.Array([0, 0, 10, 10])
        pdf.pages[3].Resources.XObject['/box'] = form

    content = edit(painted(3, '2 0 0 3 100 200 cm /box Do', framed))(river()[1])
    field = read_both(content)[1].pages[3].shapes[-1]
    assert field.colour == Colour(0, 255, 0)
    assert field.box == Box(100, 200, 120, 230)


def words_on_page(content: bytes) -> int:
    """Return how many words are counted on a page with this content, set in Helvetica."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(600, 800))
    page.Contents = pdf.make_stream(content)
    font = {'/Type': '/Font', '/Subtype': '/Type1', '/BaseFont': '/Helvetica'}
    names = {name: pikepdf.Name(value) for name, value in font.items()}
    page.Resources = pikepdf.Dictionary(Font={'/F': pikepdf.Dictionary(names)})
    file = io.BytesIO()
    pdf.save(file)
    reader = DrawnReader(file.getvalue())
    try:
        return reader.page(0).word_count
    finally:
        reader.close()


def test_words_are_counted_as_they_stand_on_the_page() -> None:
    """The number beside a page in the report is what a reader would count."""
    assert words_on_page(b'BT /F 20 Tf 50 700 Td (Three words here) Tj ET') == 3
    assert words_on_page(b'BT /F 20 Tf 50 700 Td (Two) Tj 0 -30 Td (lines) Tj ET') == 2


def test_a_page_without_text_has_no_words() -> None:
    """A picture says nothing that could be counted."""
    assert words_on_page(b'0 0 1 rg 200 400 40 40 re f') == 0
