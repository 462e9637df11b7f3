"""Pages on which words cannot be seen: what pdfium's reading must catch.

Pages and texts are those of the good report, `river`.  Page 4 is the first of the article; its text
2 is a line of the first paragraph, and 53 to 63 are a table.
"""

from __future__ import annotations

import io

import pikepdf
from fontTools.ttLib import TTFont

from tests.proof.mutations.mutation import Mutation
from tests.proof.mutations.pdf_edits import (
    Change,
    Operators,
    after,
    before,
    edit,
    edit_page,
    fonts,
    moved,
    operators_of,
    painted,
    parsed,
    where,
    with_codes,
    wrapped,
)

_INK = '0.101961 0.113725 0.129412 rg'
_BACKGROUND = 4


def _sized(page_index: int, text: int, size: str) -> Change:
    """Set one text in another size."""

    def change(pdf: pikepdf.Pdf, operators: Operators) -> None:
        at = where(operators, text)
        font, former = operators[before(operators, at, 'Tf')].operands
        operators[at + 1 : at + 1] = parsed(pdf, f'{font} {former} Tf')
        operators[at:at] = parsed(pdf, f'{font} {size} Tf')

    return edit_page(page_index, change)


def _see_through(pdf: pikepdf.Pdf) -> None:
    pdf.pages[_BACKGROUND].Resources.ExtGState['/gone'] = pikepdf.Dictionary(ca=0)
    pdf.pages[_BACKGROUND].Resources.ExtGState['/back'] = pikepdf.Dictionary(ca=1)
    wrapped(_BACKGROUND, 2, '/gone gs', '/back gs')(pdf)


def _picture(pdf: pikepdf.Pdf) -> None:
    """Give the page a picture of one grey pixel."""
    image = pdf.make_stream(
        b'\x80', Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=1, Height=1
    )
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceGray, 8
    pdf.pages[_BACKGROUND].Resources.XObject['/grey'] = image


def _form(pdf: pikepdf.Pdf) -> None:
    """Give the page a form that fills a square, enlarged where it is painted."""
    form = pdf.make_stream(b'0.9 g 0 0 1 1 re f', Type=pikepdf.Name.XObject)
    form.Subtype, form.BBox = pikepdf.Name.Form, pikepdf.Array([0, 0, 1, 1])
    pdf.pages[_BACKGROUND].Resources.XObject['/field'] = form


def _clipped(page_index: int, text: int, width: float, height: float) -> Change:
    """Hide what of a text block stands outside a box at the text's beginning."""

    def change(pdf: pikepdf.Pdf, operators: Operators) -> None:
        at = where(operators, text)
        x, y = (float(number) for number in operators[before(operators, at, 'Tm')].operands[4:])
        begin, end = before(operators, at, 'BT'), after(operators, at, 'ET')
        operators[end + 1 : end + 1] = parsed(pdf, 'Q')
        box = f'{x - 1:.2f} {y - height + 4:.2f} {width} {height} re'
        operators[begin:begin] = parsed(pdf, f'q {box} W n')

    return edit_page(page_index, change)


def _onto(page_index: int, text: int, other: int) -> Change:
    """Set a text where another one begins."""

    def change(pdf: pikepdf.Pdf, operators: Operators) -> None:
        at = before(operators, where(operators, text), 'Tm')
        operators[at] = operators[before(operators, where(operators, other), 'Tm')]

    return edit_page(page_index, change)


def _twice(pdf: pikepdf.Pdf, operators: Operators) -> None:
    at = where(operators, 2)
    operators[at + 1 : at + 1] = [operators[before(operators, at, 'Tm')], operators[at]]


def _without_outline(pdf: pikepdf.Pdf) -> None:
    """Empty the glyph of a text's first letter, as a bad subsetter does."""
    font = fonts(pdf, _BACKGROUND, 2)
    stream = font.DescendantFonts[0].FontDescriptor.FontFile2
    program = TTFont(io.BytesIO(stream.read_bytes()))
    letter = program.getBestCmap()[ord('F')]
    program['glyf'][letter].__dict__.clear()
    program['glyf'][letter].numberOfContours = 0
    file = io.BytesIO()
    program.save(file)
    stream.write(file.getvalue())


