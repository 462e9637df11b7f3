"""What an archive takes in: one description that is true, the source beside it, and the same page.

Other readers have a say: qpdf (through pikepdf), poppler and pdfium.
"""

from __future__ import annotations

import io
import posixpath
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from lxml import etree
from pikepdf import Name

from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from proofpress.model.profile import Profile
from proofpress.pdf import make_pdf
from tests.judges import program
from tests.little_book import METADATA, little_book
from tests.pdf.printed import Printed, print_all, sources_of

_NAMESPACES = {
    'dc': 'http://purl.org/dc/elements/1.1/',
    'pdfaid': 'http://www.aiim.org/pdfa/ns/id/',
    'pdfuaid': 'http://www.aiim.org/pdfua/ns/id/',
    'pdfd': 'http://pdfa.org/declarations/',
    'rdf': 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
    'xmp': 'http://ns.adobe.com/xap/1.0/',
}
_CLAIMS = {
    Profile.ARCHIVE: {'pdfaid:part': '2', 'pdfaid:conformance': 'A', 'pdfuaid:part': '1'},
    Profile.ARCHIVE_WITH_SOURCE: {
        'pdfaid:part': '3',
        'pdfaid:conformance': 'A',
        'pdfuaid:part': '1',
    },
    Profile.NEXT: {
        'pdfaid:part': '4',
        'pdfaid:rev': '2020',
        'pdfaid:conformance': 'F',
        'pdfuaid:part': '2',
        'pdfuaid:rev': '2024',
        'pdfd:conformsTo': 'http://pdfa.org/declarations/wtpdf#accessibility1.0',
    },
}
_SOURCED = [Profile.ARCHIVE_WITH_SOURCE, Profile.NEXT]


def packet(content: bytes) -> etree._Element:
    """Return the description of a PDF, which stands in it once and can be read by anyone."""
    assert content.count(b'<?xpacket begin=') == 1
    assert content.count(b'<rdf:RDF') == 1
    with pikepdf.open(io.BytesIO(content)) as pdf:
        written = pdf.Root.Metadata.read_bytes()
    # Uncompressed, as those who search files for it expect it.
    assert written in content
    return etree.fromstring(written)


def claims(content: bytes) -> dict[str, str]:
    """Return what the description says of the standards that the file keeps."""
    found = packet(content)
    return {
        f'{prefix}:{etree.QName(one).localname}': one.text or ''
        for prefix in ('pdfaid', 'pdfuaid', 'pdfd')
        for one in found.iter(f'{{{_NAMESPACES[prefix]}}}*')
        if not len(one)
    }


@pytest.mark.parametrize('profile', Profile)
def test_a_file_claims_the_standards_of_its_profile(sample: Printed, profile: Profile) -> None:
    """Archives sort files by what they say of themselves."""
    content = sample.path(profile).read_bytes()
    assert claims(content) == _CLAIMS[profile]
    assert content.startswith(b'%PDF-' + profile.pdf_version.encode())


@pytest.mark.parametrize('profile', Profile)
def test_a_draft_claims_nothing(profile: Profile) -> None:
    """Nobody can take it for what has been judged."""
    (file,) = make_pdf(little_book(), profile, is_draft=True).files
    assert claims(file.content) == {}
    assert b'pdfuaid' not in file.content
    assert b'wtpdf' not in file.content


def test_the_description_is_the_reports(sample: Printed) -> None:
    """Catalogues take title, authors, language and dates from it."""
    found = packet(sample.path(Profile.ARCHIVE).read_bytes())

    def texts(path: str) -> list[str]:
        return [one.text or '' for one in found.iterfind(f'.//{path}', _NAMESPACES)]

    metadata = sample.book.metadata
    assert texts('dc:title//rdf:li') == [metadata.title]
    assert texts('dc:creator//rdf:li') == [author.name for author in metadata.authors]
    assert texts('dc:language//rdf:li') == [metadata.lang]
    assert metadata.date is not None
    assert texts('xmp:CreateDate') == [metadata.date.iso]
    assert texts('xmp:ModifyDate') == [(metadata.modified or metadata.date).iso]


@pytest.mark.parametrize('profile', _SOURCED)
def test_the_source_is_in_the_file(sample: Printed, profile: Profile) -> None:
    """In fifty years the report can be made again from what it was written in."""
    assert sample.book.metadata.date is not None
    changed = sample.book.metadata.modified or sample.book.metadata.date
    date = f'D:{changed.iso.replace("-", "")}000000Z'
    with pikepdf.open(sample.path(profile)) as pdf:
        names: Any = pdf.Root.Names.EmbeddedFiles.Names
        files = dict(zip(map(str, names[::2]), names[1::2], strict=True))
        assert [one.objgen for one in pdf.Root.AF] == [one.objgen for one in files.values()]
        slug = sample.book.slug
        named = {posixpath.normpath(f'{slug}/{path}'): path for path in sample.sources}
        assert list(files) == sorted(named)
        assert 'imprint.yaml' in files
        for path, file in files.items():
            assert file.AFRelationship == Name.Source
            assert str(file.F) == str(file.UF) == path
            embedded = file.EF.UF
            assert embedded.read_bytes() == sample.sources[named[path]]
            assert (str(embedded.Params.CreationDate), str(embedded.Params.ModDate)) == (date, date)
            assert '/' in str(embedded.Subtype)[1:]


