"""The page itself: one HTML document that holds the whole report.

In: the book's sections (their trees are copied, never changed).  Out: HTML bytes.  The cover opens
the page as its header, the contents become a list beside the text, the imprint closes it; all ids
stay, so that a link to `#background` works in every format.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import (
    XHTML,
    Book,
    Outline,
    PictureFile,
    Section,
    SectionKind,
    ids_in,
    targets_in,
)
from proofpress.compose.reflow import PageMark, mark_of, page_marks, reflowed
from proofpress.memo import NO_MEMO, Memo, digest
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


@dataclass(frozen=True, slots=True)
class _Part:
    """A section as the page holds it."""

    markup: str
    ids: tuple[str, ...]
    targets: tuple[str, ...]
    """The ids to which its links lead."""

    def __len__(self) -> int:
        return len(self.markup)


def page(book: Book, page_map: PageMap | None = None, memo: Memo = NO_MEMO) -> bytes:
    """Return `index.html`.

    Raises `ValueError` for a link to an id that the page does not hold: compose let it through.
    """
    metadata, marks = book.metadata, page_marks(book, page_map)
    kept = [s for s in book.sections if s.kind is not SectionKind.CONTENTS]
    parts = {s.id: _part(s, book, marks.get(s.id, ()), memo) for s in kept}
    # A section stands in the page as an empty element; its text is put there in the end.
    places = {s.id: element('section') for s in kept}
    body = _body(book, marks, places)
    root = element('html', head(book), body, lang=metadata.lang, dir=metadata.direction)
    _refuse_dead_links(root, parts.values())
    text = html(root, {places[id_]: part.markup for id_, part in parts.items()})
    return f'<!DOCTYPE html>\n{text}\n'.encode()


def _body(
    book: Book,
    marks: Mapping[str, Sequence[PageMark]],
    places: Mapping[str, etree._Element],
) -> etree._Element:
    covers = [places[s.id] for s in book.sections if s.kind is SectionKind.COVER]
    imprints = [places[s.id] for s in book.sections if s.kind is SectionKind.IMPRINT]
    texts = [places[s.id] for s in book.sections if s.kind not in _APART]
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


def _part(section: Section, book: Book, marks: Sequence[PageMark], memo: Memo) -> _Part:
    shown = {image.get('src', '') for image in section.tree.iter(f'{{{XHTML}}}img')}
    pictures = {p.name: p for p in book.pictures if f'pictures/{p.name}' in shown}

    def make() -> _Part:
        tree = _section(section, pictures, marks)
        return _Part(html(tree), tuple(ids_in(tree)), tuple(targets_in(tree)))

    key = (
        *('web section', digest(etree.tostring(section.tree, with_tail=False))),
        *(section.kind, section.title, tuple(marks)),
        tuple((picture.name, picture.width, picture.height) for picture in pictures.values()),
    )
    return memo.result(key, make)


def _section(
    section: Section, pictures: Mapping[str, PictureFile], marks: Sequence[PageMark]
) -> etree._Element:
    tree = reflowed(section, marks)
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


def _place_picture(image: etree._Element, pictures: Mapping[str, PictureFile]) -> None:
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


def _refuse_dead_links(root: etree._Element, parts: Iterable[_Part]) -> None:
    ids, targets = set(ids_in(root)), set(targets_in(root))
    for part in parts:
        ids.update(part.ids)
        targets.update(part.targets)
    if dead := sorted(targets - ids):
        raise ValueError(f"links of the web page that lead nowhere: {', '.join(dead)}")
