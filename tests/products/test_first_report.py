"""The first report, built as a user builds it, and read as a reader reads it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from lxml import etree, html

from proofpress.compose.book import Book
from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from tests.judges import epubcheck
from tests.products.tree_text import passages, seen

ROOT = Path(__file__).parent.parent.parent
SLUG = 'north-korean-troops'
COMMAND = Path(sys.executable).parent / 'proofpress'


def build(
    folder: Path,
    out: Path,
    *options: str,
    environment: dict[str, str] | None = None,
    umask: int = 0o022,
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [COMMAND, 'build', folder, '--out', out, *options],
        capture_output=True,
        text=True,
        env={**os.environ, **(environment or {})},
        umask=umask,
    )


@pytest.fixture(scope='module')
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp('build')
    result = build(ROOT / 'seeds' / SLUG, out)
    assert (result.returncode, result.stderr) == (0, '')
    return out / SLUG


@pytest.fixture(scope='module')
def book() -> Book:
    report = read_report(ROOT / 'seeds' / SLUG).report
    assert report is not None
    return compose(report)[0]


@pytest.fixture(scope='module')
def reader(built: Path) -> pypdf.PdfReader:
    return pypdf.PdfReader(built / f'{SLUG}.pdf')


@pytest.fixture(scope='module')
def pages(reader: pypdf.PdfReader) -> list[str]:
    return [page.extract_text() for page in reader.pages]


def destinations(reader: pypdf.PdfReader) -> dict[str, str]:
    """Return the folio of the page where each named place stands."""
    folios = reader.page_labels
    return {
        name: folios[reader.get_destination_page_number(place) or 0]
        for name, place in reader.named_destinations.items()
    }


def text_blocks(book: Book) -> Iterator[str]:
    for section in book.sections:
        for passage in passages(section):
            if not passage.is_note:
                yield passage.text


def test_every_paragraph_stands_on_a_page_in_order(book: Book, pages: list[str]) -> None:
    """What the editor wrote is what the reader gets."""
    text = seen(''.join(pages))
    position = 0
    for block in text_blocks(book):
        # A paragraph may go on on the next page, behind notes and running head: its beginning
        # has to follow the last one's.
        beginning = seen(block)[:12]
        found = text.find(beginning, position)
        assert found >= 0, block
        position = found


def test_every_number_of_the_contents_is_a_folio(
    book: Book, reader: pypdf.PdfReader, pages: list[str]
) -> None:
    """Whoever turns to the page finds the heading there."""
    folios = destinations(reader)
    contents = seen(pages[reader.page_labels.index('iii')])
    for outline in book.outlines():
        for one in (outline, *outline.children):
            line = seen(f'{one.number}{one.title}{folios[one.id]}')
            assert line in contents
            page = pages[reader.page_labels.index(folios[one.id])]
            assert seen(one.title) in seen(page)


def test_every_note_stands_on_the_page_of_its_call(
    book: Book, reader: pypdf.PdfReader, pages: list[str]
) -> None:
    """A reader looks down and finds it; at worst it is on the next page."""
    calls: dict[str, int] = {}
    for index, page in enumerate(reader.pages):
        for annotation in page.get('/Annots') or ():
            calls.setdefault(annotation.get_object()['/Contents'], index)
    count = 0
    for section in book.sections:
        for note in section.tree.iter('{*}aside'):
            if note.get('role') == 'doc-footnote':
                count += 1
                call = calls[(note.get('id') or '').removeprefix('note-')]
                words = seen(''.join(map(str, note.itertext())))
                assert words in seen(pages[call]) or words in seen(pages[call + 1])
    assert count >= 15


def test_running_heads_name_the_section(
    book: Book, reader: pypdf.PdfReader, pages: list[str]
) -> None:
    """A page that is copied says where it comes from; an opening page says so by its title."""
    folios = destinations(reader)
    starts = {section.id: reader.page_labels.index(folios[section.id]) for section in book.sections}
    openings = {starts[section.id] for section in book.sections if section.starts_page}
    for index, text in enumerate(pages):
        if index in openings:
            continue
        # The running head is that of the section that stands at the head of the page.
        at_head = [
            one
            for one in book.sections
            if starts[one.id] < index
            or (starts[one.id] == index and seen(text).startswith(seen(one.number + one.title)))
        ]
        assert book.metadata.short_title in text
        assert at_head[-1].running_head in text.splitlines()[-2]


def test_metadata_and_bookmarks_are_the_reports(book: Book, reader: pypdf.PdfReader) -> None:
    """Catalogues and viewers show the report's own words."""
    assert reader.metadata is not None
    assert reader.metadata.title == book.metadata.title
    assert reader.metadata.author == 'Proofpress Policy Desk'
    titles = {str(item.title) for item in reader.outline if not isinstance(item, list)}
    assert {'Summary', 'Timeline', 'Glossary', 'References'} <= titles


