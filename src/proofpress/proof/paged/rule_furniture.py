"""Folios and running heads say which page it is, and what stands on it."""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.compose.book import SectionKind
from proofpress.diagnostics import Diagnostic
from proofpress.proof.ledger import Finding, Place
from proofpress.proof.paged.evidence import Evidence
from proofpress.proof.paged.expected import seen
from proofpress.proof.scripts import runs_right_to_left

_HELP = "this is a fault of Proofpress: report it with this page"


def wrong_furniture(evidence: Evidence) -> Iterator[Finding]:
    """Yield `folio-wrong` and `running-head-wrong` for each page with other words at its edges."""
    sections = _sections_on_pages(evidence)
    heads = {section.id: seen(section.running_head) for section in evidence.book.sections}
    covers = {one.id for one in evidence.book.sections if one.kind is SectionKind.COVER}
    title = seen(evidence.book.metadata.short_title)
    mark = seen(evidence.book.draft_mark)
    here: list[str] = []
    for page in evidence.reading.pages:
        # A page without words, of a picture alone, goes on with the section before it.
        here = sections.get(page.index, here[-1:])
        printed = [seen(one.text) for one in page.content.artifacts if one.kind == 'Footer']
        printed = [text for text in printed if text]
        is_cover = bool(here) and set(here) <= covers
        wanted = [] if is_cover else [one for one in (mark, page.folio) if one]
        if sorted(map(_letters, printed)) != sorted(map(_letters, wanted)):
            yield _finding(
                'folio-wrong',
                f"Page {page.folio} prints “{' '.join(printed)}” at its foot, where "
                f"“{' '.join(wanted)}” is right",
                page.index,
            )
        heads_here = {heads[section] for section in here if section in heads} | {title}
        allowed = set(map(_letters, heads_here))
        for artifact in page.content.artifacts:
            text = seen(artifact.text)
            if artifact.kind == 'Header' and text and _letters(text) not in allowed:
                yield _finding(
                    'running-head-wrong',
                    f"Page {page.folio} has the running head “{artifact.text.strip()}”, and what "
                    "stands on it is another section",
                    page.index,
                )


def _letters(text: str) -> str:
    """Return what texts are compared by; of joined letters artifacts tell the parts alone."""
    return 'right-to-left' if runs_right_to_left(text) else text.lower()


def _sections_on_pages(evidence: Evidence) -> dict[int, list[str]]:
    """Return the ids of the sections that stand on each page."""
    sections: dict[int, list[str]] = {}
    for one in evidence.pairing.pairs:
        for page_index, _ in one.pages():
            on_page = sections.setdefault(page_index, [])
            if one.expected.section not in on_page:
                on_page.append(one.expected.section)
    return sections


def _finding(id_: str, message: str, page_index: int) -> Finding:
    return Finding(Diagnostic(id_, message, None, _HELP), 'pdf', (Place(page_index),))
