"""Advance copies: the texts of the EPUB and the web page of a report, made ahead of the whole.

In: the book as it is after an edit, and where pages begin.  Out: an `Advance`; None when the
products that stand cannot carry it, so that the whole has to be made.  Fonts, pictures, style
sheets and the cover's picture are those of the products that stand.  What was made before is kept,
so that an edit costs what it changes.  Nothing here is proofed: the build that follows does that.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from proofpress.compose.book import Book
from proofpress.epub import text_documents
from proofpress.manuscript import Manuscript
from proofpress.memo import Memo
from proofpress.model.page_map import PageMap
from proofpress.product import ProductFile
from proofpress.web import page
from proofpress.web.page import PICTURES

_MOST_SIZE = 64 * 2**20
"""Bytes of what is kept of the products: some editions of a long report."""
_MOST_NEEDS = 16
"""States of a report whose needs are known; of one that is older no build is under way."""

Digests = Mapping[str, str]
"""SHA-256 of files, by their paths."""


@dataclass(frozen=True, slots=True)
class Advance:
    """What is made of an edited report ahead of the whole: for the eye of its author alone."""

    web: bytes = field(repr=False)
    """The web page, without its assets."""
    documents: tuple[ProductFile, ...]
    """The documents of the EPUB in reading order, by their paths in the archive."""


@dataclass(frozen=True, slots=True)
class _Needs:
    """What fonts and style sheets were made for."""

    characters: frozenset[str]
    languages: frozenset[str]
    house: str

    def are_met(self, standing: _Needs) -> bool:
        """Tell whether what was made for others will do."""
        return (
            self.characters <= standing.characters
            and self.languages <= standing.languages
            and self.house == standing.house
        )


class AdvancePress:
    """The presses of one report, with all that they have made lately."""

    def __init__(self) -> None:
        self._memo = Memo(_MOST_SIZE)
        self._needs: OrderedDict[tuple[tuple[str, str], ...], _Needs] = OrderedDict()
        """Of each state of the report, by the digests of its files."""
        self._standing: _Needs | None = None
        self._products: Digests = {}
        """Of what stands."""

    def note(self, manuscript: Manuscript, book: Book) -> None:
        """Take note of what the book of a manuscript needs: it may be the next that stands."""
        key = _key(inputs_of(manuscript))
        self._needs[key] = _needs_of(book)
        self._needs.move_to_end(key)
        while len(self._needs) > _MOST_NEEDS:
            self._needs.popitem(last=False)

    def settle(self, manifest: bytes) -> None:
        """Take note of the products that stand, by their manifest."""
        inputs, self._products = _digests_in(manifest, 'inputs'), _digests_in(manifest, 'products')
        self._standing = self._needs.get(_key(inputs))

    def advance(self, book: Book, page_map: PageMap) -> Advance | None:
        """Make the texts of a book; None when they take other fonts, pictures or sheets."""
        if self._standing is None or not _needs_of(book).are_met(self._standing):
            return None
        if not _are_in(
            ((f'{PICTURES}/{one.name}', one.content) for one in book.pictures), self._products
        ):
            return None
        return self.made(book, page_map)

    def made(self, book: Book, page_map: PageMap) -> Advance | None:
        """Make the texts of a book, whatever they take; what is the same is not made again.

        None for a book that no press takes: its author has led a link to nowhere, or a page of the
        former edition begins in words that are gone.  The build says what is wrong with it.
        """
        try:
            web = page(book, page_map, self._memo)
            return Advance(web, text_documents(book, page_map, self._memo))
        except (LookupError, ValueError):
            return None


def inputs_of(manuscript: Manuscript) -> Digests:
    """Return the digests of the files that were read, as a manifest gives them."""
    report = manuscript.report
    pictures = report.pictures.values() if report is not None else ()
    files = {path: text.encode('utf-8') for path, text in manuscript.texts.items()}
    files |= {picture.path: picture.content for picture in pictures}
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def _needs_of(book: Book) -> _Needs:
    return _Needs(book.characters(), book.languages(), book.house)


def _key(digests: Digests) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(digests.items()))


def _are_in(files: Iterable[tuple[str, bytes]], products: Digests) -> bool:
    return all(products.get(path) == hashlib.sha256(content).hexdigest() for path, content in files)


def _digests_in(manifest: bytes, name: str) -> Digests:
    """Return the digests that a manifest gives; none where it cannot be read."""
    try:
        return {str(path): str(value) for path, value in json.loads(manifest)[name].items()}
    except (ValueError, TypeError, LookupError, AttributeError):
        return {}
