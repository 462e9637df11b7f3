"""Reads a finished web page: what it says, links, shows and loads.

In: the files of the product by their paths.  Out: `WebReading`.  A page that cannot be read, or
that names what is not there, gives a finding.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml import html as lxml_html

from proofpress.diagnostics import Diagnostic
from proofpress.proof.ledger import Finding
from proofpress.proof.read_markup import TooDeepError, read_markup
from proofpress.proof.read_stylesheet import read_stylesheet
from proofpress.proof.reflowed.edition import HELP, Document, Edition, is_remote, place_of

PAGE = 'index.html'
MEDIUM = "web page"
_CONTENTS = 'contents-nav'
_VOID = frozenset({
    'area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'source', 'track',
    'wbr',
})  # fmt: skip
_TAGS = re.compile(
    r'<!--.*?-->|<!doctype[^>]*>|<(?:script|style)\b[^>]*>.*?</(?:script|style)>'
    r'|<(?P<end>/?)(?P<name>[a-z][^\s/>]*)(?:[^>"\'/]|"[^"]*"|\'[^\']*\'|/(?!>))*(?P<single>/?)>',
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WebReading:
    """What was read."""

    edition: Edition
    statements: tuple[tuple[str, str], ...]
    """Name and content of the `<meta>` elements, in order."""
    linked_data: Mapping[str, object] | None = None
    """The description for search engines (JSON-LD); None when it cannot be read."""
    faults: tuple[Finding, ...] = ()


def read_web(files: Mapping[str, bytes]) -> WebReading:
    """Read the files of a web page; `index.html` is the page."""
    faults: list[Finding] = []
    root = _root(files.get(PAGE), faults)
    documents: tuple[Document, ...] = ()
    statements: tuple[tuple[str, str], ...] = ()
    linked: Mapping[str, object] | None = None
    if root is not None:
        try:
            documents = (Document(PAGE, read_markup(root)),)
        except TooDeepError as error:
            faults.append(_fault(f"{PAGE} cannot be read: {error}"))
        statements = tuple(_statements(root))
        linked = _linked_data(root, faults)
    sheets = {
        path: read_stylesheet(content.decode('utf-8', 'replace'))
        for path, content in files.items()
        if path.endswith('.css')
    }
    edition = Edition(
        product='web',
        medium=MEDIUM,
        files=files,
        media_types=dict.fromkeys(files, ''),
        documents=documents,
        apart=(),
        sheets=sheets,
    )
    faults += _missing(edition)
    return WebReading(edition, statements, linked, tuple(faults))


def _fault(message: str, address: str = PAGE) -> Finding:
    return Finding(Diagnostic('product-unreadable', message, None, HELP), 'web', address=address)


def _root(content: bytes | None, faults: list[Finding]) -> etree._Element | None:
    if content is None:
        faults.append(_fault(f"The web page has no {PAGE}"))
        return None
    parser = lxml_html.HTMLParser(encoding='utf-8', no_network=True, huge_tree=False)
    try:
        content.decode('utf-8')
        root = lxml_html.document_fromstring(content, parser)
    except (etree.ParserError, etree.XMLSyntaxError, UnicodeDecodeError) as error:
        faults.append(_fault(f"{PAGE} cannot be read: {error}"))
        return None
    if name := _unclosed(content.decode('utf-8')):
        faults.append(_fault(f"{PAGE} is no sound HTML: a <{name}> is not closed in its turn"))
    return root


def _unclosed(page: str) -> str:
    """Name the first element that is not closed in its turn; nothing when all are.

    libxml2 closes elements by the rules of HTML 4, browsers by those of HTML 5: only where nothing
    is left to guess do both show the same.
    """
    open_elements: list[str] = []
    for tag in _TAGS.finditer(page):
        name = (tag['name'] or '').lower()
        if not name or name in _VOID or (tag['single'] and 'svg' in open_elements):
            continue
        if not tag['end']:
            open_elements.append(name)
        elif not open_elements or open_elements.pop() != name:
            return name
    return open_elements[-1] if open_elements else ''


def _statements(root: etree._Element) -> Iterator[tuple[str, str]]:
    for node in root.iter('meta'):
        if name := node.get('name'):
            yield str(name), str(node.get('content') or '')


def _linked_data(root: etree._Element, faults: list[Finding]) -> Mapping[str, object] | None:
    for node in root.iter('script'):
        if 'json' in (node.get('type') or ''):
            try:
                said = json.loads(node.text or '')
            except (ValueError, RecursionError) as error:
                faults.append(_fault(f"The description for search engines is no JSON: {error}"))
                return None
            return said if isinstance(said, dict) else {}
    return {}


def _missing(edition: Edition) -> Iterator[Finding]:
    """Yield a finding for each sheet that the page names and does not have."""
    references = (one for document in edition.documents for one in document.markup.references)
    for reference in references:
        place = place_of(reference.url, PAGE)
        is_ours = reference.element == 'stylesheet' and not is_remote(reference.url)
        if is_ours and (place is None or place.path not in edition.files):
            yield _fault(f"The page names the style sheet “{reference.url}”, which is not there")
