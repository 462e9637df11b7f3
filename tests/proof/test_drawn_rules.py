"""The rules on drawn pages, on pages small enough to draw by hand."""

from __future__ import annotations

from collections.abc import Sequence

from proofpress.diagnostics import Severity
from proofpress.proof.drawn import (
    Colour,
    DrawnPage,
    DrawnReading,
    DrawnShape,
    DrawnText,
    Glyph,
    GlyphFault,
    GlyphFaultKind,
    ShapeKind,
)
from proofpress.proof.drawn_sheets import Source
from proofpress.proof.drawn_verdict import prove_drawn
from proofpress.proof.ledger import Box, Finding
from proofpress.proof.read_tags import Piece, TaggedBlock, TaggedFigure, TagReading
from proofpress.span import Span
from tests.proof.mutations.mutate_pdf import MUTATIONS

INK = Colour(20, 20, 20)
PAPER = Box(0, 0, 400, 600)


def text(words: str, top: float, content_id: int, order: int = 1, left: float = 50) -> DrawnText:
    """Return a line of type of 10 points, 5 points wide a letter."""
    box = Box(left, top - 8, left + 5 * len(words), top)
    return DrawnText(order, words, box, INK, 10, 'Serif', 0, content_id)


def furniture(words: str, left: float, top: float) -> DrawnText:
    return text(words, top, -1, 90, left)._replace(is_artifact=True, is_furniture=True)


def page(index: int, texts: Sequence[DrawnText], shapes: Sequence[DrawnShape] = ()) -> DrawnPage:
    """Return a page with a running head as wide as its column, 50 to 350, and a folio."""
    edges = (furniture('Head', 50, 580), furniture('Report', 320, 580), furniture('7', 198, 30))
    return DrawnPage(index, str(index + 1), PAPER, (*texts, *edges), tuple(shapes))


def block(role: str, *marks: tuple[int, int], in_note: bool = False) -> TaggedBlock:
    return TaggedBlock(role, [Piece('', at, one, 'en', -1) for at, one in marks], [], in_note)


def found(
    pages: Sequence[DrawnPage],
    blocks: Sequence[TaggedBlock] = (),
    faults: Sequence[GlyphFault] = (),
) -> list[Finding]:
    reading = DrawnReading(tuple(pages), True, tuple(faults))
    return list(prove_drawn(reading, TagReading(list(blocks))))


def ids(findings: Sequence[Finding]) -> list[str]:
    return [finding.diagnostic.id for finding in findings]


def body(content_id: int, top: float, count: int) -> list[DrawnText]:
    """Return the lines of one paragraph."""
    return [
        text('words of a paragraph', top - 14 * line, content_id, line) for line in range(count)
    ]


def test_a_page_of_text_has_no_finding() -> None:
    """The rules must let sound pages through."""
    assert found([page(0, body(0, 560, 30))], [block('P', (0, 0))]) == []


def test_a_heading_at_the_foot_with_its_text_overleaf_is_a_warning() -> None:
    """A title without its text is read as a mistake."""
    pages = [page(0, [*body(0, 560, 30), text('Heading', 60, 1)]), page(1, body(0, 560, 30))]
    blocks = [block('P', (0, 0)), block('H2', (0, 1)), block('P', (1, 0))]
    (finding,) = found(pages, blocks)
    assert finding.diagnostic.id == 'heading-stranded'
    assert finding.diagnostic.severity is Severity.WARNING
    assert '“Heading”' in finding.diagnostic.message
    assert finding.places[0].page_index == 0


def test_a_heading_over_its_figure_is_not_alone() -> None:
    """A picture below the heading is what it heads."""
    figure = DrawnShape(5, ShapeKind.IMAGE, Box(50, 60, 350, 180), None, 2)
    pages = [
        page(0, [*body(0, 560, 20), text('Heading', 200, 1)], [figure]),
        page(1, body(0, 560, 30)),
    ]
    blocks = [block('P', (0, 0)), block('H2', (0, 1)), block('P', (1, 0))]
    assert found(pages, blocks) == []


def test_a_part_title_on_a_page_of_its_own_is_not_stranded() -> None:
    """It stands above the middle, on purpose."""
    pages = [page(0, [text('Part one', 500, 1)]), page(1, body(0, 560, 30))]
    assert 'heading-stranded' not in ids(found(pages, [block('H1', (0, 1)), block('P', (1, 0))]))


