"""What the glyphs of a font read as: its ToUnicode map (ISO 32000-1, 9.10.3).

In: the map's stream.  Out: a function from strings of two-byte codes to characters; a code that
the map lacks reads as U+FFFD.
"""

from __future__ import annotations

import re
import struct

from proofpress.proof.content import Decode

_BLOCK = re.compile(rb'begin(bfchar|bfrange)(.*?)end\1', re.DOTALL)
_PAIR = re.compile(rb'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>')
_RANGE = re.compile(
    rb'<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f\s]*)>|\[([^\]]*)\])', re.DOTALL
)
_ITEM = re.compile(rb'<([0-9A-Fa-f\s]*)>')
_LONGEST_RANGE = 65536


def to_unicode(stream: bytes) -> Decode:
    """Return what decodes strings of the font."""
    characters: dict[int, str] = {}
    for block in _BLOCK.finditer(stream):
        if block[1] == b'bfchar':
            for code, text in _PAIR.findall(block[2]):
                characters[int(code, 16)] = _characters(text)
        else:
            for first, last, start, items in _RANGE.findall(block[2]):
                codes = range(int(first, 16), min(int(last, 16) + 1, _LONGEST_RANGE))
                texts = [_characters(item) for item in _ITEM.findall(items)]
                if not items:
                    begin = _characters(start)
                    texts = [begin[:-1] + chr(ord(begin[-1]) + step) for step in range(len(codes))]
                characters.update(zip(codes, texts, strict=False))

    known = characters.get

    def decode(string: bytes) -> str:
        count = len(string) // 2
        codes = struct.unpack(f'>{count}H', string[: 2 * count])
        return ''.join([known(code, '\ufffd') for code in codes])

    return decode


def _characters(digits: bytes) -> str:
    return bytes.fromhex(digits.decode('ascii')).decode('utf-16-be', 'replace')