def _without_program(pdf: pikepdf.Pdf) -> None:
    del fonts(pdf, _BACKGROUND, 2).DescendantFonts[0].FontDescriptor['/FontFile2']


def _broken_program(pdf: pikepdf.Pdf) -> None:
    fonts(pdf, _BACKGROUND, 2).DescendantFonts[0].FontDescriptor.FontFile2.write(b'no font')


def _unmarked(pdf: pikepdf.Pdf, operators: Operators) -> None:
    """Take the mark from a paragraph."""
    at = where(operators, 2)
    del operators[after(operators, at, 'EMC')]
    del operators[before(operators, at, 'BDC')]


def _stamped(pdf: pikepdf.Pdf) -> None:
    """Print words at the foot of a page without marking them."""
    page = pdf.pages[3]
    operators = operators_of(page)
    font = operators[before(operators, where(operators, 1), 'Tf')].operands[0]
    glyphs = bytes(operators[where(operators, 1)].operands[0][0])[:2].hex() * 8
    page.contents_add(b'q', prepend=True)
    stamp = f'Q q BT {font} 12 Tf 1 0 0 1 110 300 Tm <{glyphs}> Tj ET Q'
    page.contents_add(stamp.encode('ascii'))


def _stuck_over(pdf: pikepdf.Pdf) -> None:
    """Lay a white field on a line, as a reader's tool for comments does."""
    look = pdf.make_stream(b'1 g 0 0 400 14 re f', Type=pikepdf.Name.XObject)
    look.Subtype, look.BBox = pikepdf.Name.Form, pikepdf.Array([0, 0, 400, 14])
    field = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Square,
        Rect=[100, 712, 500, 726],
        F=4,
        AP=pikepdf.Dictionary(N=look),
    )
    pdf.pages[_BACKGROUND].Annots.append(pdf.make_indirect(field))


def _cropped(pdf: pikepdf.Pdf) -> None:
    """Show two thirds of a page, as a viewer's crop does."""
    pdf.pages[_BACKGROUND].CropBox = pikepdf.Array([0, 0, 400, 842])


def _blank_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page(page_size=(595.28, 841.89))
    pdf.pages.insert(5, pdf.pages[-1])
    del pdf.pages[-1]


def _bare_page(pdf: pikepdf.Pdf, operators: Operators) -> None:
    """Keep nothing of a page but its folio."""
    folio = max(index for index, one in enumerate(operators) if str(one.operator) == 'BDC')
    state = before(operators, folio, 'EMC')
    kept = [one for one in operators[:state] if str(one.operator) in ('q', 'Q', 'cm')]
    operators[: state + 1] = kept


def _one(name: str, change: Change, id_: str, page_index: int = _BACKGROUND) -> Mutation:
    return Mutation('pdf', name, edit(change), id_, str(page_index))


_FIELD = '0.95 g 100 712 200 14 re f'

