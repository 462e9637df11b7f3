"""Fonts: the faces that pages are set in, and what a PDF says of them.

In: nothing.  Out: `Fonts`, a font configuration that knows the faces of `@font-face` rules and no
others; and WeasyPrint's fonts for PDFs, whose widths do not depend on the size in which a glyph
happens to be painted first, so that pages painted apart can share them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from proofpress.pdf.seams.libraries import at_once
from proofpress.pdf.seams.mend import Mend, apply, check_parameters
from proofpress.pdf.seams.styles import Plainness

with at_once():
    from weasyprint import DEFAULT_OPTIONS
    from weasyprint.pdf.fonts import Font, build_fonts_dictionary
    from weasyprint.pdf.stream import Stream
    from weasyprint.text import fonts
    from weasyprint.text.ffi import FROM_UNITS, TO_UNITS, ffi, fontconfig, gobject, pango, pangoft2

ffi.cdef('FcConfig * FcConfigCreate (void);')
ffi.cdef('void * g_object_ref (void *object);')
ffi.cdef('PangoFontDescription * pango_font_description_from_string (const char *str);')
# Glyphs are placed by the outlines alone, not by the pixels of some screen.
_UNHINTED = b"""<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit>
</match></fontconfig>"""
_EM = 1000
"""Pixels: at this size, a glyph is as wide as PDF says it (ISO 32000-1, 9.2.4)."""


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
        self.plainness = Plainness()
        """Which short cuts the sheets leave room for."""
        self.readings: Mapping[str, Mapping[int, str]] = {}
        """By the name of the font, what a glyph has to say whatever it is painted for."""
        self._widths: dict[str, _Widths] = {}

    def font(self, description: str) -> Any:
        """Return a font for PDFs by its description."""
        told = pango.pango_font_description_from_string(description.encode())
        told = ffi.gc(told, pango.pango_font_description_free)
        return Font(self._sized(told), told, _EM)

    def widths(self, description: str) -> dict[int, int]:
        """Return the widths of a font's glyphs: a table that fills itself."""
        if description not in self._widths:
            told = pango.pango_font_description_from_string(description.encode())
            told = ffi.gc(told, pango.pango_font_description_free)
            self._widths[description] = _Widths(self._sized(told))
        return self._widths[description]

    def _sized(self, description: Any) -> Any:
        """Load a font in the size of an em."""
        context = ffi.gc(pango.pango_font_map_create_context(self.font_map), gobject.g_object_unref)
        pango.pango_context_set_round_glyph_positions(context, False)
        copy = ffi.gc(
            pango.pango_font_description_from_string(
                ffi.string(pango.pango_font_description_to_string(description))
            ),
            pango.pango_font_description_free,
        )
        pango.pango_font_description_set_absolute_size(copy, _EM * TO_UNITS)
        loaded = pango.pango_font_map_load_font(self.font_map, context, copy)
        return ffi.gc(loaded, gobject.g_object_unref)


class _Widths(dict[int, int]):
    """Widths of glyphs in thousandths of the font's size, measured when they are asked for."""

    def __init__(self, font: Any) -> None:
        super().__init__()
        self._font = font

    def __missing__(self, glyph: int) -> int:
        logical = ffi.new('PangoRectangle *')
        pango.pango_font_get_glyph_extents(self._font, glyph, ffi.NULL, logical)
        width: int = round(logical.width * FROM_UNITS)
        self[glyph] = width
        return width


class _Used(dict[int, int]):
    """The widths of the glyphs that one painting uses: WeasyPrint asks for each before it paints.

    A width is there as soon as it is asked for.
    """

    def __init__(self, widths: dict[int, int]) -> None:
        super().__init__()
        self._widths = widths

    def __contains__(self, glyph: object) -> bool:
        if isinstance(glyph, int) and not dict.__contains__(self, glyph):
            self[glyph] = self._widths[glyph]
        return True


def _add_font(self: Any, pango_font: Any) -> Any:
    """Stand in for `Stream.add_font`: a font has its readings and widths from the configuration."""
    if not isinstance(self._fonts, FontsInUse):
        return _plain_add_font(self, pango_font)
    address = int(ffi.cast('uintptr_t', pango_font))
    found = self._fonts.by_address.get(address)
    if found is not None:
        return found[:2]
    key, description, font_size = fonts.get_pango_font_key(pango_font)
    font = self._fonts.get(key)
    if font is None:
        known = self._fonts.configuration
        told = ffi.string(pango.pango_font_description_to_string(description)).decode()
        font = self._fonts[key] = Font(pango_font, description, font_size)
        font.proofpress_description = told
        font.widths = _Used(known.widths(told))
        font.to_unicode.update(known.readings.get(font.hash, {}))
        font.proofpress_has_outlines = not (font.bitmap or font.svg or font.png or font.colr)
        font.proofpress_shapes = {}
    # Held, no other font comes to stand at its address.
    gobject.g_object_ref(pango_font)
    held = ffi.gc(pango_font, gobject.g_object_unref)
    self._fonts.by_address[address] = font, font_size, held
    return font, font_size


class FontsInUse(dict[Any, Any]):
    """The fonts of a painting, by WeasyPrint's keys."""

    def __init__(self, configuration: Fonts) -> None:
        super().__init__()
        self.configuration = configuration
        self.by_address: dict[int, tuple[Any, float, Any]] = {}
        """Each with its size, and Pango's own."""


def put_fonts(pdf: Any, used: Mapping[str, Any], pdf_version: str) -> Any:
    """Put fonts into a PDF, cut to the glyphs that are used; return the reference of them all."""
    options = {**DEFAULT_OPTIONS, 'pdf_version': pdf_version}
    dictionary = build_fonts_dictionary(pdf, dict(used), True, True, options)
    pdf.add_object(dictionary)
    return dictionary.reference


check_parameters(Stream.add_font, ['self', 'pango_font'])
check_parameters(Font.__init__, ['self', 'pango_font', 'description', 'font_size'])
check_parameters(build_fonts_dictionary, ['pdf', 'fonts', 'compress', 'subset', 'options'])
check_parameters(fonts.get_pango_font_key, ['pango_font'])
# CFFI parses the name of each type anew, in 6 milliseconds: lists of all lengths can share one.
apply(
    *(
        Mend(Font, '_harfbuzz_subset', f"f'hb_codepoint_t[{{len({name})}}]'", "'hb_codepoint_t[]'")
        for name in ('to_unicode', 'drop_tables', 'keep')
    )
)
_plain_add_font = Stream.add_font
Font.proofpress_space = None
Stream.add_font = _add_font