def test_the_same_words_stand_in_the_e_book_and_the_web_page(book: Book, built: Path) -> None:
    """No format is the poor relation."""
    with zipfile.ZipFile(built / f'{SLUG}.epub') as archive:
        files = [name for name in archive.namelist() if name.endswith('.xhtml')]
        epub = seen(
            ''.join(
                ''.join(map(str, etree.fromstring(archive.read(name)).itertext())) for name in files
            )
        )
    web = seen(html.fromstring((built / 'index.html').read_bytes()).text_content())
    for section in book.sections:
        for passage in passages(section):
            if section.kind.value not in {'cover', 'imprint', 'contents'}:
                assert seen(passage.text) in epub, passage
                assert seen(passage.text) in web, passage


def test_the_judge_of_e_books_finds_nothing(built: Path, tmp_path: Path) -> None:
    """Shops refuse what EPUBCheck refuses."""
    # The judge writes its report beside the book.
    assert epubcheck(Path(shutil.copy(built / f'{SLUG}.epub', tmp_path))) == []


def test_nothing_that_cannot_be_built_touches_what_stands(tmp_path: Path) -> None:
    """Four slips, each with its place; the former products stay byte for byte."""
    folder, out = tmp_path / 'river', tmp_path / 'out'
    shutil.copytree(ROOT / 'tests' / 'good_report', tmp_path, dirs_exist_ok=True)
    assert build(folder, out).returncode == 0
    before = {path: path.read_bytes() for path in sorted(out.rglob('*')) if path.is_file()}
    slips = {
        'report.md': ('title:', 'titel:'),
        'timeline.yaml': ('evidence:', 'evidence: Nobody wrote this.\n  place:'),
        'actors.yaml': ('kind:', 'part_of: nobody\n  kind:'),
    }
    for name, (words, slip) in slips.items():
        path = folder / name
        sound = path.read_text('utf-8')
        path.write_text(sound.replace(words, slip, 1), 'utf-8')
        result = build(folder, out)
        path.write_text(sound, 'utf-8')
        assert result.returncode == 1, name
        assert f'{name}:' in result.stderr
        assert ': error[' in result.stderr
        assert 'Traceback' not in result.stderr
    for picture in list((folder / 'figures').iterdir()):
        picture.unlink()
    result = build(folder, out)
    assert result.returncode == 1
    assert 'error[picture-missing]' in result.stderr
    after = {path: path.read_bytes() for path in sorted(out.rglob('*')) if path.is_file()}
    assert after == before


def test_a_draft_is_published_with_what_is_wrong_and_claims_nothing(tmp_path: Path) -> None:
    """A colleague can read it today; nobody can take it for the report."""
    shutil.copytree(ROOT / 'tests' / 'good_report', tmp_path, dirs_exist_ok=True)
    article = tmp_path / 'river' / 'report.md'
    sound = article.read_text('utf-8')
    article.write_text(f'{sound}\n\n#### A heading three levels down\n\nWords.\n', 'utf-8')
    refused = build(tmp_path / 'river', tmp_path / 'out')
    assert refused.returncode == 1
    assert re.search(r'report\.md:\d+:\d+: error\[heading-skip\]', refused.stderr)
    assert not (tmp_path / 'out' / 'river').exists()
    drafted = build(tmp_path / 'river', tmp_path / 'out', '--draft')
    assert (drafted.returncode, drafted.stderr) == (1, refused.stderr)
    content = (tmp_path / 'out' / 'river' / 'river.pdf').read_bytes()
    assert b'pdfuaid:part' not in content
    assert b'pdfaid:part' not in content
    pages = pypdf.PdfReader(tmp_path / 'out' / 'river' / 'river.pdf').pages
    assert all('DRAFT' in page.extract_text().upper() for page in pages)


