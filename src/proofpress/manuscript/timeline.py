"""Reads `timeline.yaml`: the events of a report.

In: what the file says, as a node.  Out: `Event` values in the file's order, and diagnostics.
Whether actors, sources and passages exist is for `check` to say.
"""

from __future__ import annotations

from proofpress.manuscript.dates import DateError, read_date_or_interval
from proofpress.manuscript.faults import Faults
from proofpress.manuscript.fields import Fields, one_line, records_of
from proofpress.manuscript.nodes import Node, Record
from proofpress.model.timeline import Event, Evidence

PATH = 'timeline.yaml'
KEYS = (
    'id', 'date', 'title', 'text', 'actors', 'place', 'evidence', 'sources', 'confidence',
)  # fmt: skip


def read_timeline(node: Node | None, faults: Faults) -> tuple[Event, ...]:
    """Return the events; one without a date or a title is left out, with a diagnostic."""
    events = (_event(record, faults) for record in records_of(node, faults, "an event"))
    return tuple(event for event in events if event is not None)


def _event(record: Record, faults: Faults) -> Event | None:
    fields = Fields(record, faults, KEYS, "an event")
    title = fields.required('title')
    id_ = fields.own_id(title)
    fields.required('date')
    written = fields.scalar('date')
    evidence = fields.scalars('evidence')
    event = {
        'text': fields.text('text'),
        'place': fields.text('place'),
        'confidence': fields.text('confidence'),
    }
    actors, sources = fields.references('actors'), fields.references('sources')
    if written is None or not title:
        faults.left_out.add(id_)
        return None
    try:
        date = read_date_or_interval(written.text.strip())
    except DateError as refused:
        faults.fault(refused.id, refused.message, written.span, refused.advice)
        faults.left_out.add(id_)
        return None
    return Event(
        span=record.span,
        id=id_,
        date=date,
        edtf=written.text.strip(),
        title=title,
        actors=actors,
        evidence=tuple(Evidence(one.span, one_line(one.text)) for one in evidence),
        sources=sources,
        **event,
    )
