"""Painting: puts laid-out pages into a PDF, with our marks around what is painted.

In: `weasyprint.Page`s whose boxes are marked (`mark`).  Out: `Painted`: a `pydyf.PDF` with these
pages and what they refer to, without fonts; these are told by use, so that several paintings can
share them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Protocol

import pydyf

from proofpress.pdf.seams.faces import Fonts, FontsInUse
from proofpress.pdf.seams.mend import check_parameters

from weasyprint import Document  # isort: skip
from weasyprint import pdf as painting  # isort: skip
from weasyprint.css import ColorProfile  # isort: skip
from weasyprint.pdf.metadata import DocumentMetadata  # isort: skip
from weasyprint.pdf.stream import Stream  # isort: skip


class _Profile(ColorProfile):  # type: ignore[misc]  # WeasyPrint has no types
    """Colours as their file describes them: once asked for its name, WeasyPrint's writes others."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content), '', 'relative-colorimetric', ('r', 'g', 'b'))
        self._content = content

    @property
    def content(self) -> bytes:
        return self._content


@cache
def srgb() -> Any:
    """Return the colours of screens, which WeasyPrint brings along."""
    return _Profile((resources.files('weasyprint.pdf') / 'sRGB2014.icc').read_bytes())


class Mark(Protocol):
    """What stands around a piece of text or a picture in the content of a page."""

    def open(self, stream: Any) -> None:
        """Begin it, before the painter writes the piece."""

    def close(self, stream: Any) -> None:
        """End it."""


def mark(box: Any, its_mark: Mark) -> None:
    """Have the painter put a mark around a text box or a replaced box."""
    box.proofpress_mark = its_mark


def next_content_id(stream: Any) -> int:
    """Return the next content id of a page: the stream's own tags count them."""
    number = len(stream._tags)
    stream._tags[number] = number
    return number


def operator_bytes(part: Any) -> bytes:
    """Return one piece of a painted stream (a text, number, object or bytes) as it is written."""
    return bytes(pydyf._to_bytes(part))


def font_in_use(stream: Any) -> str:
    """Return the name of the font that the last text object ended with, or nothing."""
    return str(stream._old_font[0]) if stream._old_font else ''


def fonts_of(stream: Any) -> dict[str, Any]:
    """Return the fonts of the PDF by the name that they have in its pages."""
    return {font.hash: font for font in stream._fonts.values()}


@dataclass(frozen=True, slots=True)
class Painted:
    """Pages in a PDF of their own."""

    pdf: Any
    """`pydyf.PDF`; its last pages are these."""
    fonts: FontsInUse
    shared: dict[int, str]
    """Names of the objects that are the same in every painting, by number."""


def paint(pages: Sequence[Any], fetcher: Any, fonts: Fonts) -> Painted:
    """Paint pages whose boxes are marked."""
    document = Document(list(pages), DocumentMetadata(), fetcher, fonts, {'srgb': srgb()}, 'srgb')
    document.fonts = FontsInUse(fonts)
    kept: list[Any] = []

    def keep(_document: Any, pdf: Any) -> None:
        kept.append(pdf)
        pdf.write = lambda *_: None  # Its parts are joined with others and written then.

    document.write_pdf(io.BytesIO(), finisher=keep, pdf_tags=True)
    (pdf,) = kept
    return Painted(pdf, document.fonts, _shared(pdf))


def _shared(pdf: Any) -> dict[int, str]:
    """Return the names of what every painting has, by number."""
    page = pdf.objects[pdf.pages['Kids'][-3]]
    own = pdf.objects[_number(page['Resources'])]
    profile = _number(srgb().pdf_reference)
    return {_number(own['Font']): 'fonts', _number(own['ColorSpace']): 'colours', profile: 'srgb'}


def _number(reference: bytes) -> int:
    return int(reference.split()[0])


def colour_spaces(profile: bytes) -> Any:
    """Return the colour spaces that pages name (ISO 32000-1, 8.6), by the profile's reference."""
    lab = {
        name: pydyf.Array(
            [
                '/Lab',
                pydyf.Dictionary(
                    {
                        'WhitePoint': pydyf.Array(white),
                        'Range': pydyf.Array((-125, 125, -125, 125)),
                    }
                ),
            ]
        )
        for name, white in (('lab-d50', painting.D50), ('lab-d65', painting.D65))
    }
    return pydyf.Dictionary({**lab, 'srgb': pydyf.Array(['/ICCBased', profile])})


@contextmanager
def _marked(stream: Any, box: Any, _tag: str) -> Iterator[None]:
    """Stand in for `Stream.marked`."""
    if stream._tags is None:
        yield
        return
    its_mark = box.proofpress_mark
    its_mark.open(stream)
    stream.proofpress_is_marked = True
    yield
    stream.proofpress_is_marked = False
    its_mark.close(stream)


@contextmanager
def _artifact(stream: Any) -> Iterator[None]:
    """Stand in for `Stream.artifact`: what decorates a marked piece (underlines) is part of it."""
    is_artifact = stream._tags is not None and not stream.proofpress_is_marked
    if is_artifact:
        stream.stream.append(LAYOUT_ARTIFACT)
    yield
    if is_artifact:
        stream.end_marked_content()


LAYOUT_ARTIFACT = '/Artifact <</Type/Layout>> BDC'
"""Begins an artifact that is there for looks alone (ISO 32000-1, 14.8.2.2.2)."""


def _no_fonts(pdf: Any, used: Any, compress: bool, subset: bool, options: Any) -> Any:
    """Stand in for `weasyprint.pdf.build_fonts_dictionary`: the fonts of a book come last."""
    if isinstance(used, FontsInUse):
        return pydyf.Dictionary()
    return _build_fonts_dictionary(pdf, used, compress, subset, options)


def _no_tags(pdf: Any, document: Any, pdf_version: object, page_streams: object) -> None:
    """Stand in for `weasyprint.pdf.add_tags`, which tags every page for itself."""
    if not isinstance(document.fonts, FontsInUse):
        _add_tags(pdf, document, pdf_version, page_streams)


_add_tags, _build_fonts_dictionary = painting.add_tags, painting.build_fonts_dictionary
_FONTS = ['pdf', 'fonts', 'compress', 'subset', 'options']
_STAND_INS: tuple[tuple[Any, str, Callable[..., Any], list[str]], ...] = (
    (painting, 'add_tags', _no_tags, ['pdf', 'document', 'pdf_version', 'page_streams']),
    (painting, 'build_fonts_dictionary', _no_fonts, _FONTS),
    (Stream, 'marked', _marked, ['self', 'box', 'tag']),
    (Stream, 'artifact', _artifact, ['self']),
)
check_parameters(pydyf._to_bytes, ['item'])
for _owner, _name, _stand_in, _parameters in _STAND_INS:
    check_parameters(getattr(_owner, _name), _parameters)
    setattr(_owner, _name, _stand_in)
# The constructor of documents is not for the public; `paint` makes one with it.
_SHARED = ['url_fetcher', 'font_config', 'color_profiles', 'output_intent']
check_parameters(Document.__init__, ['self', 'pages', 'metadata', *_SHARED])
Stream.proofpress_is_marked = False
