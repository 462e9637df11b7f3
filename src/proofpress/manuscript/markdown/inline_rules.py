"""What may stand in a line beyond CommonMark: notes, spans, citations, references, attributes.

In: the state of inline parsing.  Out: tokens with places; what is meant but malformed becomes a
`fault` token at its place and stays text, so that no word is lost.
"""

from __future__ import annotations

import re

from markdown_it.common.utils import isStrSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline import image as image_rule
from markdown_it.rules_inline.emphasis import tokenize as emphasis_rule

from proofpress.manuscript.markdown.attributes import LOOKS_LIKE_LIST, list_end
from proofpress.manuscript.markdown.citations import BEGINS, CROSS_REFERENCE, is_citation
from proofpress.manuscript.markdown.parser import push_fault

_NOTE_CALL = re.compile(r'\[\^([^\s\[\]]+)\]')
_NOTE_CALL_WITH_SPACES = re.compile(r'\[\^([^\[\]\n]*)\]')
_NAMED_LINK = re.compile(r'\[([^\[\]]+)\]')


def emphasis(state: StateInline, silent: bool) -> bool:
    """Take a run of `*` or `_`, each mark with its own place."""
    start = state.pos
    if not emphasis_rule(state, silent):
        return False
    for index, token in enumerate(state.tokens[-(state.pos - start) :]):
        token.meta['at'] = start + index
    return True


def note_call(state: StateInline, silent: bool) -> bool:
    """Take `[^label]`, whether or not such a note exists."""
    if not state.src.startswith('[^', state.pos):
        return False
    match = _NOTE_CALL.match(state.src, state.pos, state.posMax)
    if match is None:
        if not silent and (loose := _NOTE_CALL_WITH_SPACES.match(state.src, state.pos)):
            push_fault(
                state,
                'note-label',
                f"“{loose[1]}” cannot be the label of a note",
                "write letters and digits without spaces, [^label]",
                state.pos,
            )
        return False
    if not silent:
        state.push('note_call', '', 0).content = match[1]
    state.pos = match.end()
    return True


def inline_note(state: StateInline, silent: bool) -> bool:
    """Take `^[words]`, a note written where it is called."""
    if not state.src.startswith('^[', state.pos):
        return False
    end = state.md.helpers.parseLinkLabel(state, state.pos + 1)
    if end < 0:
        return False
    if not silent:
        state.push('inline_note', '', 0).content = state.src[state.pos + 2 : end]
    state.pos = end + 1
    return True


def image(state: StateInline, silent: bool) -> bool:
    """Take `![alt](path "title")`; keep the title as it was written, with its place."""
    start = state.pos
    if not image_rule(state, silent):
        if not silent and state.src.startswith('![', start):
            _refuse_half_link(state, start + 1, "picture")
        return False
    if not silent:
        token = state.tokens[-1]
        place = _title_place(state, start + 1)
        if place is not None:
            token.meta['title'], token.meta['title_at'] = state.src[slice(*place)], place[0]
    return True


def _title_place(state: StateInline, start: int) -> tuple[int, int] | None:
    """Return where the title stands of the link whose bracket begins at `start`."""
    after, here = state.pos, start
    state.pos = start
    pos = state.md.helpers.parseLinkLabel(state, here) + 1
    state.pos = after
    if pos >= state.posMax or state.src[pos] != '(':
        return None
    pos = _skip_space(state, pos + 1)
    destination = state.md.helpers.parseLinkDestination(state.src, pos, state.posMax)
    if not destination.ok:
        return None
    pos = _skip_space(state, destination.pos)
    title = state.md.helpers.parseLinkTitle(state.src, pos, state.posMax)
    return (pos + 1, title.pos - 1) if title.ok else None


def _skip_space(state: StateInline, pos: int) -> int:
    while pos < state.posMax and (isStrSpace(state.src[pos]) or state.src[pos] == '\n'):
        pos += 1
    return pos


