"""Which characters a text of a report may hold, and which would deceive or break a reader.

In: a text.  Out: the text with U+FFFD for each character that may not stand, and the characters
with their offsets and what is said of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from proofpress.diagnostics import Diagnostic
from proofpress.span import Span

REPLACEMENT = '\ufffd'
_NONCHARACTERS = ''.join(
    f'{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}' for plane in range(17)
)
_UNPRINTABLE = f'\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}'
"""Controls (C0 but tab and line ends, DEL, C1), surrogates and noncharacters (Unicode 16, 23.7)."""
_HIDDEN = '\u2028\u2029\u202a-\u202e\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f'
"""Line and paragraph separators, directional embeddings, overrides and isolates (Unicode Standard
Annex 9; what they do to sources: Boucher and Anderson, Trojan Source, 2021), format characters that
are deprecated, marks of interlinear annotation (Unicode 16, 23.3 and 23.8), and tags."""
_REFUSED = re.compile(f'[{_UNPRINTABLE}{_HIDDEN}]')
_HIDDEN_ONE = re.compile(f'[{_HIDDEN}]')


@dataclass(frozen=True, slots=True)
class RefusedCharacter:
    """A character that may not stand in a report."""

    offset: int
    character: str

    @property
    def is_hidden(self) -> bool:
        """True when it prints nothing but changes what a reader sees or an editor counts."""
        return _HIDDEN_ONE.match(self.character) is not None

    def diagnostic(self, span: Span) -> Diagnostic:
        """Return what is said of the character at its place."""
        number = f'U+{ord(self.character):04X}'
        if not self.is_hidden:
            message = f"The character {number} cannot be printed"
            return Diagnostic('control-character', message, span, "take it away")
        message = f"The hidden character {number} changes how the words around it appear"
        advice = "take it away; for another direction, write [words]{lang=ar}"
        if self.character in '\u2028\u2029':
            advice = "replace it by an ordinary line end"
        return Diagnostic('hidden-character', message, span, advice)


def refused_characters(text: str) -> Iterator[RefusedCharacter]:
    """Yield every character that may not stand, in order."""
    for match in _REFUSED.finditer(text):
        yield RefusedCharacter(match.start(), match[0])


def printable(text: str) -> str:
    """Return the text with U+FFFD in the place of each character that may not stand."""
    return _REFUSED.sub(REPLACEMENT, text)
