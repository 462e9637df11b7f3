"""What is wrong in the article."""

from __future__ import annotations

from tests.hostile.case import Append, Case, Swap, Write


def article(name: str, words: str, *verdict: str, status: int = 1) -> Case:
    """Put words at the end of the article."""
    return Case(name, (Append('report.md', f'\n\n{words}\n'),), verdict, status)


REFERENCES = (
    article('link-to-absent-anchor', "See ▸[there](#nowhere).", 'link-target-undefined'),
    article(
        'link-to-absent-anchor-in-note',
        "Words.[^x]\n\n[^x]: And ▸[there](#no).",
        'link-target-undefined',
    ),
    article(
        'link-to-absent-anchor-in-table',
        "| A | B |\n|---|---|\n| c | ▸[d](#no) |\n\n: T {#tbl-t}",
        'link-target-undefined',
    ),
    article('cross-reference-to-nothing', "As ▸@fig-absent shows.", 'cross-reference-undefined'),
    article('picture-absent', "▸![A map](figures/absent.svg)", 'picture-missing'),
    article('picture-absent-in-line', "A ▸![map](absent.png) here.", 'picture-missing'),
    article('note-call-without-note', "Words▸[^lost] here.", 'note-undefined'),
    article('note-without-call', "Words.\n\n▸[^idle]: Nobody calls.", 'note-unused'),
    article('note-twice', "A.[^n]\n\n[^n]: One.\n\n▸[^n]: Two.", 'note-duplicate'),
    article('citation-without-source', "Words [▸@nobody, p. 3].", 'unknown-source'),
    article('citation-second-without-source', "Words [@orlova-note; ▸@nobody].", 'unknown-source'),
    article('picture-without-alt', '▸![](figures/ferry.svg "A caption"){#fig-x}', 'alt-missing'),
    article('heading-skipped', "# One\n\n▸### Three", 'heading-skip'),
    article('id-twice', "▸## Again {#sec-quay}", 'duplicate-id'),
    Case(
        'id-twice-across-files',
        (
            Swap('report.md', 'lang: en-GB', 'lang: en-GB\nchapters: [two.md]'),
            Write('two.md', "▸# Two {#sec-quay}\n\nWords.\n"),
        ),
        ('duplicate-id',),
    ),
)
CASES = REFERENCES
