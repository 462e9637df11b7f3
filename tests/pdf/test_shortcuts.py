"""What the seams leave out changes nothing: boxes and pages are as WeasyPrint itself makes them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pypdfium2
import pytest

from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from proofpress.pdf import make_pdf
from proofpress.pdf.seams import glyphs, text
from proofpress.stylesheet import font_faces
from proofpress.typefaces import faces
from tests.little_book import little_book
from tests.pdf.opened import made
from tests.pdf.printed import ROOT

from weasyprint.draw import text as drawing  # isort: skip

LONG = (
    'The garrison withdrew the extraordinarily inconvenient counter\u00adrevolutionary statement, '
    'according to <em>officials</em>, as 3&#160;200&#160;men crossed <strong>the river</strong>; '
    'AVATAR To. Wa, fi ffl. '
)
PARAGRAPHS = {
    'ragged': '',
    'hyphens': 'hyphens: auto',
    'justified': 'text-align: justify; hyphens: auto',
    'spaced': 'letter-spacing: 0.7px',
    'words': 'word-spacing: 3px',
    'broken': 'overflow-wrap: anywhere; width: 45px',
    'all': 'word-break: break-all; width: 61px',
    'kept': 'white-space: pre-wrap',
    'one': 'white-space: nowrap',
    'lines': 'white-space: pre-line',
    'small': 'font-variant-caps: small-caps; font-variant-numeric: oldstyle-nums',
    'underlined': 'text-decoration: underline',
    'indented': 'text-indent: 2em; width: 40%',
    'columns': 'columns: 2',
    'backwards': 'direction: rtl',
    'hidden': 'visibility: hidden; background: red',
    'bordered': 'border: 1px solid; border-radius: 3px; outline: 2px solid blue',
}
"""Styles that WeasyPrint breaks lines in each in its own way."""
RULES = """
@page { size: 300px 420px; margin: 30px; @top-left { content: string(head) }
    @bottom-right { content: counter(page) '/' counter(pages) } }
@page :left { margin-left: 50px }
@page wide { size: 500px 300px }
html { font: 12px/1.4 "Source Serif 4" }
h2 { string-set: head content(); font-size: 1.3em }
h2::before { content: counter(h2) '. '; counter-increment: h2 }
li::marker { color: green }
table { border-collapse: collapse; width: 100% }
td { border: 1px solid; padding: 2px }
.wide { page: wide }
p:first-child::first-line { font-weight: bold }
.float { float: right; width: 30%; border-radius: 10% }
.cell { display: inline-block; background: silver }
"""
COUNTED = '@page :nth(2) { margin: 60px } @page :nth(3n) { size: 400px 200px }'
"""Rules that tell pages apart by their numbers."""
SET = """
import json, sys
from pathlib import Path
document, sheet, is_mended = sys.argv[1:]
text = Path(sheet).read_text('utf-8')
if is_mended == 'mended':
    from proofpress.pdf import seams
    fonts = seams.Fonts()
from weasyprint import CSS, HTML
from weasyprint.formatting_structure.boxes import TextBox
if is_mended == 'mended':
    style = CSS(string=text, base_url=sheet, font_config=fonts)
    fonts.plainness = seams.plainness(style, text)
else:
    from weasyprint.text.fonts import FontConfiguration
    fonts = FontConfiguration()
    style = CSS(string=text, base_url=sheet, font_config=fonts)
for _ in range(2):
    pages = HTML(document).render(stylesheets=[style], font_config=fonts).pages
print(json.dumps([
    [type(box).__name__, box.element_tag, getattr(box, 'text', ''),
     *(getattr(box, name, None) for name in ('position_x', 'position_y', 'width', 'height')),
     str(box.background and box.background.color) if hasattr(box, 'background') else '']
    for page in pages for box in page._page_box.descendants()
]))
"""
UNHINTED = (
    '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>'
    '<match target="font"><edit name="hinting" mode="assign"><bool>false</bool></edit></match>'
    '</fontconfig>'
)


@pytest.mark.parametrize('counted', ['', COUNTED], ids=['alike', 'counted'])
def test_boxes_stand_where_weasyprint_puts_them(tmp_path: Path, counted: str) -> None:
    """Styles, lines and short texts that are worked out once are the same the next time."""
    body = ''.join(f'<h2>{name}</h2><p class="{name}">{LONG * 6}</p>' for name in PARAGRAPHS)
    cells = ''.join(f'<tr><td>{n}</td><td>{n * n} of it</td><td>{n}</td></tr>' for n in range(30))
    (tmp_path / 'page.html').write_text(
        f'<!DOCTYPE html><html lang="en"><body>{body}<p class="float">{LONG}</p>'
        f'<table>{cells}</table><ul><li>{LONG}</li><li>one\n\n two</li></ul>'
        f'<pre>a\tb\n\n  c</pre><div class="wide">{LONG}<span class="cell">1 </span> 1 </div>'
        f'<p>{LONG.replace(" ", "   ")}</p></body></html>',
        'utf-8',
    )
    fonts = faces(LONG)
    (tmp_path / 'fonts').mkdir()
    for font in fonts:
        (tmp_path / 'fonts' / font.name).write_bytes(font.content)
    styles = ''.join(f'.{name} {{ {style} }}\n' for name, style in PARAGRAPHS.items())
    (tmp_path / 'style.css').write_text(font_faces(fonts, 'fonts') + RULES + styles + counted)
    (tmp_path / 'fonts.conf').write_text(UNHINTED)
    environment = {**os.environ, 'FONTCONFIG_FILE': str(tmp_path / 'fonts.conf')}

    def boxes(how: str) -> list[object]:
        said = subprocess.run(
            [sys.executable, '-c', SET, tmp_path / 'page.html', tmp_path / 'style.css', how],
            check=True,
            capture_output=True,
            env=environment,
        )
        found: list[object] = json.loads(said.stdout)
        return found

    plain, mended = boxes('plain'), boxes('mended')
    assert len(plain) > 2000
    assert mended == plain


SAMPLES = ['explainer-uk', 'report-ar', 'report-ko', 'tables-en']


@pytest.mark.parametrize('name', ['', *SAMPLES], ids=['little book', *SAMPLES])
def test_pages_look_as_weasyprint_paints_them(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines that rest, and glyphs that are taken together, leave the same dots on the page."""
    book = little_book()
    if name:
        report = read_report(ROOT / 'tests' / 'samples' / name).report
        assert report is not None
        book, _ = compose(report)
    quick = _looks(make_pdf(book).files[0].content)
    monkeypatch.setattr(glyphs, '_usual_runs', lambda *_: None)
    plain = _looks(make_pdf(book).files[0].content)
    assert [words for words, _ in quick] == [words for words, _ in plain]
    assert [dots == others for (_, dots), (_, others) in zip(quick, plain, strict=True)] == [
        True for _ in plain
    ]


def test_an_older_pango_paints_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where lines are painted by WeasyPrint itself none rests: each is shaped with its space."""
    quick = _looks(made(little_book()))
    monkeypatch.setattr(text, 'QUICK_TEXT', False)
    monkeypatch.setattr(drawing, 'draw_first_line', glyphs._plain_draw_first_line)
    assert _looks(made(little_book())) == quick


def _looks(content: bytes) -> list[tuple[str, bytes]]:
    """Return the text of each page and its dots."""
    with pypdfium2.PdfDocument(content) as document:
        return [
            (page.get_textpage().get_text_range(), bytes(page.render(scale=1.5).buffer))
            for page in document
        ]
