"""WOFF2: fonts as browsers fetch them (W3C WOFF File Format 2.0).

In: a TrueType font with quadratic outlines.  Out: the same as WOFF2.  What is compressed is byte
for byte what fontTools 4.68 compresses, whose way through objects for every glyph takes ten times
as long.  Numbers in brackets are sections of the specification.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

import brotli  # type: ignore[import-untyped]

# [4.1] The tags that a directory names by their number.
_KNOWN = (
    *('cmap', 'head', 'hhea', 'hmtx', 'maxp', 'name', 'OS/2', 'post', 'cvt ', 'fpgm', 'glyf'),
    *('loca', 'prep', 'CFF ', 'VORG', 'EBDT', 'EBLC', 'gasp', 'hdmx', 'kern', 'LTSH', 'PCLT'),
    *('VDMX', 'vhea', 'vmtx', 'BASE', 'GDEF', 'GPOS', 'GSUB'),
)
_UNKNOWN = 63
# The best, 11, makes the nineteen faces of the first report 24 KB smaller, a fourteenth, and takes
# forty times as long: as much as laying out all its pages.
_QUALITY = 9
_MODIFIED = 1 << 11  # OpenType 1.9, head.flags: compressed without loss
_MAGIC = 0xB1B0AFBA  # OpenType 1.9, head.checksumAdjustment
_FLAGS_AT, _FORMAT_AT = 16, 50  # in head
_SHORT_REACH = 0x20000  # what loca's short format reaches
_WORDS, _SCALE, _MORE, _TWO_SCALES, _MATRIX, _INSTRUCTED = (
    1,
    8,
    32,
    64,
    128,
    256,
)  # glyf, components
_ON_CURVE, _REPEATED, _OVERLAPS = 1, 8, 64  # glyf, flags of points
_ACROSS, _UP = (2, 16), (4, 32)  # glyf: the coordinate is one byte; it is positive


def packed(content: bytes) -> bytes:
    """Return a TrueType font as WOFF2."""
    tables = _tables(content)
    glyphs = _glyphs(tables)
    _pad_glyphs(tables, glyphs)
    head = bytearray(tables['head'])
    flags: int = struct.unpack_from('>H', head, _FLAGS_AT)[0]
    struct.pack_into('>H', head, _FLAGS_AT, flags | _MODIFIED)
    struct.pack_into('>I', head, 8, 0)
    tables['head'] = bytes(head)
    struct.pack_into('>I', head, 8, (_MAGIC - _checksum_of_all(tables)) & 0xFFFFFFFF)
    glyf = _Streams().written(glyphs, struct.unpack_from('>H', head, _FORMAT_AT)[0])
    stored = {**tables, 'head': bytes(head), 'glyf': glyf, 'loca': b''}
    body: bytes = brotli.compress(
        b''.join(stored.values()), mode=brotli.MODE_FONT, quality=_QUALITY
    )
    directory = b''.join(
        _entry(tag, len(tables[tag]), len(content) if tag in ('glyf', 'loca') else None)
        for tag, content in stored.items()
    )
    size = 48 + len(directory) + len(body)
    header = struct.pack(
        '>4s4sI2H2I4s5I',
        *(b'wOF2', content[:4], size + -size % 4, len(tables), 0),
        *(_size_of_all(tables), len(body), bytes(head[4:8]), 0, 0, 0, 0, 0),
    )
    return header + directory + body + bytes(-size % 4)


def _tables(content: bytes) -> dict[str, bytes]:
    """Return the tables by their tags, in alphabetical order, as browsers want them."""
    (count,) = struct.unpack_from('>H', content, 4)
    found = {}
    for index in range(count):
        tag, _, start, length = struct.unpack_from('>4s3I', content, 12 + 16 * index)
        found[tag.decode('latin-1')] = content[start : start + length]
    return dict(sorted(found.items()))


def _glyphs(tables: Mapping[str, bytes]) -> list[bytes]:
    (count,) = struct.unpack_from('>H', tables['maxp'], 4)
    (is_long,) = struct.unpack_from('>H', tables['head'], _FORMAT_AT)
    if is_long:
        starts = struct.unpack_from(f'>{count + 1}I', tables['loca'])
    else:
        starts = tuple(2 * n for n in struct.unpack_from(f'>{count + 1}H', tables['loca']))
    glyf = tables['glyf']
    return [glyf[starts[index] : starts[index + 1]] for index in range(count)]


def _pad_glyphs(tables: dict[str, bytes], glyphs: list[bytes]) -> None:
    """Begin every glyph at a multiple of four bytes: the reference decoder reads no others."""
    padded = [glyph + bytes(-len(glyph) % 4) for glyph in glyphs]
    ends = list(accumulate(map(len, padded), initial=0))
    is_long = ends[-1] >= _SHORT_REACH
    tables['glyf'] = b''.join(padded) or b'\0'
    tables['loca'] = (
        struct.pack(f'>{len(ends)}I', *ends)
        if is_long
        else struct.pack(f'>{len(ends)}H', *(end // 2 for end in ends))
    )
    head = bytearray(tables['head'])
    struct.pack_into('>H', head, _FORMAT_AT, is_long)
    tables['head'] = bytes(head)


def _checksum(content: bytes) -> int:
    content += bytes(-len(content) % 4)
    words: tuple[int, ...] = struct.unpack(f'>{len(content) // 4}I', content)
    return sum(words) & 0xFFFFFFFF


def _checksum_of_all(tables: Mapping[str, bytes]) -> int:
    """Return the sum over the whole font as it was before compression."""
    count = len(tables)
    power = count.bit_length() - 1
    search = 16 << power
    kind = b'\0\1\0\0'
    directory = struct.pack('>4s4H', kind, count, search, power, 16 * count - search)
    start = 12 + 16 * count
    sums: list[int] = []
    for tag, content in tables.items():
        sums.append(_checksum(content))
        place = (sums[-1], start, len(content))
        directory += struct.pack('>4s3I', tag.encode('latin-1'), *place)
        start += len(content) + -len(content) % 4
    return (sum(sums) + _checksum(directory)) & 0xFFFFFFFF


def _size_of_all(tables: Mapping[str, bytes]) -> int:
    sizes = (len(content) + -len(content) % 4 for content in tables.values())
    return 12 + 16 * len(tables) + sum(sizes)


def _entry(tag: str, length: int, transformed: int | None) -> bytes:
    """Return a table's entry in the directory [4.1]."""
    if tag in _KNOWN:
        entry = bytes([_KNOWN.index(tag)])
    else:
        entry = bytes([_UNKNOWN]) + tag.encode('latin-1')
    entry += _base_128(length)
    return entry if transformed is None else entry + _base_128(transformed)


