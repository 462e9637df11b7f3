"""The catalogue: all published reports as OPDS feeds for e-readers and as a page to download from.

In: `Publication` values from the manifests of standing reports.  Out: `opds.xml`, `opds.json` and
`index.html` as files for the build folder.  Every address is relative, so that the folder works
from any host, below any path, and from disk; dates come from the reports, never from a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from proofpress.catalogue import opds1, opds2
from proofpress.catalogue.page import page
from proofpress.catalogue.record import THUMBNAIL_WIDTH, cover_product, publication_of
from proofpress.catalogue.shelf import FEED_1, FEED_2, MARK, PAGE, listed, shelf
from proofpress.model.publication import Publication

__all__ = [
    'MARK',
    'THUMBNAIL_WIDTH',
    'cover_product',
    'listed',
    'make_catalogue',
    'publication_of',
]


def make_catalogue(publications: Iterable[Publication]) -> Mapping[str, bytes | None]:
    """Make the files of the catalogue, by name; None for each when there is nothing to list."""
    ordered = tuple(publications)
    if not ordered:
        return dict.fromkeys((FEED_1, FEED_2, PAGE))
    catalogue = shelf(ordered)
    return {
        FEED_1: opds1.feed(catalogue),
        FEED_2: opds2.feed(catalogue),
        PAGE: page(catalogue),
    }
