"""A run of inline Markdown, cut into tokens within limits.

In: the content of a paragraph, heading, cell, caption or term.  Out: its inline tokens; a run that
is too long to be followed is one token of text, so that no input costs more than its length.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.token import Token

from proofpress.manuscript.markdown.reading import Reading
from proofpress.manuscript.markdown.source import Placing

LONGEST_WORD = 2_000
"""Characters in a word; no column can hold more."""
LONGEST_RUN = 50_000
"""Characters in a paragraph, heading or cell; longer ones are data, not prose."""
MOST_BRACKETS = 1_000
"""Opening brackets in a run; each is followed to the end of the run."""
LONG_WORD = re.compile(rf'\S{{{LONGEST_WORD + 1},}}')


def tokens_of(md: MarkdownIt, reading: Reading, content: str, placing: Placing) -> list[Token]:
    """Return the inline tokens of the run; one beyond the limits is a single token of text."""
    tokens: list[Token] = []
    is_long = len(content) > LONGEST_RUN or content.count('[') > MOST_BRACKETS
    if is_long:
        reading.fault(
            'paragraph-too-long',
            f"A paragraph has more than {LONGEST_RUN} characters or {MOST_BRACKETS} brackets",
            placing.span(0),
            "part it with blank lines",
        )
        reading.is_whole = False
    if is_long or LONG_WORD.search(content):
        text = Token('text', '', 0, content=content.replace('\n', ' '))
        text.meta['at'] = 0
        tokens.append(text)
    elif content:
        md.inline.parse(content, md, reading.env, tokens)
    return tokens
