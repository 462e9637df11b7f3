"""The actors: people, states, alliances, organisations and units of the report.

In: nothing (pure values).  Out: `Actor` values.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from proofpress.model.timeline import Reference
from proofpress.span import Span


class ActorKind(enum.Enum):
    """The five kinds of actor."""

    PERSON = 'person'
    STATE = 'state'
    ALLIANCE = 'alliance'
    ORGANISATION = 'organisation'
    UNIT = 'unit'


@dataclass(frozen=True, slots=True)
class NativeName:
    """A name in its own script."""

    lang: str
    """BCP 47 language tag."""
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name under which the article mentions the actor."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Relation:
    """A tie to another actor: `{to: russia, as: ally of}`."""

    to: Reference
    as_: str


@dataclass(frozen=True, slots=True)
class Actor:
    """One entry of `actors.yaml`."""

    span: Span
    id: str
    name: str
    kind: ActorKind
    role: str = ''
    text: str = ''
    native: tuple[NativeName, ...] = ()
    aliases: tuple[Alias, ...] = ()
    part_of: Reference | None = None
    relations: tuple[Relation, ...] = ()
    sources: tuple[Reference, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every alias, as they may stand in the article."""
        return (self.name, *(alias.name for alias in self.aliases))
