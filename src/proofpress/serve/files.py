"""What may be fetched: the file that an address names, or why there is none.

In: the path of a request and the folder of the build.  Out: a `Found`, a `Moved` or None.  A folder
that others may write to can hold anything, so every step of the way down is opened by itself and
none may be a symbolic link; hidden names are nobody's business.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote_to_bytes, urlsplit

from proofpress.catalogue.shelf import (
    EPUB_TYPE,
    FEED_1,
    FEED_1_TYPE,
    FEED_2,
    FEED_2_TYPE,
    PAGE,
    PDF_TYPE,
)

_FEEDS = {FEED_1: FEED_1_TYPE, FEED_2: FEED_2_TYPE}
_TYPES = {
    '.css': 'text/css; charset=utf-8',
    '.epub': EPUB_TYPE,
    '.html': 'text/html; charset=utf-8',
    '.jpeg': 'image/jpeg',
    '.jpg': 'image/jpeg',
    '.json': 'application/json',
    '.pdf': PDF_TYPE,
    '.png': 'image/png',
    '.svg': 'image/svg+xml',
    '.woff2': 'font/woff2',
    '.xml': 'application/xml',
}
_UNKNOWN = 'application/octet-stream'
_STEP = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Found:
    """A file as it stands now."""

    content: bytes = field(repr=False)
    media_type: str
    tag: str
    """Strong entity tag (RFC 9110, 8.8.3): the SHA-256 of the content, in quotes."""

    @classmethod
    def of(cls, content: bytes, media_type: str) -> Found:
        """Return a content as what was found."""
        return cls(content, media_type, f'"{hashlib.sha256(content).hexdigest()}"')


@dataclass(frozen=True, slots=True)
class Moved:
    """A folder, asked for without the slash that relative links in its page need."""

    address: str


def look_up(folder: Path, target: str) -> Found | Moved | None:
    """Return what the target of a request (RFC 9112, 3.2.1) names below the folder.

    An address that ends with a slash names the page in that folder.
    """
    parts = _parts(target)
    if parts is None:
        return None
    *_, last = parts
    try:
        content = _read(folder, parts[:-1] if not last else parts, PAGE if not last else '')
    except (OSError, ValueError):
        return None
    if content is None:
        return Moved('/' + '/'.join(quote(part, safe='') for part in parts) + '/')
    return Found.of(content, media_type(parts))


def found_text(text: str, media_type: str) -> Found:
    """Return a text of ours as what was found."""
    return Found.of(text.encode('utf-8', 'replace'), f'{media_type}; charset=utf-8')


def media_type(parts: list[str]) -> str:
    """Return the media type of the file that stands at a path."""
    if len(parts) == 1 and parts[0] in _FEEDS:
        return _FEEDS[parts[0]]
    return _TYPES.get(Path(parts[-1] or PAGE).suffix.lower(), _UNKNOWN)


def _parts(target: str) -> list[str] | None:
    """Return the names on the way down, the last one empty after a slash; None for a bad way."""
    try:
        path = urlsplit(target).path if not target.startswith('//') else ''
        words = [unquote_to_bytes(part).decode() for part in path.split('/')]
    except ValueError:
        return None
    if len(words) < 2 or words[0]:
        return None
    *above, last = words[1:]
    is_plain = all(map(_is_name, above)) and (not last or _is_name(last))
    return words[1:] if is_plain else None


def _is_name(part: str) -> bool:
    return bool(part) and not part.startswith('.') and not set(part) & {'/', '\\', '\0'}


def _read(folder: Path, parts: list[str], page: str) -> bytes | None:
    """Return the content of a regular file; None for a folder.  Raises `OSError` for all else."""
    here = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        for part in (*parts, page) if page else parts:
            below = os.open(part, _STEP, dir_fd=here)
            os.close(here)
            here = below
        mode = os.fstat(here).st_mode
        if stat.S_ISDIR(mode):
            return None
        if not stat.S_ISREG(mode):
            raise OSError("neither a file nor a folder")
        with open(here, 'rb', closefd=False) as file:
            return file.read()
    finally:
        os.close(here)
