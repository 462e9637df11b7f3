"""The seams hold: the right WeasyPrint, the right source, no fonts but ours."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from proofpress.pdf.seams import MENDS, SeamError, mended
from tests.little_book import changed, little_book
from tests.pdf.opened import made, opened

MEND = MENDS[0]


def test_another_version_of_weasyprint_is_refused() -> None:
    """A layout that changed unseen moves words to other pages, or loses a note."""
    with pytest.raises(SeamError, match=r'pip install weasyprint==70\.0'):
        mended(MEND, '70.1', MEND.wrong)


def test_a_function_that_is_not_what_we_mend_is_refused() -> None:
    """A distributor's patched WeasyPrint keeps its version number."""
    with pytest.raises(SeamError, match='another _linebox_layout'):
        mended(MEND, '70.0', 'report = True')


def test_a_mend_changes_one_place() -> None:
    """The rest of the function is WeasyPrint's own."""
    assert mended(MEND, '70.0', f'a\n{MEND.wrong}\nb') == f'a\n{MEND.right}\nb'


def test_checking_a_report_does_not_wait_for_weasyprint() -> None:
    """It takes longer to load than most reports take to check."""
    code = 'import sys, proofpress.pdf; sys.exit("weasyprint" in sys.modules)'
    subprocess.run([sys.executable, '-c', code], check=True)


def test_the_press_runs_where_the_system_has_no_fonts(tmp_path: Path) -> None:
    """A fresh server has none, and needs none."""
    nothing = tmp_path / 'fonts.conf'
    nothing.write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    code = 'import proofpress.pdf.seams'
    environment = {'FONTCONFIG_FILE': str(nothing), 'PATH': ''}
    subprocess.run([sys.executable, '-W', 'error', '-c', code], check=True, env=environment)


def test_every_letter_comes_from_our_own_faces() -> None:
    """A letter from the machine's fonts looks different on the next machine."""
    book = changed(little_book(), 'imprint', 'Published by', '김 中 اب नेपाल Ж published by')
    names = {
        str(font.get_object()['/BaseFont']).split('+')[1].rstrip(',')
        for page in opened(made(book)).pages
        for font in page['/Resources']['/Font'].values()  # type: ignore[index]
    }
    families = {name.removesuffix('-Bold').removesuffix('-Italic').rstrip(',') for name in names}
    assert families <= {
        'Source-Serif-4',
        'Source-Serif-4-Caption',
        'Source-Serif-4-Display',
        'Source-Sans-3',
        'Noto-Sans-CJK-KR',
        'Noto-Sans-Arabic',
        'Noto-Sans-Devanagari',
    }
    assert 'Noto-Sans-Arabic' in families
