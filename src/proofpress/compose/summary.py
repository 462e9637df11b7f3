"""The summary: the abstract and the key findings, before the body.

In: the front matter.  Out: the section of the summary, or None when there is nothing to sum up.
"""

from __future__ import annotations

from lxml import etree

from proofpress.compose.blocks import Blocks, Setting
from proofpress.compose.book import Matter, Outline, Section, SectionKind
from proofpress.compose.furniture import furnish
from proofpress.compose.ids import Ids
from proofpress.compose.inlines import Place
from proofpress.compose.words import Words
from proofpress.model.prose import Chapter
from proofpress.model.report import Report


def summary(report: Report, blocks: Blocks, ids: Ids, words: Words) -> Section | None:
    """Return the summary, as yet without the notes that it calls."""
    front = report.front_matter
    if not front.abstract and not front.key_findings:
        return None
    setting = Setting('summary', Place(_file_of_front_matter(report)), divides=False)
    abstract = blocks.compose(front.abstract, setting)
    findings: list[etree._Element] = []
    for finding in front.key_findings:
        item = blocks.made('li', finding.span, setting)
        findings.append(blocks.fill(item, finding.children, setting))
    title = words['summary']
    return Section(
        id='summary',
        kind=SectionKind.SUMMARY,
        matter=Matter.BODY,
        title=title,
        running_head=title,
        tree=furnish('summary', ids, words, abstract=abstract, key_findings=findings),
        outline=Outline('summary', 1, '', title),
    )


def _file_of_front_matter(report: Report) -> Chapter:
    """Return `report.md`, in which the front matter's notes are found."""
    path = report.front_matter.span.path
    return next((one for one in report.chapters if one.path == path), Chapter(path, ()))
