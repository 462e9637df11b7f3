"""Stylesheets joined into one: what a browser and an e-reader are handed."""

from __future__ import annotations

import re

import pytest
import tinycss2

from proofpress.stylesheet import StylesheetError, flat, layered, read_entry, shipped_sheet

SHEETS = {
    'entry.css': (
        "/* why */ @layer tokens, base, house;"
        "@import 'tokens/a.css' layer(tokens);"
        "@import 'house.css' layer(house);"
        "@import 'base/a.css' layer(base);"
    ),
    'tokens/a.css': ':root { --ink: #123; --soft: var(--ink); --gap: 2em }',
    'base/a.css': 'p { color: var(--soft); margin: calc(var(--gap) + 1em) var(--none, 0 auto) }',
    'house.css': '/* words */ :root { --ink: inherit } p { color: red }',
}


def _read(**changes: str) -> dict[str, str]:
    return SHEETS | {name.replace('__', '/') + '.css': text for name, text in changes.items()}


def _flat(**changes: str) -> str:
    return flat('entry.css', _read(**changes).__getitem__)


def test_an_e_reader_gets_rules_in_the_order_of_the_layers() -> None:
    """A house's rule must win as it does in a browser, although nobody knows layers there."""
    text = _flat()
    assert text.index('margin') < text.index('color:red')
    assert '@' not in text


def test_an_e_reader_gets_no_variables() -> None:
    """Adobe's engine drops a whole rule for one `var()`."""
    assert 'p{color:inherit;margin:calc(2em + 1em) 0 auto}' in _flat()
    assert '--' not in _flat()


def test_conditions_are_kept_in_the_flat_form() -> None:
    """A rule for large screens must not become one for all."""
    text = _flat(base__a='@media (min-width: 30em) { p { margin: var(--gap) } }')
    assert text.splitlines()[0].startswith('@media (min-width: 30em)')
    assert 'p{margin:2em}' in text


def test_a_browser_gets_layers_and_variables_as_they_are() -> None:
    """A browser changes colours at night by the variables."""
    text = layered('entry.css', SHEETS.__getitem__)
    assert text.startswith('@layer tokens, base, house;\n@layer tokens {')
    assert 'var(--soft)' in text
    assert '@import' not in text
    assert '/*' not in text


@pytest.mark.parametrize(
    ('changes', 'complaint'),
    [
        ({'entry': 'p { color: red }'}, 'more than layers and imports'),
        ({'entry': "@import 'house.css' layer(late);"}, 'late has no place'),
        ({'entry': "@import 'house.css' screen;"}, 'only layer'),
        ({'entry': '@import;'}, 'without a name'),
        ({'entry': '@charset "x";'}, '@charset'),
        ({'base__a': 'p { color: var(--lost) }'}, '--lost is set nowhere'),
        ({'tokens__a': ':root { --ink: var(--soft); --soft: var(--ink) }', 'house': ''}, 'circle'),
        ({'base__a': 'p { color: red !important }'}, '!important'),
        ({'base__a': 'p { a { color: red } }'}, 'only declarations'),
        ({'base__a': 'p'}, 'base/a.css:1'),
    ],
)
def test_a_sheet_that_breaks_the_rules_of_the_house_is_refused(
    changes: dict[str, str], complaint: str
) -> None:
    """What an e-reader cannot follow would be lost there in silence."""
    with pytest.raises(StylesheetError, match=re.escape(complaint)):
        _flat(**changes)


def test_a_house_re_values_what_the_tokens_say() -> None:
    """A publisher's blue reaches every rule that names it, in the browser and in the e-reader."""
    sheets = _read(houses__blue=':root { --ink: #00f }', house='')
    assert 'color:#00f' in flat('entry.css', sheets.__getitem__, 'blue')
    text = layered('entry.css', sheets.__getitem__, 'blue')
    assert '@layer house {\n:root { --ink: #00f }\n}' in text


@pytest.mark.parametrize('house', ['../secret', 'a/b', 'Blue'])
def test_a_house_cannot_lead_out_of_the_styles(house: str) -> None:
    """The name stands in a report, and a report is not to be trusted with paths."""
    with pytest.raises(StylesheetError, match='no name of a house style'):
        layered('entry.css', SHEETS.__getitem__, house)


@pytest.mark.parametrize('name', ['epub.css', 'web.css'])
def test_our_own_entry_sheets_name_sheets_that_are_there(name: str) -> None:
    """A missing import leaves a component unset on every page."""
    entry = read_entry(name)
    assert entry.layers[0] == 'tokens'
    assert all(sheet.text.strip() for sheet in entry.sheets)


def test_the_epubs_sheet_fixes_no_colour() -> None:
    """At night a reader's page turns black; a colour that we fixed would stay as it was."""
    blue = {'houses/blue.css': ':root { --ink: #00f; --accent: #00f; --rule: #00f }'}
    words = flat('epub.css', lambda name: blue.get(name) or shipped_sheet(name), 'blue')
    colours: set[str] = set()
    for rule in tinycss2.parse_stylesheet(words, skip_comments=True, skip_whitespace=True):
        if rule.content is not None:
            colours |= {node.type for node in rule.content if node.type == 'hash'}
            colours |= {
                node.lower_name
                for node in rule.content
                if node.type == 'function' and node.lower_name.startswith(('rgb', 'hsl'))
            }
    assert colours == set()
    assert ':root{color-scheme:light dark}' in words
