"""The dialect: CommonMark and what stands beyond it, as a list of rules in their order.

In: nothing.  Out: the one parser of markdown-it that the readers use.  It keeps no state between
texts.  Raw HTML and every address are parsed, so that the readers can refuse them by name: left to
itself, markdown-it prints a refused tag or link as the author typed it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.deflist import deflist_plugin

from proofpress.manuscript.markdown import block_rules, inline_rules
from proofpress.manuscript.markdown.parser import (
    BlockRule,
    PlacedBlockParser,
    PlacedInlineParser,
)

InlineRule = Callable[[StateInline, bool], bool]

_INTERRUPTS_ALL = ['paragraph', 'reference', 'blockquote', 'list']

NEW_BLOCKS: list[tuple[str, str, BlockRule, list[str]]] = [
    ('table', 'caption', block_rules.caption, ['blockquote']),
    ('table', 'division', block_rules.division, _INTERRUPTS_ALL),
    ('reference', 'note_definition', block_rules.note_definition, ['paragraph', 'reference']),
]
"""The rule before which it stands, its name, itself, and what it interrupts."""

PLACED_BLOCKS: list[tuple[str, BlockRule, list[str]]] = [
    ('table', block_rules.table, ['paragraph', 'reference']),
    ('fence', block_rules.fence, _INTERRUPTS_ALL),
]
"""Rules of markdown-it that remember more places here."""

NEW_INLINES: list[tuple[str, str, InlineRule]] = [
    ('link', 'note_call', inline_rules.note_call),
    ('link', 'inline_note', inline_rules.inline_note),
    ('image', 'bracket', inline_rules.bracket),
    ('autolink', 'cross_reference', inline_rules.cross_reference),
    ('autolink', 'attributes', inline_rules.attributes),
]
"""The rule before which it stands, its name, and itself."""

PLACED_INLINES: list[tuple[str, InlineRule]] = [
    ('emphasis', inline_rules.emphasis),
    ('image', inline_rules.image),
]

DEEPEST_BRACKETS = 50
"""Brackets in brackets that the parser follows; each costs it several calls of itself."""


class Dialect(MarkdownIt):
    """markdown-it with parsers that remember places; it judges no address."""

    def __init__(self) -> None:
        super().__init__()
        self.block: PlacedBlockParser = PlacedBlockParser()
        self.inline = PlacedInlineParser()
        options = {'html': True, 'maxNesting': DEEPEST_BRACKETS, 'store_labels': True}
        self.configure('commonmark', options)
        self.enable('table')

    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Let every address through: `links` refuses by name."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """Keep the address as it was written: `links` encodes it, a picture's path stays."""
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        """Print a bare address as it was written."""
        return link


@cache
def dialect() -> Dialect:
    """Return the parser."""
    md = Dialect()
    known = md.block.ruler.getRules('')
    deflist_plugin(md)
    md.block.containers += [rule for rule in md.block.ruler.getRules('') if rule not in known]
    md.block.containers += [block_rules.division, block_rules.note_definition]
    for before, name, rule, interrupts in NEW_BLOCKS:
        md.block.ruler.before(before, name, rule, {'alt': interrupts})
    for name, rule, interrupts in PLACED_BLOCKS:
        md.block.ruler.at(name, rule, {'alt': interrupts})
    for before, name, inline_rule in NEW_INLINES:
        md.inline.ruler.before(before, name, inline_rule)
    for name, inline_rule in PLACED_INLINES:
        md.inline.ruler.at(name, inline_rule)
    md.inline.ruler2.disable(['fragments_join'])
    return md
