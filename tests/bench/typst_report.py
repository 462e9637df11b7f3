"""The same report for Typst: what its compiler makes pages of, beside our press.

In: a composed book.  Out: a folder with `main.typ`, one file for each gathering (a chapter that
starts a page), and the pictures.  The words are those of the composed trees: headings, notes at the
foot, tables, figures, links, contents, running heads, and a glossary and timeline that print the
page of every mention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from proofpress.compose.book import SVG, XHTML, Book, Matter, Section, SectionKind
from proofpress.compose.compose import compose
from proofpress.manuscript import read_report
from proofpress.pdf.gatherings import Gathering, gather

_MAIN = """\
#import "style.typ": *
#set document(title: {title})
#set text(lang: {lang}, size: 10.5pt, hyphenate: true)
#set par(justify: true, leading: 0.6em)
#set page(paper: "a4", margin: (x: 28mm, top: 26mm, bottom: 30mm), numbering: "i")
#set smartquote(enabled: false)
#show heading.where(level: 1): set text(size: 1.5em)
#show figure: set block(breakable: true)
{parts}"""
_STYLE = """\
#let place(id) = [#metadata(none)#label(id)]
#let pages(..ids) = context {
  let seen = ()
  let links = ()
  for id in ids.pos() {
    let number = counter(page).at(label(id)).first()
    if number not in seen {
      seen.push(number)
      links.push(link(label(id), str(number)))
    }
  }
  links.join(", ")
}
"""
_ESCAPED = re.compile(r'([\\#*_`$<>@\[\]~=+/\-.:])')
_BLANK = re.compile(r'\s+')


def write_typst(folder: Path, target: Path) -> Path:
    """Write the report that lies in a folder as Typst; return the file to compile."""
    report = read_report(folder).report
    assert report is not None
    return write_book(compose(report)[0], target)


def write_book(book: Book, target: Path) -> Path:
    """Write a composed book as Typst; return the file to compile."""
    (target / 'pictures').mkdir(parents=True)
    for picture in book.pictures:
        (target / 'pictures' / picture.name).write_bytes(picture.content)
    (target / 'style.typ').write_text(_STYLE, 'utf-8')
    writer = _Writer(book, target)
    parts: list[str] = []
    matter = Matter.FRONT
    for gathering in gather(book):
        name = f'{gathering.sections[0].id}.typ'
        (target / name).write_text(writer.gathering(gathering), 'utf-8')
        starts_body = matter is Matter.FRONT and gathering.matter is not Matter.FRONT
        matter = gathering.matter
        if starts_body:
            parts.append('#set page(numbering: "1")\n#counter(page).update(1)')
        parts.append(f'#include "{name}"')
    main = target / 'main.typ'
    main.write_text(
        _MAIN.format(
            title=_quoted(book.metadata.title),
            lang=_quoted(book.metadata.lang[:2]),
            parts='\n'.join(parts),
        ),
        'utf-8',
    )
    return main


class _Writer:
    """Writes the trees of one book."""

    def __init__(self, book: Book, target: Path) -> None:
        self._book = book
        self._target = target
        self._wanted = set(_targets(book))
        self._placed: set[str] = set()
        self._notes: dict[str, etree._Element] = {}
        self._charts = 0

    def gathering(self, gathering: Gathering) -> str:
        """Return the file of a gathering; its first section's title is the running head."""
        head = gathering.sections[0].running_head
        lines = ['#import "style.typ": *', f'#set page(header: align(right)[{_words(head)}])']
        for section in gathering.sections:
            lines.append(self._section(section))
        return '\n\n'.join(lines) + '\n'

    def _section(self, section: Section) -> str:
        if section.kind is SectionKind.CONTENTS:
            return f'#outline(depth: {self._book.toc_depth})'
        asides = section.tree.iter(f'{{{XHTML}}}aside')
        self._notes = {n.get('id') or '': n for n in asides if n.get('role') == 'doc-footnote'}
        return self._place(section.tree) + self._blocks(section.tree)

    def _blocks(self, parent: etree._Element) -> str:
        """Return what stands in an element that holds blocks, or words, or both."""
        pieces = [_words(parent.text)]
        for child in parent:
            pieces += [self._element(child), _words(child.tail)]
        return ''.join(pieces)

    def _element(self, node: etree._Element) -> str:
        name = etree.QName(node).localname
        if node.get('role') == 'doc-endnotes' or node.get('aria-hidden') == 'true':
            return ''
        if re.fullmatch('h[1-6]', name):
            return self._heading(node, int(name[1]))
        match name:
            case 'a':
                return self._link(node)
            case 'em':
                return f'#emph[{self._blocks(node)}]'
            case 'strong' | 'b':
                return f'#strong[{self._blocks(node)}]'
            case 'sup':
                return f'#super[{self._blocks(node)}]'
            case 'code':
                return f'#raw({_quoted(_text(node))})'
            case 'br':
                return ' \\\n'
            case 'hr':
                return '\n\n#line(length: 100%)\n\n'
            case 'img':
                return f'#image({_quoted(node.get("src") or "")}, alt: {_quoted(node.get("alt"))})'
            case 'svg':
                return self._chart(node)
            case 'figure' | 'table':
                return self._figure(node)
            case 'ol' | 'ul':
                return '\n\n' + ''.join(self._item(item, name) for item in node) + '\n'
            case 'dt':
                return f'\n\n{self._place(node)}#strong[{self._blocks(node)}] \\\n'
            case 'blockquote':
                return f'\n\n#quote(block: true)[{self._blocks(node)}]\n\n'
            case 'span':
                return self._span(node)
        return f'\n\n{self._place(node)}{self._blocks(node)}\n\n'

    def _heading(self, node: etree._Element, level: int) -> str:
        label = self._label(node)
        # The contents say a heading again: places within it stand behind it, so as to be one each.
        inner = self._places_within(node)
        return f'\n\n{"=" * level} {self._blocks(node).strip()} {label}\n\n{inner}'

    def _places_within(self, node: etree._Element) -> str:
        return ''.join(self._place(child) for child in node.iterdescendants(f'{{{XHTML}}}*'))

    def _item(self, item: etree._Element, list_: str) -> str:
        mark = '#enum.item' if list_ == 'ol' else '#list.item'
        return f'{mark}[{self._place(item)}{self._blocks(item)}]\n'

    def _span(self, span: etree._Element) -> str:
        targets = (span.get('data-targets') or span.get('data-target') or '').split()
        if targets:
            return f'#pages({", ".join(map(_quoted, targets))})'
        return self._place(span) + self._blocks(span)

    def _link(self, link: etree._Element) -> str:
        target = link.get('href') or ''
        if link.get('role') == 'doc-backlink':
            return ''
        note = self._notes.pop(target[1:], None)
        if note is not None:
            body = ''.join(self._element(block) for block in note).strip()
            return f'#footnote[{body}]#label({_quoted(target[1:])})'
        if link.get('role') == 'doc-noteref':
            return f'#footnote(label({_quoted(target[1:])}))'
        to = f'label({_quoted(target[1:])})' if target.startswith('#') else _quoted(target)
        return f'{self._place(link)}#link({to})[{self._blocks(link)}]'

    def _figure(self, node: etree._Element) -> str:
        captions = (f'{{{XHTML}}}caption', f'{{{XHTML}}}figcaption')
        caption = next((child for child in node if child.tag in captions), None)
        # The head of a table is said again on each page.
        heads = ''.join(self._places_within(head) for head in node.iter(f'{{{XHTML}}}thead'))
        said = 'none' if caption is None else f'[{self._blocks(caption).strip()}]'
        body = self._table(node) if node.tag == f'{{{XHTML}}}table' else self._picture(node)
        label = self._label(node)
        return f'\n\n{heads}#figure({body}, caption: {said}, numbering: none){label}\n\n'

    def _picture(self, figure: etree._Element) -> str:
        shown = next((self._element(c) for c in figure.iter(f'{{{XHTML}}}img')), '')
        return f'[{shown}]'

    def _table(self, table: etree._Element) -> str:
        rows = list(table.iter(f'{{{XHTML}}}tr'))
        columns = max(sum(int(cell.get('colspan') or 1) for cell in row) for row in rows)
        cells: list[str] = []
        for row in rows:
            made = ', '.join(self._cell(cell) for cell in row)
            in_head = any(above.tag == f'{{{XHTML}}}thead' for above in row.iterancestors())
            cells.append(f'table.header({made})' if in_head else made)
        return f'table(columns: {columns}, {", ".join(cells)})'

    def _cell(self, cell: etree._Element) -> str:
        rows, columns = cell.get('rowspan') or 1, cell.get('colspan') or 1
        return f'table.cell(rowspan: {rows}, colspan: {columns})[{self._blocks(cell)}]'

    def _chart(self, svg: etree._Element) -> str:
        self._charts += 1
        name = f'pictures/chart-{self._charts}.svg'
        (self._target / name).write_bytes(etree.tostring(svg, with_tail=False))
        alt = ' '.join(_text(part) for part in svg if part.tag == f'{{{SVG}}}desc')
        return f'\n\n#image({_quoted(name)}, width: 100%, alt: {_quoted(alt)})\n\n'

    def _label(self, node: etree._Element) -> str:
        """Return the label of a heading, a figure or a table, behind it."""
        id_ = node.get('id') or ''
        return f'#label({_quoted(id_)})' if self._takes(id_) else ''

    def _place(self, node: etree._Element) -> str:
        """Return a place to which links may lead, before what an element says."""
        id_ = node.get('id') or ''
        return f'#place({_quoted(id_)})' if self._takes(id_) else ''

    def _takes(self, id_: str) -> bool:
        is_new = id_ in self._wanted and id_ not in self._placed
        self._placed.add(id_)
        return is_new


def _targets(book: Book) -> Iterator[str]:
    """Yield the ids to which something in the book leads."""
    for section in book.sections:
        for node in section.tree.iter(f'{{{XHTML}}}*'):
            if (node.get('href') or '').startswith('#') and node.get('role') is None:
                yield (node.get('href') or '')[1:]
            if section.kind is not SectionKind.CONTENTS:
                yield from (node.get('data-targets') or '').split()


def _text(node: etree._Element) -> str:
    return ''.join(str(text) for text in node.itertext())


def _words(text: str | None) -> str:
    return _ESCAPED.sub(r'\\\1', _BLANK.sub(' ', text or ''))


def _quoted(text: str | None) -> str:
    return '"' + (text or '').replace('\\', '\\\\').replace('"', '\\"') + '"'
