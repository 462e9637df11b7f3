"""The catalogue: all published reports as OPDS feeds for e-readers and as a page to download from.

In: what stands in the build folder.  Out: `opds.xml`, `opds.json` and `index.html` as files beside
it.  Every address is relative, so that the folder works from any host, below any path, and from
disk; dates come from the reports, never from a clock.
"""

from __future__ import annotations

from collections.abc import Iterable

from proofpress.catalogue import opds1, opds2
from proofpress.catalogue.page import page
from proofpress.catalogue.record import THUMBNAIL_WIDTH, cover_product, publication_of
from proofpress.catalogue.shelf import FEED_1, FEED_2, MARK, PAGE, listed, shelf
from proofpress.product import Product, ProductFile, Standing

__all__ = [
    'CATALOGUE',
    'MARK',
    'THUMBNAIL_WIDTH',
    'cover_product',
    'make_catalogue',
    'publication_of',
]

CATALOGUE = (FEED_1, FEED_2, PAGE)
"""The names of all files that a catalogue may have."""


def make_catalogue(standing: Iterable[Standing]) -> Product:
    """Make the files of the catalogue, none when there is nothing to list.

    What is said with them is why a folder is left out.
    """
    publications, left_out = listed(standing)
    if not publications:
        return Product((), left_out)
    catalogue = shelf(publications)
    return Product(
        (
            ProductFile(FEED_1, opds1.feed(catalogue)),
            ProductFile(FEED_2, opds2.feed(catalogue)),
            ProductFile(PAGE, page(catalogue)),
        ),
        left_out,
    )
