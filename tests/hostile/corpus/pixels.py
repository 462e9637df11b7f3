"""PNG, JPEG and other pictures: bombs, cut off, mislabelled, two things at once."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from functools import cache

from PIL import Image

from tests.hostile.case import Append, Case, Write
from tests.manuscript.folders import SVG, png


def whole(name: str, path: str, content: bytes, *verdict: str, status: int = 1) -> Case:
    """Show a picture."""
    shown = Append('report.md', f"\n\n▸![A map](figures/{path})\n")
    if not verdict:
        shown = Append('report.md', f"\n\n![A map](figures/{path})\n")
        status = 0
    return Case(f'pixels-{name}', (shown, Write(f'figures/{path}', content)), verdict, status)


@cache
def saved(kind: str, mode: str = 'RGB') -> bytes:
    """Return a small picture of a kind."""
    content = io.BytesIO()
    Image.new(mode, (40, 30)).save(content, kind)
    return content.getvalue()


def noise() -> bytes:
    """Return a PNG that does not grow smaller when it is compressed."""
    content = io.BytesIO()
    dots = b''.join(hashlib.sha256(bytes([index])).digest() for index in range(128))
    Image.frombytes('L', (64, 64), dots).save(content, 'PNG')
    return content.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG."""
    check = struct.pack('>I', zlib.crc32(kind + content))
    return struct.pack('>I', len(content)) + kind + content + check


def with_chunk(kind: bytes, content: bytes) -> bytes:
    """Return a PNG with a chunk behind its head."""
    good = png(4, 3)
    return good[:33] + chunk(kind, content) + good[33:]


def bomb(width: int, height: int) -> bytes:
    """Return a PNG of one bit a dot that says how large it is, and holds few of its rows."""
    head = struct.pack('>IIBBBBB', width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b'\0' * (2**20))
    parts = chunk(b'IHDR', head) + chunk(b'IDAT', rows) + chunk(b'IEND', b'')
    return b'\x89PNG\r\n\x1a\n' + parts


def jpeg_of(width: int, height: int) -> bytes:
    """Return a JPEG whose head lies about its size."""
    good = saved('JPEG')
    at = good.index(b'\xff\xc0') + 5
    return good[:at] + struct.pack('>HH', height, width) + good[at + 4 :]


_PROFILE_BOMB = b'a\0\0' + zlib.compress(b'\0' * (64 * 2**20), 9)
_TEXT_BOMB = b'a\0\0' + zlib.compress(b'\0' * (64 * 2**20), 9)

CASES = (
    whole('plain', 'map.png', png(4, 3)),
    whole('jpeg-plain', 'map.jpg', saved('JPEG')),
    whole('jpeg-of-inks', 'map.jpg', saved('JPEG', 'CMYK')),
    whole('cut-off', 'map.png', noise()[:2000], 'picture-unreadable'),
    whole('without-dots', 'map.png', png(400, 300, rows=0), 'picture-unreadable'),
    whole('jpeg-cut-off', 'map.jpg', saved('JPEG')[:300], 'picture-unreadable'),
    whole('head-only', 'map.png', b'\x89PNG\r\n\x1a\n', 'picture-unreadable'),
    whole('jpeg-head-only', 'map.jpg', b'\xff\xd8\xff', 'picture-unreadable'),
    whole('no-dots', 'map.png', png(0, 0), 'picture-unreadable'),
    whole('wrong-sum', 'map.png', png(4, 3).replace(b'IDAT', b'IDAT', 1)[:-17] + b'\0' * 5
          + png(4, 3)[-12:], 'picture-unreadable'),
    whole('bomb', 'map.png', bomb(60_000, 60_000), 'picture-too-large', status=4),
    whole('bomb-at-the-edge', 'map.png', bomb(8_000, 5_001), 'picture-too-large', status=4),
    whole('bomb-of-one-row', 'map.png', bomb(2**31 - 1, 1), 'picture-too-large', status=4),
    whole('bomb-wider-than-numbers', 'map.png', bomb(2**32 - 1, 2**32 - 1), 'picture-too-large',
          status=4),
    whole('jpeg-bomb', 'map.jpg', jpeg_of(65_000, 65_000), 'picture-too-large', status=4),
    whole('jpeg-larger-than-its-dots', 'map.jpg', jpeg_of(400, 300)),
    whole('profile-bomb', 'map.png', with_chunk(b'iCCP', _PROFILE_BOMB), 'picture-unreadable'),
    whole('text-bomb', 'map.png', with_chunk(b'zTXt', _TEXT_BOMB), 'picture-unreadable'),
    whole('profile-broken', 'map.png', with_chunk(b'iCCP', b'a\0\0broken')),
    whole('metadata-that-runs', 'map.png',
          with_chunk(b'tEXt', b'Comment\0<script>alert(1)</script>')),
    whole('mislabelled-as-jpeg', 'map.jpg', png(4, 3)),
    whole('mislabelled-as-svg', 'map.svg', png(4, 3)),
    whole('svg-mislabelled', 'map.png', SVG.encode()),
    whole('gif', 'map.gif', saved('GIF'), 'picture-type'),
    whole('gif-mislabelled', 'map.png', saved('GIF'), 'picture-type'),
    whole('webp', 'map.webp', saved('WEBP'), 'picture-type'),
    whole('tiff', 'map.tiff', saved('TIFF'), 'picture-type'),
    whole('bmp', 'map.bmp', saved('BMP'), 'picture-type'),
    whole('icon', 'map.ico', saved('ICO'), 'picture-type'),
    whole('postscript', 'map.eps', b'%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 4 3\n(id) run\n',
          'picture-type'),
    whole('pdf', 'map.pdf', b'%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n', 'picture-unreadable'),
    whole('font', 'map.woff2', b'wOF2\0\1\0\0' + b'\0' * 60, 'picture-type'),
    whole('program', 'map.png', b'\x7fELF' + b'\0' * 60, 'picture-type'),
    whole('web-page', 'map.png', b'<html><script>alert(1)</script></html>', 'picture-unreadable'),
    whole('png-and-archive', 'map.png', png(4, 3) + b'PK\x03\x04' + b'\0' * 40),
    whole('png-and-script', 'map.png', png(4, 3) + b'<script>alert(1)</script>'),
    whole('gif-and-script', 'map.gif', b'GIF89a/*\0\0*/=1;alert(1)', 'picture-type'),
    whole('svg-behind-blanks', 'map.svg', b'\n' * 2000 + SVG.encode(), 'picture-type'),
    whole('too-many-bytes', 'map.png', png(4, 3) + b'\0' * (8 * 2**20), 'file-too-large', status=4),
)  # fmt: skip
