"""What holds for the book of any report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hypothesis import HealthCheck, given, settings
from lxml import etree

from proofpress.compose.book import XHTML, Matter
from proofpress.compose.compose import compose
from proofpress.compose.markup import BLOCK_NAMES, name_of, xml_text
from proofpress.model import prose
from proofpress.model.report import Report
from tests.compose.any_report import REPORTS
from tests.compose.reports import ids_and_links

ADDED = frozenset({'citation', 'cross-reference', 'event-call', 'missing', 'note-call', 'number'})


def written(blocks: Iterable[prose.Block]) -> Iterator[str]:
    """Yield the author's words in the order in which they must stand."""
    for block in blocks:
        match block:
            case prose.CodeBlock():
                yield block.text
            case prose.Figure() | prose.Table() | prose.Heading() | prose.Paragraph():
                yield from map(prose.plain_text, prose.lines_of(block))
            case prose.BlockQuote() | prose.Division():
                yield from written(block.children)
            case prose.List():
                for item in block.items:
                    yield from written(item.children)
            case prose.DefinitionList():
                for definition in block.definitions:
                    yield prose.plain_text(definition.term)
                    for description in definition.descriptions:
                        yield from written(description)
            case prose.ThematicBreak():
                pass


def printed(node: etree._Element) -> Iterator[str]:
    """Yield the words of a tree that the author wrote, without notes."""
    if name_of(node) == 'br':
        yield ' '
    yield node.text or ''
    for child in node:
        classes = frozenset(child.get('class', '').split())
        is_note = 'notes' in classes and child.get('role') == 'doc-endnotes'
        is_alternative = name_of(node) == 'figure' and name_of(child) == 'p'
        if not (classes & ADDED or is_note or is_alternative):
            yield from printed(child)
        yield child.tail or ''


def squeezed(words: Iterable[str]) -> str:
    """Join words without any space."""
    return ''.join(''.join(words).split())


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(REPORTS)
def test_any_report_becomes_a_whole_book(report: Report) -> None:
    """No report stops the press, loses a word, or prints a link that leads nowhere."""
    book, _ = compose(report)
    ids, links = ids_and_links(book)
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    for section in book.sections:
        etree.fromstring(etree.tostring(section.tree))
        for node in section.tree.iter(etree.Element):
            assert not (name_of(node) in BLOCK_NAMES and node.get('id') is None)
            assert node.get('data-actor') is node.get('data-event') is None
        assert not section.tree.xpath('//h:a//h:a', namespaces={'h': XHTML})

    body = [one for one in book.sections if one.matter is Matter.BODY and one.id != 'summary']
    opening = [report.front_matter.title] if body and not starts_with_heading(report) else []
    source = [*opening, *(word for one in report.chapters for word in written(one.blocks))]
    assert squeezed(word for one in body for word in printed(one.tree)) == squeezed(
        map(xml_text, source)
    )


def starts_with_heading(report: Report) -> bool:
    """Tell whether the article opens with a `#` heading."""
    first = next((block for one in report.chapters for block in one.blocks), None)
    return isinstance(first, prose.Heading) and first.level == 1
