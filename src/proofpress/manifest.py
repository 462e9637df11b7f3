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


NAME = 'manifest.json'


def manifest(
    inputs: Mapping[str, bytes], products: Sequence[Product], *, is_draft: bool = False
) -> ProductFile:
    """Return `manifest.json`: SHA-256 of inputs and product files, versions of the libraries.

    `inputs` are the files of the report that were read, by their path relative to its folder.
    """
    files = {file.path: file.content for product in products for file in product.files}
    content = {
        'proofpress': __version__,
        'draft': is_draft,
        'inputs': _digests(inputs),
        'libraries': _versions(),
        'products': _digests(files),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1) + '\n'
    return ProductFile(NAME, text.encode('utf-8'))


def was_draft(written: bytes) -> bool:
    """Tell whether a manifest is that of a draft; one that cannot be read is not."""
    return _read(written).get('draft') is True


def changed_files(written: bytes, files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the paths of files that are not, or no longer, as the manifest says, in order."""
    digests = _read(written).get('products')
    known = digests if isinstance(digests, dict) else {}
    found = _digests({path: content for path, content in files.items() if path != NAME})
    return tuple(path for path in sorted({*known, *found}) if known.get(path) != found.get(path))


def _read(written: bytes) -> dict[str, object]:
    try:
        content = json.loads(written)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


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
