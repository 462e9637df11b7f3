"""Glyphs that do not show what their text says: boxes, blanks, and letters of other words.

In: a PDF open in pypdf, and its pages as pdfium drew them.  Out: `GlyphFault`s.  A text layer may
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
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from fontTools.ttLib import TTFont, TTLibError
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject, PdfObject, StreamObject

from proofpress.proof.content import joined_strings
from proofpress.proof.drawn import DrawnPage, GlyphFault, GlyphFaultKind, has_ink
from proofpress.proof.to_unicode import to_unicode

_OPERATOR = re.compile(
    rb'/(?P<font>[^\s/<>\[\]()]+)\s+[-+.\d]+\s+Tf\b'
    rb'|\[(?P<array>(?:[^\]\[()]+|\((?:[^\\()]+|\\.)*\))*)\]\s*TJ\b'
    rb'|(?P<string><[0-9A-Fa-f\s]*>|\((?:[^\\()]+|\\.)*\))\s*(?:Tj\b|[\'"])'
    rb'|/(?P<form>[^\s/<>\[\]()]+)\s+Do\b'
    rb'|(?<!\S)(?P<push>q)(?!\S)|(?<!\S)(?P<pop>Q)(?!\S)'
    rb'|\((?:[^\\()]+|\\.)*\)',
    re.DOTALL,
)
_CODES = re.compile(rb'begin(cidchar|cidrange)(.*?)end\1', re.DOTALL)
_CODE_ONE = re.compile(rb'<([0-9A-Fa-f]+)>\s+(\d+)')
_CODE_RANGE = re.compile(rb'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s+(\d+)')
_DEEPEST = 12
_QUOTED = 40
"""Characters of a text that a fault quotes."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What one operator shows."""

    page_index: int
    number: int
    """Which text of its page it is, from 0."""
    font: int
    """Key of its font."""
    codes: bytes


@dataclass(slots=True)
class _Codes:
    """What a font does with its codes."""

    says: Mapping[int, str]
    faults: dict[int, tuple[GlyphFaultKind, str]] = field(default_factory=dict)
    """By code: what is wrong, and what the glyph shows where the font tells."""


def read_glyph_faults(reader: PdfReader, pages: Sequence[DrawnPage]) -> Iterator[GlyphFault]:
    """Yield a fault for each kind of wrong glyph in each text."""
    fonts: dict[int, DictionaryObject] = {}
    shown: list[_Shown] = []
    for index, page in enumerate(reader.pages):
        contents = page.get_contents()
        if contents is not None:
            scan = _Scan(index, fonts, shown)
            scan.read(contents.get_data(), page.get('/Resources'), 0)
    used: dict[int, set[int]] = {}
    for one in shown:
        used.setdefault(one.font, set()).update(_codes(one.codes))
    judged = {key: _judged(fonts[key], codes) for key, codes in used.items()}
    counts = {page.index: len(page.texts) for page in pages}
    numbers: dict[int, int] = {}
    for one in shown:
        numbers[one.page_index] = numbers.get(one.page_index, 0) + 1
    for one in shown:
        font = judged[one.font]
        if font.faults:
            knows = counts.get(one.page_index) == numbers[one.page_index]
            order = pages[one.page_index].texts[one.number].order if knows else -1
            yield from _faults(one, font, order)


def _faults(one: _Shown, font: _Codes, order: int) -> Iterator[GlyphFault]:
    codes = _codes(one.codes)
    for kind in GlyphFaultKind:
        bad = [code for code in codes if font.faults.get(code, (None,))[0] is kind]
        if bad:
            says = ''.join(font.says.get(code, '') for code in bad)[:_QUOTED]
            shows = ''.join(font.faults[code][1] for code in bad)[:_QUOTED]
            yield GlyphFault(one.page_index, kind, order, says, shows)


def _codes(string: bytes) -> tuple[int, ...]:
    return struct.unpack(f'>{len(string) // 2}H', string[: len(string) // 2 * 2])


class _Scan:
    """Reads which codes a page shows, in which fonts; forms where they are painted."""

    def __init__(
        self, page_index: int, fonts: dict[int, DictionaryObject], shown: list[_Shown]
    ) -> None:
        self._page_index = page_index
        self._fonts = fonts
        self._shown = shown
        self._number = 0

    def read(self, operators: bytes, resources: PdfObject | None, depth: int) -> None:
        """Take in the operators of a page or a form."""
        font = 0
        stack: list[int] = []
        named = {key: _entry(resources, key) for key in ('/Font', '/XObject')}
        keys: dict[bytes, int] = {}
        for token in _OPERATOR.finditer(operators):
            kind = token.lastgroup
            if kind == 'array' or kind == 'string':
                self._show(token[kind], font)
            elif kind == 'font':
                name = token['font']
                if name not in keys:
                    keys[name] = self._font(named['/Font'], name)
                font = keys[name]
            elif kind == 'push':
                stack.append(font)
            elif kind == 'pop' and stack:
                font = stack.pop()
            elif kind == 'form' and depth < _DEEPEST:
                form = named['/XObject'].get('/' + token['form'].decode('latin-1'))
                form = form.get_object() if form is not None else None
                if isinstance(form, StreamObject) and form.get('/Subtype') == '/Form':
                    self.read(form.get_data(), form.get('/Resources', resources), depth + 1)

    def _show(self, array: bytes, font: int) -> None:
        codes = joined_strings(array)
        if codes:
            if font:
                self._shown.append(_Shown(self._page_index, self._number, font, codes))
            self._number += 1

    def _font(self, fonts: DictionaryObject, name: bytes) -> int:
        """Return the key of a composite font, 0 for another."""
        key = '/' + name.decode('latin-1')
        if key not in fonts:
            return 0
        reference = fonts.raw_get(key)
        font = reference.get_object()
        if not isinstance(font, DictionaryObject) or font.get('/Subtype') != '/Type0':
            return 0
        number = reference.idnum if isinstance(reference, IndirectObject) else id(font)
        self._fonts[number] = font
        return int(number)


def _entry(resources: PdfObject | None, key: str) -> DictionaryObject:
    found = resources.get_object() if resources is not None else None
    entry = found.get(key) if isinstance(found, DictionaryObject) else None
    entry = entry.get_object() if entry is not None else None
    return entry if isinstance(entry, DictionaryObject) else DictionaryObject()


def _judged(font: DictionaryObject, codes: set[int]) -> _Codes:
    """Tell which of the used codes of a font do not show what they say."""
    stream = font.get('/ToUnicode')
    decode = to_unicode(stream.get_object().get_data()) if stream is not None else None
    says = {
        code: text
        for code in codes
        if decode and (text := decode(struct.pack('>H', code))) != '\ufffd'
    }
    judged = _Codes(says)
    program = _program(font)
    if program is None:
        judged.faults = dict.fromkeys(codes, (GlyphFaultKind.LOST_FONT, ''))
        return judged
    glyph_of = _glyph_numbers(font)
    for code in codes:
        glyph = glyph_of.get(code, 0) if glyph_of is not None else code
        if (fault := program.fault(glyph, says.get(code, ''))) is not None:
            judged.faults[code] = fault
    return judged


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
