"""Seams: all that the press needs of WeasyPrint beyond its public interface.

In: nothing.  Out: `Fonts`, a font configuration without the system's fonts; `Sheet`, a document
from a tree, and its layout, which loses no footnote and asks for its numbers last; a painter that
puts our marks around what it paints (`mark`, `paint`); and the names of WeasyPrint that the other
modules use, because this module must be the first to import it.  The version and the mended source
are checked on import: a change in either would spoil pages unseen.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from PIL import ImageFile

from proofpress.pdf.seams.libraries import at_once
from proofpress.pdf.seams.mend import VERSION, Mend, SeamError, apply, check_parameters, mended

with at_once():
    import weasyprint
    from weasyprint import CSS, Document, layout
    from weasyprint.css.counters import CounterStyle
    from weasyprint.document import Page
    from weasyprint.formatting_structure.boxes import (
        FootnoteAreaBox,
        InlineReplacedBox,
        LineBox,
        MarginBox,
        ReplacedBox,
        TableRowGroupBox,
        TextBox,
    )
    from weasyprint.layout import LayoutContext, block, page
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.pdf.stream import Stream
    from weasyprint.text import fonts
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from proofpress.pdf.seams.faces import Fonts, put_fonts
    from proofpress.pdf.seams.painting import (
        LAYOUT_ARTIFACT,
        Mark,
        Painted,
        colour_spaces,
        font_in_use,
        fonts_of,
        mark,
        next_content_id,
        operator_bytes,
        paint,
        srgb,
    )
    from proofpress.pdf.seams.prototypes import SHARE
    from proofpress.pdf.seams.styles import ANCHORS, USER_AGENT, plainness
    from proofpress.pdf.seams.text import QUICK_TEXT, end_in_space

# WeasyPrint has the whole process fill up pictures that are cut off, unsaid: a report's picture
# that cannot be read to its end is an error.
ImageFile.LOAD_TRUNCATED_IMAGES = False

__all__ = [
    'CSS',
    'LAYOUT_ARTIFACT',
    'MENDS',
    'QUICK_TEXT',
    'VERSION',
    'CounterStyle',
    'Document',
    'DocumentMetadata',
    'Fonts',
    'InlineReplacedBox',
    'MarginBox',
    'Mark',
    'Mend',
    'Painted',
    'ReplacedBox',
    'SeamError',
    'Sheet',
    'TableRowGroupBox',
    'TextBox',
    'URLFetcher',
    'URLFetcherResponse',
    'children',
    'colour_spaces',
    'end_in_space',
    'font_in_use',
    'fonts_of',
    'mark',
    'mended',
    'next_content_id',
    'operator_bytes',
    'overfull_notes',
    'page_box',
    'paint',
    'plainness',
    'put_fonts',
    'srgb',
]

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


for _mend in (*MENDS, ANCHORS, SHARE):
    apply(_mend)

_PRIVATE = (
    (Stream, ['_fonts', '_old_font', '_tags']),
    (Page, ['_page_box']),
    (AbsolutePlaceholder, ['_box']),
    (fonts.FontConfiguration, ['_config', '_folder', 'font_map', 'font_features', 'strut_layouts']),
    (
        weasyprint.HTML,
        ['base_url', 'etree_element', 'media_type', 'url_fetcher', 'wrapper_element'],
    ),
)
"""What we read or fill in ourselves, by the class whose constructor sets it."""

for _class, _fields in _PRIVATE:
    _code = _class.__init__.__code__
    for _field in _fields:
        if _field not in _code.co_names and _field not in _code.co_consts:
            _name = f'{_class.__name__}.{_field}'
            raise SeamError(f"WeasyPrint {weasyprint.__version__} has no {_name}")


class Sheet(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document made from a tree; WeasyPrint's own would write and parse it first."""

    def __init__(self, root: ElementTree.Element, base_url: str, url_fetcher: Any) -> None:
        self.base_url = base_url
        self.url_fetcher = url_fetcher
        self.media_type = 'print'
        self.wrapper_element = weasyprint.cssselect2.ElementWrapper.from_html_root(
            root, content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [USER_AGENT]


def children(box: Any) -> Iterator[Any]:
    """Yield the boxes in a box, also those that stand for absolutely placed ones."""
    for child in getattr(box, 'children', ()):
        yield child._box if isinstance(child, AbsolutePlaceholder) else child


def page_box(laid_out: Any) -> Any:
    """Return the box of a page, which holds all others."""
    return laid_out._page_box


def _numbered(context: Any, page_box: Any, state: Any) -> Any:
    """Stand in for `layout.make_margin_boxes`, the first thing that needs the pages' numbers.

    All pages are laid out by then: who knows where they follow is asked for the first number.
    """
    if context.current_page == 1:
        states = [one[3] for one in context.page_maker[1:]]
        first = context.font_config.first_number(len(states))
        for number, (_, counters, *_) in enumerate(states, first):
            counters['page'] = [number]
    return _margin_boxes(context, page_box, state)


_margin_boxes = layout.make_margin_boxes
check_parameters(_margin_boxes, ['context', 'page', 'state'])
layout.make_margin_boxes = _numbered


def overfull_notes(laid_out: Any) -> str | None:
    """Return the id of the first note on a page whose notes leave it at the top or hide its text.

    WeasyPrint 70.0 breaks no note across pages, and sets at least one line of text on each page
    whether or not the notes have left room for it.
    """
    box = page_box(laid_out)
    root, *others = box.children
    for area in others:
        if isinstance(area, FootnoteAreaBox) and area.children:
            lines = (part for part in root.descendants() if isinstance(part, LineBox))
            text_bottom = max((line.position_y + line.height for line in lines), default=0)
            # Half a pixel: heights are sums of fractions.
            if area.position_y < max(box.content_box_y(), text_bottom - 0.5):
                return next((str(note.element.get('id')) for note in area.children), None)
    return None
