"""Rule: every picture is there, whole, with the words that stand for it.

Pictures of the report must be the author's own files, byte for byte; the cover must be a picture.
Drawings in the text must have all their parts.
"""

from __future__ import annotations

import io
import posixpath
import warnings
from collections import defaultdict, deque
from collections.abc import Iterator

from lxml import etree
from PIL import Image

from proofpress.proof.ledger import Finding
from proofpress.proof.markup import Drawing, Picture
from proofpress.proof.reflowed.edition import Document, Edition, place_of
from proofpress.proof.reflowed.told import Told
from proofpress.span import Span


def wrong_pictures(told: Told, edition: Edition) -> Iterator[Finding]:
    """Yield a finding for each picture or drawing that is lost, spoiled, or told otherwise."""
    shown = _by_block(edition)
    for section, markup in told.each():
        for picture in markup.pictures:
            places = shown.get(picture.block)
            found = places.popleft() if places else None
            origin = told.origin(section, picture.block)
            yield from _picture(told, picture, found, edition, origin)
    known = {anchor.block for markup in told.markups for anchor in markup.anchors}
    for block, places in shown.items():
        for document, picture in places:
            if block in known:
                message = f"The {edition.medium} shows “{picture.src}”, which the report does not"
                address = f'{document.path}#{block}'
                yield edition.fault('picture-lost', message, told.origins.get(block), address)
            else:
                yield from _cover(told, document, picture, edition)
    yield from _drawings(told, edition)


def _by_block(edition: Edition) -> dict[str, deque[tuple[Document, Picture]]]:
    shown: dict[str, deque[tuple[Document, Picture]]] = defaultdict(deque)
    for document in edition.documents:
        for picture in document.markup.pictures:
            shown[picture.block].append((document, picture))
    return shown


def count_pictures(told: Told) -> int:
    """Count the pictures and drawings that are checked."""
    return sum(len(markup.pictures) + len(markup.drawings) for markup in told.markups)


def _picture(
    told: Told,
    wanted: Picture,
    found: tuple[Document, Picture] | None,
    edition: Edition,
    origin: Span | None,
) -> Iterator[Finding]:
    name = wanted.alt or wanted.src
    if found is None:
        message = f"The {edition.medium} does not show the picture “{name}”"
        yield edition.fault('picture-lost', message, origin, edition.opening)
        return
    document, had = found
    address = f'{document.path}#{had.block}'
    if _file_name(wanted) != _file_name(had):
        message = f"The {edition.medium} shows “{had.src}” in place of the picture “{name}”"
        yield edition.fault('picture-lost', message, origin, address)
        return
    if wanted.alt != had.alt:
        yield edition.fault(
            'words-changed',
            f"The {edition.medium} tells whoever cannot see the picture “{had.alt or ''}”, "
            f"the report “{wanted.alt or ''}”",
            origin,
            address,
        )
    yield from _content(told, had, document, edition, origin, address)


def _file_name(picture: Picture) -> str:
    return posixpath.basename(picture.src)


def _content(
    told: Told,
    picture: Picture,
    document: Document,
    edition: Edition,
    origin: Span | None,
    address: str,
) -> Iterator[Finding]:
    place = place_of(picture.src, document.path)
    content = edition.files.get(place.path) if place else None
    if place is None or content is None:
        message = f"The {edition.medium} does not hold the picture “{picture.src}”"
        yield edition.fault('picture-lost', message, origin, address)
        return
    if place.path not in edition.media_types:
        message = f"The {edition.medium} does not declare the picture “{picture.src}”"
        yield edition.fault('picture-lost', message, origin, address)
    own = {one.name: one for one in told.book.pictures}.get(_file_name(picture))
    if own is None or content == own.content:
        return
    if reason := unreadable(content, own.media_type):
        message = f"The {edition.medium} cannot show the picture “{picture.alt}”: {reason}"
        yield edition.fault('picture-unreadable', message, origin, address)
    else:
        message = f"The {edition.medium} shows another picture under the name “{picture.src}”"
        yield edition.fault('picture-lost', message, origin, address)


def unreadable(content: bytes, media_type: str) -> str:
    """Say why a picture cannot be shown; nothing when it can."""
    if media_type == 'image/svg+xml':
        try:
            root = etree.fromstring(
                content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
            )
        except etree.XMLSyntaxError as error:
            return str(error)
        return '' if etree.QName(root).localname == 'svg' else "it is no SVG"
    try:
        with warnings.catch_warnings():
            # What Pillow only warns of is far larger than any picture of ours.
            warnings.simplefilter('error', Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content)) as image:
                image.load()
    # What Pillow's readers raise for spoiled files of the formats that we take.
    except (
        *(OSError, SyntaxError, ValueError),
        *(Image.DecompressionBombError, Image.DecompressionBombWarning),
    ) as error:
        return str(error)
    return ''


def _drawings(told: Told, edition: Edition) -> Iterator[Finding]:
    found: dict[str, deque[tuple[Document, Drawing]]] = defaultdict(deque)
    for document in edition.documents:
        for drawing in document.markup.drawings:
            found[drawing.block].append((document, drawing))
    for section, markup in told.each():
        for drawing in markup.drawings:
            places = found[drawing.block]
            path, had = edition.opening, None
            if places:
                document, had = places.popleft()
                path = document.path
            if had != drawing:
                yield edition.fault(
                    'picture-lost',
                    f"The drawing in “{section.title}” is not whole in the {edition.medium}",
                    told.origin(section, drawing.block),
                    f'{path}#{drawing.block}',
                )
    for places in found.values():
        for document, drawing in places:
            message = f"The {edition.medium} shows a drawing that the report does not show"
            address = f'{document.path}#{drawing.block}'
            yield edition.fault('picture-lost', message, None, address)


def _cover(told: Told, document: Document, picture: Picture, edition: Edition) -> Iterator[Finding]:
    """Look at the picture of the cover, which stands alone and says what is printed on it."""
    place = place_of(picture.src, document.path)
    content = edition.files.get(place.path) if place else None
    media_type = edition.media_types.get(place.path, '') if place else ''
    if content is None or not media_type:
        message = f"The {edition.medium} does not hold the picture of its cover, “{picture.src}”"
        yield edition.fault('picture-lost', message, None, document.path)
    elif reason := unreadable(content, media_type):
        message = f"The {edition.medium} cannot show the picture of its cover: {reason}"
        yield edition.fault('picture-unreadable', message, None, document.path)
    about = told.book.metadata
    for words in (about.title, *(author.name for author in about.authors)):
        if words not in (picture.alt or ''):
            message = f"Whoever cannot see the cover of the {edition.medium} misses “{words}”"
            yield edition.fault('words-lost', message, None, document.path)
