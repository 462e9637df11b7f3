"""`opds.json` is what OPDS 2.0 calls a feed, and says no more than is known."""

from __future__ import annotations

import copy
import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from referencing import Registry, Resource

from proofpress.model.publication import Accessibility
from proofpress.model.timeline import Date
from tests.catalogue.standing import catalogue, publication, put

SCHEMA = json.loads((Path(__file__).parent / 'opds2.schema.json').read_text('utf-8'))
RICH = {
    'subtitle': "A second line",
    'series': "Policy Brief",
    'number': '7',
    'modified': Date(2025, 1, 2),
    'licence': 'CC-BY-4.0',
    'direction': 'rtl',
    'lang': 'ar',
}
BARE = {
    'authors': (),
    'date': None,
    'summary': '',
    'keywords': (),
    'publisher': '',
    'page': '',
    'proof': '',
    'accessibility': Accessibility(),
}


def feed(out: Path) -> dict[str, Any]:
    put(out, publication('rich', **RICH), publication('bare', **BARE), publication('plain'))
    found = json.loads(catalogue(out)['opds.json'])
    assert isinstance(found, dict)
    return found


def faults(instance: object) -> list[str]:
    validator = jsonschema.Draft7Validator(SCHEMA)
    return [error.message for error in validator.iter_errors(instance)]


def test_the_schema_is_one() -> None:
    """A schema with a slip passes everything."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)


def test_the_feed_is_as_the_specification_has_it(tmp_path: Path) -> None:
    """An e-reader refuses a feed as a whole for one wrong value."""
    assert faults(feed(tmp_path)) == []


@pytest.mark.parametrize(
    'path',
    ['metadata/title', 'links', 'publications/0/links/0/rel', 'publications/0/images',
     'publications/0/metadata/title', 'publications/0/links/0/href'],
)  # fmt: skip
def test_the_schema_misses_what_is_taken_away(tmp_path: Path, path: str) -> None:
    """The judge is awake."""
    spoiled: Any = copy.deepcopy(feed(tmp_path))
    *above, last = (int(part) if part.isdigit() else part for part in path.split('/'))
    holder = spoiled
    for part in above:
        holder = holder[part]
    del holder[last]
    assert faults(spoiled)


@pytest.mark.slow
def test_the_feed_keeps_the_official_schemas(tmp_path: Path) -> None:
    """The schemas of OPDS and Readium have the last word; they are not ours to hand on.

    `OPDS_SCHEMAS` names a folder with checkouts of opds-community/drafts and
    readium/webpub-manifest.
    """
    folder = os.environ.get('OPDS_SCHEMAS')
    if not folder:
        pytest.skip("OPDS_SCHEMAS names no folder: the official schemas were not heard")
    registry: Registry[Any] = Registry()
    homes = {
        'drafts': ('https://drafts.opds.io/schema/', 'http://drafts.opds.io/schema/'),
        'webpub-manifest': (
            'https://readium.org/webpub-manifest/schema/',
            'http://readium.org/webpub-manifest/schema/',
        ),
    }
    for name, addresses in homes.items():
        home = Path(folder) / name / 'schema'
        for path in sorted(home.rglob('*.json')):
            # They are written for ECMAScript, whose named groups Python spells otherwise.
            text = path.read_text('utf-8').replace('(?<', '(?P<')
            for address in addresses:
                contents = json.loads(text) | {'$id': f'{address}{path.relative_to(home)}'}
                registry = Resource.from_contents(contents) @ registry
    judge = jsonschema.Draft7Validator(
        {'$ref': 'https://drafts.opds.io/schema/feed.schema.json'},
        registry=registry,
        format_checker=jsonschema.FormatChecker(),
    )
    assert [error.message for error in judge.iter_errors(feed(tmp_path))] == []


def test_a_date_that_is_not_known_to_the_day_is_not_made_up(tmp_path: Path) -> None:
    """“May 2024” must not become the first of May where a reader sees it."""
    put(tmp_path, publication('x', date=Date(2024, 5, None)))
    [found] = json.loads(catalogue(tmp_path)['opds.json'])['publications']
    assert 'published' not in found['metadata']
    assert found['metadata']['modified'] == '2024-05-01T00:00:00Z'


def test_page_markers_go_by_the_name_that_readium_knows(tmp_path: Path) -> None:
    """Its schema has no word for what EPUB Accessibility 1.1 calls them."""
    [found] = (one for one in feed(tmp_path)['publications'] if one['metadata']['title'][4] == 'p')
    said = found['metadata']['accessibility']
    assert said['feature'] == ['alternativeText', 'printPageNumbers']
    assert said['accessModeSufficient'] == [['textual']]
    assert 'conformsTo' not in said
    assert 'certification' not in said


def test_a_claim_of_the_publisher_is_handed_on_as_an_address(tmp_path: Path) -> None:
    """Readium names conformance by the address of the section; other claims it could not read."""
    claims = ('EPUB Accessibility 1.1 - WCAG 2.2 Level AA', 'our own good will')
    said = Accessibility(conforms_to=claims, certified_by="An auditor")
    put(tmp_path, publication('x', accessibility=said))
    [found] = json.loads(catalogue(tmp_path)['opds.json'])['publications']
    assert found['metadata']['accessibility'] == {
        'conformsTo': ['https://www.w3.org/TR/epub-a11y-11#wcag-2.2-aa'],
        'certification': {'certifiedBy': "An auditor"},
    }
