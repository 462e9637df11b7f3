"""Reads `actors.yaml`: people, states, alliances, organisations and units.

In: what the file says, as a node.  Out: `Actor` values in the file's order, and diagnostics.
Whether those they refer to exist is for `check` to say.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.manuscript.faults import Faults
from proofpress.manuscript.fields import Fields, one_line, records_of
from proofpress.manuscript.nodes import Entry, Node, Record, Scalar
from proofpress.manuscript.values import ValueFault, read_language
from proofpress.model.actors import Actor, ActorKind, Alias, NativeName, Relation

PATH = 'actors.yaml'
KEYS = (
    'id', 'name', 'native', 'kind', 'role', 'text', 'aliases', 'part_of', 'relations', 'sources',
)  # fmt: skip
RELATION_KEYS = ('to', 'as')


def read_actors(node: Node | None, faults: Faults) -> tuple[Actor, ...]:
    """Return the actors; one without a name is left out, with a diagnostic."""
    actors = [_actor(record, faults) for record in records_of(node, faults, "an actor")]
    faults.left_out.update(actor.id for actor in actors if not actor.name)
    return tuple(actor for actor in actors if actor.name)


def _actor(record: Record, faults: Faults) -> Actor:
    fields = Fields(record, faults, KEYS, "an actor")
    name = fields.required('name')
    part_of = fields.references('part_of')
    if len(part_of) > 1:
        message = "An actor is part of one other, not of several"
        faults.fault('wrong-type', message, part_of[1].span, "tell of the others in relations:")
    fields.required('kind')
    return Actor(
        span=record.span,
        id=fields.own_id(name),
        name=name,
        kind=fields.choice('kind', ActorKind, ActorKind.ORGANISATION),
        role=fields.text('role'),
        text=fields.text('text'),
        native=tuple(_native_names(fields, faults)),
        aliases=tuple(Alias(one_line(one.text), one.span) for one in fields.scalars('aliases')),
        part_of=part_of[0] if part_of else None,
        relations=tuple(_relations(fields, faults)),
        sources=fields.references('sources'),
    )


def _native_names(fields: Fields, faults: Faults) -> Iterator[NativeName]:
    node = fields.node('native')
    if node is None:
        return
    if not isinstance(node, Record):
        fields.wrong_type('native', node, "{ko: 김정은}")
        return
    for entry in node.entries:
        name = _native_name(entry, fields, faults)
        if name is not None:
            yield name


def _native_name(entry: Entry, fields: Fields, faults: Faults) -> NativeName | None:
    lang = entry.key.text
    try:
        read_language(lang)
    except ValueFault as refused:
        faults.fault(refused.id, refused.message, entry.key.span, refused.advice)
        return None
    if not isinstance(entry.value, Scalar):
        fields.wrong_type(lang, entry.value, "a name")
        return None
    name = one_line(entry.value.text)
    if entry.value.is_null or not name:
        message = f"The native name in “{lang}” has no words"
        faults.fault('missing-key', message, entry.key.span, "write it, or take the key away")
        return None
    return NativeName(lang, name, entry.value.span)


def _relations(fields: Fields, faults: Faults) -> Iterator[Relation]:
    for record in fields.records('relations', "a relation, {to: id, as: words}"):
        relation = Fields(record, faults, RELATION_KEYS, "a relation")
        relation.required('to')
        as_ = relation.required('as')
        to = relation.references('to')
        if to and as_:
            yield Relation(to[0], as_)