@pytest.mark.parametrize('profile', _SOURCED)
def test_what_is_taken_out_of_the_file_prints_the_same_file(
    profile: Profile, tmp_path: Path
) -> None:
    """The attachments, saved under their names, are the report and its publisher."""
    memo = Path(__file__).parents[1] / 'samples' / 'memo-en'
    first = _pdf(memo, profile)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        for name, attached in pdf.attachments.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(attached.get_file().read_bytes())
    assert _pdf(tmp_path / memo.name, profile) == first


def _pdf(folder: Path, profile: Profile) -> bytes:
    manuscript = read_report(folder)
    assert manuscript.report is not None
    book, _ = compose(manuscript.report)
    (file,) = make_pdf(book, profile, sources=sources_of(manuscript)).files
    return file.content


def test_the_first_profile_carries_nothing(sample: Printed) -> None:
    """PDF/A-2 allows no attachment that is no PDF/A itself."""
    with pikepdf.open(sample.path(Profile.ARCHIVE)) as pdf:
        assert '/AF' not in pdf.Root
        assert '/EmbeddedFiles' not in pdf.Root.get('/Names', {})


def test_the_next_profile_says_all_in_one_place(torture: Printed) -> None:
    """PDF/A-4 has no second description that could contradict the first."""
    with pikepdf.open(torture.path(Profile.NEXT)) as pdf:
        assert '/Info' not in pdf.trailer


def test_a_report_without_a_date_has_one_all_the_same() -> None:
    """The build must not ask a clock."""
    book = little_book()
    book = replace(book, metadata=replace(METADATA, date=None, modified=None))
    made = make_pdf(book, Profile.ARCHIVE_WITH_SOURCE, sources={'report.md': b'# T'})
    with pikepdf.open(io.BytesIO(made.files[0].content)) as pdf:
        (file,) = pdf.Root.AF
        assert str(file.EF.UF.Params.ModDate) == 'D:19800101000000Z'


@pytest.mark.parametrize('profile', Profile)
def test_qpdf_finds_nothing_wrong(sample: Printed, profile: Profile) -> None:
    """No broken object, stream or table of places."""
    with pikepdf.open(sample.path(profile)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.get_warnings() == []


@pytest.mark.parametrize('profile', Profile)
def test_poppler_opens_it(sample: Printed, profile: Profile) -> None:
    """It is what most of Linux reads with, and it has nothing to complain of."""
    path = str(sample.path(profile))
    assert 'Tagged:          yes\n' in _said('pdfinfo', path)
    title = sample.book.metadata.title
    if profile is Profile.NEXT:
        assert f'>{title}<' in _said('pdfinfo', '-meta', path)
    else:
        assert f'Title:           {title}\n' in _said('pdfinfo', path)
    text = ' '.join(_said('pdftotext', path, '-').split())
    for section in sample.book.sections:
        assert section.title in text


def _said(name: str, *arguments: str) -> str:
    """Return what a program of poppler says, when it complains of nothing."""
    command = [program(name), *arguments]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert run.stderr == ''
    return run.stdout


@pytest.mark.parametrize('profile', Profile)
def test_pdfium_opens_it(sample: Printed, profile: Profile) -> None:
    """It is what most of the world reads with."""
    pdf = pypdfium2.PdfDocument(sample.path(profile))
    text = ' '.join(' '.join(page.get_textpage().get_text_bounded() for page in pdf).split())
    assert pdf.is_tagged()
    if profile is not Profile.NEXT:  # which says it in its XMP packet, that pdfium does not read
        assert pdf.get_metadata_value('Title') == sample.book.metadata.title
    assert all(section.title in text for section in sample.book.sections)
    pdf.close()


@pytest.mark.parametrize('profile', [Profile.ARCHIVE, Profile.NEXT])
def test_tags_change_no_pixel(torture: Printed, profile: Profile) -> None:
    """Whoever sees the page sees what was laid out, mark or no mark."""
    untagged = pypdfium2.PdfDocument(torture.untagged)
    tagged = pypdfium2.PdfDocument(torture.path(profile))
    assert len(untagged) == len(tagged) > 15
    for index, (one, other) in enumerate(zip(untagged, tagged, strict=True)):
        before = one.render(scale=60 / 72).to_pil()
        assert before.getextrema() != ((255, 255),) * 3, f"page {index} is blank"
        assert before.tobytes() == other.render(scale=60 / 72).to_pil().tobytes(), index
    untagged.close()
    tagged.close()


def test_a_second_build_gives_the_same_bytes(tmp_path: Path) -> None:
    """Nothing depends on when or how often it was made, or on what was made of the layout before.

    The samples are laid out once for all profiles: this is also why they can be.
    """
    once = Printed(tmp_path, tmp_path, little_book(), {'report.md': b'# Troops'})
    print_all(once)
    for profile in Profile:
        (file,) = make_pdf(little_book(), profile, sources=once.sources).files
        assert file.content == once.path(profile).read_bytes()
