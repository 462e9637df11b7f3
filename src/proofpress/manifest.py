"""The manifest: from what, with what and into what a report was made.

In: the bytes of the inputs and the products.  Out: `manifest.json` as a product file.  It holds no
time and no path of the machine, so that the same inputs give the same manifest.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
from collections.abc import Mapping, Sequence

from proofpress import __version__
from proofpress.product import Product, ProductFile

_NAME = re.compile(r'[A-Za-z0-9._-]+')


def manifest(inputs: Mapping[str, bytes], products: Sequence[Product]) -> ProductFile:
    """Return `manifest.json`: SHA-256 of inputs and product files, versions of the libraries.

    `inputs` are the files of the report that were read, by their path relative to its folder.
    """
    files = {file.path: file.content for product in products for file in product.files}
    content = {
        'proofpress': __version__,
        'inputs': _digests(inputs),
        'libraries': _versions(),
        'products': _digests(files),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + '\n'
    return ProductFile('manifest.json', text.encode('utf-8'))


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(files[path]).hexdigest() for path in sorted(files)}


def _versions() -> dict[str, str]:
    """Return the versions of the libraries and typefaces that Proofpress depends on."""
    names = set()
    for requirement in importlib.metadata.requires('proofpress') or ():
        name = _NAME.match(requirement)
        if name is not None and 'extra ==' not in requirement:
            names.add(name[0].lower())
    return {name: importlib.metadata.version(name) for name in sorted(names)}
