"""An actor whom the article never mentions.

In: a report.  Out: `actor-unmentioned`, a warning: the glossary would explain a stranger.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.check.article import blocks, pairs
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.model.names import Names
from proofpress.model.prose import (
    Bracketed,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Strong,
    Text,
    lines_of,
)
from proofpress.model.report import Report

_CLOSED = '\ufffc'
"""Stands for what is not searched: links, code, citations, words tied to an actor by hand."""


def actor_unmentioned(report: Report) -> Iterator[Diagnostic]:
    """Name each actor who is neither found by a name nor marked by hand in the article."""
    names = Names(report.actors)
    mentioned = {id_ for id_, _ in pairs(report, 'actor')}
    for block in blocks(report):
        if not isinstance(block, Heading):
            for line in lines_of(block):
                mentioned.update(id_ for _, id_ in names.find(_open_words(line)))
    for actor in report.actors:
        if actor.id not in mentioned:
            yield Diagnostic(
                'actor-unmentioned',
                f"The article never mentions “{actor.name}”",
                actor.span,
                "add the name that the article uses to `aliases`, or take the actor away",
                Severity.WARNING,
            )


def _open_words(inlines: tuple[Inline, ...]) -> str:
    """Return the words of a line in which names count."""
    words: list[str] = []
    for inline in inlines:
        match inline:
            case Text():
                words.append(inline.text)
            case LineBreak():
                words.append(' ')
            case Emphasis() | Strong():
                words.append(_open_words(inline.children))
            case Bracketed() if inline.attributes.get('actor') is None:
                words.append(_open_words(inline.children))
            case _:
                words.append(_CLOSED)
    return ''.join(words)
