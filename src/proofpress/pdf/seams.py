"""Seams: all that the press needs of WeasyPrint beyond its public interface.

In: nothing.  Out: `Fonts`, a font configuration without the system's fonts; `Sheet`, a document
from a tree; a layout that keeps each footnote; and the names of WeasyPrint that the other modules
use, because this module must be the first to import it.  The version and the signatures are
checked on import: a change in any of them would spoil pages unseen.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

with warnings.catch_warnings():
    # WeasyPrint warns on import where the system has no fonts: we want none of the system's.
    warnings.filterwarnings('ignore', message='.*FontConfig.*')
    import weasyprint
    from weasyprint import CSS, Document
    from weasyprint.css.counters import CounterStyle
    from weasyprint.formatting_structure.boxes import FootnoteAreaBox, LineBox
    from weasyprint.layout import block
    from weasyprint.pdf.metadata import DocumentMetadata
    from weasyprint.text import fonts
    from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
    from weasyprint.urls import URLFetcher, URLFetcherResponse

__all__ = [
    'CSS',
    'VERSION',
    'CounterStyle',
    'Document',
    'DocumentMetadata',
    'Fonts',
    'SeamError',
    'Sheet',
    'URLFetcher',
    'URLFetcherResponse',
    'check',
    'overfull_notes',
]

VERSION = '70.0'
_LINE_LAYOUT = (
    'context box index child new_children page_is_empty absolute_boxes fixed_boxes '
    'adjoining_margins bottom_space position_y skip_stack first_letter_style first_line_style '
    'draw_bottom_decoration max_lines'
)


class SeamError(RuntimeError):
    """WeasyPrint is not as the press expects it."""


def check(version: str, line_layout: Callable[..., Any]) -> None:
    """Raise `SeamError` when the version or the signature of the patched function differs."""
    if version != VERSION:
        raise SeamError(
            f"this is WeasyPrint {version}, and the press is made for {VERSION}: "
            f"pip install weasyprint=={VERSION}"
        )
    parameters = ' '.join(inspect.signature(line_layout).parameters)
    if parameters != _LINE_LAYOUT:
        raise SeamError(f"WeasyPrint {version} lays out lines with other parameters: {parameters}")


def _keeping_footnotes(line_layout: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap the layout of lines, so that every footnote called in a kept line finds a page.

    Where a line fits only once other notes are put off to the next page, WeasyPrint 70.0 keeps the
    line and forgets the notes that it calls itself (`_linebox_layout`, the branch that ends in
    `new_children.append(line); stop = True; break`).  They wait for the next page here.
    """

    def keeping(context: Any, box: Any, index: Any, child: Any, lines: Any, *rest: Any) -> Any:
        result = line_layout(context, box, index, child, lines, *rest)
        is_aborted = result[0]
        if not is_aborted and context.footnotes:
            for line in lines:
                for part in line.descendants():
                    if part.footnote in context.footnotes:
                        context.footnotes.remove(part.footnote)
                        context.reported_footnotes.append(part.footnote)
        return result

    return keeping


check(weasyprint.__version__, block._linebox_layout)
block._linebox_layout = _keeping_footnotes(block._linebox_layout)

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


def overfull_notes(page: Any) -> str | None:
    """Return the id of the first note on a page whose notes leave it at the top or hide its text.

    WeasyPrint 70.0 breaks no note across pages, and sets at least one line of text on each page
    whether or not the notes have left room for it.
    """
    box = page._page_box
    root, *others = box.children
    for area in others:
        if isinstance(area, FootnoteAreaBox) and area.children:
            lines = (part for part in root.descendants() if isinstance(part, LineBox))
            text_bottom = max((line.position_y + line.height for line in lines), default=0)
            # Half a pixel: heights are sums of fractions.
            if area.position_y < max(box.content_box_y(), text_bottom - 0.5):
                return next((str(note.element.get('id')) for note in area.children), None)
    return None
