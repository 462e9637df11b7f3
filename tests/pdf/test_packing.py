"""The file is small, sound, and the same everywhere."""

from __future__ import annotations

import io
import subprocess
import sys
from functools import cache

import pikepdf
from fontTools.ttLib import TTFont

from proofpress.compose.book import Book
from proofpress.model.profile import Profile
from proofpress.pdf import make_pdf
from tests.little_book import little_book


@cache
def book() -> Book:
    return little_book()


@cache
def content(profile: Profile = Profile.ARCHIVE) -> bytes:
    return make_pdf(book(), profile).files[0].content


def opened(profile: Profile = Profile.ARCHIVE) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content(profile)))


def test_the_cross_references_lead_to_every_object() -> None:
    """Qpdf mends a wrong table silently; other readers show an empty page."""
    with opened() as pdf:
        assert pdf.check_pdf_syntax() == []
        assert len(pdf.objects) == int(pdf.trailer.Size) - 1  # the free one


def test_streams_do_not_depend_on_the_zlib_of_the_machine() -> None:
    """Archives compare digests: the same report must give the same file on every machine."""
    code = (
        'import sys, zlib, hashlib\n'
        'def other(*_, **__): raise AssertionError("zlib of the machine")\n'
        'from tests.little_book import little_book\n'
        'from proofpress.pdf import make_pdf\n'
        'book = little_book()\n'
        'make_pdf(book)\n'  # pictures and fonts may be read with it, and are now in memory
        'zlib.compressobj = zlib.compress = other\n'
        'print(hashlib.sha256(make_pdf(book).files[0].content).hexdigest())\n'
    )
    run = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.strip()) == 64


def test_the_identifier_tells_two_books_apart() -> None:
    """Document stores take two files with one identifier for versions of one (14.4)."""
    ids = set()
    for profile in Profile:
        with opened(profile) as pdf:
            first, second = (bytes(part) for part in pdf.trailer.ID)
            assert first == second
            ids.add(first)
    assert len(ids) == len(Profile)


def test_fonts_carry_what_a_page_needs() -> None:
    """Names and rules of layout are for those who write with a font."""
    count = 0
    with opened() as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and '/FontFile2' in item:
                program = item.FontFile2.read_bytes()
                assert len(program) == item.FontFile2.Length1
                tables = set(TTFont(io.BytesIO(program), lazy=True).reader.keys())
                assert {'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'cmap'} <= tables
                assert not tables & {'name', 'OS/2', 'GDEF', 'GSUB', 'GPOS'}
                count += 1
    assert count
