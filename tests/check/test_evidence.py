"""The article bears out the timeline and speaks of the actors."""

from __future__ import annotations

import pytest

from proofpress.check import (
    actor_unmentioned,
    event_without_source,
    evidence_ambiguous,
    evidence_not_found,
)
from proofpress.diagnostics import Severity
from tests.check.reports import actor, event, places, report


@pytest.mark.parametrize(
    'article',
    [
        'Then twelve thousand\nsoldiers left by sea.',
        'Then **twelve** thousand [soldiers]{#s} left[^1] by sea.\n\n[^1]: Or air.',
        '# On twelve thousand soldiers left by sea',
        '> - twelve thousand soldiers left by sea',
        '| A |\n|---|\n| twelve thousand soldiers left by sea |',
        '::: {.box}\ntwelve thousand soldiers left by sea\n:::',
    ],
)
def test_evidence_is_found_across_lines_markup_and_blocks_of_all_kinds(article: str) -> None:
    """The author quotes the words as they are read, not as they are typed."""
    judged = report(article, events=(event('sea', 'twelve  thousand\n soldiers left by sea'),))
    assert not list(evidence_not_found(judged))


def test_evidence_that_changed_is_an_error_and_shows_the_nearest_words() -> None:
    """The timeline would claim what the article no longer says."""
    article = 'First.\n\nThen eleven thousand soldiers left by sea that night.'
    judged = report(article, events=(event('sea', 'twelve thousand soldiers left by sea', line=5),))
    [found] = evidence_not_found(judged)
    assert str(found.span) == 'timeline.yaml:5:1'
    [note] = found.notes
    assert note.message == "the nearest words are “eleven thousand soldiers left by sea”"
    assert str(note.span) == 'report.md:3:1'


def test_evidence_like_nothing_in_the_article_gets_no_guess() -> None:
    """A wild guess would send the author to the wrong place."""
    [found] = evidence_not_found(report('Snow fell.', events=(event('sea', 'soldiers left'),)))
    assert found.notes == ()


def test_evidence_in_a_note_is_not_evidence_in_the_article() -> None:
    """Events are tied to the text that every reader passes."""
    judged = report('Word.[^1]\n\n[^1]: They left.', events=(event('sea', 'They left'),))
    assert len(list(evidence_not_found(judged))) == 1


def test_evidence_begins_and_ends_with_whole_words() -> None:
    """“12 soldiers” is no evidence in an article that says “112 soldiers”."""
    judged = report('They saw 112 soldiers.', events=(event('seen', '12 soldiers'),))
    assert len(list(evidence_not_found(judged))) == 1


def test_evidence_said_twice_is_a_warning_that_shows_both_places() -> None:
    """The event may be tied to the wrong passage."""
    judged = report('They left.\n\nAgain: They left.', events=(event('sea', 'They left'),))
    [found] = evidence_ambiguous(judged)
    assert found.severity is Severity.WARNING
    assert [str(note.span) for note in found.notes] == ['report.md:1:1', 'report.md:3:1']


def test_an_event_needs_a_source_or_words_of_the_article() -> None:
    """A date without anything behind it is a rumour."""
    judged = report('[Left]{event=b}.', events=(event('a', line=3), event('b'), event('c', 'Left')))
    assert places(event_without_source, judged) == ['timeline.yaml:3:1']


def test_an_actor_whom_the_article_never_names_is_a_warning() -> None:
    """The glossary would explain someone whom the reader never met."""
    cast = (actor('un', "Kim Jong-un", "Kim"), actor('yo', "Kim Yo-jong"), actor('ri', "Ri"))
    judged = report('Kim Yo-jong spoke of [him]{actor=un}.', actors=cast)
    assert [one.message for one in actor_unmentioned(judged)] == ["The article never mentions “Ri”"]


@pytest.mark.parametrize(
    'article',
    ['# Kim', '[Kim](https://example.org)', '`Kim`', '[Kim]{actor=none}', 'Kimchi', 'Kim Yo-jong'],
)
def test_a_name_counts_where_compose_would_find_it(article: str) -> None:
    """Headings, links, code, longer words and longer names mention nobody."""
    judged = report(article, actors=(actor('un', "Kim"), actor('yo', "Kim Yo-jong")))
    assert "The article never mentions “Kim”" in {one.message for one in actor_unmentioned(judged)}


def test_a_name_in_a_note_a_cell_or_emphasis_counts() -> None:
    """The glossary leads there too."""
    for article in ('Word.[^1]\n\n[^1]: Kim.', '| A |\n|---|\n| Kim |', 'So *Kim’s* word.'):
        assert not list(actor_unmentioned(report(article, actors=(actor('un', "Kim"),))))
