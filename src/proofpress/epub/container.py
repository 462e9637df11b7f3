"""The container: a zip archive (PKWARE APPNOTE 6.3) whose every byte is settled here.

In: names and contents, in the order of the archive.  Out: its bytes.  What was compressed before is
taken from a memo, which Python's own writer has no way to be handed.
"""

from __future__ import annotations

import struct
import zlib

from proofpress.memo import Memo, digest

_VERSION = 20  # 4.4.3.2: what it takes to unpack a deflated file
_UNIX = 3
_STORED, _DEFLATED = 0, 8
# The earliest date that an entry can carry (4.4.6): 1 January 1980, midnight.
_TIME, _DATE = 0, (1 << 5) | 1
_READABLE_FILE = 0o100644 << 16
_LEVEL = 9
_LOCAL = struct.Struct('<4s5H3I2H')
_CENTRAL = struct.Struct('<4s2B5H3I5H2I')
_END = struct.Struct('<4s4H2IH')
_MOST = 0xFFFF
"""Entries, and bytes of a name; more would take another format."""


class Container:
    """An archive as it is written."""

    def __init__(self, memo: Memo) -> None:
        self._memo = memo
        self._written = bytearray()
        self._directory = bytearray()
        self._count = 0

    def put(self, name: str, content: bytes, *, stored: bool = False) -> None:
        """Add an entry.

        Raises `UnicodeEncodeError` for a name beyond ASCII.
        """
        path = name.encode('ascii')
        packed = content if stored else self._deflated(content)
        facts = (
            *(0, _STORED if stored else _DEFLATED, _TIME, _DATE),
            *(zlib.crc32(content), len(packed), len(content), len(path), 0),
        )
        start = len(self._written)
        self._directory += _CENTRAL.pack(
            *(b'PK\x01\x02', _VERSION, _UNIX, _VERSION),
            *facts,
            *(0, 0, 0, _READABLE_FILE, start),
        )
        self._directory += path
        self._written += _LOCAL.pack(b'PK\x03\x04', _VERSION, *facts) + path + packed
        self._count += 1

    def finished(self) -> bytes:
        """Return the whole archive.

        Raises `ValueError` for more entries than the format holds.
        """
        if self._count > _MOST:
            raise ValueError(f"{self._count} files are too many for an EPUB")
        end = _END.pack(
            *(b'PK\x05\x06', 0, 0, self._count, self._count),
            *(len(self._directory), len(self._written), 0),
        )
        return bytes(self._written + self._directory + end)

    def _deflated(self, content: bytes) -> bytes:
        def deflate() -> bytes:
            deflating = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
            return deflating.compress(content) + deflating.flush()

        return self._memo.result(('deflated', digest(content)), deflate)
