"""The inline tokens of a run as values of the model.

In: a run of inline Markdown with its place.  Out: `Inline` values, and in the `Reading` whatever
the model cannot hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from proofpress.manuscript.characters import printable, refused_characters
from proofpress.manuscript.markdown.attributes import Host
from proofpress.manuscript.markdown.citations import read_citation
from proofpress.manuscript.markdown.links import AddressError, link_address, picture_path
from proofpress.manuscript.markdown.parser import MOST_NESTING
from proofpress.manuscript.markdown.reading import Reading
from proofpress.manuscript.markdown.runs import tokens_of
from proofpress.manuscript.markdown.source import REPLACEMENT, Placing
from proofpress.model.prose import (
    Bracketed,
    Citation,
    CitedSource,
    Code,
    CrossReference,
    Emphasis,
    Figure,
    Footnote,
    Image,
    Inline,
    LineBreak,
    Link,
    NoteCall,
    Paragraph,
    Strong,
    Text,
    plain_text,
)
from proofpress.span import Span

_REPLACEMENTS = frozenset({'&#xfffd;', '&#65533;'})
"""Entities that mean U+FFFD itself; markdown-it writes it for every number that it cannot read."""


@dataclass(slots=True)
class _Open:
    """An inline that is still open, with what stands in it so far."""

    token: Token | None
    span: Span
    children: list[Inline] = field(default_factory=list)

    def add_text(self, text: str, span: Span) -> None:
        if not text:
            return
        if self.children and isinstance(last := self.children[-1], Text):
            self.children[-1] = replace(last, text=last.text + text)
        else:
            self.children.append(Text(span, text))

    def add(self, inlines: tuple[Inline, ...]) -> None:
        for inline in inlines:
            if isinstance(inline, Text):
                self.add_text(inline.text, inline.span)
            else:
                self.children.append(inline)


def read_inlines(
    md: MarkdownIt, reading: Reading, content: str, placing: Placing
) -> tuple[Inline, ...]:
    """Read a run of inline Markdown."""
    return InlineReader(md, reading, placing).read(tokens_of(md, reading, content, placing))


def _start(token: Token) -> int:
    """Return the index in the run at which the token begins."""
    at: int = token.meta.get('at', 0)
    # The parser makes these tokens when it stands one mark further in.
    inside = token.type == 'strong_open' or (
        token.type == 'link_open' and token.markup != 'autolink'
    )
    return at - 1 if inside else at


class InlineReader:
    """Turns the tokens of one run into values; what is open stands on a stack."""

    def __init__(self, md: MarkdownIt, reading: Reading, placing: Placing) -> None:
        self.md = md
        self.reading = reading
        self.placing = placing
        self.open = [_Open(None, placing.span(0))]
        self.too_deep = False

    def read(self, tokens: list[Token]) -> tuple[Inline, ...]:
        """Return the values of the tokens."""
        for token in tokens:
            self._take(token)
        if self.reading.env.pop('too_deep_inline', False):
            self._too_deep(self.placing.span(0))
        return tuple(self.open[0].children)

    def _span(self, token: Token) -> Span:
        return self.placing.span(_start(token))

    def _take(self, token: Token) -> None:
        here = self.open[-1]
        span = self._span(token)
        match token.type:
            case 'text' if here.token and here.token.markup == 'autolink':
                here.add_text(token.content, self.placing.span(_start(token) + 1))
            case 'text' | 'text_special':
                here.add_text(self._text(token, span), span)
            case 'softbreak':
                here.add_text(' ', span)
            case 'hardbreak':
                here.children.append(LineBreak(span))
            case 'code_inline':
                here.children.append(Code(span, token.content))
            case 'em_open' | 'strong_open' | 'link_open' | 'span_open':
                if len(self.open) > MOST_NESTING:
                    self._too_deep(span)
                self.open.append(_Open(token, span))
            case 'em_close' | 'strong_close' | 'link_close' | 'span_close':
                self._close()
            case 'image':
                self._image(token, span)
            case 'attributes':
                self._attributes(token, span)
            case 'fault':
                self.reading.fault(token.meta['id'], token.content, span, token.info)
            case 'html_inline':
                refuse_html(self.reading, token.content, span)
            case _:
                self._reference(token, span)

    def _text(self, token: Token, span: Span) -> str:
        if token.info != 'entity' or token.content == token.markup:
            return token.content
        for refused in refused_characters(token.content):
            self.reading.diagnostics.append(refused.diagnostic(span))
        text = printable(token.content)
        if text == REPLACEMENT == token.content and token.markup.lower() not in _REPLACEMENTS:
            message = f"“{token.markup}” stands for no character"
            self.reading.fault('control-character', message, span, "take it away")
        return text

    def _too_deep(self, span: Span) -> None:
        if not self.too_deep:
            self.too_deep = True
            self.reading.fault(
                'too-deep',
                f"Emphasis, links and brackets stand more than {MOST_NESTING} deep",
                span,
                "take some of them away",
            )

    def _close(self) -> None:
        closed = self.open.pop()
        token, children = closed.token, tuple(closed.children)
        here = self.open[-1]
        if token is None or len(self.open) > MOST_NESTING:
            here.add(children)
        elif token.type == 'em_open':
            here.children.append(Emphasis(closed.span, children))
        elif token.type == 'strong_open':
            here.children.append(Strong(closed.span, children))
        elif token.type == 'span_open':
            at = token.meta['list_at']
            attributes = self.reading.attributes(token.content, self.placing.after(at), Host.WORDS)
            here.children.append(Bracketed(closed.span, children, attributes))
        else:
            here.add(self._link(token, closed.span, children))

    # --- links and pictures ----------------------------------------------------------------

    def _link(self, token: Token, span: Span, children: tuple[Inline, ...]) -> tuple[Inline, ...]:
        if label := token.meta.get('label'):
            self.reading.links_used.add(label)
        if 'title' in token.attrs:
            self.reading.warn(
                'link-title',
                f"The title “{token.attrs['title']}” of a link is printed nowhere",
                span,
                "say it in the text, or take it away",
            )
        try:
            return (Link(span, link_address(str(token.attrs['href'])), children),)
        except AddressError as refused:
            self.reading.fault('link-scheme', refused.message, span, refused.advice)
            return children

    def _image(self, token: Token, span: Span) -> None:
        image = self._picture(token, span)
        if 'title' in token.attrs:
            self.reading.fault(
                'image-title',
                f"The caption “{token.attrs['title']}” stands under no picture of its own",
                span,
                "put blank lines around the picture, or take the title away",
            )
        if isinstance(image, Image):
            self.open[-1].children.append(image)
        else:
            self.open[-1].add_text(image, span)

    def _picture(self, token: Token, span: Span) -> Image | str:
        """Return the picture, or its words when its file is refused."""
        if label := token.meta.get('label'):
            self.reading.links_used.add(label)
        alt = self._alt(token.children or [], self.placing.after(token.meta['at'] + 2))
        try:
            path = picture_path(str(token.attrs['src']), self.reading.source.path)
        except AddressError as refused:
            self.reading.fault('picture-path', refused.message, span, refused.advice)
            return alt
        return Image(span, path, alt)

    def _alt(self, tokens: list[Token], placing: Placing) -> str:
        """Return the words of an alternative text; it has no place for anything else."""
        words: list[str] = []
        for token in tokens:
            span = placing.span(_start(token))
            match token.type:
                case 'text' | 'text_special':
                    words.append(self._text(token, span))
                case 'code_inline':
                    words.append(token.content)
                case 'softbreak' | 'hardbreak':
                    words.append(' ')
                case 'image':
                    deeper = placing.after(token.meta['at'] + 2)
                    words.append(self._alt(token.children or [], deeper))
                case 'fault':
                    self.reading.fault(token.meta['id'], token.content, span, token.info)
                case 'em_open' | 'em_close' | 'strong_open' | 'strong_close':
                    pass
                case 'link_close' | 'span_close':
                    pass
                case _:
                    self.reading.fault(
                        'alt-markup',
                        "An alternative text can hold words only",
                        span,
                        "move the note, citation, link or markup into the caption or the text",
                    )
        return ''.join(words)

    def figure(self, tokens: list[Token]) -> Figure | None:
        """Return the figure that the tokens of a lone picture make, if its file may be shown."""
        token, span = tokens[0], self._span(tokens[0])
        caption = self._caption(token)
        image = self._picture(token, span)
        for other in tokens[1:]:
            if isinstance(image, Image) and other.type == 'attributes':
                image = self._with_attributes(image, other)
        if isinstance(image, str):
            return None
        return Figure(span, image.path, image.alt, caption, image.attributes)

    def _caption(self, token: Token) -> tuple[Inline, ...]:
        if 'title_at' in token.meta:
            placing = self.placing.after(token.meta['title_at'])
            return read_inlines(self.md, self.reading, token.meta['title'], placing)
        title = str(token.attrs.get('title', ''))
        if not title:
            return ()
        source = self.reading.source
        first, last = self.reading.env['references'][token.meta['label']]['map']
        start = source.starts[first]
        end = source.starts[last] if last < len(source.starts) else len(source.text)
        place = source.place(max(source.text.rfind(title, start, end), start))
        return read_inlines(self.md, self.reading, title, place)

    def _attributes(self, token: Token, span: Span) -> None:
        here = self.open[-1].children
        last = here[-1] if here else None
        if isinstance(last, Image):
            here[-1] = self._with_attributes(last, token)
            return
        attributes = self.reading.attributes(
            token.content, self.placing.after(token.meta['at']), Host.WORDS
        )
        if isinstance(last, Link | Code):
            here[-1] = Bracketed(last.span, (last,), attributes)

    def _with_attributes(self, image: Image, token: Token) -> Image:
        placing = self.placing.after(token.meta['at'])
        attributes = self.reading.attributes(token.content, placing, Host.PICTURE)
        alt = attributes.get('alt')
        if alt is not None and image.alt and alt != image.alt:
            self.reading.fault(
                'bad-attributes',
                f"The picture has two alternative texts, “{image.alt}” and “{alt}”",
                placing.span(0),
                "keep one; the caption is the title, ![text](file \"caption\")",
            )
        return replace(image, alt=image.alt if alt is None else alt, attributes=attributes)

    # --- notes, citations, cross-references --------------------------------------------------

    def _reference(self, token: Token, span: Span) -> None:
        here = self.open[-1].children
        if any(open_.token and open_.token.type == 'link_open' for open_ in self.open):
            self.reading.fault(
                'link-nested',
                "A note, citation or cross-reference stands within the words of a link",
                span,
                "put it after the link: a place on the page can lead to one target only",
            )
        elif token.type == 'cross_reference':
            here.append(CrossReference(span, token.content))
        elif token.type == 'citation':
            here.append(self._citation(token, span))
        elif self.reading.in_note:
            self.reading.fault(
                'note-nested',
                "A note calls a note, which has no place on a page",
                span,
                "say it within the first note",
            )
        elif token.type == 'inline_note':
            here.append(self._inline_note(token, span))
        elif token.content in self.reading.labels:
            self.reading.called.add(token.content)
            here.append(NoteCall(span, token.content))
        else:
            self.reading.fault(
                'note-undefined',
                f"The note “{token.content}” is called, but it is not written in this file",
                span,
                f"add a line [^{token.content}]: … or take the call away",
            )

    def _inline_note(self, token: Token, span: Span) -> NoteCall:
        # No author can write this label: theirs have no spaces.
        label = f'inline {len(self.reading.inline_notes) + 1}'
        placing = self.placing.after(token.meta['at'] + 2)
        self.reading.in_note = True
        words = read_inlines(self.md, self.reading, token.content, placing)
        self.reading.in_note = False
        if not plain_text(words).strip():
            advice = "write its words, or take it away"
            self.reading.fault('note-empty', "A note says nothing", span, advice)
        paragraph = Paragraph(placing.span(0), words)
        self.reading.inline_notes.append(Footnote(span, label, (paragraph,)))
        return NoteCall(span, label)

    def _citation(self, token: Token, span: Span) -> Citation:
        inside = self.placing.after(token.meta['at'] + 1)
        parts, faults = read_citation(token.content)
        for fault in faults:
            self.reading.fault('bad-citation', fault.message, inside.span(fault.at), fault.advice)
        sources = (
            CitedSource(
                inside.span(part.at),
                part.key,
                self._words(part.prefix, inside.after(part.prefix_at)),
                part.label,
                part.locator,
                self._words(part.suffix, inside.after(part.suffix_at)),
                part.suppress_author,
            )
            for part in parts
        )
        return Citation(span, tuple(sources))

    def _words(self, text: str, placing: Placing) -> str:
        """Return the words before or after a key; they have no place for anything else."""
        inlines = read_inlines(self.md, self.reading, text, placing) if text else ()
        for inline in inlines:
            if not isinstance(inline, Text):
                self.reading.fault(
                    'bad-citation',
                    "Words within a citation can have no markup",
                    inline.span,
                    "write them plainly, or before the citation",
                )
        return plain_text(inlines)


def refuse_html(reading: Reading, html: str, span: Span) -> None:
    """Name a piece of raw HTML."""
    first = html.split('\n', 1)[0].strip()
    if first.startswith('<!--'):
        message, advice = "An HTML comment would be lost", "take it away"
    else:
        tag = first[: first.find('>') + 1] or first
        shown = tag if len(tag) <= 60 else f'{tag[:59]}…'
        message = f"Raw HTML is not printed: {shown}"
        advice = "say it in Markdown, or escape it: \\<"
    reading.fault('raw-html', message, span, advice)
