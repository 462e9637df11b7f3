"""Reports made from Markdown, and eyes for the composed trees: what the tests of compose share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from lxml import etree

from proofpress.compose.book import XHTML, Book, Section
from proofpress.compose.compose import compose
from proofpress.manuscript.markdown import read_chapter, read_paragraphs
from proofpress.model.actors import Actor, ActorKind, Alias
from proofpress.model.prose import Paragraph
from proofpress.model.report import FrontMatter, Imprint, Picture, Report
from proofpress.model.sources import Source
from proofpress.model.timeline import Date, Event, Evidence, Interval
from proofpress.span import Span

HERE = Span('report.md')
PICTURE = Picture('figures/map.svg', 'image/svg+xml', b'<svg/>', 400, 300)
KIM = Actor(HERE, 'kim', "Kim Jong Un", ActorKind.PERSON, aliases=(Alias("Kim", HERE),))
RUSSIA = Actor(HERE, 'russia', "Russia", ActorKind.STATE)
BRIEFING = Source(
    HERE,
    'briefing',
    "Press Briefing",
    csl={'id': 'briefing', 'title': "Press Briefing", 'type': 'document'},
)


def paragraphs(markdown: str) -> tuple[Paragraph, ...]:
    """Read paragraphs of front matter."""
    read, diagnostics = read_paragraphs('report.md', markdown, 1, 1)
    assert not diagnostics
    return read


def event(id_: str, date: Date | Interval, *evidence: str, **more: Any) -> Event:
    """Make an event whose title is its id."""
    carried = tuple(Evidence(HERE, words) for words in evidence)
    return Event(HERE, id_, date, 'as written', id_, evidence=carried, **more)


def report(
    *chapters: str, front: Mapping[str, Any] | None = None, faulty: bool = False, **more: Any
) -> Report:
    """Make a report of Markdown chapters; the first one stands in `report.md`."""
    read = []
    for number, text in enumerate(chapters):
        chapter, diagnostics = read_chapter(f'part-{number}.md' if number else 'report.md', text)
        assert faulty or not diagnostics, diagnostics
        read.append(chapter)
    made = Report(
        slug='troops',
        front_matter=FrontMatter(HERE, **{'title': "Troops on the Move", **(front or {})}),
        imprint=Imprint(name="Example House"),
        chapters=tuple(read),
        pictures={PICTURE.path: PICTURE},
    )
    return replace(made, **more)


def composed(made: Report) -> Book:
    """Compose a report about which there is nothing to say."""
    book, diagnostics = compose(made)
    assert diagnostics == ()
    return book


def section(book: Book, id_: str) -> Section:
    """Return the section with the id."""
    return next(one for one in book.sections if one.id == id_)


def find(book: Book, id_: str, path: str) -> list[Any]:
    """Look into a section; `h:` is XHTML."""
    result = section(book, id_).tree.xpath(path, namespaces={'h': XHTML})
    assert isinstance(result, list)
    return result


def words(node: etree._Element) -> str:
    """Return the words of an element, with single spaces."""
    return ' '.join(''.join(node.itertext()).split())


def said(book: Book, id_: str, path: str) -> list[str]:
    """Return the words of the elements at the path."""
    return [words(node) for node in find(book, id_, path)]


def ids_and_links(book: Book) -> tuple[list[str], list[str]]:
    """Return every id of the book, and every id to which it links."""
    nodes = [node for one in book.sections for node in one.tree.iter(etree.Element)]
    ids = [node.get('id', '') for node in nodes if node.get('id') is not None]
    links = [href[1:] for node in nodes if (href := node.get('href', '')).startswith('#')]
    return ids, links
