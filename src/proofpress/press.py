"""The order of the stages, from a folder to published products; no rule stands here.

In: the folder of a report and the folder for products.  Out: an `Outcome`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from proofpress.check import check
from proofpress.compose.compose import compose
from proofpress.diagnostics import Diagnostic, has_errors
from proofpress.epub import make_epub
from proofpress.manifest import manifest
from proofpress.manuscript import Manuscript, read_report
from proofpress.model.report import Report
from proofpress.pdf import make_pdf
from proofpress.product import Product
from proofpress.proof.pictures import page_picture
from proofpress.proof.verdict import prove_pdf
from proofpress.publish import publish
from proofpress.typefaces import faces
from proofpress.web import make_web


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


def build(folder: Path, out: Path) -> Outcome:
    """Read and judge a report, make its products and publish them below `out`.

    The former products stay as they are when anything is wrong.
    """
    manuscript = read_report(folder)
    found = _judged(manuscript)
    report = manuscript.report
    if report is not None and not has_errors(found):
        book, said = compose(report)
        typefaces = faces(book.characters(), book.languages())
        pdf = make_pdf(book)
        cover = page_picture(pdf.files[0].content, 0)
        products = [pdf, make_epub(book, cover, typefaces), make_web(book, typefaces)]
        found += [*said, *(one for product in products for one in product.diagnostics)]
        found += [one.diagnostic for one in prove_pdf(book, pdf.files[0].content).findings]
        if not has_errors(found):
            products.append(Product((manifest(_inputs(manuscript, report), products),)))
            refused = publish(products, out, report.slug)
            return Outcome((*found, *refused), manuscript.texts, is_published=not refused)
    return Outcome(tuple(found), manuscript.texts)


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
