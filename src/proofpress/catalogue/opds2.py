"""The catalogue as OPDS 2.0: the JSON feed of newer reading systems.

In: a `Shelf`.  Out: `opds.json`, as drafts.opds.io/opds-2.0 and the Readium Web Publication
Manifest have it (their JSON Schemas, 2025-11).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from proofpress.catalogue.shelf import (
    FEED_1,
    FEED_1_TYPE,
    FEED_2,
    FEED_2_TYPE,
    IMAGE_TYPE,
    MARK,
    OPEN_ACCESS,
    PAGE,
    Shelf,
    address,
    format_name,
    updated,
)
from proofpress.model.publication import Accessibility, Publication

# The schema of accessibility metadata knows these words (webpub-manifest, a11y.schema.json); page
# markers go by their former name there.
_MODES = frozenset({
    'auditory', 'chartOnVisual', 'chemOnVisual', 'colorDependent', 'diagramOnVisual',
    'mathOnVisual', 'musicOnVisual', 'tactile', 'textOnVisual', 'textual', 'visual',
})  # fmt: skip
_SUFFICIENT = frozenset({'auditory', 'tactile', 'textual', 'visual'})
_HAZARDS = frozenset({
    'flashing', 'noFlashingHazard', 'motionSimulation', 'noMotionSimulationHazard', 'sound',
    'noSoundHazard', 'unknown', 'none',
})  # fmt: skip
_FEATURES = frozenset({
    'annotations', 'ARIA', 'bookmarks', 'index', 'printPageNumbers', 'readingOrder',
    'structuralNavigation', 'tableOfContents', 'taggedPDF', 'alternativeText', 'audioDescription',
    'captions', 'describedMath', 'longDescription', 'rubyAnnotations', 'signLanguage', 'transcript',
    'displayTransformability', 'synchronizedAudioText', 'timingControl', 'unlocked', 'ChemML',
    'latex', 'MathML', 'ttsMarkup', 'highContrastAudio', 'highContrastDisplay', 'largePrint',
    'braille', 'tactileGraphic', 'tactileObject', 'none',
})  # fmt: skip
_RENAMED = {'pageBreakMarkers': 'printPageNumbers'}
_CONFORMANCE = re.compile(r'EPUB Accessibility 1\.1 - WCAG (2\.[012]) Level (A{1,3})')


def feed(shelf: Shelf) -> bytes:
    """Return the feed as UTF-8."""
    content = {
        'metadata': {
            'title': shelf.title,
            'identifier': shelf.identifier,
            'modified': shelf.updated,
            'numberOfItems': len(shelf.publications),
            'generator': MARK,
        },
        'links': [
            {'rel': 'self', 'href': FEED_2, 'type': FEED_2_TYPE},
            {'rel': 'alternate', 'href': FEED_1, 'type': FEED_1_TYPE},
            {'rel': 'alternate', 'href': PAGE, 'type': 'text/html'},
        ],
        'publications': [
            _publication(publication, identifier)
            for publication, identifier in zip(shelf.publications, shelf.identifiers, strict=True)
        ],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + '\n').encode()


def _publication(publication: Publication, identifier: str) -> dict[str, object]:
    links: list[dict[str, object]] = [
        {
            'rel': OPEN_ACCESS,
            'href': address(publication, download.path),
            'type': download.media_type,
            'title': format_name(download),
            'size': download.size,
        }
        for download in publication.downloads
    ]
    if publication.page:
        page = address(publication, publication.page)
        links.append({'rel': 'alternate', 'href': page, 'type': 'text/html'})
    return {
        'metadata': _metadata(publication, identifier),
        'links': links,
        'images': [
            {
                'href': address(publication, image.path),
                'type': IMAGE_TYPE,
                'width': image.width,
                'height': image.height,
            }
            for image in (publication.cover, publication.thumbnail)
        ],
    }


def _metadata(publication: Publication, identifier: str) -> dict[str, object]:
    date = publication.date
    draft = "Draft. " if publication.is_draft else ""
    facts: dict[str, object] = {
        '@type': 'http://schema.org/Report',
        'identifier': identifier,
        'title': publication.title,
        'subtitle': publication.subtitle,
        'author': [{'name': name} for name in publication.authors],
        'publisher': publication.publisher,
        'language': publication.lang,
        'readingProgression': publication.direction,
        'published': date.iso if date and date.day else '',
        'modified': updated(publication),
        'description': f'{draft}{publication.summary}'.strip(),
        'subject': list(publication.keywords),
        'belongsTo': _series(publication),
        'accessibility': _accessibility(publication.accessibility),
    }
    return {name: value for name, value in facts.items() if value}


def _series(publication: Publication) -> dict[str, object]:
    if not publication.series:
        return {}
    series: dict[str, object] = {'name': publication.series}
    if re.fullmatch(r'[0-9]{1,9}', publication.number):
        series['position'] = int(publication.number)
    return {'series': series}


def _accessibility(said: Accessibility) -> dict[str, object]:
    features = [_RENAMED.get(feature, feature) for feature in said.features]
    sufficient = [modes.split(',') for modes in said.sufficient]
    matches = (_CONFORMANCE.fullmatch(claim) for claim in said.conforms_to)
    facts: dict[str, object] = {
        # Readium names the claims of EPUB Accessibility by addresses, EPUB by words.
        'conformsTo': [
            f'https://www.w3.org/TR/epub-a11y-11#wcag-{match[1]}-{match[2].lower()}'
            for match in matches
            if match
        ],
        'certification': {'certifiedBy': said.certified_by} if said.certified_by else {},
        'summary': said.summary,
        'accessMode': _known(said.modes, _MODES),
        'accessModeSufficient': [one for one in sufficient if _SUFFICIENT.issuperset(one)],
        'feature': _known(features, _FEATURES),
        'hazard': _known(said.hazards, _HAZARDS),
    }
    return {name: value for name, value in facts.items() if value}


def _known(said: Iterable[str], words: frozenset[str]) -> list[str]:
    """Return those words that the schema knows, each once."""
    return [word for word in dict.fromkeys(said) if word in words]
