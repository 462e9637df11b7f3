"""Seams: all that the press needs of WeasyPrint beyond its public interface.

In: nothing.  Out: `Fonts`, a font configuration without the system's fonts; `Sheet`, a document
from a tree; a layout that loses no footnote; a painter that puts our marks around what it paints
(`mark`, `TaggedDocument`); and the names of WeasyPrint that the other modules use, because this
module must be the first to import it.  The version and the mended source are checked on import: a
change in either would spoil pages unseen.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any, Protocol
from xml.etree import ElementTree

import pydyf
from PIL import ImageFile

from proofpress.pdf.seams.mend import VERSION, Mend, SeamError, apply, check_parameters, mended

with warnings.catch_warnings():
    # WeasyPrint warns on import where the system has no fonts: we want none of the system's.
    warnings.filterwarnings('ignore', message='.*FontConfig.*')
    import weasyprint
    from weasyprint import CSS, Document
    from weasyprint import pdf as painting
    from weasyprint.css import ColorProfile
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
    from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    from proofpress.pdf.seams.styles import SHARE, USER_AGENT

# WeasyPrint has the whole process fill up pictures that are cut off, unsaid: a report's picture
# that cannot be read to its end is an error.
ImageFile.LOAD_TRUNCATED_IMAGES = False

__all__ = [
    'CSS',
    'MENDS',
    'VERSION',
    'CounterStyle',
    'Document',
    'DocumentMetadata',
    'Fonts',
    'InlineReplacedBox',
    'MarginBox',
    'Mark',
    'Mend',
    'ReplacedBox',
    'SeamError',
    'Sheet',
    'TableRowGroupBox',
    'TaggedDocument',
    'TextBox',
    'URLFetcher',
    'URLFetcherResponse',
    'children',
    'font_in_use',
    'fonts_of',
    'mark',
    'mended',
    'next_content_id',
    'operator_bytes',
    'overfull_notes',
    'page_box',
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


for _mend in (*MENDS, SHARE):
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

ffi.cdef('FcConfig * FcConfigCreate (void);')
# Glyphs are placed by the outlines alone, not by the pixels of some screen.
_UNHINTED = b"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit>
</match></fontconfig>"""


class Fonts(fonts.FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """A font configuration that knows the fonts of `@font-face` rules and no others.

    WeasyPrint's own loads the system's configuration: a letter that our faces lack would come from
    whatever is installed, and pages would differ from machine to machine.
    """

    def __init__(self) -> None:
        self._config = fontconfig.FcConfigCreate()
        fontconfig.FcConfigParseAndLoadFromMemory(self._config, _UNHINTED, True)
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        pangoft2.pango_fc_font_map_set_config(
            ffi.cast('PangoFcFontMap *', self.font_map), self._config
        )
        # The font map keeps a reference of its own.
        fontconfig.FcConfigDestroy(self._config)
        self._folder = None
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features: dict[Any, Any] = {}
        self.prototypes: dict[Any, Any] = {}


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


def srgb() -> Any:
    """Return the colours of screens, which WeasyPrint brings along."""
    profile = (resources.files('weasyprint.pdf') / 'sRGB2014.icc').read_bytes()
    return ColorProfile(io.BytesIO(profile), '', 'relative-colorimetric', ('r', 'g', 'b'))


class Mark(Protocol):
    """What stands around a piece of text or a picture in the content of a page."""

    def open(self, stream: Any) -> None:
        """Begin it, before the painter writes the piece."""

    def close(self, stream: Any) -> None:
        """End it."""


def mark(box: Any, its_mark: Mark) -> None:
    """Have the painter put a mark around a text box or a replaced box."""
    box.proofpress_mark = its_mark


def children(box: Any) -> Iterator[Any]:
    """Yield the boxes in a box, also those that stand for absolutely placed ones."""
    for child in getattr(box, 'children', ()):
        yield child._box if isinstance(child, AbsolutePlaceholder) else child


def page_box(laid_out: Any) -> Any:
    """Return the box of a page, which holds all others."""
    return laid_out._page_box


def next_content_id(stream: Any) -> int:
    """Return the next content id of a page: the stream's own tags count them."""
    number = len(stream._tags)
    stream._tags[number] = number
    return number


def operator_bytes(part: Any) -> bytes:
    """Return one piece of a painted stream (a text, number, object or bytes) as it is written."""
    return bytes(pydyf._to_bytes(part))


def font_in_use(stream: Any) -> str:
    """Return the name of the font that the last text object ended with, or nothing."""
    return str(stream._old_font[0]) if stream._old_font else ''


def fonts_of(stream: Any) -> dict[str, Any]:
    """Return the fonts of the PDF by the name that they have in its pages."""
    return {font.hash: font for font in stream._fonts.values()}


class TaggedDocument(Document):  # type: ignore[misc]  # WeasyPrint has no types
    """A document whose boxes are all marked, and that writes its tags itself."""

    write_tags: Callable[[Any], None]
    """Called with the `pydyf.PDF` when all pages are painted."""


@contextmanager
def _marked(stream: Any, box: Any, _tag: str) -> Iterator[None]:
    """Stand in for `Stream.marked`."""
    if stream._tags is None:
        yield
        return
    its_mark = box.proofpress_mark
    its_mark.open(stream)
    stream.proofpress_is_marked = True
    yield
    stream.proofpress_is_marked = False
    its_mark.close(stream)


@contextmanager
def _artifact(stream: Any) -> Iterator[None]:
    """Stand in for `Stream.artifact`: what decorates a marked piece (underlines) is part of it."""
    is_artifact = stream._tags is not None and not stream.proofpress_is_marked
    if is_artifact:
        stream.stream.append(LAYOUT_ARTIFACT)
    yield
    if is_artifact:
        stream.end_marked_content()


def _add_tags(pdf: Any, document: Any, _version: object, _streams: object) -> None:
    """Stand in for `weasyprint.pdf.add_tags`, which tags every page for itself."""
    document.write_tags(pdf)


LAYOUT_ARTIFACT = '/Artifact <</Type/Layout>> BDC'
"""Begins an artifact that is there for looks alone (ISO 32000-1, 14.8.2.2.2)."""

_STAND_INS = (
    (painting, 'add_tags', _add_tags, ['pdf', 'document', 'pdf_version', 'page_streams']),
    (Stream, 'marked', _marked, ['self', 'box', 'tag']),
    (Stream, 'artifact', _artifact, ['self']),
)
check_parameters(pydyf._to_bytes, ['item'])
for _owner, _name, _stand_in, _parameters in _STAND_INS:
    check_parameters(getattr(_owner, _name), _parameters)
    setattr(_owner, _name, _stand_in)
# The constructor of documents is not for the public; `TaggedDocument` is made with it.
_SHARED = ['url_fetcher', 'font_config', 'color_profiles', 'output_intent']
check_parameters(Document.__init__, ['self', 'pages', 'metadata', *_SHARED])
Stream.proofpress_is_marked = False


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
