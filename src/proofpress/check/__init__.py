"""Judges a report before anything is made of it.

In: a `Report`.  Out: diagnostics, in the order of the rules.  Each rule is a pure generator in the
file of its name; none reads files, but for what ships with Proofpress (tables of languages, style
sheets), and none looks at another's findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from proofpress.check.actor_unmentioned import actor_unmentioned
from proofpress.check.alias_shared import alias_shared
from proofpress.check.alt_missing import alt_missing
from proofpress.check.bad_language import bad_language
from proofpress.check.cross_reference_undefined import cross_reference_undefined
from proofpress.check.drawing import drawing
from proofpress.check.duplicate_id import duplicate_id
from proofpress.check.event_without_source import event_without_source
from proofpress.check.evidence_ambiguous import evidence_ambiguous
from proofpress.check.evidence_not_found import evidence_not_found
from proofpress.check.glyph_missing import glyph_missing
from proofpress.check.heading_skip import heading_skip
from proofpress.check.link_empty import link_empty
from proofpress.check.link_target_undefined import link_target_undefined
from proofpress.check.marks_heaped import marks_heaped
from proofpress.check.name_clash import name_clash
from proofpress.check.part_of_circle import part_of_circle
from proofpress.check.script_language import script_language
from proofpress.check.source_uncited import source_uncited
from proofpress.check.style import style
from proofpress.check.table_head_empty import table_head_empty
from proofpress.check.table_join import table_join_astray
from proofpress.check.unknown_actor import unknown_actor
from proofpress.check.unknown_event import unknown_event
from proofpress.check.unknown_source import unknown_source
from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Report

Rule = Callable[[Report], Iterator[Diagnostic]]

_ACTORS = ('actors.yaml',)
_ARTICLE = ('.md',)
_SOURCES = ('sources.yaml', 'sources.json', '.bib')
_TIMELINE = ('timeline.yaml',)

RULES: tuple[tuple[Rule, tuple[str, ...]], ...] = (
    # Each with the ends of the names of the files without which it would cry wolf.
    # Who and what the report names must exist, once.
    (duplicate_id, ()),
    (name_clash, ()),
    (unknown_actor, _ACTORS),
    (unknown_event, _TIMELINE),
    (unknown_source, _SOURCES),
    (alias_shared, ()),
    (part_of_circle, ()),
    # The article must bear out the timeline, and speak of the actors and sources.
    (evidence_not_found, _ARTICLE),
    (evidence_ambiguous, ()),
    (event_without_source, _ARTICLE),
    (actor_unmentioned, _ARTICLE),
    (source_uncited, _ARTICLE + _TIMELINE + _ACTORS),
    # References must lead somewhere.
    (cross_reference_undefined, _ARTICLE),
    (link_target_undefined, _ARTICLE + _TIMELINE + _ACTORS + _SOURCES),
    (link_empty, ()),
    # Everyone must be able to read it.
    (heading_skip, _ARTICLE),
    (alt_missing, ()),
    (table_head_empty, ()),
    (table_join_astray, ()),
    (bad_language, ()),
    (script_language, ()),
    (glyph_missing, ()),
    (marks_heaped, ()),
    (style, ()),
    (drawing, ()),
)


def check(report: Report, unread: Iterable[str] = ()) -> Iterator[Diagnostic]:
    """Yield what the rules find in the report.

    `unread` names files that are there but could not be read: what they hold is not missing, so
    rules that look for it stay silent.
    """
    names = tuple(unread)
    for rule, needed in RULES:
        if not any(name.endswith(needed) for name in names if needed):
            yield from rule(report)
