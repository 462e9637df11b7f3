"""Kobo's variant of the EPUB: the same documents, with the marks that Kobo's own engine reads by.

In: a finished `Publication`.  Out: another one, word for word the same.  A Kobo opens a file named
`.kepub.epub` with its WebKit engine instead of Adobe's, and finds places, highlights and the
progress in a chapter by `<span class="koboSpan" id="kobo.P.S">` around each sentence, P counting
blocks and S sentences in one; pages are made of `#book-columns` and `#book-inner`.  The markup is
what Kobo's own shop and kepubify (pgaskin/kepubify, kepub/transform.go, read 2026-11) write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from proofpress.compose.book import SVG, XHTML
from proofpress.epub.documents import child, serialised
from proofpress.epub.package import XHTML_TYPE, Publication, Resource
from proofpress.memo import NO_MEMO, Memo, digest

KOBO_SPAN = 'koboSpan'
_STYLESHEET_TYPE = 'text/css'
# The engine sets margins above and below each column by itself.
_SHEET = b'#book-inner{margin-bottom:0;margin-top:0}\n'
_BLOCKS = frozenset(
    f'{{{XHTML}}}{name}'
    for name in (
        *('aside', 'caption', 'dd', 'dt', 'figcaption', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'),
        *('li', 'ol', 'p', 'table', 'td', 'th', 'ul'),
    )
)
# Spans are not allowed in there, or would show.
_LEFT_ALONE = frozenset([f'{{{SVG}}}svg', f'{{{XHTML}}}pre'])
_PARAGRAPH = f'{{{XHTML}}}p'
_PICTURE = f'{{{XHTML}}}img'
# A sentence ends with its mark, the brackets and quotation marks that close it, and white space;
# scripts that set none between sentences end it with their own full stop.
_SENTENCE = re.compile(r'.*?(?:[.!?…:؟۔।]+[\'"’”»›)\]]*\s+|[。！？]+[」』”’）]*\s*|\Z)', re.DOTALL)


def for_kobo(publication: Publication, memo: Memo = NO_MEMO) -> Publication:
    """Return the publication as Kobo's engine wants it."""
    resources = tuple(_resource(resource, memo) for resource in publication.resources)
    return replace(publication, resources=resources)


def _resource(resource: Resource, memo: Memo) -> Resource:
    if resource.media_type == _STYLESHEET_TYPE:
        return replace(resource, content=resource.content + _SHEET)
    if resource.media_type != XHTML_TYPE:
        return resource
    key = ('kepub document', digest(resource.content))
    return replace(resource, content=memo.result(key, lambda: _document(resource.content)))


def _document(content: bytes) -> bytes:
    html = etree.fromstring(content)
    body = html.find(f'{{{XHTML}}}body')
    if body is None:
        raise ValueError("a document without a body")
    _Spans().mark(body)
    _set_in_columns(body)
    return serialised(html)


def _set_in_columns(body: etree._Element) -> None:
    parts = list(body)
    inner = child(child(body, 'div', id='book-columns'), 'div', id='book-inner')
    inner.extend(parts)


class _Spans:
    """Counts blocks and sentences through one document, and marks each sentence."""

    def __init__(self) -> None:
        self.block = 0
        self.sentence = 0
        self.is_new_block = True

    def mark(self, parent: etree._Element) -> None:
        """Put the words and pictures below an element into spans, in the order of reading."""
        elements = list(parent)
        self._wrap(parent, 0, parent.text)
        for element in elements:
            if element.tag in _BLOCKS:
                self.is_new_block = True
            if element.tag == _PICTURE:
                self._wrap_picture(parent, element)
                continue
            if isinstance(element.tag, str) and element.tag not in _LEFT_ALONE:
                self.mark(element)
            if element.tag in _BLOCKS:
                self.is_new_block = True
            self._wrap(parent, parent.index(element) + 1, element.tail)

    def _wrap(self, parent: etree._Element, at: int, text: str | None) -> None:
        """Put a text, which stands before the child at `at`, into spans.

        Only a paragraph's white space is text: elsewhere it parts elements, and stays.
        """
        if not text or (parent.tag != _PARAGRAPH and not text.strip()):
            return
        if at:
            parent[at - 1].tail = None
        else:
            parent.text = None
        for offset, sentence in enumerate(sentences(text)):
            span = self._span()
            span.text = sentence
            parent.insert(at + offset, span)

    def _wrap_picture(self, parent: etree._Element, picture: etree._Element) -> None:
        self.is_new_block = True
        span = self._span()
        tail, picture.tail = picture.tail, None
        parent.replace(picture, span)
        span.append(picture)
        span.tail = tail
        self.is_new_block = True
        self._wrap(parent, parent.index(span) + 1, tail)

    def _span(self) -> etree._Element:
        if self.is_new_block:
            self.block, self.sentence, self.is_new_block = self.block + 1, 0, False
        self.sentence += 1
        span = etree.Element(f'{{{XHTML}}}span')
        span.set('class', KOBO_SPAN)
        span.set('id', f'kobo.{self.block}.{self.sentence}')
        return span


def sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a text, each with the white space behind it; joined they are the text.

    White space before the first goes with it.
    """
    for match in _SENTENCE.finditer(text):
        if match[0]:
            yield match[0]
