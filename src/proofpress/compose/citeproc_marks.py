"""Turns words marked with private characters into XHTML, and mends the punctuation between them.

In: a line as `citeproc_elements` sets it.  Out: words and elements.  The marks are characters of
Unicode's private use areas, which `clean` takes out of everything that an author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from proofpress.compose.markup import Content, direction_of, element

END = '\ue000'
"""Ends what the last open mark began."""
ITALIC = '\ue001'
BOLD = '\ue002'
PLAIN = '\ue003'
UNDERLINE = '\ue004'
SUPERSCRIPT = '\ue005'
SUBSCRIPT = '\ue006'
SMALL_CAPS = '\ue007'
ADDRESS = '\ue008'
"""A URL or a DOI."""
OPEN_QUOTE = '\ue009'
"""A quotation mark of the style, not of the author."""
CLOSE_QUOTE = '\ue00a'
SUPPRESSED = '\ue00b'
"""Names that the author of the report does not want to be said again."""
_CITED = 0xF0000
"""The source of this number within a citation (plane 15)."""
_FOREIGN = 0x100000
"""Words of the language of this number (plane 16)."""

_MARK = '[\ue000-\uf8ff\U000f0000-\U0010fffd]'
_FORMATS = {
    ITALIC: ('em', None),
    BOLD: ('b', None),
    PLAIN: ('span', None),
    UNDERLINE: ('span', 'underline'),
    SUPERSCRIPT: ('sup', None),
    SUBSCRIPT: ('sub', None),
    SMALL_CAPS: ('span', 'small-caps'),
}


def is_mark(char: str) -> bool:
    """Tell whether the character is one of ours."""
    return re.match(_MARK, char) is not None


def clean(text: str) -> str:
    """Return an author's words without private characters, on one line."""
    return re.sub(_MARK, '\ufffd', ' '.join(text.split()))


def without_marks(text: str) -> str:
    """Return the bare words."""
    return re.sub(_MARK, '', text)


def cited(number: int, text: str) -> str:
    """Mark the words that name a cited source."""
    return f'{chr(_CITED + number)}{text}{END}'


def foreign(number: int, text: str) -> str:
    """Mark words of another language."""
    return f'{chr(_FOREIGN + number)}{text}{END}'


@dataclass(frozen=True, slots=True)
class Quotes:
    """How the style's locale quotes."""

    outer: tuple[str, str] = ('“', '”')
    inner: tuple[str, str] = ('‘', '’')
    takes_punctuation: bool = False
    """True where a full stop and a comma stand within the quotation marks."""


_SEAMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern.replace('M', _MARK)), replacement)
    for pattern, replacement in (
        # Names that are not to be said, with what parts them from the rest.
        (rf'{SUPPRESSED}(M*)[,.]?(M*) ?', r'\1\2'),
        (r'https?://(?:dx\.)?doi\.org/(' + ADDRESS + ')', r'\1https://doi.org/'),
        (r' (M*)(?= )', r'\1'),
        (r' (M+)(?=[.,;:!?)])', r'\1'),
        (r' (M*)(?=[.,;:](?: |$|M))', r'\1'),
        (r'(?<!\.)\.\.(?!\.)', '.'),
        (r'([.!?…])(M+)\.', r'\1\2'),
        (r'([!?…])\.', r'\1'),
        (r'([,;:])(M+)(?=[,;:.])', r'\2'),
        (r'[,;](M*)\.', r'\1.'),
        (r',,', ','),
    )
)
"""Seams where citeproc-py sees no doubled punctuation, since marks stand between."""
_INTO_QUOTE = re.compile(
    f'(.)((?:(?!{CLOSE_QUOTE}){_MARK})*)((?:["”{CLOSE_QUOTE}]{_MARK}*)+)([.,])'
)
"""The last character that is quoted, marks, what closes the quotation or several, and a stop."""


def mended(text: str, quotes: Quotes) -> str:
    """Return the line with each seam between its parts punctuated once."""
    if quotes.takes_punctuation:
        text = _INTO_QUOTE.sub(_taken_in, text)
    for pattern, replacement in _SEAMS * 2:  # what one seam gave up may have parted another
        text = pattern.sub(replacement, text)
    return _quoted(text, quotes).strip(' ')


