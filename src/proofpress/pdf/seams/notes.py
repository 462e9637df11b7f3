"""Notes: has WeasyPrint set every note on the page of its call, and lay out their area once.

In: nothing.  Out: mends that lose no note (`MENDS`), and word of notes that leave a page no room.
"""

from __future__ import annotations

from typing import Any

from weasyprint import layout
from weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox
from weasyprint.layout import LayoutContext, block, page
from weasyprint.layout.absolute import AbsolutePlaceholder

from proofpress.pdf.seams.mend import Mend, SeamError, check_parameters

MENDS = (
    # Where a line fits only once notes are put off to the next page, notes are put off: those too
    # that the page before has put off already, and whether or not it helps.  The notes that this
    # very line calls are forgotten.
    Mend(
        block,
        '_linebox_layout',
        'report = not context.in_column and can_break_now and not could_break_before',
        'report = False',
    ),
    # Heights are sums of fractions: without a tolerance one note in a few "overflows" the area that
    # was made to its measure, and is put off although half the page is free.
    Mend(
        LayoutContext,
        '_update_footnote_area',
        'overflow = last_child_bottom > footnote_area_bottom',
        'overflow = last_child_bottom > footnote_area_bottom + 0.01',
    ),
    # Notes put off from the page before are all set on this one, be it too small for them.  They
    # are put off again where less than two lines of text (48 pixels) would find room beside them.
    Mend(
        page,
        'make_page',
        'if overflow and i != 0:',
        'if (overflow or context.page_bottom < page.content_box_y() + 48) and i != 0:',
    ),
)
"""How notes come to stand on the page of their call, together with `footnote-policy: line`
(styles/components/print.css).  Unmended, WeasyPrint lost 12 of 300 notes in a book of 178 pages."""


def overfull_notes(laid_out: Any) -> str | None:
    """Return the id of the first note on a page whose notes leave it at the top or hide its text.

    WeasyPrint 70.0 breaks no note across pages, and sets at least one line of text on each page
    whether or not the notes have left room for it.
    """
    box = laid_out._page_box
    root, *others = box.children
    for area in others:
        if isinstance(area, FootnoteAreaBox) and area.children:
            lines = (part for part in root.descendants() if isinstance(part, LineBox))
            text_bottom = max((line.position_y + line.height for line in lines), default=0)
            # Half a pixel: heights are sums of fractions.
            if area.position_y < max(box.content_box_y(), text_bottom - 0.5):
                return next((str(note.element.get('id')) for note in area.children), None)
    return None


class _LaidOut:
    """The area of some notes, laid out."""

    def __init__(self, context: Any, area: Any) -> None:
        self._empty = context.current_footnote_area
        self._notes = list(context.current_page_footnotes)
        self._area = area

    def take(self, context: Any) -> Any:
        """Return the area if it is that of the notes on the page; it is changed then."""
        is_same = self._empty is context.current_footnote_area
        notes = context.current_page_footnotes
        if not is_same or len(notes) != len(self._notes):
            return None
        if any(one is not other for one, other in zip(notes, self._notes, strict=True)):
            return None
        context.proofpress_area = None
        return self._area


def _measured(context: Any, box: Any, *others: Any) -> Any:
    """Stand in for `block_level_layout` where an area is measured: it is kept for its page."""
    laid_out = _block_level_layout(context, box, *others)
    area = laid_out[0]
    # What stands elsewhere on the page is placed when the page is whole.
    has_placed = any(isinstance(part, AbsolutePlaceholder) for part in area.descendants())
    context.proofpress_area = None if has_placed else _LaidOut(context, area)
    return laid_out


def _placed(context: Any, box: Any, *others: Any, **named: Any) -> Any:
    """Stand in for `block_level_layout` where a page is made: a measured area is there already."""
    if isinstance(box, FootnoteAreaBox) and context.proofpress_area is not None:
        area = context.proofpress_area.take(context)
        if area is not None:
            return (area,)
    return _block_level_layout(context, box, *others, **named)


_block_level_layout = block.block_level_layout
check_parameters(LayoutContext._update_footnote_area, ['self'])
for _module in (layout, page):
    if _module.block_level_layout is not _block_level_layout:
        raise SeamError("WeasyPrint lays out notes in another way than we know")
layout.block_level_layout = _measured
page.block_level_layout = _placed
LayoutContext.proofpress_area = None
