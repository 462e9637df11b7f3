"""An actor that is part of itself, straight or by way of others.

In: a report.  Out: `part-of-circle`, once for each circle.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Report


def part_of_circle(report: Report) -> Iterator[Diagnostic]:
    """Name each circle of `part_of` at the last of its ties in the file."""
    wholes = {actor.id: actor.part_of for actor in report.actors if actor.part_of is not None}
    told: set[str] = set()
    for start in wholes:
        trail: list[str] = []
        id_ = start
        while id_ in wholes and id_ not in trail and id_ not in told:
            trail.append(id_)
            id_ = wholes[id_].id
        told.update(trail)
        if id_ in trail:
            circle = trail[trail.index(id_) :]
            last = max((wholes[member] for member in circle), key=lambda tie: tie.span)
            yield Diagnostic(
                'part-of-circle',
                f"An actor is part of itself: {' in '.join([*circle, circle[0]])}",
                last.span,
                "take away the `part_of` that is not so",
            )
