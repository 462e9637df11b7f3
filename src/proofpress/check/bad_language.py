"""A language tag of the article that no registry knows: `jp`, `kor-x`.

In: a report.  Out: `bad-language`.  A voice that is told of no known language reads in its own.
Tags in YAML are judged when they are read.
"""

from __future__ import annotations

from collections.abc import Iterator

import langcodes

from proofpress.check.article import pairs
from proofpress.diagnostics import Diagnostic
from proofpress.model.report import Report

_OFTEN_MEANT = {'jp': 'ja', 'cn': 'zh', 'ua': 'uk', 'gr': 'el', 'dk': 'da', 'vn': 'vi'}
"""Codes of countries that authors write for the language."""


def bad_language(report: Report) -> Iterator[Diagnostic]:
    """Name each language tag of the article that is not valid BCP 47."""
    for tag, span in pairs(report, 'lang'):
        if not langcodes.tag_is_valid(tag):
            meant = _OFTEN_MEANT.get(tag.lower())
            yield Diagnostic(
                'bad-language',
                f"“{tag}” is not a language tag",
                span,
                f"did you mean “{meant}”?" if meant else "write a tag such as en, ko or zh-Hant",
            )
