"""The seams hold: the right WeasyPrint, the right source, no fonts but ours."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from proofpress.pdf.seams import MENDS, VERSION, SeamError, mended
from tests.little_book import changed, little_book
from tests.pdf.opened import made, opened

MEND = MENDS[0]
PRESS = Path(__file__).parent.parent.parent / 'src' / 'proofpress' / 'pdf'


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


CHANGES = {
    "weasyprint.__version__ = '71.0'": r'pip install weasyprint==70\.0',
    'block._linebox_layout = block.block_container_layout': 'another _linebox_layout than we mend',
    'page.make_page = page.remake_page': 'another make_page than we mend',
    'pdf.add_tags = lambda pdf, document: None': 'calls .* in another way',
    'Stream.marked = lambda self, box: None': 'calls .* in another way',
    'Stream.artifact = lambda self, box: None': 'calls .* in another way',
    'Document.__init__ = lambda self, pages: None': 'calls .* in another way',
    'Stream.__init__ = lambda self: None': r'no Stream\._fonts',
    'Page.__init__ = lambda self, page_box: None': r'no Page\._page_box',
    'AbsolutePlaceholder.__init__ = lambda self, box: None': r'no AbsolutePlaceholder\._box',
    'FontConfiguration.__init__ = lambda self: None': r'no FontConfiguration\._config',
    'HTML.__init__ = lambda self: None': r'no HTML\.base_url',
}
"""What another WeasyPrint might bring, and what is said of it."""

IMPORTS = """
import os, sys, warnings
warnings.simplefilter('ignore')
import weasyprint
from weasyprint import HTML, Document, pdf
from weasyprint.document import Page
from weasyprint.layout import block, page
from weasyprint.layout.absolute import AbsolutePlaceholder
from weasyprint.pdf.stream import Stream
from weasyprint.text.fonts import FontConfiguration
for change in sys.stdin.read().splitlines():
    sys.stdout.flush()
    if os.fork() == 0:
        exec(change)
        try:
            import proofpress.pdf.seams
        except RuntimeError as error:
            print(error)
        else:
            print("nothing")
        sys.stdout.flush()
        os._exit(0)
    os.wait()
"""


def test_whatever_changes_in_weasyprint_stops_the_press() -> None:
    """Each of its private parts that we use is looked at before the first page is laid out."""
    said = subprocess.run(
        [sys.executable, '-c', IMPORTS],
        input='\n'.join(CHANGES),
        capture_output=True,
        text=True,
        check=True,
    )
    lines = said.stdout.splitlines()
    for (change, message), line in zip(CHANGES.items(), lines, strict=True):
        assert re.search(message, line), change


def test_private_parts_of_weasyprint_are_touched_in_one_place() -> None:
    """What `seams` does not know, it does not check."""
    touched = [
        f'{path.name}: {node.value.id}.{node.attr}'
        for path in sorted(PRESS.rglob('*.py'))
        if path.parent.name != 'seams'
        for node in ast.walk(ast.parse(path.read_text('utf-8')))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.attr.startswith('_')
        # lxml's types have such names; pydyf is no part of WeasyPrint.
        and node.value.id not in ('self', 'etree', 'pydyf')
    ]
    assert touched == []


def test_weasyprint_is_pinned() -> None:
    """Whoever installs the press gets the version that it was made for."""
    project = tomllib.loads((PRESS.parents[2] / 'pyproject.toml').read_text('utf-8'))['project']
    assert f'weasyprint=={VERSION}' in project['dependencies']


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


NO_PROCESS = """
import sys
def refuse(event, arguments):
    assert not event.startswith(('subprocess.', 'os.fork', 'os.posix_spawn')), (event, arguments)
sys.addaudithook(refuse)
import ctypes.util
search = ctypes.util.find_library
from proofpress.pdf import seams
assert ctypes.util.find_library is search
"""


@pytest.mark.skipif(sys.platform != 'linux', reason="Linux names libraries by their files")
def test_no_process_is_started_to_find_libraries() -> None:
    """A compiler was asked where Pango lies, whenever anything was built."""
    subprocess.run([sys.executable, '-c', NO_PROCESS], check=True)
