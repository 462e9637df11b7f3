"""Defects of a finished EPUB, made in that of the river report (`tests/good_report/river`)."""

from __future__ import annotations

import io
import zipfile

from tests.proof.mutations.mutation import Mutation
from tests.proof.mutations.reflowed_defects import resource_mutations, text_mutations
from tests.proof.mutations.reflowed_edits import (
    Spoil,
    bundle,
    on_bytes,
    on_tree,
    remove,
    set_attribute,
    to_end,
    unbundle,
    without,
    written,
)

OPF, NAV, NCX = 'EPUB/package.opf', 'EPUB/nav.xhtml', 'EPUB/toc.ncx'


def _path_of(section: str) -> str:
    return f'EPUB/{section}.xhtml'


def _twice(content: bytes) -> bytes:
    """Put a document into the container a second time."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, 'a') as archive:
        entry = zipfile.ZipInfo('EPUB/summary.xhtml')
        entries = archive.NameToInfo
        entries.pop(entry.filename)
        archive.writestr(entry, unbundle(content)[entry.filename])
    return stream.getvalue()


def _late_type(content: bytes) -> bytes:
    files = unbundle(content)
    kind = files.pop('mimetype')
    return bundle({**files, 'mimetype': kind})


def _swapped(content: bytes, first: bytes, second: bytes) -> bytes:
    assert first + second in content
    return content.replace(first + second, second + first)


def _flat_navigation(content: bytes) -> bytes:
    return content.replace(b'</a><ol><li><a href="sec-background.xhtml#sec-quay">',
                           b'</a></li><li><a href="sec-background.xhtml#sec-quay">') \
        .replace(b'The quay</a></li></ol></li>', b'The quay</a></li>')  # fmt: skip


_TABLE: tuple[tuple[str, Spoil, str, str], ...] = (
    ("a heading changed in the navigation", written(NAV, "1.1 The quay", "1.1 The pier"),
     'navigation-wrong', NAV),
    ("an entry of the navigation moved",
     on_bytes(NAV, lambda c: _swapped(c, b'<li><a href="timeline.xhtml#timeline">Timeline</a></li>',
                                      b'<li><a href="glossary.xhtml#glossary">Glossary</a></li>')),
     'navigation-wrong', NAV),
    ("an entry of the navigation dropped",
     written(NAV, '<li><a href="sec-crossings.xhtml#sec-crossings">2 Crossings</a></li>', ''),
     'navigation-wrong', NAV),
    ("an entry of the navigation added",
     written(NAV, '</ol></nav><nav epub:type="landmarks"',
             '<li><a href="shop.xhtml">Shop</a></li></ol></nav><nav epub:type="landmarks"'),
     'navigation-wrong', NAV),
    ("an entry of the navigation leads elsewhere",
     written(NAV, 'sec-background.xhtml#sec-quay', 'sec-background.xhtml#sec-background'),
     'navigation-wrong', NAV),
    ("the navigation no longer nested", on_bytes(NAV, _flat_navigation), 'navigation-wrong', NAV),
    ("the title of the contents changed", written(NAV, '>Contents</h1>', '>Index</h1>'),
     'navigation-wrong', NAV),
    ("the old navigation differs", written(NCX, "2 Crossings", "2 Passages"),
     'navigation-wrong', NCX),
    ("the text begins elsewhere", written(NAV, 'href="summary.xhtml" ', 'href="timeline.xhtml" '),
     'navigation-wrong', NAV),
    ("a landmark leads nowhere", written(NAV, 'href="cover.xhtml"', 'href="front.xhtml"'),
     'navigation-wrong', NAV),
    ("title changed", written(OPF, '<dc:title id="title">Across', '<dc:title id="title">Along'),
     'metadata-wrong', OPF),
    ("author changed", written(OPF, '>Ada Reed</dc:creator>', '>Ada Reid</dc:creator>'),
     'metadata-wrong', OPF),
    ("author dropped", written(OPF, '<dc:creator id="creator-1">Ada Reed</dc:creator>', ''),
     'metadata-wrong', OPF),
    ("language of the metadata changed",
     written(OPF, '<dc:language>en-GB', '<dc:language>en-US'), 'metadata-wrong', OPF),
    ("language of the package changed", on_tree(OPF, set_attribute(
        '/*', '{http://www.w3.org/XML/1998/namespace}lang', 'fr')), 'metadata-wrong', OPF),
    ("date changed", written(OPF, '<dc:date>2024-11-20', '<dc:date>2024-11-02'),
     'metadata-wrong', OPF),
    ("date of the last change changed", written(OPF, '>2024-12-02T', '>2024-12-03T'),
     'metadata-wrong', OPF),
    ("identifier changed", written(OPF, '10.5555/12345678', '10.5555/12345679'),
     'metadata-wrong', OPF),
    ("identifier for old readers changed", written(NCX, '10.5555/12345678', '10.5555/1'),
     'metadata-wrong', OPF),
    ("description changed", written(OPF, 'ran at night', 'ran by day'), 'metadata-wrong', OPF),
    ("keyword dropped", written(OPF, '<dc:subject>ferries</dc:subject>', ''),
     'metadata-wrong', OPF),
    ("publisher changed", written(OPF, '>Lantern House</dc', '>Lamp House</dc'),
     'metadata-wrong', OPF),
    ("licence changed", written(OPF, '>CC-BY-4.0<', '>All rights reserved<'),
     'metadata-wrong', OPF),
    ("two documents of the spine swapped",
     written(OPF, '<itemref idref="doc-sec-background"/>\n    <itemref idref="doc-sec-crossings"/>',
             '<itemref idref="doc-sec-crossings"/>\n    <itemref idref="doc-sec-background"/>'),
     'words-out-of-order', 'EPUB/sec-'),
    ("a document out of the spine", written(OPF, '<itemref idref="doc-glossary"/>', ''),
     'words-lost', 'EPUB/timeline.xhtml#timeline-p18'),
    ("the mark of a page lost", on_tree(_path_of('glossary'), remove('page-4')),
     'page-mark-astray', 'EPUB/cover.xhtml'),
    ("the mark of a page moved", on_tree(_path_of('glossary'), to_end('page-4')),
     'page-mark-astray', f'{_path_of("glossary")}#page-4'),
    ("a mark that says another page",
     on_tree(_path_of('timeline'), set_attribute('//*[@id="page-3"]', 'aria-label', '9')),
     'page-mark-astray', f'{_path_of("timeline")}#page-3'),
    ("a page without its entry in the list",
     written(NAV, '<li><a href="glossary.xhtml#page-4">4</a></li>', ''), 'page-list-wrong', NAV),
    ("a page number that leads to another page",
     written(NAV, 'glossary.xhtml#page-4">4', 'timeline.xhtml#page-3">4'), 'page-list-wrong', NAV),
    ("a document not linear",
     written(OPF, '<itemref idref="doc-glossary"/>', '<itemref idref="doc-glossary" linear="no"/>'),
     'words-lost', 'EPUB/timeline.xhtml#timeline-p18'),
    ("a picture not declared",
     written(OPF, '<item id="picture-1" href="pictures/', '<item id="picture-1" href="x/'),
     'picture-lost', 'EPUB/sec-background.xhtml#fig-ferry'),
    ("a remote item",
     written(OPF, '<item id="ncx"',
             '<item id="x" href="https://e.org/a.css" media-type="text/css"/><item id="ncx"'),
     'remote-resource', 'https://e.org/a.css'),
    ("the cover removed", without('EPUB/cover.png'), 'picture-lost', 'EPUB/cover.xhtml'),
    ("the cover cut off", on_bytes('EPUB/cover.png', lambda c: c[:-300]), 'picture-unreadable',
     'EPUB/cover.xhtml'),
    ("the cover tells another author",
     written('EPUB/cover.xhtml', 'autumn. Ada Reed.', 'autumn. Adam Reed.'), 'words-lost',
     'EPUB/cover.xhtml'),
    ("broken XML", written(_path_of('summary'), '</aside>', ''), 'product-unreadable',
     _path_of('summary')),
    ("an unknown entity", written(_path_of('summary'), 'Neither', '&nbsp;Neither'),
     'product-unreadable', _path_of('summary')),
    ("a document removed", without(_path_of('timeline')), 'product-unreadable',
     _path_of('timeline')),
    ("the package removed", without(OPF), 'product-unreadable', OPF),
    ("a broken ZIP", lambda content: content[:-400], 'product-unreadable', ''),
    ("a spoiled byte", lambda content: content[:400] + b'\0\0\0\0' + content[404:],
     'product-unreadable', ''),
    ("no ZIP", lambda _: b'<html/>', 'product-unreadable', ''),
    ("a document twice", _twice, 'product-unreadable', 'EPUB/summary.xhtml'),
    ("its type not at the beginning", _late_type, 'product-unreadable', ''),
    ("another type", on_bytes('mimetype', lambda _: b'application/zip'), 'product-unreadable',
     'mimetype'),
    ("a language only in one of its two forms",
     written(_path_of('sec-background'), '<span lang="ru" xml:lang="ru">Туманная',
             '<span lang="ru" xml:lang="uk">Туманная'),
     'language-wrong', 'EPUB/sec-background.xhtml#sec-background-p1'),
)  # fmt: skip

MUTATIONS: tuple[Mutation, ...] = (
    *text_mutations('epub', _path_of),
    *resource_mutations(
        'epub',
        sheet='EPUB/book.css',
        fonts='EPUB/fonts/',
        picture='EPUB/pictures/ferry',
        page=_path_of('sec-background'),
        shown=f'{_path_of("sec-background")}#fig-ferry',
    ),
    *(Mutation('epub', f"epub: {name}", spoil, id_, place) for name, spoil, id_, place in _TABLE),
)
"""Each is one defect, and what the proof must say of it."""
