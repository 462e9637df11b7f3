"""Who and what a report names exists, once."""

from __future__ import annotations

from dataclasses import replace

from proofpress.check import (
    alias_shared,
    duplicate_id,
    part_of_circle,
    source_uncited,
    unknown_actor,
    unknown_event,
    unknown_source,
)
from proofpress.model.actors import Relation
from proofpress.model.timeline import Reference
from proofpress.span import Span
from tests.check.reports import actor, event, places, report, source


def test_an_actor_of_an_event_must_be_known() -> None:
    """The timeline would name someone whom no glossary explains."""
    judged = report(
        events=(event('kursk', actors=('kim-jong-nu',)),), actors=(actor('kim-jong-un', "Kim"),)
    )
    [found] = unknown_actor(judged)
    assert found.id == 'unknown-actor'
    assert found.help == "did you mean “kim-jong-un”?"


def test_an_actor_named_by_hand_must_be_known_and_none_is_nobody() -> None:
    """`{actor=none}` says that a word is no name; it is not the id of an actor."""
    judged = report('[Putin]{actor=none} met\n[the Marshal]{actor=marshal}.')
    assert places(unknown_actor, judged) == ['report.md:2:15']


def test_ties_between_actors_must_lead_to_actors() -> None:
    """The glossary prints ties as links: they would lead nowhere."""
    lone = actor('storm', "Storm Corps", part_of='kpa')
    tie = Relation(Reference(Span('actors.yaml', 9), 'russia'), "ally of")
    judged = report(actors=(replace(lone, relations=(tie,)),))
    assert [one.message for one in unknown_actor(judged)] == [
        "The actor “storm” names the actor “kpa”, whom actors.yaml does not have",
        "The actor “storm” names the actor “russia”, whom actors.yaml does not have",
    ]


def test_an_actor_named_in_a_note_or_a_cell_counts() -> None:
    """What stands in a note is read by readers too."""
    article = 'Word.[^1]\n\n[^1]: [He]{actor=nobody}\n\n| A |\n|---|\n| [she]{actor=noone} |\n'
    assert len(places(unknown_actor, report(article))) == 2


def test_an_event_tied_to_words_must_be_known() -> None:
    """The link to the timeline would lead nowhere."""
    judged = report('[They left]{event=departed}.', events=(event('departure'),))
    [found] = unknown_event(judged)
    assert (str(found.span), found.help) == ('report.md:1:13', "did you mean “departure”?")


def test_a_cited_source_must_be_known() -> None:
    """The note would cite nothing."""
    judged = report('He said so [see @kirby, p. 3; @ruttee].', sources=(source('rutte'),))
    assert [one.message for one in unknown_source(judged)] == [
        "The article cites the source “kirby”, which the bibliography does not have",
        "The article cites the source “ruttee”, which the bibliography does not have",
    ]


def test_a_source_that_nothing_cites_is_a_warning() -> None:
    """Readers would look in vain for the passage that relies on it."""
    told = replace(event('talks'), sources=(Reference(Span('timeline.yaml'), 'nato'),))
    judged = report(
        'So [@kirby].', events=(told,), sources=(source('kirby'), source('nato'), source('spare'))
    )
    assert [one.message for one in source_uncited(judged)] == ["The source “spare” is never cited"]


def test_an_id_is_given_once_among_things_of_a_kind() -> None:
    """A link to it would lead to only one of the two."""
    article = '# One {#kursk}\n\n[words]{#kursk}\n'
    judged = report(
        article, actors=(actor('kursk', "A"), actor('kursk', "B", line=4)), events=(event('kursk'),)
    )
    found = list(duplicate_id(judged))
    assert [str(one.span) for one in found] == ['report.md:3:1', 'actors.yaml:4:1']
    assert [str(one.notes[0].span) for one in found] == ['report.md:1:1', 'actors.yaml:1:1']


def test_a_name_belongs_to_one_actor() -> None:
    """No reader could tell which Kim the article means."""
    kims = (actor('un', "Kim Jong-un", "Kim"), actor('yo', "Kim Yo-jong", "Kim", line=7))
    [found] = alias_shared(report(actors=kims))
    assert str(found.span) == 'actors.yaml:7:1'


def test_an_actor_may_have_a_name_twice() -> None:
    """An alias that repeats the name is needless, but misleads nobody."""
    assert not list(alias_shared(report(actors=(actor('un', "Kim", "Kim"),))))


def test_no_actor_is_part_of_itself() -> None:
    """The glossary would send its reader round in a circle, once."""
    circle = (
        actor('army', "A", part_of='state', line=1),
        actor('corps', "C", part_of='army', line=2),
        actor('state', "S", part_of='corps', line=3),
        actor('guard', "G", part_of='army', line=4),
    )
    [found] = part_of_circle(report(actors=circle))
    assert found.message == "An actor is part of itself: army in state in corps in army"
    assert str(found.span) == 'actors.yaml:3:1'
