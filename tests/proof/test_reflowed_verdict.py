"""What the proof says of sound EPUBs and web pages, and of files that are none."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from proofpress.compose.book import SectionKind
from proofpress.proof.reflowed.verdict import Verdict, prove_epub, prove_web
from proofpress.span import Span
from tests.generated_report import SMALL, write_report
from tests.proof.mutations.reflowed_edits import (
    bundle,
    on_bytes,
    on_tree,
    remove,
    reword,
    unbundle,
)
from tests.proof.reflowed_report import RIVER, ROOT, made, page_map

REPORTS = [
    *(path.parent for path in sorted((ROOT / 'seeds').glob('*/report.md'))),
    RIVER,
    *(path.parent for path in sorted((ROOT / 'tests' / 'samples').glob('*/report.md'))),
]
BACKGROUND = 'EPUB/sec-background.xhtml'


def verdicts(folder: Path) -> tuple[Verdict, Verdict]:
    book, products = made(folder)
    pages = page_map() if folder == RIVER else None
    web = unbundle(products['web'])
    return prove_epub(book, products['epub'], pages), prove_web(book, web, pages)


def said_of_epub(content: bytes) -> list[tuple[str, str]]:
    return [
        (finding.diagnostic.id, finding.diagnostic.message)
        for finding in prove_epub(made()[0], content).findings
    ]


@pytest.mark.parametrize('folder', REPORTS, ids=lambda folder: folder.name)
def test_a_sound_report_has_no_finding(folder: Path) -> None:
    """Whoever is refused for nothing stops believing the proof."""
    epub, web = verdicts(folder)
    assert [finding.diagnostic.message for finding in (*epub.findings, *web.findings)] == []


def test_a_generated_report_has_no_finding(tmp_path: Path) -> None:
    """Words drawn at random find what no author thought of: a letter that the report never uses."""
    epub, web = verdicts(write_report(tmp_path / 'generated', SMALL))
    assert [finding.diagnostic.message for finding in (*epub.findings, *web.findings)] == []


def test_every_block_has_its_address_in_both() -> None:
    """The ledger leads from a sentence of the source to the same sentence of each product."""
    book, _ = made()
    epub, web = verdicts(RIVER)
    ids = {
        str(node.get('id'))
        for section in book.sections
        if section.kind is not SectionKind.CONTENTS
        for node in section.tree.iter('{*}*')
        # The names within drawings lead nowhere.
        if node.get('id') and 'chart' not in str(node.get('id'))
    }
    assert ids <= epub.addresses.keys()
    assert ids <= web.addresses.keys()
    assert epub.addresses['note-2'] == f'{BACKGROUND}#note-2'
    assert web.addresses['note-2'] == 'index.html#note-2'


def test_what_was_checked_is_counted() -> None:
    """An editor sees that the proof has looked, and at how much."""
    epub, web = verdicts(RIVER)
    assert epub.counts['words'] > 500
    assert web.counts['words'] == epub.counts['words'] + 4
    assert epub.counts['notes'] == 6
    assert epub.counts['links'] > 40
    assert (epub.counts['pictures'], epub.counts['rows']) == (2, 3)
    with zipfile.ZipFile(io.BytesIO(made()[1]['epub'])) as book:
        fonts = [one.file_size for one in book.infolist() if one.filename.endswith('.ttf')]
    assert epub.counts['fonts'] == len(fonts)
    assert epub.counts['font-bytes'] == sum(fonts) > 10_000


def test_a_finding_says_where_the_author_wrote_the_words() -> None:
    """The editor opens the manuscript there, not the e-book."""
    book, products = made()
    spoiled = on_tree(BACKGROUND, reword('sec-background-p3', "northern ", ""))(products['epub'])
    (finding,) = prove_epub(book, spoiled).findings
    assert finding.diagnostic.span == Span('report.md', 41, 1)
    assert finding.diagnostic.message == "The EPUB lacks “northern”, after “kept to the”"


def test_words_that_slid_into_another_language_are_named() -> None:
    """The Korean voice reads on into the English: the editor sees from where to where."""

    def slide(root: etree._Element) -> None:
        (span,) = (one for one in root.iter('{*}span') if one.text == "두만강")
        span.text, span.tail = "두만강, in Russian", (span.tail or '')[len(", in Russian") :]

    (said,) = said_of_epub(on_tree(BACKGROUND, slide)(made()[1]['epub']))
    assert said == (
        'language-wrong',
        "The EPUB marks “, in Russian” as “ko”, so that it is spoken so; the report says “en-GB”",
    )


def test_one_defect_is_one_finding() -> None:
    """Of what is lost, the words are told, not everything that hung on them."""
    book, products = made()
    spoiled = on_tree('EPUB/sec-crossings.xhtml', remove('sec-crossings-p3'))(products['epub'])
    assert len(prove_epub(book, spoiled).findings) == 1
    assert [id_ for id_, _ in said_of_epub(b'PK no EPUB')] == ['product-unreadable']


def test_many_links_to_one_lost_thing_are_one_finding() -> None:
    """A lost glossary is not two hundred faults."""
    spoiled = on_bytes(
        'EPUB/package.opf', lambda c: c.replace(b'<itemref idref="doc-glossary"/>', b'')
    )(made()[1]['epub'])
    astray = [message for id_, message in said_of_epub(spoiled) if id_ == 'link-astray']
    assert len(astray) == 1
    assert "other links" in astray[0]


def test_marks_of_pages_are_no_words_of_the_report() -> None:
    """The e-book carries the page numbers of the PDF, between the words and unseen."""
    epub = made()[1]['epub']
    assert b'role="doc-pagebreak"' in b''.join(unbundle(epub).values())
    assert said_of_epub(epub) == []


@given(st.binary(max_size=300))
def test_any_bytes_get_a_verdict(content: bytes) -> None:
    """A file that broke off on its way is a finding, never a crash."""
    book = made()[0]
    assert prove_epub(book, content).findings
    assert prove_web(book, {'index.html': content}).findings


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.data())
def test_any_spoiled_file_gets_a_verdict(data: st.DataObject) -> None:
    """Whatever was done to a standing product, the proof looks at it and lives."""
    book, products = made()
    files = unbundle(products[data.draw(st.sampled_from(sorted(products)))])
    is_epub = 'mimetype' in files
    name = data.draw(st.sampled_from(sorted(files)))
    content = bytearray(files[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    files[name] = bytes(content)
    verdict = prove_epub(book, bundle(files)) if is_epub else prove_web(book, files)
    assert verdict.counts['words'] > 0
