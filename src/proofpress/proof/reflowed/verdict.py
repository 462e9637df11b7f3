"""The verdict on EPUB and web page: does a reader of them get what the book says?

In: the book and the finished files.  Out: `Verdict`.  The rules stand here in the order in which
their findings are told; each product is read once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from proofpress.compose.book import Book
from proofpress.model.page_map import PageMap
from proofpress.proof.ledger import Finding
from proofpress.proof.read_epub import read_epub
from proofpress.proof.read_web import PAGE, read_web
from proofpress.proof.reflowed.edition import Contents, Edition
from proofpress.proof.reflowed.rule_anchors import astray_anchors
from proofpress.proof.reflowed.rule_epub_metadata import wrong_epub_metadata
from proofpress.proof.reflowed.rule_fonts import named_fonts, unfit_fonts, used_characters
from proofpress.proof.reflowed.rule_furniture import contents_of, wrong_furniture
from proofpress.proof.reflowed.rule_languages import wrong_languages
from proofpress.proof.reflowed.rule_links import astray_links, count_links
from proofpress.proof.reflowed.rule_navigation import (
    EPUB_LEVELS,
    wrong_landmarks,
    wrong_navigation,
)
from proofpress.proof.reflowed.rule_page_list import astray_page_marks, wrong_page_list
from proofpress.proof.reflowed.rule_pictures import count_pictures, wrong_pictures
from proofpress.proof.reflowed.rule_remote import lost_resources, remote_resources
from proofpress.proof.reflowed.rule_tables import count_rows, wrong_rows
from proofpress.proof.reflowed.rule_web_metadata import wrong_web_metadata
from proofpress.proof.reflowed.rule_words import Agreement, addresses, compare_words
from proofpress.proof.reflowed.told import (
    BookMarkup,
    Told,
    contents_title,
    headings,
    read_book,
    told_by_epub,
    told_by_web,
)

_ALL_LEVELS = 6


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about one product."""

    findings: tuple[Finding, ...]
    addresses: Mapping[str, str]
    """For every id of the composed trees: its file and id, `EPUB/summary.xhtml#summary-p1`."""
    counts: Mapping[str, int]
    """How many of each were checked: `blocks`, `words`, `links`, `notes`, `pictures`, `rows`,
    `headings`, `fonts`, `font-bytes`, `characters` (different ones), `files`."""


def prove_epub(
    book: Book, content: bytes, page_map: PageMap | None = None, said: BookMarkup | None = None
) -> Verdict:
    """Read the EPUB back and hold it to the book; no findings mean that it holds.

    With a `page_map` it must mark the pages of the PDF; `said` is what the book says, where that
    has been read already.  Any bytes may come in: what cannot be read is a finding.
    """
    reading = read_epub(content)
    told = told_by_epub(book, said or read_book(book))
    edition = reading.edition
    agreement = compare_words(told, edition)
    if not edition.documents:
        return _verdict(list(reading.faults), told, edition, agreement)
    findings = [
        *reading.faults,
        *_findings(told, edition, agreement),
        *wrong_epub_metadata(told, reading),
        *wrong_page_list(edition, reading.page_list),
        *astray_page_marks(edition, page_map),
    ]
    titles = (contents_title(book), book.metadata.title)
    for contents, title in zip(reading.contents, titles, strict=False):
        findings += wrong_navigation(told, edition, contents, EPUB_LEVELS, title)
    if reading.landmarks is not None:
        findings += wrong_landmarks(told, edition, reading.landmarks)
    return _verdict(findings, told, edition, agreement)


def prove_kepub(
    book: Book, content: bytes, page_map: PageMap | None = None, said: BookMarkup | None = None
) -> Verdict:
    """Read Kobo's variant of the EPUB back as `prove_epub` does: the same must hold for it."""
    verdict = prove_epub(book, content, page_map, said)
    findings = tuple(
        replace(
            finding,
            product='kepub',
            diagnostic=replace(
                finding.diagnostic, message=f"Kobo's variant: {finding.diagnostic.message}"
            ),
        )
        for finding in verdict.findings
    )
    return replace(verdict, findings=findings)


def prove_web(
    book: Book,
    files: Mapping[str, bytes],
    page_map: PageMap | None = None,
    said: BookMarkup | None = None,
) -> Verdict:
    """Read the web page back and hold it to the book; `files` holds its files by their paths.

    With a `page_map` it must mark the pages of the PDF; `said` is what the book says, where that
    has been read already.  Any bytes may come in: what cannot be read is a finding.
    """
    reading = read_web(files)
    told = told_by_web(book, said or read_book(book))
    edition = reading.edition
    agreement = compare_words(told, edition)
    if not edition.documents:
        return _verdict(list(reading.faults), told, edition, agreement)
    nav = contents_of(edition)
    contents = Contents(PAGE, nav.title, nav.entries)
    findings = [
        *reading.faults,
        *_findings(told, edition, agreement),
        *wrong_web_metadata(told, reading),
        *wrong_furniture(told, edition),
        *wrong_page_list(edition, None),
        *astray_page_marks(edition, page_map),
        *wrong_navigation(told, edition, contents, _ALL_LEVELS, contents_title(book)),
    ]
    return _verdict(findings, told, edition, agreement)


def _findings(told: Told, edition: Edition, agreement: Agreement) -> Iterator[Finding]:
    """Yield what both editions can get wrong."""
    yield from agreement.findings
    yield from wrong_languages(told, edition, agreement)
    yield from astray_links(told, edition, agreement)
    yield from astray_anchors(told, edition, agreement)
    yield from wrong_rows(told, edition, agreement)
    yield from wrong_pictures(told, edition)
    yield from unfit_fonts(edition)
    yield from remote_resources(edition)
    yield from lost_resources(edition)


def _verdict(
    findings: list[Finding], told: Told, edition: Edition, agreement: Agreement
) -> Verdict:
    fonts = named_fonts(edition)
    counts = {
        'blocks': len(told.said),
        'words': agreement.words,
        **count_links(told),
        'pictures': count_pictures(told),
        'rows': count_rows(told),
        'headings': sum(1 for _ in headings(told.book.outlines(), _ALL_LEVELS)),
        'fonts': len(fonts),
        'font-bytes': sum(len(edition.files.get(path, b'')) for path in fonts),
        'characters': len(used_characters(edition)),
        'files': len(edition.files),
    }
    return Verdict(tuple(dict.fromkeys(findings)), addresses(told, edition), counts)
