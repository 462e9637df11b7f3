"""Names the pictures of the book and shows them.

In: the pictures of the report.  Out: `PictureFile` values, whose names are safe on every system and
tell pictures apart by their content, and the `<img>` that shows one.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import PurePosixPath

from lxml import etree

from proofpress.compose.book import PictureFile
from proofpress.compose.markup import element
from proofpress.model.prose import Figure, Image, blocks_within, inlines_within, lines_of
from proofpress.model.report import Picture, Report
from proofpress.span import Span

_SUFFIXES = {'image/svg+xml': '.svg', 'image/png': '.png', 'image/jpeg': '.jpg'}
_HASH_LENGTH = 10
_STEM_LENGTH = 40


def name_pictures(report: Report) -> Mapping[str, PictureFile]:
    """Return the pictures of the article by the path that the author wrote."""
    places = _places(report)
    return {
        path: _picture_file(picture, places.get(path, report.front_matter.span))
        for path, picture in report.pictures.items()
    }


def logo_file(report: Report) -> PictureFile | None:
    """Return the publisher's logo, if there is one."""
    logo = report.imprint.logo
    return None if logo is None else _picture_file(logo, Span(logo.path))


def picture_element(picture: PictureFile, alt: str, classes: str = '') -> etree._Element:
    """Return the `<img>` that shows the picture."""
    return element(
        'img',
        src=f'pictures/{picture.name}',
        alt=alt,
        class_=classes,
        width=str(picture.width) if picture.width else None,
        height=str(picture.height) if picture.height else None,
    )


def _picture_file(picture: Picture, origin: Span) -> PictureFile:
    stem = unicodedata.normalize('NFKD', PurePosixPath(picture.path).stem).lower()
    safe = re.sub('[^a-z0-9]+', '-', stem)[:_STEM_LENGTH].strip('-') or 'picture'
    digest = hashlib.sha256(picture.content).hexdigest()[:_HASH_LENGTH]
    return PictureFile(
        name=f'{safe}-{digest}{_SUFFIXES[picture.media_type]}',
        media_type=picture.media_type,
        content=picture.content,
        width=picture.width,
        height=picture.height,
        origin=origin,
    )


def _places(report: Report) -> Mapping[str, Span]:
    """Where each picture is first shown."""
    places: dict[str, Span] = {}
    for chapter in report.chapters:
        notes = (block for note in chapter.footnotes for block in note.children)
        for block in (*blocks_within(chapter.blocks), *blocks_within(tuple(notes))):
            if isinstance(block, Figure):
                places.setdefault(block.path, block.span)
            for line in lines_of(block):
                for inline in inlines_within(line):
                    if isinstance(inline, Image):
                        places.setdefault(inline.path, inline.span)
    return places