def test_one_line_of_a_paragraph_alone_is_a_warning() -> None:
    """Printers call them orphans and widows."""
    pages = [page(0, [*body(0, 560, 30), text('first line', 60, 1)]), page(1, body(1, 560, 30))]
    blocks = [block('P', (0, 0)), block('P', (0, 1), (1, 1))]
    (finding,) = found(pages, blocks)
    assert finding.diagnostic.id == 'line-stranded'
    assert 'first line of a paragraph, “first line”' in finding.diagnostic.message
    pages = [page(0, body(0, 560, 30)), page(1, [text('last', 560, 0), *body(1, 546, 20)])]
    blocks = [block('P', (0, 0), (1, 0)), block('P', (1, 1))]
    (finding,) = found(pages, blocks)
    assert finding.diagnostic.id == 'line-stranded'
    assert 'at the top of page 2' in finding.diagnostic.message


def test_a_raised_figure_makes_no_line() -> None:
    """Calls of notes stand higher than the words of their line."""
    call = DrawnText(2, '3', Box(160, 557, 164, 563), INK, 6, 'Serif', 0, 0)
    pages = [page(0, body(9, 560, 30)), page(1, [text('the last line', 560, 0), call])]
    assert ids(found(pages, [block('P', (0, 9)), block('P', (0, 9), (1, 0))])) == ['line-stranded']


def test_notes_may_go_on_with_one_line() -> None:
    """They stand where their calls are."""
    pages = [page(0, body(0, 560, 30)), page(1, [*body(1, 560, 20), text('rest', 60, 0)])]
    blocks = [block('P', (1, 1)), block('P', (0, 0), (1, 0), in_note=True)]
    assert found(pages, blocks) == []


def test_a_page_that_breaks_off_is_a_warning() -> None:
    """A reader thinks that the section ends there."""
    pages = [page(0, body(0, 560, 2)), page(1, body(0, 560, 30))]
    findings = found(pages, [block('P', (0, 0)), block('TD', (1, 0))])
    assert ids(findings) == ['page-almost-empty']
    assert findings[0].diagnostic.severity is Severity.WARNING


def test_the_last_page_of_a_section_may_be_short() -> None:
    """The next one begins with a heading."""
    pages = [page(0, body(0, 560, 2)), page(1, [text('Next', 560, 0), *body(1, 540, 30)])]
    assert found(pages, [block('P', (0, 0)), block('H1', (1, 0)), block('P', (1, 1))]) == []


def test_an_empty_page_is_an_error() -> None:
    """Readers take it for a lost one."""
    assert ids(found([page(0, [])])) == ['page-blank']
    figure = DrawnShape(1, ShapeKind.IMAGE, Box(50, 100, 350, 500), None, 0)
    assert found([page(0, [], [figure])]) == []


def test_words_may_hang_out_a_little_and_no_further() -> None:
    """List signs and quotation marks hang in the margin; columns of tables do not."""
    assert found([page(0, [text('• item', 300, 0, left=44)])]) == []
    assert ids(found([page(0, [text('column', 300, 0, left=340)])])) == ['text-off-page']
    assert ids(found([page(0, [text('column', 300, 0, left=390)])])) == ['text-off-page']
    assert ids(found([page(0, [text('note', 28, 0)])])) == ['text-off-page']


def test_lettering_of_a_picture_is_a_warning() -> None:
    """Its author placed it; the report may still go out."""
    label = text('label', 300, 0)._replace(clip=Box(50, 200, 60, 400))
    field = DrawnShape(9, ShapeKind.PATH, Box(40, 380, 200, 420), INK, 0)
    texts = [label, text('hidden', 400, 0, 2), text('pale', 200, 0, 3)._replace(size=0.2)]
    reading = DrawnReading((page(0, texts, [field]),), True)
    tags = TagReading([], [TaggedFigure('A map', 0, 0)])
    findings = list(prove_drawn(reading, tags))
    assert ids(findings) == ['text-clipped', 'text-covered', 'text-invisible']
    assert {one.diagnostic.severity for one in findings} == {Severity.WARNING}


