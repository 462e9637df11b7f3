"""Ids: unique, safe, and the same tomorrow."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.compose.ids import Ids, anchor, slug


@pytest.mark.parametrize(
    ('title', 'expected'),
    [
        ("Aid, 2024", 'aid-2024'),
        ("Потери и цены", 'потери-и-цены'),
        ("북한군", '북한군'),
        ("हिन्दी", 'हिन्दी'),
        ("2024", 'section-2024'),
        ("—", 'section'),
        ("A" * 80, 'a' * 60),
        ("word " * 20, '-'.join(['word'] * 12)),
    ],
)
def test_a_slug_keeps_the_words_of_every_script(title: str, expected: str) -> None:
    """An address in the reader's own script can be read aloud and remembered."""
    assert slug(title) == expected


def test_ids_that_differ_by_case_only_are_told_apart() -> None:
    """On many disks `Aid.xhtml` and `aid.xhtml` are one file."""
    ids = Ids()
    assert [ids.claim('aid'), ids.claim('Aid')] == ['aid', 'Aid-2']


@pytest.mark.parametrize('wanted', ['note-3', 'actor-kim', 'mention-1', 'Event-horizon'])
def test_no_author_takes_an_id_of_ours(wanted: str) -> None:
    """A heading “Note 3” must not catch the links to note 3."""
    ids = Ids()
    assert ids.claim(wanted) == f'section-{wanted}'
    assert ids.anchors[wanted] == f'section-{wanted}'


def test_a_heading_called_timeline_gives_way_to_the_timeline() -> None:
    """Links to the timeline lead to the timeline."""
    assert Ids().claim('timeline') == 'timeline-2'


@given(st.lists(st.text(max_size=8), max_size=20))
def test_whatever_is_claimed_each_id_is_new(wanted: list[str]) -> None:
    """Two elements with one id break every link to the second."""
    ids = Ids()
    claimed = [ids.claim(slug(one)).casefold() for one in wanted]
    assert len(set(claimed)) == len(claimed)


@given(st.text(max_size=8), st.text(max_size=8))
def test_two_keys_are_two_anchors(one: str, other: str) -> None:
    """Sources `a:b` and `a/b` are two sources."""
    assert (anchor('source', one) == anchor('source', other)) == (one == other)
    assert not any(character.isspace() for character in anchor('source', one))
