"""The knives: small edits of a finished PDF, made with pikepdf, as other tools would make them.

Pages and texts are counted from 0; a text is what one operator shows, as in `DrawnPage.texts`.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pikepdf

Change = Callable[[pikepdf.Pdf], None]
Operators = list[pikepdf.ContentStreamInstruction]
_SHOWING = ('TJ', 'Tj')


def edit(change: Change) -> Callable[[bytes], bytes]:
    """Return what makes the change in the bytes of a PDF."""

    def spoil(content: bytes) -> bytes:
        file = io.BytesIO()
        with pikepdf.open(io.BytesIO(content)) as pdf:
            change(pdf)
            pdf.save(file)
        return file.getvalue()

    return spoil


def operators_of(page: pikepdf.Page | pikepdf.Stream) -> Operators:
    """Return the operators of a page or a stream; ours have no inline images.

    Each line tells its own place, so that it can be moved without those after it.
    """
    operators: Operators = []
    for one in pikepdf.parse_content_stream(page):
        assert isinstance(one, pikepdf.ContentStreamInstruction)
        if str(one.operator) == 'Td':
            one = _placed(operators[before(operators, len(operators), 'Tm')], one)
        operators.append(one)
    return operators


def _placed(
    line: pikepdf.ContentStreamInstruction, move: pikepdf.ContentStreamInstruction
) -> pikepdf.ContentStreamInstruction:
    """Return the place of a line that is told by the way from another (ISO 32000-1, 9.4.2)."""
    a, b, c, d, x, y = line.operands
    right, up = move.operands
    place = [a, b, c, d, x + right * a + up * c, y + right * b + up * d]
    return pikepdf.ContentStreamInstruction(place, pikepdf.Operator('Tm'))


def edit_page(page_index: int, change: Callable[[pikepdf.Pdf, Operators], None]) -> Change:
    """Return what changes the operators of one page."""

    def edited(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[page_index]
        operators = operators_of(page)
        change(pdf, operators)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(operators))

    return edited


def parsed(pdf: pikepdf.Pdf, operators: str) -> Operators:
    """Read operators as they would stand in a page."""
    return operators_of(pikepdf.Stream(pdf, operators.encode('ascii')))


def shows(operator: pikepdf.ContentStreamInstruction) -> bool:
    """Tell whether an operator shows some text."""
    return str(operator.operator) in _SHOWING and bool(codes(operator))


def codes(operator: pikepdf.ContentStreamInstruction) -> bytes:
    """Return the codes of all glyphs that an operator shows."""
    operand = operator.operands[0]
    parts = operand if str(operator.operator) == 'TJ' else [operand]
    return b''.join(bytes(part) for part in parts if isinstance(part, pikepdf.String))


def where(operators: Operators, text: int) -> int:
    """Return where the text with this number is shown."""
    return [index for index, one in enumerate(operators) if shows(one)][text]


def before(operators: Operators, index: int, operator: str) -> int:
    """Return the last place before `index` where an operator stands."""
    return max(at for at in range(index) if str(operators[at].operator) == operator)


def after(operators: Operators, index: int, operator: str) -> int:
    """Return the first place after `index` where an operator stands."""
    return next(
        at for at in range(index, len(operators)) if str(operators[at].operator) == operator
    )


def wrapped(page_index: int, text: int, first: str, last: str) -> Change:
    """Return what puts operators before and after one text."""

    def change(pdf: pikepdf.Pdf, operators: Operators) -> None:
        at = where(operators, text)
        operators[at + 1 : at + 1] = parsed(pdf, last)
        operators[at:at] = parsed(pdf, first)

    return edit_page(page_index, change)


def with_codes(page_index: int, text: int, new: Callable[[bytes], bytes]) -> Change:
    """Return what shows other glyphs in the place of one text's."""

    def change(pdf: pikepdf.Pdf, operators: Operators) -> None:
        at = where(operators, text)
        shown = pikepdf.Array([pikepdf.String(new(codes(operators[at])))])
        operators[at] = pikepdf.ContentStreamInstruction([shown], pikepdf.Operator('TJ'))

    return edit_page(page_index, change)


def moved(page_index: int, texts: Sequence[int], right: float, down: float) -> Change:
    """Return what moves texts, each a start of a line, by pixels of the style sheets."""

    def change(pdf: pikepdf.Pdf, operators: Operators) -> None:
        for text in texts:
            at = before(operators, where(operators, text), 'Tm')
            *turn, x, y = (float(number) for number in operators[at].operands)
            numbers = ' '.join(f'{number:.3f}' for number in (*turn, x + right, y + down))
            operators[at : at + 1] = parsed(pdf, f'{numbers} Tm')

    return edit_page(page_index, change)


def painted(page_index: int, operators: str, resources: Change | None = None) -> Change:
    """Return what paints over a finished page, in points from its lower left corner."""

    def change(pdf: pikepdf.Pdf) -> None:
        if resources is not None:
            resources(pdf)
        page = pdf.pages[page_index]
        page.contents_add(b'q', prepend=True)
        page.contents_add(f'Q /Artifact BMC q {operators} Q EMC'.encode('ascii'))

    return change


def fonts(pdf: pikepdf.Pdf, page_index: int, text: int) -> pikepdf.Object:
    """Return the font of a text."""
    page = pdf.pages[page_index]
    operators = operators_of(page)
    name = operators[before(operators, where(operators, text), 'Tf')].operands[0]
    return page.Resources.Font[str(name)]
