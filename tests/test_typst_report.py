"""What Typst is measured on says the same words as our pages."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from tests.bench.typst_report import write_book
from tests.generated_report import SMALL, write_report

SEED = Path(__file__).parent.parent / 'seeds' / 'north-korean-troops'


def letters(text: str) -> str:
    """Return what is compared: no white space, and no hyphen at the end of a line."""
    return re.sub(r'[\s\ufffe\u00ad\x02-]+', '', text)


@pytest.mark.parametrize('name', ['generated', 'seed'])
def test_typst_prints_every_note_and_heading(name: str, tmp_path: Path) -> None:
    """A peer that is given less to do is faster."""
    typst = pytest.importorskip('typst')
    folder = SEED if name == 'seed' else write_report(tmp_path / 'generated', SMALL)
    report = read_report(folder).report
    assert report is not None
    book, _ = compose(report)
    pdf = typst.compile(str(write_book(book, tmp_path / 'typst')))
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    said = letters(''.join(pages))
    for section in book.sections:
        for node in section.tree.iter('{*}h1', '{*}h2', '{*}p'):
            if node.get('class') == 'attribution' or section.id == 'contents':
                continue
            # A page may end within the words: one of their ends is on it.
            text = letters(max((str(words) for words in node.itertext()), key=len, default=''))
            assert text[:24] in said or text[-24:] in said, text
    assert len(pages) > 5
