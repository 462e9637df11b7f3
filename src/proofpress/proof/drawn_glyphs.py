"""Glyphs that do not show what their text says: boxes, blanks, and letters of other words.

In: pages open in pypdf, and as pdfium drew them.  Out: `GlyphFault`s.  A text layer may
say 쿠르스크 over four empty boxes, and no reader of the text layer can tell; the codes of the
content streams and the embedded font programs can.

Codes are two bytes long, as in every composite font with an Identity or an embedded CMap
(ISO 32000-1, 9.7.5); fonts with codes of one byte are passed over.
"""

from __future__ import annotations

import io
import re
import struct
import unicodedata
from collections.abc import Iterator, Sequence

from fontTools.ttLib import TTFont, TTLibError
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject, StreamObject

from proofpress.proof.content import Painted, page_content
from proofpress.proof.drawn import DrawnPage, GlyphFault, GlyphFaultKind, has_ink
from proofpress.proof.to_unicode import to_unicode

_CODES = re.compile(rb'begin(cidchar|cidrange)(.*?)end\1', re.DOTALL)
_CODE_ONE = re.compile(rb'<([0-9A-Fa-f]+)>\s+(\d+)')
_CODE_RANGE = re.compile(rb'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s+(\d+)')
_DEEPEST = 12
_QUOTED = 40
"""Characters of a text that a fault quotes."""


