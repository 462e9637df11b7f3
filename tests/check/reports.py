"""Small reports for the tests of rules: an article in Markdown, the rest as values."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from proofpress.diagnostics import Diagnostic
from proofpress.manuscript.markdown import read_chapter
from proofpress.model.actors import Actor, ActorKind, Alias
from proofpress.model.report import FrontMatter, Imprint, Report
from proofpress.model.sources import Source
from proofpress.model.timeline import Date, Event, Evidence, Reference
from proofpress.span import Span

Rule = Callable[[Report], Iterator[Diagnostic]]


def report(
    article: str = '',
    *,
    actors: tuple[Actor, ...] = (),
    events: tuple[Event, ...] = (),
    sources: tuple[Source, ...] = (),
    lang: str = 'en',
) -> Report:
    """Return a report with the article as its only chapter."""
    chapter, found = read_chapter('report.md', article)
    assert not found, found
    front = FrontMatter(Span('report.md'), 'A report', lang=lang)
    return Report('a-report', front, Imprint(), (chapter,), events, actors, sources)


def actor(id_: str, name: str, *aliases: str, line: int = 1, part_of: str = '') -> Actor:
    """Return an actor that stands on a line of `actors.yaml`."""
    span = Span('actors.yaml', line)
    return Actor(
        span,
        id_,
        name,
        ActorKind.PERSON,
        aliases=tuple(Alias(alias, span) for alias in aliases),
        part_of=Reference(span, part_of) if part_of else None,
    )


def event(id_: str, *evidence: str, actors: tuple[str, ...] = (), line: int = 1) -> Event:
    """Return an event that stands on a line of `timeline.yaml`."""
    span = Span('timeline.yaml', line)
    return Event(
        span,
        id_,
        Date(2024, 10),
        '2024-10',
        f"Event {id_}",
        actors=tuple(Reference(span, one) for one in actors),
        evidence=tuple(Evidence(span, words) for words in evidence),
    )


def source(id_: str, title: str = "A source", **csl: str) -> Source:
    """Return a source of `sources.yaml`."""
    return Source(Span('sources.yaml'), id_, title, csl=csl)


def places(rule: Rule, judged: Report) -> list[str]:
    """Return where a rule finds something, as `path:line:column`."""
    return [str(one.span) for one in rule(judged)]
