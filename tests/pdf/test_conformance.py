"""The PDF keeps the standards that it claims, says an outside judge that knows nothing of us.

veraPDF reads the seed and the torture report in all three profiles.  So that its silence means
something, each of its own profiles is also shown a file with one fault, which it must name.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name

from proofpress.model.profile import Profile
from proofpress.pdf import make_pdf
from tests.generated_report import LARGE, write_report
from tests.little_book import little_book
from tests.pdf.printed import Printed, printed
from tests.verapdf import failed_rules

STANDARDS = {
    Profile.ARCHIVE: ['PDFUA-1', 'PDFA-2A'],
    Profile.ARCHIVE_WITH_SOURCE: ['PDFUA-1', 'PDFA-3A'],
    Profile.NEXT: ['PDFUA-2-ISO32005', 'PDFA-4F', 'WTPDF-1-0-Accessibility'],
}
Fault = Callable[[pikepdf.Pdf], None]


@pytest.mark.parametrize(
    ('profile', 'standard'),
    [(profile, standard) for profile in Profile for standard in STANDARDS[profile]],
)
def test_no_rule_of_the_standard_is_broken(
    sample: Printed, profile: Profile, standard: str
) -> None:
    """What a library or a court checks on receipt holds."""
    assert failed_rules(sample.path(profile), standard) == {}


@pytest.fixture(scope='module')
def long_report(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    """Return the generated report: 40 chapters, 300 notes, 400 actors, 30 tables, 20 figures."""
    folder = tmp_path_factory.mktemp('long')
    return printed(write_report(folder / 'report', LARGE), folder / 'pdf')


@pytest.mark.slow
@pytest.mark.parametrize(
    ('profile', 'standard'),
    [(profile, standard) for profile in Profile for standard in STANDARDS[profile]],
)
def test_no_rule_is_broken_in_a_long_report(
    long_report: Printed, profile: Profile, standard: str
) -> None:
    """Formes of many gatherings, printed apart, are joined to one document that keeps them all."""
    assert failed_rules(long_report.path(profile), standard) == {}


def dictionaries(pdf: pikepdf.Pdf, key: str, value: Name) -> Iterator[Any]:
    """Yield the dictionaries of a PDF in which an entry has a value."""
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get(key) == value:
            yield one


def without_words_for_pictures(pdf: pikepdf.Pdf) -> None:
    """Take away what is said of pictures."""
    for figure in dictionaries(pdf, '/S', Name.Figure):
        del figure.Alt


def with_a_font_that_is_not_there(pdf: pikepdf.Pdf) -> None:
    """Take a font out of the file."""
    descriptor = next(dictionaries(pdf, '/Type', Name.FontDescriptor))
    for key in [key for key in descriptor if key.startswith('/FontFile')]:
        del descriptor[key]


def with_a_link_that_says_nothing(pdf: pikepdf.Pdf) -> None:
    """Take away the words of a link."""
    del next(dictionaries(pdf, '/Subtype', Name.Link)).Contents


def with_a_file_that_is_loose(pdf: pikepdf.Pdf) -> None:
    """Take away how an attached file belongs to the document."""
    del next(dictionaries(pdf, '/Type', Name.Filespec)).AFRelationship


def with_a_link_to_a_place_on_paper(pdf: pikepdf.Pdf) -> None:
    """Have a link lead to a place of a page, and to no element."""
    links = dictionaries(pdf, '/Subtype', Name.Link)
    del next(link.A for link in links if '/SD' in link.get('/A', {})).SD


def without_declaration(pdf: pikepdf.Pdf) -> None:
    """Take away the statement that the file is well tagged."""
    packet: bytes = pdf.Root.Metadata.read_bytes()
    pdf.Root.Metadata.write(packet.replace(b'pdfd:conformsTo', b'pdfd:resembles'))


@pytest.fixture(scope='module')
def little(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Profile], bytes]:
    """Return what makes the little book in a profile, once each."""
    made: dict[Profile, bytes] = {}

    def make(profile: Profile) -> bytes:
        if profile not in made:
            product = make_pdf(little_book(), profile, sources={'report.md': b'# Troops'})
            made[profile] = product.files[0].content
        return made[profile]

    return make


@pytest.mark.parametrize(
    ('profile', 'fault', 'standard', 'rules'),
    [
        (Profile.ARCHIVE, without_words_for_pictures, 'PDFUA-1', {'7.3-1'}),
        (Profile.ARCHIVE, with_a_font_that_is_not_there, 'PDFA-2A', {'6.2.11.4.1-1'}),
        (
            Profile.ARCHIVE_WITH_SOURCE,
            with_a_link_that_says_nothing,
            'PDFUA-1',
            {'7.18.1-2', '7.18.5-2'},
        ),
        (Profile.ARCHIVE_WITH_SOURCE, with_a_file_that_is_loose, 'PDFA-3A', {'6.8-3'}),
        (Profile.NEXT, with_a_link_to_a_place_on_paper, 'PDFUA-2-ISO32005', {'8.8-2'}),
        (Profile.NEXT, with_a_file_that_is_loose, 'PDFA-4F', {'6.9-4'}),
        (Profile.NEXT, without_declaration, 'WTPDF-1-0-Accessibility', {'6.1.3-1'}),
    ],
)
def test_the_judge_names_a_fault(
    little: Callable[[Profile], bytes],
    profile: Profile,
    fault: Fault,
    standard: str,
    rules: set[str],
    tmp_path: Path,
) -> None:
    """It names what is spoilt, and nothing else: a judge that sleeps acquits everyone."""
    path = tmp_path / 'spoilt.pdf'
    with pikepdf.open(io.BytesIO(little(profile))) as pdf:
        fault(pdf)
        pdf.save(path)
    assert set(failed_rules(path, standard)) == rules