class GlyphReader:
    """Judges the glyphs of one page after the other; what it knows of a font it keeps."""

    def __init__(self) -> None:
        self._fonts: dict[int, _Font] = {}

    def faults(
        self, page: DictionaryObject, painted: Sequence[Painted], drawn: DrawnPage
    ) -> Iterator[GlyphFault]:
        """Yield a fault for each kind of wrong glyph in each text of a page.

        `painted` is what its operators paint; forms are looked into where they are painted.
        """
        shown = list(self._shown(painted, page.get('/Resources'), 0))
        knows = len(shown) == len(drawn.texts)
        for number, (font, string) in enumerate(shown):
            if font is None:
                continue
            codes = struct.unpack(f'>{len(string) // 2}H', string[: len(string) // 2 * 2])
            if not font.sound.issuperset(codes):
                font.judge(codes)
                order = drawn.texts[number].order if knows else -1
                yield from _faults(font, codes, drawn.index, order)

    def _shown(
        self, painted: Sequence[Painted], resources: PdfObject | None, depth: int
    ) -> Iterator[tuple[_Font | None, bytes]]:
        """Yield the texts: their fonts and codes."""
        fonts, forms = _entry(resources, '/Font'), _entry(resources, '/XObject')
        known: dict[str, _Font | None] = {}
        for one in painted:
            if one.codes:
                if one.name not in known:
                    known[one.name] = self._font(fonts, one.name)
                yield known[one.name], one.codes
            elif depth < _DEEPEST and f'/{one.name}' in forms:
                form = forms[f'/{one.name}']
                if isinstance(form, StreamObject) and form.get('/Subtype') == '/Form':
                    inner = page_content(form.get_data(), {}).painted
                    yield from self._shown(inner, form.get('/Resources', resources), depth + 1)

    def _font(self, fonts: DictionaryObject, name: str) -> _Font | None:
        """Return a composite font, None for another."""
        if f'/{name}' not in fonts:
            return None
        reference = fonts.raw_get(f'/{name}')
        number = reference.idnum if isinstance(reference, IndirectObject) else 0
        if number in self._fonts:
            return self._fonts[number]
        font = reference.get_object()
        if not isinstance(font, DictionaryObject) or font.get('/Subtype') != '/Type0':
            return None
        read = _Font(font)
        if number:
            self._fonts[number] = read
        return read


def _faults(font: _Font, codes: Sequence[int], page_index: int, order: int) -> Iterator[GlyphFault]:
    for kind in GlyphFaultKind:
        bad = [code for code in codes if font.faults.get(code, (None,))[0] is kind]
        if bad:
            says = ''.join(font.says.get(code, '') for code in bad)[:_QUOTED]
            shows = ''.join(font.faults[code][1] for code in bad)[:_QUOTED]
            yield GlyphFault(page_index, kind, order, says, shows)


class _Font:
    """A font, and what is known of its codes."""

    def __init__(self, font: DictionaryObject) -> None:
        stream = font.get('/ToUnicode')
        self._decode = to_unicode(stream.get_object().get_data()) if stream is not None else None
        self._program = _program(font)
        self._glyph_of = _glyph_numbers(font)
        self.sound: set[int] = set()
        """Codes that show what they say."""
        self.says: dict[int, str] = {}
        self.faults: dict[int, tuple[GlyphFaultKind, str]] = {}
        """By code: what is wrong, and what the glyph shows where the font tells."""

    def judge(self, codes: Sequence[int]) -> None:
        """Tell which of the codes do not show what they say."""
        for code in set(codes).difference(self.sound, self.faults):
            said = self._decode(struct.pack('>H', code)) if self._decode else '\ufffd'
            if said != '\ufffd':
                self.says[code] = said
            fault = self._fault(code)
            if fault is None:
                self.sound.add(code)
            else:
                self.faults[code] = fault

    def _fault(self, code: int) -> tuple[GlyphFaultKind, str] | None:
        if self._program is None:
            return GlyphFaultKind.LOST_FONT, ''
        glyph = code if self._glyph_of is None else self._glyph_of.get(code, 0)
        return self._program.fault(glyph, self.says.get(code, ''))


def _entry(resources: PdfObject | None, key: str) -> DictionaryObject:
    found = resources.get_object() if resources is not None else None
    entry = found.get(key) if isinstance(found, DictionaryObject) else None
    entry = entry.get_object() if entry is not None else None
    return entry if isinstance(entry, DictionaryObject) else DictionaryObject()


def _glyph_numbers(font: DictionaryObject) -> dict[int, int] | None:
    """Return the glyphs of the codes as the font's CMap tells; None when they are the same."""
    encoding = font.get('/Encoding')
    encoding = encoding.get_object() if encoding is not None else None
    if not isinstance(encoding, StreamObject):
        return None
    glyphs: dict[int, int] = {}
    for block in _CODES.finditer(encoding.get_data()):
        if block[1] == b'cidchar':
            glyphs.update(
                {int(code, 16): int(glyph) for code, glyph in _CODE_ONE.findall(block[2])}
            )
        else:
            for first, last, glyph in _CODE_RANGE.findall(block[2]):
                start, end = int(first, 16), min(int(last, 16), 0xFFFF)
                glyphs.update({code: int(glyph) + code - start for code in range(start, end + 1)})
    return glyphs


class _Program:
    """An embedded font program."""

    def __init__(self, font: TTFont) -> None:
        self._glyph_count = int(font['maxp'].numGlyphs)
        self._offsets = font['loca'].locations if 'loca' in font else None
        self._shows: dict[int, set[str]] = {}
        if 'cmap' in font:
            for character, name in (font.getBestCmap() or {}).items():
                self._shows.setdefault(font.getGlyphID(name), set()).add(chr(character))

    def fault(self, glyph: int, says: str) -> tuple[GlyphFaultKind, str] | None:
        """Tell what is wrong with a glyph that stands for some characters."""
        if glyph == 0 or glyph >= self._glyph_count:
            return GlyphFaultKind.NOTDEF, ''
        offsets = self._offsets
        if offsets is not None and offsets[glyph] == offsets[glyph + 1] and has_ink(says):
            return GlyphFaultKind.EMPTY, ''
        shows = self._shows.get(glyph)
        if shows and says and not any(_is_part_of(one, says) for one in shows):
            return GlyphFaultKind.OTHER, min(shows)
        return None


def _program(font: DictionaryObject) -> _Program | None:
    descendants = font.get('/DescendantFonts')
    if descendants is None:
        return None
    descendant = descendants.get_object()[0].get_object()
    descriptor = _entry(descendant, '/FontDescriptor')
    for key in ('/FontFile2', '/FontFile3'):
        if key in descriptor:
            stream = descriptor[key].get_object()
            if not isinstance(stream, StreamObject):
                return None
            try:
                return _Program(TTFont(io.BytesIO(stream.get_data()), lazy=True))
            except (TTLibError, struct.error, LookupError, ValueError, AssertionError):
                return None
    return None


# Characters that fonts draw with one glyph, although Unicode keeps them apart.
_SAME = str.maketrans({'\u2010': '-', '\u2011': '-', '\u00ad': '-', '\u2212': '-'})


def _plain(text: str) -> str:
    return unicodedata.normalize('NFKD', text).translate(_SAME)


def _is_part_of(shown: str, says: str) -> bool:
    """Tell whether a glyph for one character may stand in a cluster that says the words.

    Letters and marks of a cluster share its words, and a bracket turns round in Arabic.
    """
    return _plain(shown) in _plain(says) or any(map(unicodedata.mirrored, says))
