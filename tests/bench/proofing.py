"""What the proof is worth, and what it costs: `make proof-bench`.

In: the mutations of `tests/proof/mutations`, the samples, and generated reports of three sizes.
Out: how many defects were found in their place, how many sound reports were let through, and CPU
seconds of the proof beside those of the presses.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from proofpress.cli import collect_rarely
from proofpress.compose.book import Book
from proofpress.compose.compose import compose
from proofpress.diagnostics import has_errors
from proofpress.epub import make_epub
from proofpress.manuscript import read_report
from proofpress.pdf import make_pdf
from proofpress.proof.ledger import Finding
from proofpress.proof.paged.verdict import prove_pdf
from proofpress.proof.pictures import page_picture
from proofpress.proof.reflowed.verdict import prove_epub, prove_web
from proofpress.proof.report import report_product
from proofpress.proof.verdict import prove
from proofpress.typefaces import faces
from proofpress.web import OWN_CHARACTERS, make_web
from tests.generated_report import PAGES, scaled, write_report
from tests.proof import reflowed_report
from tests.proof.mutations import mutate_epub, mutate_pdf, mutate_pdf_words, mutate_web
from tests.proof.mutations.mutation import Mutation
from tests.proof.mutations.reflowed_edits import unbundle
from tests.proof.river import river

ROOT = Path(__file__).parent.parent.parent
SEED = ROOT / 'seeds' / 'north-korean-troops'
MUTATIONS: tuple[Mutation, ...] = (
    *mutate_pdf.MUTATIONS,
    *mutate_pdf_words.MUTATIONS,
    *mutate_epub.MUTATIONS,
    *mutate_web.MUTATIONS,
)


@dataclass(frozen=True)
class Made:
    """Products, and the CPU seconds that they took."""

    book: Book
    files: dict[str, bytes]
    seconds: float


def made(folder: Path) -> Made:
    """Make the products of a report, from its sources on."""
    start = time.process_time()
    report = read_report(folder).report
    assert report is not None
    book, _ = compose(report)
    typefaces = faces(book.characters() | OWN_CHARACTERS, book.languages())
    pdf = make_pdf(book)
    seconds = time.process_time() - start
    pages = prove_pdf(book, pdf.files[0].content).page_map  # counts as proof: show_cost
    start = time.process_time()
    cover = page_picture(pdf.files[0].content, 0)
    products = [pdf, make_epub(book, cover, typefaces, pages), make_web(book, typefaces, pages)]
    files = {file.path: file.content for product in products for file in product.files}
    return Made(book, files, seconds + time.process_time() - start)


def show_cost(sizes: list[int], work: Path) -> None:
    """Print what the proof of reports of some sizes costs, its report included."""
    print(f"{'pages':>8}{'build s':>9}{'proof s':>9}{'adds':>7}{'ms/page':>9}   CPU")
    for size in sizes:
        built = made(write_report(work / str(size), scaled(size / PAGES)))
        start = time.process_time()
        proof = prove(built.book, built.files)
        report_product(proof, built.book, built.files[f'{built.book.slug}.pdf'])
        seconds = time.process_time() - start
        pages = len(proof.page_map.folios)
        print(
            f'{pages:8}{built.seconds:9.2f}{seconds:9.2f}{seconds / built.seconds:7.1%}'
            f'{seconds / pages * 1000:9.1f}'
        )


def sound_reports() -> Iterator[Path]:
    """Yield the folders of reports that nothing is wrong with."""
    yield SEED
    for article in sorted((ROOT / 'tests' / 'samples').glob('*/report.md')):
        yield article.parent


def findings_on(mutation: Mutation) -> tuple[Finding, ...]:
    """Return what the proof says of a sound product spoiled in one way."""
    if mutation.product == 'pdf':
        book, content = river()
        return prove_pdf(book, mutation.spoil(content)).findings
    book, products = reflowed_report.made()
    spoiled = mutation.spoil(products[mutation.product])
    if mutation.product == 'epub':
        return prove_epub(book, spoiled, reflowed_report.page_map()).findings
    return prove_web(book, unbundle(spoiled), reflowed_report.page_map()).findings


def show_worth() -> None:
    """Print how many defects are found in their place, and how many sound reports are let through.

    Ends with exit status 1 when any defect passes or any sound report does not.
    """
    caught = 0
    for mutation in MUTATIONS:
        if any(mutation.is_named_by(finding) for finding in findings_on(mutation)):
            caught += 1
        else:
            print(f"  not found: {mutation.product}: {mutation.name}")
    reports = list(sound_reports())
    passed = 0
    for folder in reports:
        built = made(folder)
        errors = prove(built.book, built.files).diagnostics
        passed += not has_errors(errors)
        for one in errors if has_errors(errors) else ():
            print(f"  {folder.name}: {one.severity.value}[{one.id}]: {one.message}")
    print(f"defects found in their place: {caught} of {len(MUTATIONS)}")
    print(f"sound reports without an error: {passed} of {len(reports)}")
    if caught < len(MUTATIONS) or passed < len(reports):
        raise SystemExit(1)


def main() -> None:
    """Measure cost, then worth."""
    parser = argparse.ArgumentParser(description=__doc__, prog='make proof-bench')
    parser.add_argument('--pages', type=int, nargs='*', default=[45, 180, 700])
    options = parser.parse_args()
    collect_rarely()
    with tempfile.TemporaryDirectory() as work:
        show_cost(options.pages, Path(work))
    show_worth()


if __name__ == '__main__':
    main()