def test_a_halo_is_no_overprint() -> None:
    """Maps set a pale copy of a name below the name itself."""
    twice = [text('Kursk', 300, 0, 1), text('Kursk', 300, 0, 2)]
    reading = DrawnReading((page(0, twice),), True)
    assert list(prove_drawn(reading, TagReading([], [TaggedFigure('', 0, 0)]))) == []
    assert ids(list(prove_drawn(reading, TagReading()))) == ['text-overprinted']


def test_letters_may_lean_into_each_other() -> None:
    """An italic f reaches over the bracket behind it."""
    one = text('of', 300, 0, 1)._replace(glyphs=(Glyph('f', Box(54, 292, 61, 300)),))
    other = text(')', 300, 0, 2, left=60)._replace(glyphs=(Glyph(')', Box(60, 290, 63, 301)),))
    assert found([page(0, [one, other])]) == []
    upon = other._replace(glyphs=(Glyph(')', Box(56, 290, 60, 301)),))
    upon = upon._replace(box=Box(56, 290, 60, 301))
    assert ids(found([page(0, [one, upon])])) == ['text-overprinted']


def test_white_words_on_a_dark_field_are_seen_and_beside_it_not() -> None:
    """A callout that is too short for its words loses their end."""
    field = DrawnShape(0, ShapeKind.PATH, Box(40, 280, 200, 310), INK)
    white = text('a short callout', 300, 0, 1)._replace(colour=Colour(255, 255, 255))
    assert found([page(0, [white], [field])]) == []
    short = field._replace(box=Box(40, 280, 90, 310))
    assert ids(found([page(0, [white], [short])])) == ['text-invisible']


def test_words_on_a_picture_are_taken_for_seen() -> None:
    """What colour a picture has below a word is not known, and so no finding."""
    image = DrawnShape(0, ShapeKind.IMAGE, Box(0, 0, 400, 600))
    white = text('title', 300, 0, 1)._replace(colour=Colour(255, 255, 255))
    assert found([page(0, [white], [image])]) == []


def test_a_rule_through_words_does_not_cover_them() -> None:
    """Struck-out words are to be read."""
    rule = DrawnShape(9, ShapeKind.PATH, Box(40, 295.5, 200, 296.5), INK)
    assert found([page(0, [text('deleted', 300, 0)], [rule])]) == []
    field = rule._replace(box=Box(40, 290, 200, 302))
    assert ids(found([page(0, [text('deleted', 300, 0)], [field])])) == ['text-covered']
    glass = field._replace(is_see_through=True)
    assert found([page(0, [text('deleted', 300, 0)], [glass])]) == []


def test_words_without_mark_are_found() -> None:
    """Screen readers pass over them."""
    stamp = text('RECEIVED', 300, -1)
    findings = found([page(0, [*body(0, 560, 5), stamp])], [block('P', (0, 0))])
    assert ids(findings) == ['text-untagged']
    assert '“RECEIVED”' in findings[0].diagnostic.message


def test_a_wrong_glyph_is_told_in_words() -> None:
    """The editor must know which character, and where."""
    texts = [text('abc', 300, 0, 4)]
    messages = [
        found([page(0, texts)], (), [GlyphFault(0, kind, 4, 'b', 'x')])[0].diagnostic.message
        for kind in GlyphFaultKind
    ]
    assert messages == [
        'Page 1 shows empty boxes for “b” in “abc”',
        'Page 1 leaves gaps where “b” should stand in “abc”',
        'Page 1 shows “x” where its text says “b” in “abc”',
        'Page 1 has no typeface to draw “b” from in “abc”',
    ]


def test_a_finding_leads_to_the_source() -> None:
    """Whoever knows where a mark was written gets the place with the finding."""
    reading = DrawnReading((page(0, [text('gone', 300, 3)._replace(size=0.1)]),), True)
    span = Span('report.md', 12, 1)
    (finding,) = prove_drawn(reading, TagReading(), {(0, 3): Source('sec-a-p1', span)})
    assert finding.diagnostic.id == 'text-invisible'
    assert finding.diagnostic.span == span
    assert finding.blocks == ('sec-a-p1',)


def test_ids_of_these_rules_are_all_brought_about() -> None:
    """Defects that only finished files have: see the mutations for the rest."""
    wanted = {'text-clipped', 'glyph-not-drawn', 'page-blank', 'text-covered', 'text-untagged'}
    assert wanted < {mutation.id for mutation in MUTATIONS}
