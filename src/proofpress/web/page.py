"""The page itself: one HTML document that holds the whole report.

In: the book's sections (their trees are copied, never changed).  Out: HTML bytes.  The cover opens
the page as its header, the contents become a list beside the text, the imprint closes it; all ids
stay, so that a link to `#background` works in every format.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from lxml import etree

from proofpress.compose.book import (
    XHTML,
    Book,
    Outline,
    PictureFile,
    Section,
    SectionKind,
)
from proofpress.compose.reflow import PageMark, mark_of, page_marks, reflowed
from proofpress.model.page_map import PageMap
from proofpress.web.head import ASSETS, head
from proofpress.web.markup import element, html

PICTURES = f'{ASSETS}/pictures'
_MAIN = 'report-text'
_SKIP = "Skip to the text"
_DOWNLOADS = (("PDF", 'pdf', 'application/pdf'), ("EPUB", 'epub', 'application/epub+zip'))
OWN_WORDS = (_SKIP, *(words for words, _, _ in _DOWNLOADS))
"""What the page shows besides the words of the book: its faces must hold these too."""
_APART = frozenset({SectionKind.COVER, SectionKind.CONTENTS, SectionKind.IMPRINT})


def page(book: Book, page_map: PageMap | None = None) -> bytes:
    """Return `index.html`.

    Raises `ValueError` for a link to an id that the page does not hold: compose let it through.
    """
    metadata = book.metadata
    body = _body(book, page_marks(book, page_map))
    root = element('html', head(book), body, lang=metadata.lang, dir=metadata.direction)
    _refuse_dead_links(root)
    return f'<!DOCTYPE html>\n{html(root)}\n'.encode()


def _body(book: Book, marks: Mapping[str, Sequence[PageMark]]) -> etree._Element:
    kept = (s for s in book.sections if s.kind is not SectionKind.CONTENTS)
    trees = {s.id: _section(s, book, marks) for s in kept}
    covers = [trees[s.id] for s in book.sections if s.kind is SectionKind.COVER]
    imprints = [trees[s.id] for s in book.sections if s.kind is SectionKind.IMPRINT]
    texts = [trees[s.id] for s in book.sections if s.kind not in _APART]
    return element(
        'body',
        element('a', _SKIP, href=f'#{_MAIN}', class_='skip-link', **_english(book)),
        element('header', *covers, _downloads(book), class_='masthead'),
        element(
            'div',
            _contents(book, marks),
            element('main', *texts, id=_MAIN, tabindex='-1'),
            class_='report',
        ),
        element('footer', *imprints, class_='colophon'),
    )


def _section(
    section: Section, book: Book, marks: Mapping[str, Sequence[PageMark]]
) -> etree._Element:
    tree = reflowed(section, marks.get(section.id, ()))
    pictures = {picture.name: picture for picture in book.pictures}
    for image in tree.iter(f'{{{XHTML}}}img'):
        _place_picture(image, pictures)
    for table in list(tree.iter(f'{{{XHTML}}}table')):
        _make_scrollable(table, section)
    if section.kind is not SectionKind.COVER:
        _lower_headings(tree)
    return tree


def _downloads(book: Book) -> etree._Element:
    links = (
        element('a', words, href=f'{book.slug}.{suffix}', type=kind)
        for words, suffix, kind in _DOWNLOADS
    )
    items = (element('li', link) for link in links)
    return element(
        'nav',
        element('ul', *items),
        class_='downloads',
        aria_label="Other formats",
        **_english(book),
    )


def _english(book: Book) -> dict[str, str]:
    """Return the attributes of words that this press prints itself, always in English."""
    is_english = book.metadata.lang.partition('-')[0].lower() == 'en'
    return {} if is_english else {'lang': 'en', 'dir': 'ltr'}


def _contents(book: Book, marks: Mapping[str, Sequence[PageMark]]) -> etree._Element:
    """Return the contents: open from the start, because without a script nothing else opens them.

    A reader on a phone can fold them away; a wide screen keeps them beside the text.
    """
    sections = [s for s in book.sections if s.kind is SectionKind.CONTENTS]
    title = next((s.title for s in sections if s.title), "Contents")
    nav_id = next((s.id for s in sections), 'contents')
    details = element(
        'details',
        element('summary', title),
        _list(book.outlines(), depth=max(1, book.toc_depth)),
        open='',
    )
    opening = map(mark_of, marks.get(nav_id, ()))
    return element('nav', *opening, details, id=nav_id, class_='contents-nav', aria_label=title)


def _list(outlines: Iterable[Outline], *, depth: int) -> etree._Element:
    return element('ol', *(_entry(outline, depth) for outline in outlines))


def _entry(outline: Outline, depth: int) -> etree._Element:
    anchor = element('a', href=f'#{outline.id}')
    if outline.number:
        anchor.append(element('span', outline.number, class_='number'))
        anchor[-1].tail = f' {outline.title}'
    else:
        anchor.text = outline.title
    entry = element('li', anchor)
    if outline.children and depth > 1:
        entry.append(_list(outline.children, depth=depth - 1))
    return entry


def _lower_headings(tree: etree._Element) -> None:
    """Put the section's headings below the report's title, which is the page's only `<h1>`."""
    headings = [(level, tree.iter(f'{{{XHTML}}}h{level}')) for level in (5, 4, 3, 2, 1)]
    for level, found in headings:
        for heading in list(found):
            heading.tag = f'{{{XHTML}}}h{level + 1}'


def _place_picture(image: etree._Element, pictures: dict[str, PictureFile]) -> None:
    name = image.get('src', '').removeprefix('pictures/')
    picture = pictures[name]
    image.set('src', f'{PICTURES}/{name}')
    if picture.width and picture.height:
        image.set('width', str(picture.width))
        image.set('height', str(picture.height))


def _make_scrollable(table: etree._Element, section: Section) -> None:
    """Put the table into a box of its own that scrolls sideways and can be reached by keyboard."""
    parent = table.getparent()
    if parent is None:
        return
    box = element('div', role='region', tabindex='0', class_='table-scroll')
    caption = table.find(f'{{{XHTML}}}caption')
    if caption is not None and 'id' in caption.attrib:
        box.set('aria-labelledby', str(caption.attrib['id']))
    else:
        box.set('aria-label', section.title)
    parent.replace(table, box)
    box.tail, table.tail = table.tail, None
    box.append(table)


def _refuse_dead_links(root: etree._Element) -> None:
    ids = {str(node.attrib['id']) for node in root.iter(etree.Element) if 'id' in node.attrib}
    if dead := sorted(set(_inner_links(root)) - ids):
        raise ValueError(f"links of the web page that lead nowhere: {', '.join(dead)}")


def _inner_links(root: etree._Element) -> Iterator[str]:
    for anchor in root.iter(f'{{{XHTML}}}a'):
        href = anchor.get('href', '')
        if href.startswith('#'):
            yield href[1:]
