"""Reads the pictures that the article shows, and judges each by its bytes, not by its name.

In: the report's workspace and the chapters.  Out: `Picture` values by path, and diagnostics at the
places that show a picture which is missing or cannot be shown.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from proofpress.limits import MIB, Limits
from proofpress.manuscript.faults import Faults
from proofpress.manuscript.svg import PictureFault, Size, svg_size
from proofpress.manuscript.workspace import (
    MissingError,
    UnreadableError,
    Workspace,
)
from proofpress.model.prose import (
    Block,
    Chapter,
    Figure,
    Image,
    Paragraph,
    blocks_within,
    inlines_within,
    lines_of,
)
from proofpress.model.report import Picture
from proofpress.span import Span

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

_PNG = b'\x89PNG\r\n\x1a\n'
_PNG_END = b'IEND\xaeB`\x82'
"""The last chunk with its check sum; Pillow does not miss it."""
_JPEG = b'\xff\xd8\xff'


@dataclass(frozen=True, slots=True)
class _Shown:
    """A place that shows a picture."""

    path: str
    span: Span


def read_pictures(
    workspace: Workspace,
    chapters: Iterable[Chapter],
    front_matter: Iterable[Paragraph],
    faults: Faults,
) -> Mapping[str, Picture]:
    """Return every picture that chapters and paragraphs of the front matter show, by path."""
    first: dict[str, Span] = {}
    for shown in _shown(chapters, front_matter):
        first.setdefault(shown.path, shown.span)
    read = {path: read_picture(workspace, path, span, faults) for path, span in first.items()}
    return {path: picture for path, picture in read.items() if picture is not None}


def read_picture(workspace: Workspace, path: str, span: Span, faults: Faults) -> Picture | None:
    """Return a picture, or None with a diagnostic at the place that names it."""
    try:
        content = workspace.read(path, workspace.limits.picture * MIB)
        judged = workspace.memo.of(
            ('picture', path, content, workspace.limits.pixels),
            lambda: _judged(path, content, workspace.limits),
        )
        if isinstance(judged, Picture):
            return judged
        faults.fault(judged.id, f"The picture {path} {judged.message}", span, judged.advice)
    except MissingError:
        similar = workspace.similar(path)
        advice = f"did you mean {' or '.join(similar)}?" if similar else "put it into the folder"
        faults.fault('picture-missing', f"There is no picture {path}", span, advice)
    except UnreadableError as refused:
        faults.fault(refused.id, refused.message, span, refused.advice)
    return None


def _judged(path: str, content: bytes, limits: Limits) -> Picture | PictureFault:
    try:
        return _picture(path, content, limits.pixels * 10**6)
    except PictureFault as refused:
        # Its trace would keep the frames of the reading alive.
        return refused.with_traceback(None)


def _picture(path: str, content: bytes, most_pixels: int) -> Picture:
    if content == b'':
        raise PictureFault('file-empty', "is empty", "export it again")
    if content.startswith(_PNG) and _PNG_END not in content:
        raise PictureFault('picture-unreadable', "is cut off", "export it again")
    if content.startswith(_PNG):
        media_type, size = 'image/png', _pixels(content, most_pixels)
    elif content.startswith(_JPEG):
        media_type, size = 'image/jpeg', _pixels(content, most_pixels)
    elif b'<' in content[:1024] and b'\0' not in content[:1024]:
        media_type, size = 'image/svg+xml', svg_size(content)
    else:
        message = "is neither SVG nor PNG nor JPEG, whatever its name says"
        raise PictureFault('picture-type', message, "convert it to one of them")
    return Picture(path, media_type, content, size.width, size.height)


def _load_whole(image: ImageFile) -> None:
    """Decode a picture, to its last byte.

    Raises `OSError` when it is cut off.  WeasyPrint, once imported, makes Pillow accept such
    pictures everywhere in the process (`ImageFile.LOAD_TRUNCATED_IMAGES`).
    """
    from PIL import ImageFile as Settings

    accepts, Settings.LOAD_TRUNCATED_IMAGES = Settings.LOAD_TRUNCATED_IMAGES, False
    try:
        image.load()
    finally:
        Settings.LOAD_TRUNCATED_IMAGES = accepts


def _pixels(content: bytes, most_pixels: int) -> Size:
    """Decode the whole picture, as a truncated one would else be drawn in part."""
    import warnings

    from PIL import Image as Pixels
    from PIL import UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # Pillow's own limit is four times ours, and a warning of it is no news.
            warnings.simplefilter('ignore', Pixels.DecompressionBombWarning)
            with Pixels.open(io.BytesIO(content), formats=('PNG', 'JPEG')) as image:
                width, height = image.size
                if width * height > most_pixels:
                    message = (
                        f"has {width} × {height} dots, more than {most_pixels // 10**6} million"
                    )
                    raise PictureFault('picture-too-large', message, "export it smaller")
                _load_whole(image)
    except Pixels.DecompressionBombError:
        message = f"has more than {most_pixels // 10**6} million dots"
        raise PictureFault('picture-too-large', message, "export it smaller") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:
        # Pillow says with these that a file is cut off or broken.
        message = f"is cut off or broken: {str(error)[:80]}"
        raise PictureFault('picture-unreadable', message, "export it again") from None
    return Size(width, height)


def _shown(chapters: Iterable[Chapter], front_matter: Iterable[Paragraph]) -> Iterator[_Shown]:
    """Yield every place that shows a picture: front matter, article, notes."""
    for paragraph in front_matter:
        yield from _shown_in((paragraph,))
    for chapter in chapters:
        yield from _shown_in(chapter.blocks)
        for footnote in chapter.footnotes:
            yield from _shown_in(footnote.children)


def _shown_in(blocks: tuple[Block, ...]) -> Iterator[_Shown]:
    for block in blocks_within(blocks):
        if isinstance(block, Figure):
            yield _Shown(block.path, block.span)
        for line in lines_of(block):
            for inline in inlines_within(line):
                if isinstance(inline, Image):
                    yield _Shown(inline.path, inline.span)
