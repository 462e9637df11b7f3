"""Words in a writing that their language does not use: a voice would read them as noise.

In: a report.  Out: `script-language`, naming the words.  Looked at are the article, its notes and
alternative texts, the native names of actors and the titles of sources.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from proofpress.check.scripts import strangers
from proofpress.diagnostics import Diagnostic
from proofpress.model.prose import (
    Attributes,
    Block,
    BlockQuote,
    Bracketed,
    DefinitionList,
    Division,
    Emphasis,
    Figure,
    Heading,
    Image,
    Inline,
    Link,
    List,
    Strong,
    Table,
    Text,
    lines_of,
)
from proofpress.model.report import Report
from proofpress.span import Span


@dataclass(frozen=True, slots=True)
class _Words:
    """Words that are said to be in a language."""

    text: str
    lang: str
    span: Span
    cure: str
    """What to write; `{lang}` and `{words}` are filled in."""


def script_language(report: Report) -> Iterator[Diagnostic]:
    """Name each run of words that cannot be in the language they are marked with."""
    for words in _all_words(report):
        for stranger in strangers(words.text, words.lang):
            lang, *others = stranger.likely_languages
            cure = words.cure.format(lang=lang, words=stranger.words)
            yield Diagnostic(
                'script-language',
                f"“{stranger.words}” is in {stranger.script_name} letters, "
                f"but its language is said to be “{words.lang}”",
                words.span,
                ', or '.join([cure, *others]),
            )


def _all_words(report: Report) -> Iterator[_Words]:
    lang = report.front_matter.lang
    yield from _in_blocks(report.front_matter.abstract, lang)
    yield from _in_blocks(report.front_matter.key_findings, lang)
    for chapter in report.chapters:
        yield from _in_blocks(chapter.blocks, lang)
        for footnote in chapter.footnotes:
            yield from _in_blocks(footnote.children, lang)
    for actor in report.actors:
        for native in actor.native:
            yield _Words(native.name, native.lang, native.span, 'name it under `{lang}:`')
    for source in report.sources:
        own = source.csl.get('language', lang)
        yield _Words(source.title, str(own), source.span, 'write `language: {lang}` in the entry')


def _in_blocks(blocks: Iterable[Block], lang: str) -> Iterator[_Words]:
    for block in blocks:
        own = lang
        if isinstance(block, Heading | Table | Figure | Division):
            own = _lang(block.attributes, lang)
        if isinstance(block, Figure):
            yield _Words(block.alt, own, block.span, 'write {{lang={lang}}} behind the picture')
        for line in lines_of(block):
            yield from _in_inlines(line, own)
        match block:
            case BlockQuote() | Division():
                yield from _in_blocks(block.children, own)
            case List():
                for item in block.items:
                    yield from _in_blocks(item.children, own)
            case DefinitionList():
                for definition in block.definitions:
                    for description in definition.descriptions:
                        yield from _in_blocks(description, own)
            case _:
                pass


def _in_inlines(inlines: Iterable[Inline], lang: str) -> Iterator[_Words]:
    for inline in inlines:
        match inline:
            case Text():
                yield _Words(inline.text, lang, inline.span, 'write [{words}]{{lang={lang}}}')
            case Image():
                own = _lang(inline.attributes, lang)
                cure = 'write {{lang={lang}}} behind the picture'
                yield _Words(inline.alt, own, inline.span, cure)
            case Emphasis() | Strong() | Link():
                yield from _in_inlines(inline.children, lang)
            case Bracketed():
                yield from _in_inlines(inline.children, _lang(inline.attributes, lang))
            case _:
                pass


def _lang(attributes: Attributes, around: str) -> str:
    """Return the language that the attributes name, or else the one around."""
    return attributes.get('lang') or around