def _taken_in(match: re.Match[str]) -> str:
    last, between, closing, stop = match.groups()
    if last in '?!.,…' and (stop == '.' or last == ','):
        stop = ''
    return f'{last}{between}{stop}{closing}'


def _quoted(text: str, quotes: Quotes) -> str:
    """Return the line with quotation marks by depth: within the style's the author's turn inner."""
    made: list[str] = []
    depth = 0
    before = ' '
    for char in text:
        if char == OPEN_QUOTE:
            depth += 1
        pair = quotes.outer if depth % 2 == (char in (OPEN_QUOTE, CLOSE_QUOTE)) else quotes.inner
        opens = before.isspace() or before in '([{—–/' or before == OPEN_QUOTE
        if char in (OPEN_QUOTE, CLOSE_QUOTE):
            made.append(pair[char == CLOSE_QUOTE])
        elif char == '"':
            made.append(pair[not opens])
        elif char in '“”' and depth:
            made.append(pair[char == '”'])
        elif char == "'":
            made.append('‘' if opens else '’')
        else:
            made.append(char)
        if char == CLOSE_QUOTE:
            depth -= 1
        if char == OPEN_QUOTE or not is_mark(char):
            before = char
    return ''.join(made)


@dataclass(slots=True)
class _Open:
    """An element under way."""

    made: Callable[[list[Content]], list[Content]]
    content: list[Content] = field(default_factory=list)

    def add(self, content: list[Content]) -> None:
        self.content.extend(content)


def content_of(text: str, source_ids: list[str], languages: list[str]) -> list[Content]:
    """Return the words and elements of a mended line.

    `source_ids` and `languages` are what the numbers of `cited` and `foreign` stand for.
    """
    levels = [_Open(lambda content: content)]
    for piece in re.split(f'({_MARK})', text):
        if not piece:
            continue
        if not is_mark(piece):
            levels[-1].add([piece])
        elif piece != END:
            levels.append(_Open(_maker(piece, source_ids, languages)))
        elif len(levels) > 1:
            level = levels.pop()
            levels[-1].add(level.made(level.content))
    while len(levels) > 1:
        level = levels.pop()
        levels[-1].add(level.made(level.content))
    return _joined(levels[0].content)


def _maker(
    mark: str, source_ids: list[str], languages: list[str]
) -> Callable[[list[Content]], list[Content]]:
    code = ord(mark)
    if code >= _FOREIGN:
        lang = languages[code - _FOREIGN]
        return lambda content: [
            element('span', *content, lang=lang, dir=direction_of(lang)),
        ]
    if code >= _CITED:
        return lambda content: _linked(content, f'#source-{source_ids[code - _CITED]}')
    if mark == ADDRESS:
        return _address
    name, class_ = _FORMATS.get(mark, ('span', None))
    return lambda content: [element(name, *content, class_=class_)]


def _address(content: list[Content]) -> list[Content]:
    text = ''.join(piece for piece in content if isinstance(piece, str))
    href = f'https://doi.org/{text}' if re.match(r'10\.\d{4,}/', text) else text
    if not re.fullmatch(r'https?://\S+', href):
        return content
    return [element('a', text, href=href, class_='address')]


def _linked(content: list[Content], href: str) -> list[Content]:
    """Link the words up to the first address: links cannot stand within links."""
    content = _joined(content)
    inside: list[Content] = []
    for piece in content:
        if not isinstance(piece, str) and _has_link(piece):
            break
        inside.append(piece)
    rest = content[len(inside) :]
    if not any(piece if isinstance(piece, str) else True for piece in inside):
        return content
    after: list[Content] = []
    if rest and isinstance(inside[-1], str):
        words = inside[-1].rstrip(' ,.;:<(')
        after = [inside[-1][len(words) :]]
        inside[-1] = words
    return [element('a', *inside, class_='cited', href=href), *after, *rest]


def _has_link(piece: etree._Element) -> bool:
    return any(etree.QName(node).localname == 'a' for node in piece.iter())


def _joined(content: list[Content]) -> list[Content]:
    """Return the content with neighbouring words joined."""
    made: list[Content] = []
    for piece in content:
        if isinstance(piece, str) and made and isinstance(made[-1], str):
            made[-1] += piece
        else:
            made.append(piece)
    return made
