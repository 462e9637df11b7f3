"""The glossary: who the actors are, what they are called, and where the article mentions them.

In: the actors and their mentions.  Out: the section of the glossary: a list for each kind of actor,
in the order of `ActorKind`, and within it by name, without regard to case and accents.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from lxml import etree

from proofpress.compose.book import Matter, Outline, Section, SectionKind
from proofpress.compose.directory import Directory
from proofpress.compose.facts import Fact, listed, told
from proofpress.compose.furniture import furnish, origins_within
from proofpress.compose.ids import Ids, anchor
from proofpress.compose.markup import Content, direction_of, element
from proofpress.compose.words import Words
from proofpress.model.actors import Actor, ActorKind, NativeName, Relation


@dataclass(frozen=True, slots=True)
class Entry:
    """An actor, ready for the page."""

    id: str
    name: str
    native: list[etree._Element]
    role: str
    text: str
    facts: list[Fact]


@dataclass(frozen=True, slots=True)
class Group:
    """The actors of one kind."""

    title: str
    entries: list[Entry]


def glossary(
    actors: Sequence[Actor],
    mentions: Mapping[str, Sequence[str]],
    directory: Directory,
    ids: Ids,
    words: Words,
) -> Section | None:
    """Return the glossary; None without actors."""
    if not actors:
        return None
    groups = [
        Group(
            words[f'kind_{kind.value}'],
            [_entry(actor, mentions.get(actor.id, ()), directory, ids, words) for actor in of_kind],
        )
        for kind in ActorKind
        if (of_kind := sorted((a for a in actors if a.kind is kind), key=_by_name))
    ]
    starts = {anchor('actor', actor.id): actor.span for actor in actors}
    title = words['glossary']
    tree = furnish('glossary', ids, words, groups=groups)
    return Section(
        id='glossary',
        kind=SectionKind.GLOSSARY,
        matter=Matter.BACK,
        title=title,
        running_head=title,
        tree=tree,
        outline=Outline('glossary', 1, '', title),
        origins=origins_within(tree, starts),
    )


def _by_name(actor: Actor) -> tuple[str, str]:
    bare = ''.join(
        character
        for character in unicodedata.normalize('NFKD', actor.name)
        if not unicodedata.combining(character)
    )
    return bare.casefold(), actor.id


def _entry(
    actor: Actor, mentions: Sequence[str], directory: Directory, ids: Ids, words: Words
) -> Entry:
    return Entry(
        id=ids.reserve(anchor('actor', actor.id)),
        name=actor.name,
        native=[_native(name) for name in actor.native],
        role=actor.role,
        text=actor.text,
        facts=list(_facts(actor, mentions, directory, words)),
    )


def _native(name: NativeName) -> etree._Element:
    return element('span', name.name, class_='native', lang=name.lang, dir=direction_of(name.lang))


def _facts(
    actor: Actor, mentions: Sequence[str], directory: Directory, words: Words
) -> Iterator[Fact]:
    yield from told(words['also'], listed(alias.name for alias in actor.aliases))
    if actor.part_of is not None:
        yield Fact(words['part_of'], [directory.actor(actor.part_of.id)])
    yield from told(words['relations'], _relations(actor.relations, directory))
    yield from told(
        words['sources'], listed((directory.source(ref.id) for ref in actor.sources), '; ')
    )
    yield from told(words['mentioned'], listed([directory.locators(mentions)]))


def _relations(relations: Iterable[Relation], directory: Directory) -> list[Content]:
    content: list[Content] = []
    for relation in relations:
        content += [', '] if content else []
        content += [f'{relation.as_} '] if relation.as_ else []
        content.append(directory.actor(relation.to.id))
    return content
