"""Whatever stands in a manifest, the catalogue is sound: a property, tried on many."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema
import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from proofpress.catalogue import make_catalogue
from proofpress.manifest import manifest
from proofpress.model.publication import Accessibility, House, Image
from proofpress.product import FileFacts, Standing
from tests.catalogue.standing import publication

SCHEMA = json.loads((Path(__file__).parent / 'opds2.schema.json').read_text('utf-8'))
GOOD: dict[str, Any] = json.loads(
    manifest({}, [], publication('x', series="Brief", number='3', subtitle="A subtitle")).content
)
FACTS = {one['path']: one for one in GOOD['publication']['downloads']}
FILES = {
    path: FileFacts(FACTS[path]['size'], FACTS[path]['sha256'])
    if path in FACTS
    else FileFacts(1, '')
    for path in (*FACTS, 'cover.png', 'cover-small.png', 'index.html', 'proof.html')
}
WORDS = st.one_of(
    st.text(),
    st.sampled_from(
        ['', ' ', '\n\n', '\0', '\ud800', '<script>', ']]>', 'javascript:x', '../x', '9']
    ),
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=4,
)


def places(value: object, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to everything within a value."""
    found = [path] if path else []
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            found += places(one, (*path, key))
    return found


PLACES = places(GOOD['publication'])


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), VALUES), min_size=1, max_size=3))
def test_the_feeds_are_sound_whatever_a_manifest_says(
    changes: list[tuple[tuple[Any, ...], object]],
) -> None:
    """One odd manifest must not keep the readers of all other reports from the catalogue."""
    spoiled = copy.deepcopy(GOOD)
    for (*above, last), value in changes:
        holder = spoiled['publication']
        for key in above:
            fits = isinstance(holder, dict) or (
                isinstance(holder, list) and key in range(len(holder))
            )
            holder = (
                holder[key] if fits and (not isinstance(holder, dict) or key in holder) else None
            )
        if isinstance(holder, dict):
            holder[last] = value
    listed(Standing('x', 'build/x', json.dumps(spoiled).encode(), FILES))


@pytest.mark.parametrize(
    'changes',
    [
        {'keywords': ('', ' ')},
        {'authors': ('',)},
        {'series': ' ', 'subtitle': ' ', 'summary': ' \n\n ', 'publisher': ' '},
        {'accessibility': Accessibility(modes=('x',), sufficient=('x,y',), hazards=('z', 'none'))},
        {
            'accessibility': Accessibility(
                summary=' ', certified_by=' ', features=('', 'unheard-of')
            )
        },
        {'cover': Image('cover.png', 0, 0)},
        {'identifier': 'urn:x:<>"'},
        {'house': House('')},
        {'series': "Brief", 'number': '1' * 5000},
    ],
)
def test_the_feeds_are_sound_with_words_that_mean_nothing(changes: dict[str, object]) -> None:
    """What is empty or unheard of is passed over, or takes the report from the list."""
    written = manifest({}, [], publication('x', **changes)).content
    listed(Standing('x', 'build/x', written, FILES))


def listed(odd: Standing) -> None:
    """List a folder beside a good one; see that all that comes of it is sound."""
    good = publication('good')
    sound = Standing(
        'good',
        'build/good',
        manifest({}, [], good).content,
        {
            path.replace('x.', 'good.') if path in FACTS else path: one
            for path, one in FILES.items()
        },
    )
    made = make_catalogue([odd, sound])
    files = {file.path: file.content for file in made.files}
    feed = json.loads(files['opds.json'])
    jsonschema.validate(feed, SCHEMA)
    entries = etree.fromstring(files['opds.xml']).findall('{http://www.w3.org/2005/Atom}entry')
    assert len(entries) == len(feed['publications']) == 2 - len(made.diagnostics)
    page = lxml.html.document_fromstring(files['index.html'].decode())
    assert page.xpath('//script') == []
    schemes = {address.partition(':')[0] for _, _, address, _ in page.iterlinks() if ':' in address}
    assert schemes <= {'https', 'http', 'mailto'}
