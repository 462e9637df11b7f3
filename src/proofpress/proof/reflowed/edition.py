"""What a reader of an edition without pages has before him: the values that all rules look at.

In: what `read_epub` and `read_web` read.  Out: `Edition`, and findings worded for its reader.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from proofpress.diagnostics import Diagnostic
from proofpress.proof.ledger import Finding
from proofpress.proof.markup import Markup, NavEntry
from proofpress.proof.read_stylesheet import Stylesheet
from proofpress.span import Span

_PLAIN = re.compile(r'((?!//)[\w./-]*)(?:#([\w.-]*))?', re.ASCII)
"""Addresses within the product of which no part needs to be undone."""
HELP = "build the report again; if the finding stays, it is a fault of Proofpress: report it"


@dataclass(frozen=True, slots=True)
class Document:
    """One document, as a browser shows it."""

    path: str
    """POSIX path in the product: `EPUB/background.xhtml`."""
    markup: Markup


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address within the product leads."""

    path: str
    id: str
    """Empty for the document as a whole."""


@dataclass(frozen=True, slots=True)
class Contents:
    """A list of headings: the navigation document's, the web page's, or that for old readers."""

    path: str
    title: str
    entries: tuple[NavEntry, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """A product without pages, as it was read."""

    product: str
    """`epub` or `web`."""
    medium: str
    """Its name in messages."""
    files: Mapping[str, bytes] = field(repr=False)
    """Everything that it holds, by path."""
    media_types: Mapping[str, str]
    """What it says of its files; files that it does not declare are not in it."""
    documents: tuple[Document, ...]
    """In reading order."""
    apart: tuple[Document, ...]
    """Documents of which no word is the report's: the navigation document, the cover's."""
    sheets: Mapping[str, Stylesheet]
    """Style sheets by path."""

    def fault(self, id_: str, message: str, span: Span | None = None, address: str = '') -> Finding:
        """Return an error about this edition."""
        return Finding(Diagnostic(id_, message, span, HELP), self.product, address=address)

    @property
    def opening(self) -> str:
        """Path of the first document; empty when none could be read."""
        return self.documents[0].path if self.documents else ''

    @property
    def every_document(self) -> tuple[Document, ...]:
        """All documents, those apart too."""
        return (*self.documents, *self.apart)


def place_of(href: str, base: str) -> Place | None:
    """Resolve an address found in the file `base`; None when it leads out of the product."""
    if (plain := _PLAIN.fullmatch(href)) is not None:
        return Place(_joined(plain[1], base), plain[2] or '')
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme or parts.netloc or href.startswith('//'):
        return None
    return Place(_joined(unquote(parts.path), base), unquote(parts.fragment))


@lru_cache(1024)
def _joined(path: str, base: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path)) if path else base


def is_remote(url: str) -> bool:
    """Tell whether something must be fetched from elsewhere to show it."""
    url = url.strip().lower()
    scheme = url.partition('/')[0].partition('#')[0].partition(':')
    return url.startswith(('//', '\\\\')) or (bool(scheme[1]) and scheme[0] != 'data')