def _base_128(number: int) -> bytes:
    """Write a number as seven bits a byte [4.1]."""
    parts = [number & 127]
    while number := number >> 7:
        parts.append(number & 127 | 128)
    return bytes(reversed(parts))


def _short_255(number: int) -> bytes:
    """Write a number as a byte, if it is a small one [4.1]."""
    if number < 253:
        return bytes([number])
    if number < 506:
        return bytes([255, number - 253])
    if number < 762:
        return bytes([254, number - 506])
    return struct.pack('>BH', 253, number)


@dataclass(slots=True)
class _Streams:
    """The transformed glyf table [5.1]: what is alike in all glyphs stands together."""

    contours: list[int] = field(default_factory=list)
    points: bytearray = field(default_factory=bytearray)
    flags: bytearray = field(default_factory=bytearray)
    places: bytearray = field(default_factory=bytearray)
    components: bytearray = field(default_factory=bytearray)
    boxes: bytearray = field(default_factory=bytearray)
    instructions: bytearray = field(default_factory=bytearray)

    def written(self, glyphs: list[bytes], index_format: int) -> bytes:
        """Return the table."""
        with_box = bytearray((len(glyphs) + 31) // 32 * 4)
        overlapping = bytearray((len(glyphs) + 7) // 8)
        for number, glyph in enumerate(glyphs):
            bit = 0x80 >> number % 8
            count = struct.unpack_from('>h', glyph)[0] if glyph else 0
            self.contours.append(count)
            has_own_box = count < 0
            if count < 0:
                self._take_components(glyph)
            elif count:
                outline = _outline(glyph, count)
                self._take_outline(outline)
                has_own_box = outline.box() != struct.unpack_from('>4h', glyph, 2)
                overlapping[number // 8] |= bit if outline.flags[0] & _OVERLAPS else 0
            if has_own_box:
                with_box[number // 8] |= bit
                self.boxes += glyph[2:10]
        streams = (
            struct.pack(f'>{len(self.contours)}h', *self.contours),
            *(self.points, self.flags, self.places, self.components),
            *(with_box + self.boxes, self.instructions),
        )
        has_overlap = any(overlapping)
        head = struct.pack('>4H', 0, has_overlap, len(glyphs), index_format)
        sizes = struct.pack('>7I', *map(len, streams))
        return b''.join((head, sizes, *streams, overlapping if has_overlap else b''))

    def _take_components(self, glyph: bytes) -> None:
        """Take in a glyph that is made of others; their places are kept as they are."""
        at, flags = 10, _MORE
        while flags & _MORE:
            (flags,) = struct.unpack_from('>H', glyph, at)
            at += 8 if flags & _WORDS else 6
            at += 2 * bool(flags & _SCALE) + 4 * bool(flags & _TWO_SCALES)
            at += 8 * bool(flags & _MATRIX)
        self.components += glyph[10:at]
        if flags & _INSTRUCTED:
            self._take_instructions(_counted(glyph, at))

    def _take_outline(self, outline: _Outline) -> None:
        last = -1
        for end in outline.ends:
            self.points += _short_255(end - last)
            last = end
        triplets = list(map(_triplet, outline.across, outline.up))
        self.flags += bytes(
            flag if on & _ON_CURVE else flag + 128
            for (flag, _), on in zip(triplets, outline.flags, strict=True)
        )
        self.places += b''.join([place for _, place in triplets])
        self._take_instructions(outline.instructions)

    def _take_instructions(self, instructions: bytes) -> None:
        self.places += _short_255(len(instructions))
        self.instructions += instructions


@dataclass(frozen=True, slots=True)
class _Outline:
    """A glyph that is drawn by itself."""

    ends: tuple[int, ...]
    """The last point of each contour."""
    instructions: bytes
    flags: bytes
    """Of each point, as the glyf table has them."""
    across: list[int]
    """How far each point lies from the one before it."""
    up: list[int]

    def box(self) -> tuple[int, int, int, int]:
        """Return the box around all points."""
        xs, ys = list(accumulate(self.across)), list(accumulate(self.up))
        return min(xs), min(ys), max(xs), max(ys)


def _outline(glyph: bytes, count: int) -> _Outline:
    """Read a simple glyph (OpenType 1.9, glyf)."""
    ends = struct.unpack_from(f'>{count}H', glyph, 10)
    instructions = _counted(glyph, at := 10 + 2 * count)
    at += 2 + len(instructions)
    flags = bytearray()
    while len(flags) <= ends[-1]:
        flag = glyph[at]
        at += 1
        if flag & _REPEATED:
            flags += bytes([flag]) * (glyph[at] + 1)
            at += 1
        else:
            flags.append(flag)
    across, at = _deltas(glyph, at, flags, *_ACROSS)
    up, _ = _deltas(glyph, at, flags, *_UP)
    return _Outline(ends, instructions, bytes(flags), across, up)


def _counted(glyph: bytes, at: int) -> bytes:
    """Return the bytes whose number stands before them."""
    (length,) = struct.unpack_from('>H', glyph, at)
    return glyph[at + 2 : at + 2 + length]


def _deltas(
    glyph: bytes, at: int, flags: bytearray, is_byte: int, is_positive: int
) -> tuple[list[int], int]:
    """Return the coordinates along one axis, and where they end.

    Of a coordinate that is no byte, the second flag says that it is as the one before.
    """
    found = []
    for flag in flags:
        if flag & is_byte:
            found.append(glyph[at] if flag & is_positive else -glyph[at])
            at += 1
        elif flag & is_positive:
            found.append(0)
        else:
            high = glyph[at]
            found.append((high - 256 if high & 128 else high) << 8 | glyph[at + 1])
            at += 2
    return found, at


@lru_cache(maxsize=2**15)
def _triplet(x: int, y: int) -> tuple[int, bytes]:
    """Return how far a point is from the one before it, as a flag and one to four bytes [5.2]."""
    wide, high = abs(x), abs(y)
    sign = (x >= 0) + 2 * (y >= 0)
    if x == 0 and high < 1280:
        return (high >> 8 << 1) + (y >= 0), bytes([high & 255])
    if y == 0 and wide < 1280:
        return 10 + (wide >> 8 << 1) + (x >= 0), bytes([wide & 255])
    less_wide, less_high = wide - 1, high - 1
    if wide < 65 and high < 65:
        flag = 20 + (less_wide & 0x30) + (less_high >> 4 << 2) + sign
        return flag, bytes([(less_wide & 15) << 4 | less_high & 15])
    if wide < 769 and high < 769:
        flag = 84 + 12 * (less_wide >> 8) + (less_high >> 8 << 2) + sign
        return flag, bytes([less_wide & 255, less_high & 255])
    if wide < 4096 and high < 4096:
        return 120 + sign, bytes([wide >> 4, (wide & 15) << 4 | high >> 8, high & 255])
    return 124 + sign, struct.pack('>2H', wide, high)
