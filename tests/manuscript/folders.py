"""A report's folder in which nothing is wrong, for tests that change one thing in it."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from proofpress.diagnostics import Diagnostic
from proofpress.manuscript import Manuscript, read_report
from proofpress.span import Span

REPORT = """\
---
title: "No: a Report"
subtitle: 한국
short_title: A Report
author:
  - Jane Doe
  - {name: John Roe, affiliation: House, orcid: 0000-0002-1825-0097, email: j@roe.org, role: editor}
date: 2024-11-18
date-modified: 2024-11
lang: en-GB
abstract: |
  One *abstract*
  of two lines.

  And a second paragraph.
keywords: [troops, no, 1.10]
license: CC BY 4.0
series: Briefs
number: 007
version: 1.10
doi: https://doi.org/10.1234/abc
isbn: {pdf: 978-3-16-148410-0}
chapters: [two.md]
toc-depth: 3
csl: apa
report:
  key_findings:
    - First finding.
    - >
      Second finding
      goes on.
  status: draft
  numbering: none
  changes:
    - {date: 2024-11-19, type: correction, note: A figure.}
  house: plain
  paper: letter
---
# One

Words and ![a map](figures/map.svg).
"""
TWO = "# Two\n\nA note.[^a]\n\n[^a]: With ![dots](figures/dots.png).\n"
TIMELINE = """\
- id: landing
  date: 2024-10/..
  title: They land
  text: >-
    Told in
    two lines.
  actors: [kim]
  place: Kursk
  evidence:
    - Words and
    - "A note."
  sources: [briefing]
  confidence: high
"""
ACTORS = """\
- id: kim
  name: Kim Jong Un
  native: {ko: 김정은}
  kind: person
  aliases: [Kim, the Marshal]
  part_of: army
  relations: [{to: army, as: commands}]
- {id: army, name: Army, kind: unit}
"""
SOURCES = """\
references:
- id: briefing
  title: Press Briefing
  type: speech
  author: [{family: Kirby, given: John}, White House]
  issued: 2024-10-23
  accessed: {date-parts: [[2024, 11, 1]]}
  URL: https://example.org/b
  DOI: 10.1234/def
"""
IMPRINT = """\
name: Example House
logo: logo.svg
address: |
  1 Street
  City
website: https://example.org
email: press@example.org
licence: CC0
paper: a4
"""
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30"><rect width="4" height="3"/></svg>'
)


def png(width: int = 2, height: int = 3, rows: int | None = None) -> bytes:
    """Make a black picture, with fewer rows than it says if `rows` says so."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', check)

    head = struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)
    dots = zlib.compress((b'\0' + b'\0' * width) * (height if rows is None else rows))
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', dots) + chunk(b'IEND', b'')


def good_folder(parent: Path) -> Path:
    """Write the report and its imprint; return the report's folder."""
    folder = parent / 'troops'
    (folder / 'figures').mkdir(parents=True)
    texts = {
        'report.md': REPORT,
        'two.md': TWO,
        'timeline.yaml': TIMELINE,
        'actors.yaml': ACTORS,
        'sources.yaml': SOURCES,
        'figures/map.svg': SVG,
        '../imprint.yaml': IMPRINT,
        '../logo.svg': SVG,
    }
    for path, text in texts.items():
        (folder / path).write_text(text, 'utf-8')
    (folder / 'figures/dots.png').write_bytes(png())
    return folder


def change(path: Path, old: str, new: str) -> str:
    """Replace words that stand once in a file; return line and column of the mark `▸` in them."""
    text = path.read_text('utf-8')
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
    text = text.replace(old, new)
    before = text.partition('▸')[0]
    path.write_text(text.replace('▸', ''), 'utf-8')
    return f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def only_fault(manuscript: Manuscript) -> Diagnostic:
    """Return the one diagnostic that there is."""
    assert len(manuscript.diagnostics) == 1, manuscript.diagnostics
    return manuscript.diagnostics[0]


def read(folder: Path, **texts: str) -> Manuscript:
    """Write files into a folder, `report_md` for `report.md`, and read it."""
    for name, text in texts.items():
        stem, _, suffix = name.rpartition('_')
        (folder / f'{stem}.{suffix}').write_text(text, 'utf-8')
    return read_report(folder)


def place(diagnostic: Diagnostic) -> str:
    """Return where a diagnostic stands, `report.md:3:1`."""
    assert isinstance(diagnostic.span, Span)
    return str(diagnostic.span)
