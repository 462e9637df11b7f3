"""The engine: WeasyPrint with our faces, our sheets of style, and nothing from outside.

In: a book, then trees to lay out and pages to paint.  Out: laid-out pages, pages in a PDF, and
every complaint that WeasyPrint logged as a diagnostic.  All resources come from a table in memory;
files and the network are out of reach.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from xml.etree import ElementTree

from proofpress.compose.book import Book
from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Paper
from proofpress.pdf import seams
from proofpress.pdf.forme import Readings
from proofpress.stylesheet import font_faces, layered
from proofpress.typefaces import faces

ADDRESS = 'https://proofpress.invalid/'
"""Where everything seems to stand: the same on every machine, since names in the PDF come of it."""
_SIZES = {Paper.A4: 'A4', Paper.LETTER: 'letter'}


class Table(seams.URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Serves what a book brings along, by address, and refuses everything else."""

    def __init__(self, contents: Mapping[str, tuple[str, bytes]]) -> None:
        """Take media type and content by path below `ADDRESS`."""
        super().__init__(allow_redirects=False)
        self._contents = contents

    def fetch(self, url: str, headers: object = None) -> seams.URLFetcherResponse:
        """Return what stands under the address; raise `ValueError` for any other."""
        if not url.startswith(ADDRESS) or url.removeprefix(ADDRESS) not in self._contents:
            raise ValueError("it is not part of the report")
        media_type, content = self._contents[url.removeprefix(ADDRESS)]
        return seams.URLFetcherResponse(url, content, {'Content-Type': media_type})


class _Listener(logging.Handler):
    """Keeps what WeasyPrint says."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class Engine:
    """Lays out the trees of one book."""

    def __init__(self, book: Book) -> None:
        """Load the book's faces and sheets of style."""
        self._book = book
        self._listener = _Listener()
        self.characters = _characters(book)
        """What its faces can print."""
        fonts = faces(self.characters, book.languages())
        contents = {f'fonts/{font.name}': (font.media_type, font.content) for font in fonts}
        contents |= {f'pictures/{p.name}': (p.media_type, p.content) for p in book.pictures}
        self._table = Table(contents)
        self.fonts = seams.Fonts()
        self._counter_style = seams.CounterStyle()
        self._images: dict[str, Any] = {}
        style = font_faces(fonts, 'fonts') + layered('print.css', house=book.house)
        with self.listening() as heard:
            self._style = self._css(f'{style}{_page_sizes(_SIZES[book.paper])}')
        self.fonts.plainness = seams.plainness(self._style, style)
        self.heard = tuple(heard)
        """What WeasyPrint said of the style."""
        self._digests = {
            path: hashlib.sha256(content).digest() for path, (_, content) in contents.items()
        }
        looks = [style.encode(), *(self._digests[f'fonts/{font.name}'] for font in fonts)]
        self.digest = hashlib.sha256(b''.join([*looks, book.paper.value.encode()])).hexdigest()
        """Tells apart what lays out and paints otherwise."""

    def set(self, root: ElementTree.Element) -> seams.SetPages:
        """Lay out a document; its pages ask for their numbers when they are to be painted."""
        sheet = seams.Sheet(root, ADDRESS, self._table)
        pages = sheet.set(self.fonts, self._counter_style, [self._style], self._images)
        # What cannot be drawn is heard of in each document that shows it, not in the first alone.
        for address in [address for address, image in self._images.items() if image is None]:
            del self._images[address]
        return pages

    def paint(self, pages: Sequence[Any], readings: Readings) -> seams.Painted:
        """Paint pages whose boxes are marked; `readings` are what glyphs have to say."""
        self.fonts.readings = readings
        return seams.paint(pages, self._table, self.fonts)

    def picture_digest(self, path: str) -> bytes:
        """Return a digest of the picture under a path; of none, nothing."""
        return self._digests.get(path, b'')

    @property
    def table(self) -> Table:
        """The fetcher for whatever is still to be fetched."""
        return self._table

    @contextmanager
    def listening(self) -> Iterator[list[str]]:
        """Hear everything that WeasyPrint logs, and keep it from the terminal; not to be nested."""
        logger = logging.getLogger('weasyprint')
        level, propagate = logger.level, logger.propagate
        self._listener.messages = []
        logger.addHandler(self._listener)
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        try:
            yield self._listener.messages
        finally:
            logger.removeHandler(self._listener)
            logger.setLevel(level)
            logger.propagate = propagate

    def complaints(self, heard: Iterable[str]) -> tuple[Diagnostic, ...]:
        """Return what WeasyPrint complained of, of the style and in what was heard, each once."""
        return tuple(map(self._complaint, dict.fromkeys((*self.heard, *heard))))

    def _complaint(self, message: str) -> Diagnostic:
        for picture in self._book.pictures:
            if f'{ADDRESS}pictures/{picture.name}' in message:
                return Diagnostic(
                    'picture-unreadable',
                    f"the picture {picture.name} cannot be drawn: {message}",
                    picture.origin,
                    "open it in a drawing program and save it anew as plain SVG, PNG or JPEG",
                )
        if message.startswith('.notdef'):
            return Diagnostic(
                'glyph-missing',
                f"a page would show an empty box: {message}",
                help="write it in other characters, or show it as a picture",
            )
        return Diagnostic(
            'layout-complaint',
            f"the layout engine says: {message}",
            help="this is a fault of the styles or of Proofpress: report it with the sentence",
        )

    def _css(self, text: str) -> seams.CSS:
        return seams.CSS(
            string=text,
            base_url=ADDRESS,
            url_fetcher=self._table,
            font_config=self.fonts,
            counter_style=self._counter_style,
        )


def _page_sizes(size: str) -> str:
    """Return the rules for the size of pages; the turned ones are of the same paper."""
    turned = ''.join(
        f'@page {name}{{size:{size} landscape}}' for name in ('turned', 'turned-front')
    )
    return f'@page{{size:{size}}}{turned}'


def _characters(book: Book) -> frozenset[str]:
    """Return every character on the pages: of the trees, the running heads and the drawings."""
    heads = (
        book.metadata.short_title,
        book.draft_mark.upper(),
        *(section.running_head for section in book.sections),
    )
    drawings = (p.content for p in book.pictures if p.media_type == 'image/svg+xml')
    return book.characters().union(*heads, *(map(_words_of, drawings)))


def _words_of(drawing: bytes) -> str:
    try:
        return ''.join(ElementTree.fromstring(drawing).itertext())
    except ElementTree.ParseError:  # heard of again when it is drawn
        return ''
