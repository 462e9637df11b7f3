"""Names are found in words by the rule that check and compose share."""

from __future__ import annotations

import pytest

from proofpress.model.actors import Actor, ActorKind, Alias
from proofpress.model.names import Names
from proofpress.span import Span


def names(**actors: list[str]) -> Names:
    span = Span('actors.yaml')
    return Names(
        Actor(span, id_, first, ActorKind.PERSON, aliases=tuple(Alias(a, span) for a in others))
        for id_, (first, *others) in actors.items()
    )


@pytest.mark.parametrize(
    ('text', 'expected'),
    [
        ('Kim Yo-jong met Kim.', [('Kim Yo-jong', 'yo'), ('Kim', 'un')]),
        ('Kimchi, kim, Kim’s', [('Kim', 'un')]),
        ('O’Neill and O\'Neill', [('O’Neill', 'oneill'), ("O'Neill", 'oneill')]),
        ('Kim\n Yo\u2011jong', [('Kim\n Yo\u2011jong', 'yo')]),
        ('김정은은', [('김정은', 'un')]),
    ],
)
def test_the_longest_name_is_found_as_a_whole_word(
    text: str, expected: list[tuple[str, str]]
) -> None:
    """Kim Yo-jong is not her brother, and kimchi is neither."""
    cast = names(un=['Kim', '김정은'], yo=['Kim Yo-jong'], oneill=["O'Neill"])
    assert [(match[0], id_) for match, id_ in cast.find(text)] == expected


def test_without_names_nothing_is_found() -> None:
    """A report without actors has no mentions."""
    assert not list(names().find('Kim'))


def test_of_two_actors_the_first_has_the_name() -> None:
    """What check refuses still composes."""
    assert [id_ for _, id_ in names(a=['Kim'], b=['Kim']).find('Kim')] == ['a']
