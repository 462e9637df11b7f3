"""Defects of a finished web page, made in that of the river report (`tests/good_report/river`).

The files of the page come and go as one ZIP file (`reflowed_edits.bundle`).
"""

from __future__ import annotations

from tests.proof.mutations.mutation import Mutation
from tests.proof.mutations.reflowed_defects import resource_mutations, text_mutations
from tests.proof.mutations.reflowed_edits import Spoil, on_bytes, on_tree, swap, without, written

PAGE = 'index.html'


def _said(before: str, after: str) -> Spoil:
    return written(PAGE, before, after)


_TABLE: tuple[tuple[str, Spoil, str, str], ...] = (
    ("a heading changed in the contents",
     _said('1.1</span> The quay</a>', '1.1</span> The pier</a>'),
     'navigation-wrong', PAGE),
    ("an entry of the contents dropped", _said('<li><a href="#glossary">Glossary</a></li>', ''),
     'navigation-wrong', PAGE),
    ("an entry of the contents moved",
     _said('<li><a href="#timeline">Timeline</a></li><li><a href="#glossary">Glossary</a></li>',
           '<li><a href="#glossary">Glossary</a></li><li><a href="#timeline">Timeline</a></li>'),
     'navigation-wrong', PAGE),
    ("an entry of the contents leads elsewhere",
     _said('<li><a href="#glossary">', '<li><a href="#timeline">'), 'navigation-wrong', PAGE),
    ("the title of the contents changed", _said('<summary>Contents', '<summary>Index'),
     'navigation-wrong', PAGE),
    ("the contents gone", _said('class="contents-nav"', 'class="other-nav"'),
     'navigation-wrong', PAGE),
    ("a list of links added",
     _said('<main ', '<nav class="ads"><ul><li><a href="x">Buy</a></li></ul></nav><main '),
     'words-added', PAGE),
    ("a format leads elsewhere", _said('<a href="river.epub"', '<a href="other.epub"'),
     'link-astray', PAGE),
    ("the way to the text gone", _said('id="report-text"', 'id="text"'), 'link-astray', PAGE),
    ("two chapters swapped", on_tree(PAGE, swap('sec-background')), 'words-out-of-order',
     f'{PAGE}#sec-'),
    ("title changed", _said('<title>Across', '<title>Along'), 'metadata-wrong', PAGE),
    ("author changed", _said('name="author" content="Ada Reed"', 'name="author" content="A. Reed"'),
     'metadata-wrong', PAGE),
    ("author of citations dropped", _said('<meta name="citation_author" content="Ada Reed">', ''),
     'metadata-wrong', PAGE),
    ("title of citations changed",
     _said('name="citation_title" content="Across', 'name="citation_title" content="Along'),
     'metadata-wrong', PAGE),
    ("date of citations changed", _said('content="2024/11/20"', 'content="2024/11/02"'),
     'metadata-wrong', PAGE),
    ("date for search engines changed",
     _said('"datePublished": "2024-11-20"', '"datePublished": "2023-11-20"'),
     'metadata-wrong', PAGE),
    ("date of the last change for search engines changed",
     _said('"dateModified": "2024-12-02"', '"dateModified": "2024-12-20"'),
     'metadata-wrong', PAGE),
    ("identifier for search engines changed",
     _said('"@id": "https://doi.org/10.5555/12345678"', '"@id": "https://doi.org/10.5555/1"'),
     'metadata-wrong', PAGE),
    ("description for search engines broken", _said('"@type": "Report",', '"@type": "Report"'),
     'product-unreadable', PAGE),
    ("language of the page changed", _said('<html lang="en-GB"', '<html lang="en-US"'),
     'metadata-wrong', PAGE),
    ("language of the citation changed",
     _said('name="citation_language" content="en-GB"', 'name="citation_language" content="de"'),
     'metadata-wrong', PAGE),
    ("the page goes elsewhere",
     _said('<meta name="referrer"', '<meta http-equiv="refresh" content="0; url=https://e.org/">'
           '<meta name="referrer"'),
     'remote-resource', PAGE),
    ("all addresses lead elsewhere", _said('<title>', '<base href="https://e.org/"><title>'),
     'remote-resource', PAGE),
    ("the page cut off", on_bytes(PAGE, lambda content: content[: len(content) // 2]),
     'words-lost', PAGE),
    ("the page empty", on_bytes(PAGE, lambda _: b''), 'product-unreadable', PAGE),
    ("the page not in UTF-8", on_bytes(PAGE, lambda c: c.decode().encode('utf-16')),
     'product-unreadable', PAGE),
    ("the page gone", without(PAGE), 'product-unreadable', PAGE),
    ("the end of a heading lost", _said('The quay</h3>', 'The quay'), 'product-unreadable', PAGE),
    ("the end of a section lost", _said('</aside></section></section><section id="sec-crossings"',
     '</aside></section><section id="sec-crossings"'), 'product-unreadable', PAGE),
)  # fmt: skip

MUTATIONS: tuple[Mutation, ...] = (
    *text_mutations('web', lambda _: PAGE),
    *resource_mutations(
        'web',
        sheet='assets/web.css',
        fonts='assets/fonts/',
        picture='assets/pictures/ferry',
        page=PAGE,
        shown=f'{PAGE}#fig-ferry',
    ),
    *(Mutation('web', f"web: {name}", spoil, id_, place) for name, spoil, id_, place in _TABLE),
)
"""Each is one defect, and what the proof must say of it."""