def bracket(state: StateInline, silent: bool) -> bool:
    """Take `[words]{…}` and `[@key]`; name brackets that are meant as something but are not."""
    start, end = state.pos, state.posMax
    if state.src[start] != '[':
        return False
    close = state.md.helpers.parseLinkLabel(state, start)
    if close < 0:
        if not silent and BEGINS.match(state.src, start):
            advice = "close it with ], or escape the bracket: \\["
            push_fault(state, 'bad-citation', "The citation is not closed", advice, start)
        return False
    if close + 1 < end and state.src[close + 1] == '{':
        return _span(state, silent, close)
    if is_citation(state.src[start + 1 : close]):
        if not silent:
            state.push('citation', '', 0).content = state.src[start + 1 : close]
        state.pos = close + 1
        return True
    is_picture = state.src.endswith('!', 0, start) and not state.src.endswith('\\!', 0, start)
    if not silent and not is_picture:
        _refuse_half_link(state, start, "link")
    return False


def _span(state: StateInline, silent: bool, close: int) -> bool:
    start, end = state.pos, state.posMax
    stop = list_end(state.src, close + 1, end)
    if stop < 0:
        if not silent:
            advice = "close it with }, or escape the brace: \\{"
            message = "The attribute list is not closed"
            push_fault(state, 'bad-attributes', message, advice, close + 1)
        return False
    if not silent:
        opening = state.push('span_open', 'span', 1)
        opening.content = state.src[close + 1 : stop]
        opening.meta['list_at'] = close + 1
        state.pos, state.posMax = start + 1, close
        state.md.inline.tokenize(state)
        state.push('span_close', 'span', -1)
    state.pos, state.posMax = stop, end
    return True


def _refuse_half_link(state: StateInline, start: int, what: str) -> None:
    """Name a bracket that is followed by an address or a label, yet is no link."""
    close = state.md.helpers.parseLinkLabel(state, start)
    if close < 0 or close + 1 >= state.posMax:
        return
    words = ' '.join(state.src[start + 1 : close].split())
    if state.src[close + 1] == '(':
        push_fault(
            state,
            'bad-link',
            f"The {what} “{words}” is malformed and would be printed as it is typed",
            "write (address \"title\"), an address with spaces in <…>; no brackets in its words",
            state.pos,
        )
    elif match := _NAMED_LINK.match(state.src, close + 1):
        push_fault(
            state,
            'link-undefined',
            f"No address is defined for “{match[1]}”",
            f"add a line [{match[1]}]: https://…",
            state.pos,
        )


def cross_reference(state: StateInline, silent: bool) -> bool:
    """Take `@fig-kursk`, `@tbl-aid`, `@sec-outlook`, but not within words."""
    pos = state.pos
    if state.src[pos] != '@' or (pos > 0 and (state.src[pos - 1].isalnum())):
        return False
    match = CROSS_REFERENCE.match(state.src, pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push('cross_reference', '', 0).content = match[1]
    state.pos = match.end()
    return True


def attributes(state: StateInline, silent: bool) -> bool:
    """Take an attribute list right after a picture, a link or code; name any other."""
    start = state.pos
    if silent or state.src[start] != '{':
        return False
    before = '' if state.pending or not state.tokens else state.tokens[-1].type
    stop = list_end(state.src, start, state.posMax)
    if before in {'image', 'link_close', 'code_inline'}:
        if stop > 0:
            state.push('attributes', '', 0).content = state.src[start:stop]
            state.pos = stop
            return True
        message = "The attribute list is not closed"
        push_fault(state, 'bad-attributes', message, "close it with }", start)
    elif stop < 0 and state.src.endswith(']', 0, start):
        return False  # `bracket` has named it
    elif LOOKS_LIKE_LIST.match(state.src, start, state.posMax):
        push_fault(
            state,
            'attributes-astray',
            "An attribute list belongs to nothing here and would be printed",
            "put it right after […], at the end of a heading or caption, or escape it: \\{",
            start,
        )
    return False
