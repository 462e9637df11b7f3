"""Serving what was built: over HTTP, from this machine, to who may reach it.

In: the folder of the build.  Out: a `CatalogueServer`, which answers until it is shut down.
"""

from __future__ import annotations

from proofpress.catalogue.shelf import FEED_1 as CATALOGUE
from proofpress.serve.catalogue import CatalogueServer
from proofpress.serve.server import AddressError

__all__ = ['CATALOGUE', 'AddressError', 'CatalogueServer']
