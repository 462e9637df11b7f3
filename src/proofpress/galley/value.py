"""The galley as a value, and as letters from the process that makes it; advance copies likewise.

In: a `Galley`.  Out: one letter about it in JSON, one with its PDF; and the galley again.  Of an
`Advance`: one letter with the paths of its documents, one for each of them, one for the web page.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from proofpress.diagnostics import Diagnostic
from proofpress.galley.advance import Advance
from proofpress.product import ProductFile
from proofpress.worker.letters import diagnostics_said, said_diagnostics


@dataclass(frozen=True, slots=True)
class Galley:
    """The pages of one gathering after an edit."""

    pdf: bytes = field(repr=False)
    """The pages, as a PDF of their own that claims no standard."""
    first_page_index: int
    """Where they stand in the PDF that is published (from 0)."""
    replaced: int
    """How many pages of that PDF they stand for."""
    folios: tuple[str, ...]
    """The folio of each page."""
    diagnostics: tuple[Diagnostic, ...]
    """What was found in the file that was edited and on these pages.  Rules that look at the whole
    report (is each actor mentioned, does each reference lead somewhere) are left to the build."""
    sections: tuple[str, ...]
    """Ids of the sections on the pages."""


def letters_of(galley: Galley | None) -> list[bytes]:
    """Return the letters that tell of a galley, or that there is none."""
    if galley is None:
        return []
    about = {
        'first_page_index': galley.first_page_index,
        'replaced': galley.replaced,
        'folios': galley.folios,
        'diagnostics': diagnostics_said(galley.diagnostics),
        'sections': galley.sections,
    }
    return [json.dumps(about).encode('ascii'), galley.pdf]


def galley_of(letters: Sequence[bytes]) -> Galley | None:
    """Return the galley that letters tell of.

    Raises `TypeError`, `KeyError` or `ValueError` for letters that do not hold together.
    """
    if not letters:
        return None
    letter, pdf = letters
    about = json.loads(letter)
    return Galley(
        pdf=pdf,
        first_page_index=int(about['first_page_index']),
        replaced=int(about['replaced']),
        folios=tuple(map(str, about['folios'])),
        diagnostics=tuple(said_diagnostics(about['diagnostics'])),
        sections=tuple(map(str, about['sections'])),
    )


def advance_letters(advance: Advance | None) -> list[bytes]:
    """Return the letters that tell of an advance, or that there is none."""
    if advance is None:
        return []
    paths = [document.path for document in advance.documents]
    contents = (document.content for document in advance.documents)
    return [json.dumps(paths).encode('ascii'), advance.web, *contents]


def advance_of(letters: Sequence[bytes]) -> Advance | None:
    """Return the advance that letters tell of.

    Raises `TypeError` or `ValueError` for letters that do not hold together.
    """
    if not letters:
        return None
    letter, web, *contents = letters
    paths = json.loads(letter)
    named = zip(map(str, paths), contents, strict=True)
    return Advance(web, tuple(ProductFile(path, content) for path, content in named))
