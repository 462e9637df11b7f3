"""The order of the stages, from a folder to published products; no rule stands here.

In: the folder of a report and the folder for products.  Out: an `Outcome`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from proofpress.catalogue import (
    CATALOGUE,
    MARK,
    THUMBNAIL_WIDTH,
    cover_product,
    make_catalogue,
    publication_of,
)
from proofpress.check import check
from proofpress.compose.compose import compose
from proofpress.diagnostics import Diagnostic, Severity, has_errors
from proofpress.epub import make_epub
from proofpress.manifest import changed_files, manifest, was_draft
from proofpress.manuscript import Manuscript, read_report
from proofpress.mending import Print, print_mended
from proofpress.model.profile import Profile
from proofpress.model.remedy import Remedies
from proofpress.model.report import Report, Status
from proofpress.pdf import make_pdf
from proofpress.product import Product
from proofpress.proof.paged.verdict import prove_pdf
from proofpress.proof.pictures import page_picture
from proofpress.proof.report import report_product
from proofpress.proof.verdict import prove
from proofpress.publish import (
    MANIFEST,
    publish,
    publish_catalogue,
    read_products,
)
from proofpress.typefaces import faces
from proofpress.web import OWN_CHARACTERS, make_web


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a report."""

    diagnostics: tuple[Diagnostic, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    """The texts of the report's files, by their path in spans."""
    is_published: bool = False
    """True when new products stand in the folder for them."""


def check_folder(folder: Path) -> Outcome:
    """Read a report and judge it; nothing is made."""
    manuscript = read_report(folder)
    return Outcome(tuple(_judged(manuscript)), manuscript.texts)


def build(
    folder: Path,
    out: Path,
    profile: Profile = Profile.ARCHIVE,
    *,
    is_draft: bool = False,
    kepub: bool = False,
) -> Outcome:
    """Read and judge a report, make its products and publish them below `out`.

    Kobo's variant of the EPUB is among them when it is wanted (`kepub`).
    The former products stay as they are when anything is wrong, unless a draft will do: that is
    published with all that was found against it, marked as a draft on every page.
    """
    manuscript = read_report(folder)
    found = _judged(manuscript)
    report = manuscript.report
    if report is None or (has_errors(found) and not is_draft):
        return Outcome(tuple(found), manuscript.texts)
    inputs = _inputs(manuscript, report)
    book, said = compose(_as_draft(report) if is_draft else report)
    typefaces = faces(book.characters() | OWN_CHARACTERS, book.languages())

    def print_with(remedies: Remedies) -> Print:
        made = make_pdf(book, profile, is_draft=is_draft, sources=inputs, remedies=remedies)
        return Print(made, prove_pdf(book, made.files[0].content))

    mended = print_mended(book, print_with)
    # The editions without pages carry the page numbers that the proof has read in the PDF.
    pdf, verdict = mended.print.product, mended.print.verdict
    cover = page_picture(pdf.files[0].content, 0)
    products = [
        pdf,
        make_epub(book, cover, typefaces, verdict.page_map, kepub=kepub),
        make_web(book, typefaces, verdict.page_map),
    ]
    found += [*said, *mended.diagnostics]
    found += [one for product in products for one in product.diagnostics]
    files = {file.path: file.content for product in products for file in product.files}
    proof = prove(book, files, verdict)
    found += proof.diagnostics
    if has_errors(found) and not is_draft:
        return Outcome(tuple(found), manuscript.texts)
    products.append(report_product(proof, book, pdf.files[0].content, manuscript.texts))
    thumbnail = page_picture(pdf.files[0].content, 0, THUMBNAIL_WIDTH)
    products.append(cover_product(cover, thumbnail))
    publication = publication_of(book, products, profile, is_draft=is_draft)
    products.append(Product((manifest(inputs, products, publication, is_draft=is_draft),)))
    refused = publish(products, out, report.slug)
    return Outcome((*found, *refused), manuscript.texts, is_published=not refused)


def build_catalogue(out: Path) -> Outcome:
    """List every report whose products stand below `out`, in feeds and on a page beside them."""
    return Outcome(publish_catalogue(out, CATALOGUE, MARK, make_catalogue))


def prove_folder(folder: Path, out: Path) -> Outcome:
    """Hold the products that stand below `out` to the report as it is written now."""
    manuscript = read_report(folder)
    found = _judged(manuscript)
    report = manuscript.report
    if report is None:
        return Outcome(tuple(found), manuscript.texts)
    files, refused = read_products(out, report.slug)
    if refused:
        return Outcome((*found, *refused), manuscript.texts)
    written = files.pop(MANIFEST)
    book, said = compose(_as_draft(report) if was_draft(written) else report)
    for path in changed_files(written, files):
        found.append(
            Diagnostic(
                'product-changed',
                f"“{(out / report.slug / path).as_posix()}” is not the file that was built",
                help="build the report anew, unless the change was meant",
                severity=Severity.WARNING,
            )
        )
    return Outcome((*found, *said, *prove(book, files).diagnostics), manuscript.texts)


def _as_draft(report: Report) -> Report:
    return replace(report, front_matter=replace(report.front_matter, status=Status.DRAFT))


def _judged(manuscript: Manuscript) -> list[Diagnostic]:
    """Return what the readers and the rules found; rules judge only what could be read."""
    found = list(manuscript.diagnostics)
    if manuscript.report is not None:
        found += check(manuscript.report, manuscript.unread)
    return found


def _inputs(manuscript: Manuscript, report: Report) -> Mapping[str, bytes]:
    """Return the files from which the report was read."""
    pictures = {picture.path: picture.content for picture in report.pictures.values()}
    return {path: text.encode('utf-8') for path, text in manuscript.texts.items()} | pictures
