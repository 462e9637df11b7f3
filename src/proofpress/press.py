"""The order of the stages, from a folder to published products; no rule stands here.

In: the folder of a report and the folder for products.  Out: what was made of the report (`Made`),
which a worker can hand over, and what came of it (`Outcome`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from proofpress.assets import make_ready_folder
from proofpress.catalogue import (
    CATALOGUE,
    MARK,
    cover_product,
    make_catalogue,
    publication_of,
)
from proofpress.check import check
from proofpress.compose.compose import compose
from proofpress.diagnostics import Diagnostic, Severity, has_errors
from proofpress.editions import make_editions
from proofpress.kept_formes import KeptFormes
from proofpress.lettering import Order
from proofpress.limits import Limits
from proofpress.manifest import changed_files, manifest, was_draft
from proofpress.manuscript import Manuscript, read_report
from proofpress.mending import Print, print_mended
from proofpress.model.profile import Profile
from proofpress.model.remedy import Remedies
from proofpress.model.report import Report, Status
from proofpress.outcome import Made, Outcome
from proofpress.pdf import make_pdf
from proofpress.pdf.hyphens import read_patterns
from proofpress.product import Product
from proofpress.proof.paged.verdict import prove_pdf
from proofpress.proof.read_both import worthwhile_hands
from proofpress.proof.report import report_product
from proofpress.proof.verdict import prove
from proofpress.publish import (
    MANIFEST,
    publish,
    publish_catalogue,
    read_products,
)
from proofpress.typefaces import cut_again, faces, standing_orders
from proofpress.typefaces import load as load_faces
from proofpress.typefaces.standing import Foresight
from proofpress.web import OWN_CHARACTERS

_USUAL = Limits()


def _say_nothing(_doing: str) -> None:
    """Stand in for who wants to hear nothing."""


def load() -> None:
    """Load what a build loads on its way, so that workers begin with it."""
    import proofpress.pdf.engine
    import proofpress.pdf.finish
    import proofpress.pdf.layout  # noqa: F401

    load_faces()


def make_ready() -> None:
    """Make a short report of our own, which nobody gets.

    Workers that are forked then begin with what the first report fills: templates, patterns, tables
    of libraries.  Nothing of a stranger's report is taken into this process.
    """
    make(make_ready_folder())


def check_folder(
    folder: Path, limits: Limits = _USUAL, begin: Callable[[str], None] = _say_nothing
) -> Made:
    """Read a report and judge it; nothing is made."""
    begin("reading the report")
    manuscript = read_report(folder, limits)
    return Made(tuple(_judged(manuscript)), manuscript.texts)


def build(
    folder: Path,
    out: Path,
    profile: Profile = Profile.ARCHIVE,
    *,
    is_draft: bool = False,
    kepub: bool = False,
) -> Outcome:
    """Make a report's products and publish them below `out`, in this very process."""
    return place(make(folder, profile, is_draft=is_draft, kepub=kepub), out)


def make(
    folder: Path,
    profile: Profile = Profile.ARCHIVE,
    limits: Limits = _USUAL,
    begin: Callable[[str], None] = _say_nothing,
    *,
    is_draft: bool = False,
    kepub: bool = False,
    hands: int = 1,
    shelf: KeptFormes | None = None,
) -> Made:
    """Read and judge a report, and make its products; `begin` is told of each stage.

    Kobo's variant of the EPUB is among them when it is wanted (`kepub`).  So many hands work on it;
    what is kept on the shelf is not printed again.  There are no products
    when anything is wrong, unless a draft will do: that has all that was found against it, and is
    marked as a draft on every page.

    Raises `LimitReachedError` for a report with too many pages.
    """
    stood = standing_orders()
    begin("reading the report")
    manuscript = read_report(folder, limits)
    found = _judged(manuscript)
    report = manuscript.report
    if report is None or (has_errors(found) and not is_draft):
        return Made(tuple(found), manuscript.texts)
    inputs = _inputs(manuscript, report)
    begin("composing the book")
    book, said = compose(_as_draft(report) if is_draft else report)
    typefaces = faces(book.characters() | OWN_CHARACTERS, book.languages())

    def print_with(remedies: Remedies) -> Print:
        begin("laying out the pages")
        made = make_pdf(
            book,
            profile,
            limits.pages,
            is_draft=is_draft,
            sources=inputs,
            remedies=remedies,
            hands=hands,
            shelf=shelf,
        )
        begin("proofing the PDF")
        return Print(made, prove_pdf(book, made.files[0].content, hands))

    mended = print_mended(book, print_with)
    # The editions without pages carry the page numbers that the proof has read in the PDF.
    pdf, verdict = mended.print.product, mended.print.verdict
    begin("making the EPUB and the web page")
    content = pdf.files[0].content
    page_map = verdict.page_map
    editors = worthwhile_hands(hands, len(page_map.folios))
    editions = make_editions(book, content, typefaces, page_map, kepub=kepub, hands=editors)
    products = [pdf, editions.epub, editions.web]
    found += [*said, *mended.diagnostics]
    found += [one for product in products for one in product.diagnostics]
    begin("proofing the EPUB and the web page")
    files = {file.path: file.content for product in products for file in product.files}
    proof = prove(book, files, verdict, hands)
    found += proof.diagnostics
    formes = shelf.sent() if shelf else ()
    if has_errors(found) and not is_draft:
        return Made(tuple(found), manuscript.texts, formes=formes)
    begin("writing the report of the proof")
    products.append(report_product(proof, book, content, manuscript.texts, editions.pages))
    products.append(cover_product(editions.cover, editions.thumbnail))
    publication = publication_of(book, products, profile, is_draft=is_draft)
    products.append(Product((manifest(inputs, products, publication, is_draft=is_draft),)))
    made = tuple(file for product in products for file in product.files)
    cut = tuple(order for order in editions.orders if order not in stood)
    return Made(tuple(found), manuscript.texts, report.slug, made, formes, cut)


def foresight() -> Foresight:
    """Return who prepares in this process what reports to come will need."""

    def prepare(order: Order) -> None:
        cut_again(order)
        for language in order.languages:
            read_patterns(language)

    return Foresight(prepare)


def place(made: Made, out: Path) -> Outcome:
    """Publish what was made below `out`; the former products stay when there is nothing."""
    if not made.files:
        return Outcome(made.diagnostics, made.texts)
    refused = publish([Product(made.files)], out, made.slug)
    return Outcome((*made.diagnostics, *refused), made.texts, is_published=not refused)


def build_catalogue(out: Path) -> Outcome:
    """List every report whose products stand below `out`, in feeds and on a page beside them."""
    return Outcome(publish_catalogue(out, CATALOGUE, MARK, make_catalogue))


def prove_folder(
    folder: Path,
    out: Path,
    limits: Limits = _USUAL,
    begin: Callable[[str], None] = _say_nothing,
) -> Made:
    """Hold the products that stand below `out` to the report as it is written now."""
    begin("reading the report")
    manuscript = read_report(folder, limits)
    found = _judged(manuscript)
    report = manuscript.report
    if report is None:
        return Made(tuple(found), manuscript.texts)
    files, refused = read_products(out, report.slug)
    if refused:
        return Made((*found, *refused), manuscript.texts)
    begin("proofing the products")
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
    return Made((*found, *said, *prove(book, files).diagnostics), manuscript.texts)


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
    return {**manuscript.files, **pictures}
