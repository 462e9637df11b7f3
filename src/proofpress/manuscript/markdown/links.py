"""Where a link may lead and where a picture may lie.

In: the address as the author wrote it.  Out: the address as products carry it, or the reason why
they do not: an address that a reader's machine would run, or that leads nowhere once the report
has left its folder.
"""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink

from proofpress.manuscript.markdown.source import NOT_XML

_SCHEME = re.compile(r'([A-Za-z][A-Za-z0-9+.-]*):')
_BLANKS = re.compile(r'[\x00-\x20\x7f]')
_UNPRINTABLE = re.compile(rf'[\s\x7f]|{NOT_XML.pattern}')
_WEB = re.compile(r'https?://[^/?#]', re.IGNORECASE)
_MAIL = re.compile(r'mailto:[^@\s]+@[^@\s]+', re.IGNORECASE)


class AddressError(Exception):
    """An address that no product may carry; says why and what to do."""

    def __init__(self, message: str, advice: str) -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice


def link_address(address: str) -> str:
    """Return the address of a link, percent-encoded; raise `AddressError` if it may not stand."""
    # Browsers drop blanks and control characters before they look at the scheme
    # (WHATWG URL, "basic URL parser"), so they must not hide one here.
    bare = _BLANKS.sub('', address)
    shown = bare if len(bare) <= 60 else f'{bare[:59]}…'
    if bare == '':
        raise AddressError("A link has no address", "write an address beginning with https://")
    if bare.startswith('#'):
        name = unquote(bare[1:])
        if name == '' or _UNPRINTABLE.search(name):
            advice = "write the id of a heading after #"
            raise AddressError(f"The link “{shown}” leads nowhere", advice)
        return f'#{name}'
    scheme = _SCHEME.match(bare)
    if scheme is None:
        raise AddressError(
            f"The link “{shown}” leads to a file, which no reader of the report has",
            "write an address beginning with https://, or the #id of a heading",
        )
    name = scheme[1].lower()
    if name not in {'http', 'https', 'mailto'}:
        raise AddressError(
            f"The link “{shown}” uses {name}:, which a report may not",
            "link to https:, http:, mailto: or an #id",
        )
    if not (_MAIL if name == 'mailto' else _WEB).match(bare):
        raise AddressError(f"The link “{shown}” is no whole address", f"write it out after {name}:")
    return normalizeLink(name + bare[len(name) :])


def picture_path(address: str, chapter: str) -> str:
    """Return a picture's path from the report's folder; raise `AddressError` for one outside it.

    `chapter` is the path of the file that shows the picture: it counts from there.
    """
    address = unquote(address)
    if address == '' or NOT_XML.search(address):
        raise AddressError("A picture has no file", "write its path, such as figures/map.svg")
    if _SCHEME.match(address) or address.startswith('//'):
        raise AddressError(
            f"The picture “{address[:60]}” is not a file of the report",
            "put the file into the report's folder and write its path",
        )
    if '\\' in address:
        advice = f"write {address[:60].replace(chr(92), '/')}"
        raise AddressError(f"The picture “{address[:60]}” has backslashes in its path", advice)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(chapter), address))
    if path.startswith(('/', '../')) or path in {'.', '..'}:
        raise AddressError(
            f"The picture “{address[:60]}” lies outside the report's folder",
            "put the file into the folder and write its path",
        )
    return path
