"""A language tag that no registry knows: `kor-kp-north`, `jp`.

In: a report.  Out: `unknown-language`.  A voice that is told of no known language reads in its own.
"""

from __future__ import annotations

from collections.abc import Iterator

import langcodes

from proofpress.check.article import pairs
from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Report
from proofpress.span import Span

_OFTEN_MEANT = {'jp': 'ja', 'kr': 'ko', 'cn': 'zh', 'ua': 'uk', 'gr': 'el', 'se': 'sv', 'dk': 'da'}
"""Codes of countries that authors write for the language."""


def unknown_language(report: Report) -> Iterator[Diagnostic]:
    """Name each language tag of the article and the actors that is not valid BCP 47."""
    for tag, span in _tags(report):
        if not langcodes.tag_is_valid(tag):
            meant = _OFTEN_MEANT.get(tag.lower())
            yield Diagnostic(
                'unknown-language',
                f"“{tag}” is no language tag",
                span,
                f"did you mean “{meant}”?" if meant else "write one such as en, ko or zh-Hant",
            )


def _tags(report: Report) -> Iterator[tuple[str, Span]]:
    yield report.front_matter.lang, report.front_matter.span
    yield from pairs(report, 'lang')
    for actor in report.actors:
        for native in actor.native:
            yield native.lang, native.span
