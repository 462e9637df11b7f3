"""What is wrong in the article: references that lead nowhere, marks that do not close."""

from __future__ import annotations

from tests.hostile.case import Append, Case, Swap, Write


def article(name: str, words: str, *verdict: str, status: int = 1) -> Case:
    """Put words at the end of the article."""
    return Case(name, (Append('report.md', f'\n\n{words}\n'),), verdict, status)


def chapter(name: str, words: str, *verdict: str, status: int = 1) -> Case:
    """Give the report a second chapter."""
    named = Swap('report.md', 'lang: en-GB', 'lang: en-GB\nchapters: [parts/two.md]')
    return Case(name, (named, Write('parts/two.md', words)), verdict, status)


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
    article('link-in-quotation', "> - Words\n>   ▸[there](#no)", 'link-target-undefined'),
    article('link-by-name-to-nothing', "See ▸[words][nothing].", 'link-undefined'),
    article('link-name-twice', "[a].\n\n[a]: https://a.org\n▸[a]: https://b.org", 'link-duplicate'),
    article('link-of-no-words', "See ▸[](https://a.org).", 'link-empty'),
    article('cross-reference-to-nothing', "As ▸@fig-absent shows.", 'cross-reference-undefined'),
    article(
        'cross-reference-twice-to-nothing',
        "As ▸@fig-absent and *▸@tbl-absent* show.",
        'cross-reference-undefined',
        'cross-reference-undefined',
    ),
    chapter('cross-reference-from-chapter', "# Two\n\nAs ▸@sec-no.\n", 'cross-reference-undefined'),
    article('picture-absent', "▸![A map](figures/absent.svg)", 'picture-missing'),
    article('picture-absent-in-line', "A ▸![map](absent.png) here.", 'picture-missing'),
    chapter('picture-of-chapter-absent', "# Two\n\n▸![A map](ferry.svg)\n", 'picture-missing'),
    article('picture-without-alt', '▸![](figures/ferry.svg "A caption"){#fig-x}', 'alt-missing'),
    article('picture-in-line-without-alt', "A ▸![](figures/ferry.svg) here.", 'alt-missing'),
    article('picture-with-blank-alt', "▸![ ](figures/ferry.svg)", 'alt-missing'),
    article('note-call-without-note', "Words▸[^lost] here.", 'note-undefined'),
    article('note-call-without-note-in-quotation', "> Words▸[^lost].", 'note-undefined'),
    article('note-without-call', "Words.\n\n▸[^idle]: Nobody calls.", 'note-unused'),
    article('note-twice', "A.[^n]\n\n[^n]: One.\n\n▸[^n]: Two.", 'note-duplicate'),
    article('note-of-no-words', "A.[^n]\n\n▸[^n]:", 'note-empty'),
    article('note-label-with-spaces', "A.▸[^two words]", 'note-label'),
    article('note-calls-itself', "A.[^n]\n\n[^n]: One.▸[^n]", 'note-nested'),
    article(
        'notes-in-a-circle',
        "A.[^m]\n\n[^m]: One.▸[^n]\n\n▸[^n]: Two.▸[^m]",
        'note-nested',
        'note-unused',
        'note-nested',
    ),
    chapter('note-of-another-file', "# Two\n\nWords▸[^names].\n", 'note-undefined'),
    article('citation-without-source', "Words [▸@nobody, p. 3].", 'unknown-source'),
    article('citation-second-without-source', "Words [@orlova-note; ▸@nobody].", 'unknown-source'),
    article('citation-in-note-without-source', "A.^[See [▸@nobody].]", 'unknown-source'),
    article('citation-not-closed', "Words ▸[@orlova-note, p. 3.", 'bad-citation'),
    article('actor-unknown-in-article', "[He]{▸actor=nobody} came.", 'unknown-actor'),
    article('event-unknown-in-article', "[It]{▸event=nothing} came.", 'unknown-event'),
    article('event-in-article-misspelt', "[It]{▸event=first-fery} came.", 'unknown-event'),
    article('language-unknown', "[Words]{▸lang=xx} and [words]{▸lang=jp}.", 'bad-language',
            'bad-language'),
    article('language-with-underscore', "[Words]{▸lang=en_GB}.", 'bad-attributes'),
    article('glyph-of-a-dead-script', "▸The sign 𓂀 is old.", 'glyph-missing'),
    article('glyph-of-private-use', "▸The sign \ue000 is ours.", 'glyph-missing'),
    article('glyph-in-heading', "# ▸The sign 𓂀", 'glyph-missing'),
)  # fmt: skip

SHAPES = (
    article('heading-skipped', "# One\n\n▸### Three", 'heading-skip'),
    article('heading-skipped-twice', "# One\n\n▸### Three\n\n▸###### Six", 'heading-skip',
            'heading-skip'),
    article('heading-of-no-words', "▸#", 'heading-empty'),
    article('id-twice', "▸## Again {#sec-quay}", 'duplicate-id'),
    article('id-of-figure-twice', "▸![A](figures/ferry.svg){#fig-ferry}", 'duplicate-id'),
    article('id-of-span-and-heading', "▸[Words]{#sec-quay}.", 'duplicate-id'),
    chapter('id-twice-across-files', "▸# Two {#sec-quay}\n\nWords.\n", 'duplicate-id'),
    article('attributes-not-closed', "[Words]▸{lang=ko is Korean.", 'bad-attributes'),
    article('attributes-astray', "Words ▸{#here} stand.", 'attributes-astray'),
    article('attribute-unknown', "[Words]{▸colour=red}.", 'unknown-attribute'),
    article('attribute-that-runs', "[Words]{▸onclick=alert}.", 'unknown-attribute'),
    article('attribute-of-style', '[Words]{▸style="background:url(CANARY-WEB/a)"}.',
            'unknown-attribute'),
    article('division-never-closed', "▸::: {.key-findings}\nWords.", 'division-unclosed'),
    article('division-not-opened', "Words.\n\n▸:::", 'division-unopened'),
    article('code-never-closed', "▸```\nWords.", 'code-unclosed'),
    article('table-row-too-long', "| A | B |\n|---|---|\n| c | d | ▸e |\n", 'table-row-too-long'),
    article('table-row-too-short', "| A | B |\n|---|---|\n| c |▸\n", 'table-row-too-short',
            status=0),
    article('table-head-empty', "▸|  |  |\n|---|---|\n| c | d |\n", 'table-without-head'),
    article('link-in-link', "▸[See [one](https://a.org) two](https://b.org).", 'bad-link'),
    article('caption-far-from-its-table', "# Prices\n\n# More\n\n▸: A caption", 'caption-astray'),
    article('name-misspelt-by-hand', "[He]{▸actor=pak-chul} came.", 'unknown-actor'),
)  # fmt: skip
CASES = (*REFERENCES, *SHAPES)
