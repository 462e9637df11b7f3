"""A book of a few pages, set by hand: every component once, in the tree conventions.

For tests of presses, which must not depend on what compose does today.  `little_book()` is good in
every way; tests change one thing.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from proofpress.compose.book import (
    XHTML,
    Book,
    Matter,
    Metadata,
    Outline,
    PictureFile,
    Section,
    SectionKind,
)
from proofpress.model.report import Author, Imprint, Isbn, Paper, Status
from proofpress.model.timeline import Date
from proofpress.span import Span

HERE = Span('report.md')


def tree(markup: str) -> etree._Element:
    """Read a section written as XHTML without its namespace."""
    return etree.fromstring(markup.replace('<section', f'<section xmlns="{XHTML}"', 1))


COVER = """
<section class="cover" id="cover"><div class="cover-head">
<p class="series" id="cover-series">Brief 4</p>
<h1 id="cover-title">Troops on the Move</h1>
<p class="subtitle" role="doc-subtitle" id="cover-subtitle">What a border saw</p></div>
<div class="cover-foot"><p class="author" id="cover-authors">Ada Reed</p>
<p class="date" id="cover-date">20 November 2024</p></div></section>"""

IMPRINT = """
<section class="imprint" id="imprint"><h1 id="imprint-title">Imprint</h1>
<p id="imprint-p1">Published by Example House. CC BY 4.0.</p></section>"""

CONTENTS = """
<section class="contents" id="contents" role="doc-toc"><h1 id="contents-title">Contents</h1>
<ol><li id="contents-1"><a href="#background">Background</a>
<span class="folio" data-target="background"/></li></ol></section>"""

SUMMARY = """
<section class="summary" id="summary" role="doc-abstract"><h1 id="summary-title">Summary</h1>
<p id="summary-p1">Troops moved, and <a class="mention" id="mention-1"
href="#actor-kim">Kim Jong-un</a> said nothing. See <a class="cross-reference"
href="#contents">the contents</a>.</p></section>"""

CHAPTER = """
<section class="chapter" id="background" role="doc-chapter" aria-labelledby="background-title">
<h1 id="background-title"><span class="number">1</span>
Background</h1>
<p id="background-p1"><span class="passage" id="passage-departure">Twelve thousand soldiers left
by sea</span><a class="event-call" id="event-call-departure" href="#event-departure"
aria-label="Timeline: 8 October 2024">1</a> on a grey morning, as <a class="mention" id="mention-2"
href="#actor-kim">Kim Jong-un</a> (<span lang="ko">김정은</span>) watched.<a class="note-call"
role="doc-noteref" id="call-1" href="#note-1">1</a> <span class="mention" id="mention-3">Kim</span>
went home &amp; slept. <a class="cross-reference" href="#fig-port">Figure 1</a> shows the port,
<a class="cross-reference" href="#tbl-aid">Table 1</a> the aid.<a class="note-call"
role="doc-noteref" id="call-2" href="#note-2">2</a></p>
<h2 id="the-port">The port</h2>
<p id="background-p2">A long paragraph follows the heading, so that a line breaks somewhere on a
narrow screen, and a second line, and a third, before the figure comes.</p>
<figure id="fig-port"><img src="pictures/port.png" alt="A grey square of sea with one ship"/>
<figcaption id="fig-port-caption"><span class="label">Figure 1</span> The port at dawn
</figcaption></figure>
<table id="tbl-aid"><caption id="tbl-aid-caption"><span class="label">Table 1</span> Aid by year
</caption><thead><tr id="tbl-aid-r1"><th scope="col">Year</th><th scope="col">Donor</th>
<th scope="col">Sum in million euros</th></tr></thead><tbody><tr id="tbl-aid-r2"><td>2023</td>
<td>Northland</td><td>410</td></tr><tr id="tbl-aid-r3"><td>2024</td><td></td><td>95</td></tr>
</tbody></table>
<section class="notes" role="doc-endnotes" aria-label="Notes">
<aside class="note" role="doc-footnote" id="note-1"><p id="note-1-p1"><a class="note-number"
role="doc-backlink" href="#call-1">1</a> Harbour log, <a class="cited" href="#source-log">p. 3</a>.
</p></aside>
<aside class="note" role="doc-footnote" id="note-2"><p id="note-2-p1"><a class="note-number"
role="doc-backlink" href="#call-2">2</a> The second note, with <a
href="https://example.org/a?b=1&amp;c=2">an address</a>.</p></aside></section></section>"""

TIMELINE = """
<section class="timeline" id="timeline" role="doc-appendix"><h1 id="timeline-title">Timeline</h1>
<figure class="timeline-chart" id="timeline-chart"><svg xmlns="http://www.w3.org/2000/svg"
viewBox="0 0 400 60" role="img" class="chart"><title>One event</title>
<desc>One event in October 2024.</desc><path d="M10 30H390" class="axis"/>
<circle cx="200" cy="30" r="6" class="event"/><text x="200" y="52" text-anchor="middle">1</text>
</svg></figure>
<ol class="events"><li class="event" id="event-departure"><p id="event-departure-p1">
<time datetime="2024-10-08">8 October 2024</time> <strong>The ships leave.</strong>
<a class="passage-link" href="#passage-departure">Read the passage</a>
<span class="folio" data-target="passage-departure"/> (Background).</p></li></ol></section>"""

GLOSSARY = """
<section class="glossary" id="glossary" role="doc-glossary"><h1 id="glossary-title">Actors</h1>
<dl class="actors"><dt id="actor-kim"><dfn>Kim Jong-un</dfn> <span lang="ko">김정은</span></dt>
<dd id="actor-kim-d1">Leader of the north. <span class="locators"
data-targets="mention-1 mention-2 mention-3"><a href="#mention-1">Summary</a>, <a
href="#mention-2">Background</a></span></dd></dl></section>"""

REFERENCES = """
<section class="references" id="references" role="doc-bibliography">
<h1 id="references-title">Sources</h1><ul class="sources"><li id="source-log">Harbour office.
<em>Log.</em> 2024.</li></ul></section>"""


def _png(width: int, height: int) -> bytes:
    """Draw a grey picture."""
    rows = b''.join(b'\0' + b'\x80' * width for _ in range(height))
    header = struct.pack('>IIBBBBB', width, height, 8, 0, 0, 0, 0)
    chunks = ((b'IHDR', header), (b'IDAT', zlib.compress(rows)), (b'IEND', b''))
    return b'\x89PNG\r\n\x1a\n' + b''.join(
        struct.pack('>I', len(body)) + name + body + struct.pack('>I', zlib.crc32(name + body))
        for name, body in chunks
    )


PNG = _png(320, 200)

METADATA = Metadata(
    title='Troops on the Move',
    subtitle='What a border saw',
    short_title='Troops',
    authors=(
        Author('Ada Reed', HERE, orcid='0000-0002-1825-0097', affiliation='Example House'),
        Author('Example Policy Desk', HERE),
    ),
    lang='en-GB',
    direction='ltr',
    identifier='urn:uuid:9f1b1c1e-3c55-5d0e-9a59-0c1f2f7c3a11',
    date=Date(2024, 11, 20),
    modified=Date(2024, 12, 1),
    description='A brief about troops.\n\nIt is short & "plain".',
    keywords=('troops', 'borders'),
    publisher='Example House',
    licence='CC-BY-4.0',
    rights='© 2024 Example House',
    series='Briefs',
    number='4',
    version='1.1',
    doi='',
    isbn=Isbn(epub='978-3-16-148410-0'),
    status=Status.FINAL,
)


def _section(kind: SectionKind, matter: Matter, markup: str, outline: Outline | None) -> Section:
    root = tree(markup)
    title = outline.title if outline else kind.value.capitalize()
    return Section(str(root.get('id')), kind, matter, title, title, root, outline=outline)


def little_book() -> Book:
    """Return the book; its trees are new each time, so that a test may change them."""
    chapter = Outline('background', 1, '1', 'Background', (Outline('the-port', 2, '', 'The port'),))
    sections = (
        _section(SectionKind.COVER, Matter.FRONT, COVER, None),
        _section(SectionKind.IMPRINT, Matter.FRONT, IMPRINT, None),
        _section(SectionKind.CONTENTS, Matter.FRONT, CONTENTS, None),
        _section(SectionKind.SUMMARY, Matter.FRONT, SUMMARY, Outline('summary', 1, '', 'Summary')),
        _section(SectionKind.CHAPTER, Matter.BODY, CHAPTER, chapter),
        _section(
            SectionKind.TIMELINE, Matter.BACK, TIMELINE, Outline('timeline', 1, '', 'Timeline')
        ),
        _section(SectionKind.GLOSSARY, Matter.BACK, GLOSSARY, Outline('glossary', 1, '', 'Actors')),
        _section(
            SectionKind.REFERENCES,
            Matter.BACK,
            REFERENCES,
            Outline('references', 1, '', 'Sources'),
        ),
    )
    picture = PictureFile('port.png', 'image/png', PNG, 320, 200, HERE)
    imprint = Imprint(name='Example House')
    return Book('troops', METADATA, imprint, Paper.A4, sections, (picture,))


def changed(book: Book, section_id: str, before: str, after: str) -> Book:
    """Return the book with one section's markup changed in one place."""
    sections = []
    for section in book.sections:
        if section.id == section_id:
            markup = etree.tostring(section.tree, encoding='unicode')
            assert markup.count(before) == 1, f"{before} stands {markup.count(before)} times"
            section = replace(section, tree=etree.fromstring(markup.replace(before, after)))
        sections.append(section)
    return replace(book, sections=tuple(sections))


def with_chapters(book: Book, lengths: Sequence[int]) -> Book:
    """Return the book with more chapters, each of so many paragraphs of a third of a page."""
    sections = list(book.sections)
    after = next(at for at, one in enumerate(sections) if one.matter is Matter.BACK)
    for number, length in enumerate(lengths, 2):
        id_ = f'more-{number}'
        words = f'Of chapter {number} this is told, and told again. ' * 30
        paragraphs = ''.join(f'<p id="{id_}-p{n}">{words}</p>' for n in range(length))
        markup = (
            f'<section class="chapter" id="{id_}" role="doc-chapter" '
            f'aria-labelledby="{id_}-title"><h1 id="{id_}-title"><span class="number">{number}'
            f'</span>\nMore</h1>{paragraphs}</section>'
        )
        outline = Outline(id_, 1, f'{number}', 'More')
        chapter = _section(SectionKind.CHAPTER, Matter.BODY, markup, outline)
        sections.insert(after + number - 2, chapter)
    return replace(book, sections=tuple(sections))
