"""Rule: the product fetches nothing and runs nothing.

A report that loads a picture from elsewhere tells somebody who reads it and when, and changes when
he likes.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.proof.ledger import Finding
from proofpress.proof.read_stylesheet import read_stylesheet
from proofpress.proof.reflowed.edition import Edition, is_remote, place_of


def remote_resources(edition: Edition) -> Iterator[Finding]:
    """Yield a finding for each address from which the product would load, and for each script."""
    for document in edition.every_document:
        markup = document.markup
        urls = [(reference.element, reference.url) for reference in markup.references]
        urls += [('img', picture.src) for picture in markup.pictures]
        for sheet in map(read_stylesheet, markup.sheets):
            urls += [('style', url) for url in sheet.urls]
            urls += [('style', url) for face in sheet.faces for url in face.urls]
        for element, url in urls:
            if is_remote(url):
                yield _remote(edition, element, url, document.path)
        for script in markup.scripts:
            yield edition.fault(
                'remote-resource',
                f"The {edition.medium} runs a script, which may load and change anything: "
                f"“{script[:60]}”",
                None,
                document.path,
            )
    for path, sheet in edition.sheets.items():
        for url in (*sheet.urls, *(url for face in sheet.faces for url in face.urls)):
            if is_remote(url):
                yield _remote(edition, 'style', url, path)
    for path in edition.media_types:
        if is_remote(path):
            yield _remote(edition, 'item', path, path)


def lost_resources(edition: Edition) -> Iterator[Finding]:
    """Yield a finding for each file that a sheet names and that is not there, fonts apart."""
    for path, sheet in edition.sheets.items():
        for url in sheet.urls:
            place = place_of(url, path)
            if not is_remote(url) and place is not None and place.path not in edition.files:
                message = f"A style sheet of the {edition.medium} names “{url}”, which is not there"
                yield edition.fault('product-unreadable', message, None, path)


def _remote(edition: Edition, element: str, url: str, path: str) -> Finding:
    return edition.fault(
        'remote-resource',
        f"The {edition.medium} loads “{url}” from elsewhere ({element}): it cannot be read "
        "offline, and tells others who reads it",
        None,
        path,
    )
