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

from PIL import ImageFile

from proofpress.pdf.seams.libraries import at_once
from proofpress.pdf.seams.mend import VERSION, Mend, SeamError, apply, mended

with at_once():
    import weasyprint
    from weasyprint import CSS, Document
    from weasyprint.css.counters import CounterStyle
    from weasyprint.document import Page
    from weasyprint.formatting_structure.boxes import (
        InlineReplacedBox,
        MarginBox,
        ReplacedBox,
        TableRowGroupBox,
        TextBox,
    )
    from weasyprint.layout.absolute import AbsolutePlaceholder
    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.pdf.stream import Stream
    from weasyprint.text import fonts
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from proofpress.pdf.seams import bare, lines, links, prototypes  # noqa: F401, they mend by being loaded
    from proofpress.pdf.seams.faces import Fonts, put_fonts
    from proofpress.pdf.seams.glyphs import ShownText, plain_reading
    from proofpress.pdf.seams.notes import MENDS, overfull_notes
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
    from proofpress.pdf.seams.sheet import SetPages, Sheet
    from proofpress.pdf.seams.styles import ANCHORS, plainness
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
    'SetPages',
    'Sheet',
    'ShownText',
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
    'plain_reading',
    'plainness',
    'put_fonts',
    'srgb',
]

for _mend in (*MENDS, ANCHORS):
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


def children(box: Any) -> Iterator[Any]:
    """Yield the boxes in a box, also those that stand for absolutely placed ones."""
    for child in getattr(box, 'children', ()):
        yield child._box if isinstance(child, AbsolutePlaceholder) else child


def page_box(laid_out: Any) -> Any:
    """Return the box of a page, which holds all others."""
    return laid_out._page_box
