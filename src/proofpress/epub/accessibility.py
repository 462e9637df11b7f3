"""What may be said of the publication's accessibility: only what is true of this very book.

In: the book's composed trees and pictures.  Out: `Statement` values with the schema.org names
that EPUB Accessibility 1.1, section 2, asks for.  Conformance to a standard is the publisher's
claim, not a finding: it is repeated when the imprint makes it and nothing seen in the book speaks
against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import SVG, XHTML, Book, PictureFile, SectionKind
from proofpress.epub.package import XML_LANG, Statement

_HIDDEN_ROLES = frozenset({'presentation', 'none'})
_MOVING_SVG = re.compile(rb'<(?:[\w-]+:)?(?:animate\w*|set|script)\b|@keyframes', re.IGNORECASE)
_MOVING_PNG = b'acTL'


@dataclass(frozen=True, slots=True)
class Facts:
    """What was seen in the book."""

    has_pictures: bool
    """Any picture or drawn chart, the cover included."""
    described: bool
    """Every picture says in words what it shows, or is marked as decoration."""
    charts_described: bool
    """There are charts, and each has a title and a long description."""
    has_roles: bool
    """Parts of the book carry DPUB-ARIA roles."""
    moves: bool
    """A picture may be animated."""
    has_pages: bool = False
    """The pages of the PDF are marked and listed."""


def facts_of(book: Book, *, has_cover: bool, has_pages: bool = False) -> Facts:
    """Look through the trees that the EPUB will hold."""
    trees = [s.tree for s in book.sections if s.kind is not SectionKind.CONTENTS]
    images = [image for tree in trees for image in tree.iter(f'{{{XHTML}}}img')]
    charts = [chart for tree in trees for chart in tree.iter(f'{{{SVG}}}svg')]
    return Facts(
        has_pictures=bool(images or charts or has_cover),
        described=all(map(_is_described, images)) and all(map(_is_named, charts)),
        charts_described=bool(charts) and all(map(_has_long_description, charts)),
        has_roles=any(tree.xpath('boolean(descendant-or-self::*[@role])') for tree in trees),
        moves=any(map(_may_move, book.pictures)),
        has_pages=has_pages,
    )


def _is_described(image: etree._Element) -> bool:
    """Tell whether a picture has an alternative text or says that it is decoration."""
    if image.get('role') in _HIDDEN_ROLES:
        return image.get('alt') == ''
    return bool(image.get('alt', '').strip())


def _is_named(chart: etree._Element) -> bool:
    """Tell whether a chart has a name, or is hidden from those who cannot see it."""
    if chart.get('aria-hidden') == 'true':
        return True
    return bool(_words(chart, 'title') or chart.get('aria-label', '').strip())


def _has_long_description(chart: etree._Element) -> bool:
    return chart.get('aria-hidden') == 'true' or bool(_words(chart, 'desc'))


def _words(chart: etree._Element, name: str) -> str:
    return (chart.findtext(f'{{{SVG}}}{name}') or '').strip()


def _may_move(picture: PictureFile) -> bool:
    match picture.media_type:
        case 'image/svg+xml':
            return _MOVING_SVG.search(picture.content) is not None
        case 'image/png':
            return _MOVING_PNG in picture.content[: picture.content.find(b'IDAT')]
        case _:
            return False


def statements(facts: Facts) -> Iterator[Statement]:
    """Yield the accessibility statements that the facts carry."""
    yield _meta('accessMode', 'textual')
    if facts.has_pictures:
        yield _meta('accessMode', 'visual')
    if facts.described:
        yield _meta('accessModeSufficient', 'textual')
    elif facts.has_pictures:
        yield _meta('accessModeSufficient', 'textual,visual')
    for feature in features(facts):
        yield _meta('accessibilityFeature', feature)
    yield _meta('accessibilityHazard', 'unknown' if facts.moves else 'none')
    yield Statement(
        'meta', _summary(facts), {'property': 'schema:accessibilitySummary', XML_LANG: 'en'}
    )


def claims(book: Book, facts: Facts) -> Iterator[Statement]:
    """Yield what the publisher claims of its EPUBs, unless this one is seen not to keep it.

    A draft keeps nothing; a picture without words or one that may flash fails at the lowest level,
    and a book that has pages on paper must list them (EPUB Accessibility 1.1, sections 3 and 4).
    """
    imprint = book.imprint
    holds = facts.described and facts.has_pages and not facts.moves and not book.draft_mark
    if not (imprint.accessibility_conformance and holds):
        return
    yield Statement(
        'meta',
        imprint.accessibility_conformance,
        {'property': 'dcterms:conformsTo', 'id': 'conformance'},
    )
    yield Statement(
        'meta',
        imprint.accessibility_certifier,
        {'property': 'a11y:certifiedBy', 'refines': '#conformance', 'id': 'certifier'},
    )
    if imprint.accessibility_report:
        yield Statement(
            'link',
            attributes={
                'rel': 'a11y:certifierReport',
                'refines': '#certifier',
                'href': imprint.accessibility_report,
            },
        )


def features(facts: Facts) -> tuple[str, ...]:
    """Return the features, from the schema.org vocabulary, in alphabetical order.

    Contents, headings, reading order and a reflowable layout are how every book is made here.
    """
    found = {'displayTransformability', 'readingOrder', 'structuralNavigation', 'tableOfContents'}
    if facts.has_roles:
        found.add('ARIA')
    if facts.has_pictures and facts.described:
        found.add('alternativeText')
    if facts.charts_described:
        found.add('longDescription')
    if facts.has_pages:
        found |= {'pageBreakMarkers', 'pageNavigation'}
    return tuple(sorted(found, key=str.lower))


def _summary(facts: Facts) -> str:
    sentences = [
        "The text reflows and takes the reader's own size, typeface and colours.",
        "Headings, notes and contents are marked up and linked in reading order.",
    ]
    if facts.has_pictures and facts.described:
        sentences.append("Every picture has a text that says what it shows.")
    elif facts.has_pictures:
        sentences.append("Some pictures have no text that says what they show.")
    if facts.moves:
        sentences.append("Some pictures may move.")
    return ' '.join(sentences)


def _meta(name: str, text: str) -> Statement:
    return Statement('meta', text, {'property': f'schema:{name}'})
