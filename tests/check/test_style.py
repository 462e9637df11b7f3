"""Words can be seen on paper and on screens, by day and by night, whatever the house."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from proofpress.assets import house_styles, package_text
from proofpress.check.style import SETTINGS, judged, style_findings
from proofpress.diagnostics import Diagnostic
from proofpress.stylesheet import read_entry, shipped_sheet


def changed(sheet: str, before: str, after: str) -> Callable[[str], str]:
    """Return a reader of our sheets that finds other words in one of them."""

    def read(name: str) -> str:
        text = shipped_sheet(name)
        if name != sheet:
            return text
        assert before in text
        return text.replace(before, after, 1)

    return read


def with_house(sheet: str) -> Callable[[str], str]:
    """Return a reader of our sheets that finds a house style beside them."""
    return lambda name: sheet if name == 'houses/lantern.css' else shipped_sheet(name)


def found_in_house(entry: str, sheet: str) -> list[Diagnostic]:
    """Return what is wrong when a house lays the sheet over ours."""
    return list(judged(read_entry(entry, with_house(sheet), 'lantern'), entry))


@pytest.mark.parametrize('name', sorted(SETTINGS))
@pytest.mark.parametrize('house', ['', *house_styles()])
def test_our_own_styles_can_be_read(name: str, house: str) -> None:
    """Below 4.5:1 one reader in twelve gives up (WCAG 2.2, 1.4.3)."""
    assert style_findings(name, house) == ()


def test_a_pale_ink_is_named_where_it_is_set_with_its_ground() -> None:
    """Whoever mends it needs both places: the ink, and what it stands on."""
    read = changed('tokens/print.css', '--ink-soft: #4d545c', '--ink-soft: #9aa0a6')
    found = judged(read_entry('print.css', read), 'print.css')
    line = shipped_sheet('tokens/print.css').splitlines().index('  --ink-soft: #4d545c;') + 1
    assert found
    assert {one.id for one in found} == {'contrast-low'}
    assert {str(one.span) for one in found} == {f'styles/tokens/print.css:{line}:15'}
    assert found[0].message.startswith("Words in #9aa0a6 on #ffffff have a contrast of 2.6:1 on")


def test_the_ground_is_named_where_it_is_set() -> None:
    """One of the two must change, and either may be the wrong one."""
    read = changed('tokens/web.css', '--ink-soft: #545c66', '--ink-soft: #9aa0a6')
    found = judged(read_entry('web.css', read), 'web.css')
    line = shipped_sheet('tokens/web.css').splitlines().index('  --paper: #fdfcfa;') + 1
    noted = {str(note.span) for one in found for note in one.notes}
    assert f'styles/tokens/web.css:{line}:12' in noted


def test_what_is_too_dark_by_night_only_is_found() -> None:
    """The author writes by day; the reader reads in bed."""
    read = changed('tokens/web.css', '--accent: #8fc1ea', '--accent: #14507d')
    found = judged(read_entry('web.css', read), 'web.css')
    assert found
    assert all(" at night" in one.message for one in found)
    assert judged(read_entry('print.css', read), 'print.css') == ()


def test_what_is_too_pale_where_it_is_touched_is_found() -> None:
    """A link must not fade under the pointer."""
    found = found_in_house('web.css', 'a:hover { color: #bbbbbb }')
    assert [str(one.span) for one in found[:1]] == ['styles/houses/lantern.css:1:18']
    assert "where it is touched" in found[0].message


def test_large_words_need_less() -> None:
    """A title in grey is read where a note in grey is not (WCAG 2.2, "large scale")."""
    grey = '{ color: #8a8a8a'
    assert not found_in_house(
        'print.css', f'.cover h1 {grey}; background: #fff; font-size: 18pt }}'
    )
    assert found_in_house('print.css', f'.cover h1 {grey}; background: #fff; font-size: 17pt }}')
    bold = f'.cover h1 {grey}; background: #fff; font-size: 14pt; font-weight: bold }}'
    assert not found_in_house('print.css', bold)


def test_a_house_is_told_of_its_own_colour() -> None:
    """It cannot change our ink, but it can change the ground that it lays under it."""
    found = found_in_house('web.css', ':root { --paper: #777777 }')
    assert found
    assert {one.span.path for one in found if one.span} == {'styles/houses/lantern.css'}
    assert any(note.span.path == 'styles/tokens/web.css' for one in found for note in one.notes)


def test_a_house_with_good_colours_passes() -> None:
    """A house may have its own red."""
    sheet = ':root { --accent: #7a1f2b }\n@media (prefers-color-scheme: dark) '
    sheet += '{ :root { --accent: #e59aa3 } }'
    assert found_in_house('web.css', sheet) == []
    assert found_in_house('print.css', sheet) == []


@pytest.mark.parametrize(
    ('sheet', 'place'),
    [
        ('figcaption { opacity: 0.6 }', '1:23'),
        ('figcaption { opacity: 60% }', '1:23'),
        (':root { --ink: rgb(0 0 0 / 80%) }', '1:16'),
        ('p {\n  color: #00000080 }', '2:10'),
        ('p { color: transparent }', '1:12'),
        ('section { opacity: .99 } section p { color: #000 }', '1:20'),
    ],
)
def test_words_let_no_ground_through(sheet: str, place: str) -> None:
    """Their contrast would be another on every ground, and archives of old take no such page."""
    found = found_in_house('print.css', sheet)
    assert [(one.id, str(one.span)) for one in found] == [
        ('text-translucent', f'styles/houses/lantern.css:{place}')
    ]


def test_the_ground_that_is_laid_last_is_the_one_that_is_seen() -> None:
    """`background` sets the colour too, even if it only wanted an image away."""
    sheet = 'th { background-color: #333 } th { background: #fff; color: #222 }'
    assert found_in_house('print.css', sheet) == []
    assert found_in_house('print.css', sheet.replace('background: #fff', 'background-clip: text'))


@pytest.mark.parametrize(
    'sheet', ['img { opacity: 0.5 }', 'p { opacity: 1 }', 'figure { background: rgb(0 0 0 / 0) }']
)
def test_only_words_are_spoken_of(sheet: str) -> None:
    """A paler picture is a matter of taste."""
    assert found_in_house('print.css', sheet) == []


def test_the_specimen_has_every_class_that_our_sheets_give_a_colour() -> None:
    """What the specimen lacks, nobody would judge."""
    specimen = package_text('check/specimen.xhtml')
    known = {
        name for value in re.findall(r'class="([^"]*)"', specimen) for name in str(value).split()
    }
    coloured = set()
    for entry in SETTINGS:
        for sheet in read_entry(entry).sheets:
            for selector, body in re.findall(r'([^{}]*)\{([^{}]*)\}', sheet.text):
                if re.search(r'(?:^|[\s;])(color|background(-color)?):', body):
                    coloured |= set(re.findall(r'\.([a-z][\w-]*)', selector))
    assert coloured - known == set()
