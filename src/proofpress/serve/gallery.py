"""The gallery: pictures of pages, drawn when somebody looks at them.

In: the state of a report.  Out: its sheets (which pages there are), and their pictures by digests.
A page that looks as before has the picture that it had: the browser has it already.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from proofpress.proof.previews import Drawing, PageSize, Preview
from proofpress.serve.board import State
from proofpress.serve.editions import Opened, open_edition
from proofpress.serve.galley import Galley

_Kept = TypeVar('_Kept')
_MOST_REPORTS = 4
"""Whose editions are kept open."""
_MOST_DRAWINGS = 12
"""Kept until their pictures are asked for: some megabytes each."""
_MOST_PICTURES = 96


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that is shown."""

    preview: Preview = field(repr=False)
    page_index: int
    """In the PDF of the preview."""
    folio: str
    begins: str
    """The heading that begins on it; empty for none."""
    former_index: int | None
    """Which page of the edition it is; None for one that was set since."""

    @property
    def size(self) -> PageSize:
        """How large it is."""
        return self.preview.sizes[self.page_index]


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of a report as they are shown together."""

    key: str
    """Another one for other pages."""
    sheets: tuple[Sheet, ...]


def edition_sheets(opened: Opened) -> tuple[Sheet, ...]:
    """Return the pages of an edition."""
    return tuple(
        Sheet(
            opened.preview,
            int(page['index']),
            str(page['folio']),
            ' · '.join(str(one['text']) for one in page['begins'][:1]),
            int(page['index']),
        )
        for page in opened.record['pages']
    )


def with_galley(sheets: tuple[Sheet, ...], galley: Galley, preview: Preview) -> tuple[Sheet, ...]:
    """Return the pages with those of a galley, opened as `preview`, in their place."""
    first, behind = galley.first_page_index, galley.first_page_index + galley.replaced
    fresh = (Sheet(preview, index, folio, '', None) for index, folio in enumerate(galley.folios))
    return (*sheets[:first], *fresh, *sheets[behind:])


class Gallery:
    """Opened editions, sheets and pictures; any thread may ask."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._asked = threading.RLock()
        self._opened: OrderedDict[str, Opened] = OrderedDict()
        self._galleys: dict[str, tuple[str, Preview]] = {}
        self._drawings: OrderedDict[str, Drawing] = OrderedDict()
        self._pictures: OrderedDict[str, bytes] = OrderedDict()

    def opened(self, state: State) -> Opened | None:
        """Return the edition of a report, opened; None when there is none, or another by now."""
        if state.edition is None:
            return None
        with self._asked:
            found = self._opened.get(state.slug)
            if found is None or found.digest != state.edition.digest:
                found = open_edition(self._out, state.slug)
                if found is None:
                    return None
                self._keep_open(state.slug, found)
            self._opened.move_to_end(state.slug)
            return found if found.digest == state.edition.digest else None

    def sheets(self, state: State) -> Sheets | None:
        """Return the pages of a report as they are known now; None when there are none."""
        opened = self.opened(state)
        key = opened.digest if opened else 'none'
        sheets = edition_sheets(opened) if opened else ()
        if state.galley is not None:
            digest, preview = self._galley(state.slug, state.galley)
            key = f'{key}-{digest}'
            sheets = with_galley(sheets, state.galley, preview)
        return Sheets(key, sheets) if sheets else None

    def draw(self, sheet: Sheet, width: int) -> str | None:
        """Draw a page; return the digest by which its picture can be had."""
        try:
            drawing = sheet.preview.draw(sheet.page_index, width)
        except IndexError:
            return None
        with self._asked:
            if drawing.digest not in self._pictures:
                _put(self._drawings, drawing.digest, drawing, _MOST_DRAWINGS)
        return drawing.digest

    def picture(self, digest: str) -> bytes | None:
        """Return a picture that was drawn lately, as a PNG."""
        with self._asked:
            known = self._pictures.get(digest)
            drawing = self._drawings.get(digest)
        if known is not None or drawing is None:
            return known
        content = drawing.png()
        with self._asked:
            self._drawings.pop(digest, None)
            _put(self._pictures, digest, content, _MOST_PICTURES)
        return content

    def close(self) -> None:
        """Let go of all that is open."""
        with self._asked:
            for opened in self._opened.values():
                opened.close()
            for _, preview in self._galleys.values():
                preview.close()

    def _keep_open(self, slug: str, opened: Opened) -> None:
        former = self._opened.pop(slug, None)
        if former is not None:
            former.close()
        self._opened[slug] = opened
        while len(self._opened) > _MOST_REPORTS:
            self._opened.popitem(last=False)[1].close()

    def _galley(self, slug: str, galley: Galley) -> tuple[str, Preview]:
        digest = hashlib.sha256(f'{galley.first_page_index} {galley.replaced}'.encode())
        digest.update(galley.pdf)
        name = digest.hexdigest()[:16]
        with self._asked:
            known = self._galleys.get(slug)
            if known is None or known[0] != name:
                if known is not None:
                    known[1].close()
                known = self._galleys[slug] = (name, Preview(galley.pdf))
            return known


def _put(kept: OrderedDict[str, _Kept], key: str, value: _Kept, most: int) -> None:
    kept[key] = value
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