@pytest.mark.parametrize(
    ('profile', 'claims'),
    [
        ('archive', [b'<pdfaid:part>2</', b'<pdfuaid:part>1</']),
        ('archive-with-source', [b'<pdfaid:part>3</', b'<pdfuaid:part>1</']),
        ('next', [b'<pdfaid:part>4</', b'<pdfuaid:part>2</']),
    ],
)
def test_a_profile_is_chosen_on_the_command_line(
    profile: str, claims: list[bytes], tmp_path: Path
) -> None:
    """Archives ask for one standard, others for another, and some for the source."""
    river = ROOT / 'tests' / 'good_report' / 'river'
    result = build(river, tmp_path, '--profile', profile)
    assert (result.returncode, result.stderr) == (0, '')
    path = tmp_path / 'river' / 'river.pdf'
    content = path.read_bytes()
    assert all(claim in content for claim in claims)
    attached = pypdf.PdfReader(path).attachments
    if profile == 'archive':
        assert attached == {}
    else:
        assert attached['river/report.md'] == [(river / 'report.md').read_bytes()]


def test_two_machines_make_the_same_bytes(built: Path, tmp_path: Path) -> None:
    """Folder, time zone, hash seed, locale and umask leave no trace."""
    folder = tmp_path / 'elsewhere, on Ünicode' / SLUG
    shutil.copytree(ROOT / 'seeds', folder.parent)
    environment = {
        'PYTHONHASHSEED': '4242',
        'TZ': 'Asia/Pyongyang',
        'LC_ALL': 'C',
        'HOME': str(tmp_path),
    }
    result = build(folder, tmp_path / 'out', environment=environment, umask=0o077)
    assert (result.returncode, result.stderr) == (0, '')
    other = tmp_path / 'out' / SLUG
    names = sorted(path.relative_to(built) for path in built.rglob('*') if path.is_file())
    assert names == sorted(path.relative_to(other) for path in other.rglob('*') if path.is_file())
    for name in names:
        assert (built / name).read_bytes() == (other / name).read_bytes(), name


def test_the_pdf_opens_in_other_readers(built: Path) -> None:
    """Poppler reads the words; what it complains of, a user would see."""
    if shutil.which('pdftotext') is None:
        pytest.skip("pdftotext (poppler-utils) is missing")
    result = subprocess.run(
        ['pdftotext', built / f'{SLUG}.pdf', '-'], capture_output=True, text=True, check=True
    )
    assert result.stderr == ''
    assert 'What this means for the United States' in result.stdout


def test_each_page_of_the_pdf_is_marked_in_epub_and_web_page(
    built: Path, reader: pypdf.PdfReader, pages: list[str]
) -> None:
    """“Turn to page 7” leads the readers of all formats to the same words."""
    web = etree.fromstring((built / 'index.html').read_bytes(), etree.HTMLParser(encoding='utf-8'))
    with zipfile.ZipFile(built / f'{SLUG}.epub') as archive:
        names = [name for name in archive.namelist() if name.endswith('.xhtml')]
        trees = {name: etree.fromstring(archive.read(name)) for name in names}
    links = [
        str(link.get('href'))
        for nav in trees['EPUB/nav.xhtml'].iter('{*}nav')
        if nav.get('role') == 'doc-pagelist'
        for link in nav.iter('{*}a')
    ]
    assert len(links) == len(reader.pages)
    for link, folio, page in zip(links, reader.page_labels, pages, strict=True):
        name, _, id_ = link.partition('#')
        (mark,) = trees[f'EPUB/{name}'].xpath(f'//*[@id="{id_}"]')
        assert mark.get('aria-label') == folio
        assert len(web.xpath(f'//*[@id="{id_}"]')) == 1
        if name == 'nav.xhtml':
            continue
        texts = mark.xpath('following::text()[not(ancestor::*[local-name()="svg"])]')
        words = seen(' '.join(map(str, texts))[:400])[:25]
        # A word that is broken over two pages stands behind the mark as a whole.
        assert any(words[at : at + 18] in seen(page) for at in range(8)), (folio, words)
