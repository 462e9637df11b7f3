"""Roles: which standard structure type an element of the composed tree has, and its attributes.

In: an element of a laid-out document.  Out: names of ISO 32000-1, 14.8.4, and of ISO 32000-2,
14.8.4 for PDF 2.0; table and list attributes.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from proofpress.compose.book import SVG

_SVG = f'{{{SVG}}}svg'
_ROLES = {
    'p': 'P',
    'pre': 'P',
    'address': 'P',
    'h1': 'H1',
    'h2': 'H2',
    'h3': 'H3',
    'h4': 'H4',
    'h5': 'H5',
    'h6': 'H6',
    'blockquote': 'BlockQuote',
    'q': 'Quote',
    'code': 'Code',
    'section': 'Sect',
    'article': 'Sect',
    'main': 'Sect',
    'nav': 'Sect',
    'aside': 'Sect',
    'div': 'Div',
    'header': 'Div',
    'footer': 'Div',
    'figure': 'Sect',
    'figcaption': 'Caption',
    'img': 'Figure',
    _SVG: 'Figure',
    'ul': 'L',
    'ol': 'L',
    'dl': 'L',
    'li': 'LI',
    'dt': 'Lbl',
    'dd': 'LBody',
    'table': 'Table',
    'caption': 'Caption',
    'thead': 'THead',
    'tbody': 'TBody',
    'tfoot': 'TFoot',
    'tr': 'TR',
    'th': 'TH',
    'td': 'TD',
}
_PDF2_ROLES = {'aside': 'Aside', 'em': 'Em', 'strong': 'Strong'}
GROUPS = frozenset(['Document', 'Part', 'Sect', 'Div', 'Aside', 'BlockQuote', 'Note', 'FENote'])
"""Hold blocks only."""
BARE = GROUPS | {'L', 'LI', 'TOC', 'TOCI', 'Table', 'THead', 'TBody', 'TFoot', 'TR'}
"""Hold no text of their own."""
INLINE = frozenset(['Link', 'Span', 'Quote', 'Code', 'Em', 'Strong', 'Reference'])
KEPT = frozenset(['TD', 'TH'])
"""Stay when they are empty: a row without one of its cells would be a ragged one."""
PDF2 = frozenset(
    [
        *['Document', 'Part', 'Sect', 'Div', 'Aside', 'P', 'H1', 'H2', 'H3', 'H4', 'H5', 'H6'],
        *['Title', 'FENote', 'Lbl', 'Span', 'Em', 'Strong', 'Link', 'L', 'LI', 'LBody', 'Table'],
        *['THead', 'TBody', 'TFoot', 'TR', 'TH', 'TD', 'Caption', 'Figure'],
    ]
)
"""Roles that PDF 2.0 defines anew (ISO 32000-2, 14.8.6); it keeps the others as they were."""

Attributes = dict[str, dict[str, str | int | list[float]]]


def role(element: Element, parent: str, is_pdf2: bool, in_contents: bool) -> str:
    """Return the role of an element within a node, or nothing for one that only marks up text."""
    tag = element.tag
    if tag == 'a':
        return 'Link' if element.get('href') else ''
    if is_note(element):
        return 'FENote' if is_pdf2 else 'Note'
    if in_contents and tag in ('ol', 'ul'):
        return 'TOC'
    if in_contents and tag == 'li' and parent == 'TOC':
        return 'TOCI'
    if tag == 'div' and parent == 'L':
        return 'LI'
    if is_pdf2 and tag == 'h1' and element.get('id', '').startswith('cover'):
        return 'Title'
    if is_pdf2 and tag in _PDF2_ROLES:
        return _PDF2_ROLES[tag]
    return _ROLES.get(tag, '')


def attributes(element: Element, role: str, is_pdf2: bool) -> Attributes:
    """Return the attributes of an element by their owner (ISO 32000-1, 14.8.5)."""
    if role in ('TH', 'TD'):
        cell: dict[str, str | int | list[float]] = {}
        for html, name in (('colspan', 'ColSpan'), ('rowspan', 'RowSpan')):
            span = int(element.get(html, '1'))
            if span > 1:
                cell[name] = span
        if role == 'TH':
            is_row = element.get('scope', 'col') in ('row', 'rowgroup')
            cell['Scope'] = '/Row' if is_row else '/Column'
        return {'Table': cell} if cell else {}
    if role == 'L':
        # Set to None where no label is painted: `tags`.
        numbering = {'ol': '/Decimal', 'ul': '/Disc'}.get(str(element.tag), '/None')
        if is_pdf2 and element.tag == 'dl':
            numbering = '/Description'
        return {'List': {'ListNumbering': numbering}}
    return {}


def alternative(element: Element) -> str:
    """Return the alternative text of a picture or a drawing."""
    if element.tag != _SVG:
        return element.get('alt', '') or element.get('aria-label', '')
    told = (element.findtext(f'{{{SVG}}}{name}') for name in ('title', 'desc'))
    sentences = [' '.join(text.split()) for text in told if text]
    return '. '.join(text.rstrip('.') for text in sentences) or element.get('aria-label', '')


def is_decoration(element: Element) -> bool:
    """Tell whether a listener is to hear nothing of an element."""
    if element.get('aria-hidden') == 'true' or not isinstance(element.tag, str):
        return True
    is_picture = element.tag in ('img', _SVG)
    return is_picture and (
        element.get('role') in ('presentation', 'none') or element.get('alt') == ''
    )


def is_contents(element: Element) -> bool:
    """Tell whether lists in an element are contents."""
    return element.get('role') == 'doc-toc'


def is_note(element: Element) -> bool:
    """Tell whether an element is a note."""
    return element.get('role') == 'doc-footnote'


def is_note_call(element: Element) -> bool:
    """Tell whether an element calls a note."""
    return element.get('role') == 'doc-noteref'


def is_note_number(element: Element) -> bool:
    """Tell whether an element is the number of a note, which leads back to its call."""
    return element.get('role') == 'doc-backlink'