PAGES = (
    _one("white on white", wrapped(4, 2, '1 1 1 rg', _INK), 'text-invisible'),
    _one("almost white on white", wrapped(4, 18, '0.95 g', _INK), 'text-invisible'),
    _one(
        "in the colour of its box",
        wrapped(3, 4, '0.952941 0.945098 0.92549 rg', _INK),
        'text-invisible',
        3,
    ),
    _one("white on the cover's white part", wrapped(0, 3, '1 g', _INK), 'text-invisible', 0),
    _one("ink on the cover's dark field", wrapped(0, 0, '0.08 0.19 0.30 rg', '1 g'),
         'text-invisible', 0),
    _one("of size zero", _sized(4, 2, '0'), 'text-invisible'),
    _one("of a size that nobody sees", _sized(4, 11, '0.4'), 'text-invisible'),
    _one("painted in no way", wrapped(4, 2, '3 Tr', '0 Tr'), 'text-invisible'),
    _one("used as a clip alone", wrapped(4, 76, '7 Tr', '0 Tr'), 'text-invisible'),
    _one("wholly see-through", _see_through, 'text-invisible'),
    _one("behind a field", painted(4, _FIELD), 'text-covered'),
    _one("behind a white field", painted(4, '1 g 100 634 90 16 re f'), 'text-covered'),
    _one("behind a round field",
         painted(4, '0.9 g 100 718 m 100 760 300 760 300 718 c 300 680 100 680 100 718 c f'),
         'text-covered'),
    _one("behind a picture", painted(4, '200 0 0 14 100 712 cm /grey Do', _picture),
         'text-covered'),
    _one("behind a form", painted(4, '390 0 0 60 102 320 cm /field Do', _form), 'text-covered'),
    _one("behind a comment", _stuck_over, 'text-covered'),
    _one("notes behind a field", painted(4, '0.9 g 100 76 400 38 re f'), 'text-covered'),
    _one("a line beyond the right edge", moved(4, [2], 600, 0), 'text-off-page'),
    _one("a line beyond the left edge", moved(4, [18], -300, 0), 'text-off-page'),
    _one("a line below the sheet", moved(4, [2], 0, 1000), 'text-off-page'),
    _one("a word half beyond the edge", moved(4, [55], 645, 0), 'text-off-page'),
    _one("a column beyond the edge", moved(4, [57, 60, 63], 300, 0), 'text-off-page'),
    _one("a column in the margin", moved(4, [57, 60, 63], 190, 0), 'text-off-page'),
    _one("a page cropped through its lines", _cropped, 'text-off-page'),
    _one("a note below the folio", moved(4, [93], 0, 60), 'text-off-page'),
    _one("a paragraph cut at its right", _clipped(4, 2, 120, 40), 'text-clipped'),
    _one("a heading cut at its foot", _clipped(4, 17, 600, 10), 'text-clipped'),
    _one("a line upon the next", _onto(4, 18, 2), 'text-overprinted'),
    _one("a heading upon a paragraph", _onto(4, 37, 38), 'text-overprinted'),
    _one("a column upon its neighbour", moved(4, [57, 60, 63], -45, 0), 'text-overprinted'),
    _one("a line upon the note below it", _onto(4, 76, 92), 'text-overprinted'),
    _one("a line twice in one place", edit_page(4, _twice), 'text-overprinted'),
    _one("a word of empty boxes", with_codes(4, 75, lambda codes: bytes(len(codes))),
         'glyph-not-drawn'),
    _one("one empty box", with_codes(4, 2, lambda codes: bytes(2) + codes[2:]),
         'glyph-not-drawn'),
    _one("Korean in empty boxes", with_codes(4, 6, lambda codes: bytes(len(codes))),
         'glyph-not-drawn'),
    _one("a glyph that the font does not have",
         with_codes(4, 2, lambda codes: codes[:2] + b'\xf0\x00' + codes[4:]), 'glyph-not-drawn'),
    _one("a paragraph without mark", edit_page(4, _unmarked), 'text-untagged'),
    _one("words stamped on a page", _stamped, 'text-untagged', 3),
    _one("an empty page between", _blank_page, 'page-blank', 5),
    _one("nothing left but the folio", edit_page(7, _bare_page), 'page-blank', 7),
)  # fmt: skip
"""What the rules on drawn pages find by themselves, on one page."""

FONTS = (
    _one("a glyph without outline", _without_outline, 'glyph-not-drawn'),
    _one("a font without program", _without_program, 'glyph-not-drawn'),
    _one("a font program that is none", _broken_program, 'glyph-not-drawn'),
)  # fmt: skip
"""What they find wherever a font is used."""

MUTATIONS = PAGES + FONTS
