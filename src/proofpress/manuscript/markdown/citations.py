"""Citations in Pandoc's syntax, `[see @key, p. 3; -@other, ch. 2]`.

In: what stands between the brackets.  Out: its sources, each with prefix, locator and suffix, and
the faults found, both placed by index.  (Pandoc manual, section "Citation syntax"; the names of
locators are those of CSL 1.0.2, appendix IV.)
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CROSS_REFERENCE = re.compile(r'@((?:fig|tbl|sec)-\w+(?:[.-]\w+)*)')
"""A numbered reference: a key with one of the three prefixes names no source."""

KEY = re.compile(r'(-?)@(?:\{([^{}\s]+)\}|(\w+(?:[:.#$%&+?<>~/-]+\w+)*))')
_CALL = re.compile(rf'(?:^|(?<=[\s;(])){KEY.pattern}')
BEGINS = re.compile(r'\[-?@[\w{]')
"""How a bracket begins that is meant as a citation."""

TERMS = {
    'book': ('book', 'books', 'bk.', 'bks.'),
    'chapter': ('chapter', 'chapters', 'chap.', 'chaps.', 'ch.', 'chs.'),
    'column': ('column', 'columns', 'col.', 'cols.'),
    'figure': ('figure', 'figures', 'fig.', 'figs.'),
    'folio': ('folio', 'folios', 'fol.', 'fols.'),
    'issue': ('issue', 'issues', 'no.', 'nos.', 'number', 'numbers'),
    'line': ('line', 'lines', 'l.', 'll.'),
    'note': ('note', 'notes', 'n.', 'nn.'),
    'opus': ('opus', 'op.', 'opp.'),
    'page': ('page', 'pages', 'p.', 'pp.', 'pg.'),
    'paragraph': ('paragraph', 'paragraphs', 'para.', 'paras.', '¶', '¶¶'),
    'part': ('part', 'parts', 'pt.', 'pts.'),
    'section': ('section', 'sections', 'sec.', 'secs.', '§', '§§'),
    'sub-verbo': ('sub verbo', 's.v.', 's.vv.'),
    'table': ('table', 'tables', 'tbl.', 'tbls.'),
    'timestamp': ('timestamp', 'timestamps'),
    'verse': ('verse', 'verses', 'v.', 'vv.'),
    'volume': ('volume', 'volumes', 'vol.', 'vols.'),
}
_LABELS = {word: label for label, words in TERMS.items() for word in words}
_WORDS = '|'.join(re.escape(word) for word in sorted(_LABELS, key=len, reverse=True))
_UNIT = r'(?:[A-Za-z]{0,3}\d+[a-z]?(?:[.:/]\d+)*|[ivxlcdm]+\b|[IVXLCDM]+\b)'
_RANGE = rf'{_UNIT}(?:\s*(?:-{{1,3}}|–|—)\s*{_UNIT})?(?:\s*ff?\.)?'
_VALUE = rf'{_RANGE}(?:(?:\s*,\s*|\s*&\s*|\s+and\s+){_RANGE})*'
_LOCATOR = re.compile(rf'(?:({_WORDS})\s*)?({_VALUE})(?!\w)', re.IGNORECASE)
_TERM = re.compile(rf'({_WORDS})\s*', re.IGNORECASE)
_GAP = re.compile(r'\s*,\s*|\s+')
_COMMA = re.compile(r'\s*,')
_TERM_ALONE = re.compile(rf'\s*,\s*({_WORDS})\s*$', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One source of a citation, with the indexes at which its pieces begin."""

    at: int
    key: str
    suppress_author: bool
    prefix: str
    prefix_at: int
    label: str
    locator: str
    suffix: str
    suffix_at: int


@dataclass(frozen=True, slots=True)
class _Locator:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a citation, at an index."""

    at: int
    message: str
    advice: str


def is_citation(content: str) -> bool:
    """Tell whether what stands between brackets cites a source."""
    keys = [match[2] or match[3] for match in _CALL.finditer(content)]
    return any(not CROSS_REFERENCE.fullmatch(f'@{key}') for key in keys)


def read_citation(content: str) -> tuple[list[Part], list[Fault]]:
    """Read what stands between the brackets of a citation."""
    parts: list[Part] = []
    faults: list[Fault] = []
    at = 0
    for piece in content.split(';'):
        read = _read_part(piece, at)
        if isinstance(read, Part):
            parts.append(read)
        else:
            faults.append(read)
        at += len(piece) + 1
    return parts, faults


def _read_part(piece: str, at: int) -> Part | Fault:
    calls = list(_CALL.finditer(piece))
    start = at + len(piece) - len(piece.lstrip())
    if not calls:
        words = piece.strip()
        named = f"“{words}” in a citation names no source" if words else "A citation is half empty"
        return Fault(start, named, "write @ and the source's id, or take the semicolon away")
    call = calls[0]
    key = call[2] or call[3]
    if len(calls) > 1:
        return Fault(
            at + calls[1].start(),
            f"The sources “{key}” and “{calls[1][2] or calls[1][3]}” run together",
            "part them with a semicolon",
        )
    if CROSS_REFERENCE.fullmatch(f'@{key}'):
        advice = "write the reference outside the brackets of the citation"
        return Fault(at + call.start(), f"“@{key}” is no source but a cross-reference", advice)
    tail = piece[call.end() :]
    if match := _TERM_ALONE.match(tail):
        return Fault(
            at + call.end() + match.start(1),
            f"The citation of “{key}” says “{match[1]}” but not which",
            "write the number after it",
        )
    locator, rest = _locator(tail)
    suffix = tail[rest:]
    return Part(
        at=at + call.start(),
        key=key,
        suppress_author=bool(call[1]),
        prefix=piece[: call.start()].strip(),
        prefix_at=start,
        label=locator.label,
        locator=locator.value,
        suffix=suffix.strip(),
        suffix_at=at + call.end() + rest + len(suffix) - len(suffix.lstrip()),
    )


def _locator(tail: str) -> tuple[_Locator, int]:
    """Return the locator at the start of what follows a key, and where the suffix begins.

    It stands after a comma, or in braces of its own; without a term it counts pages.
    """
    gap = _GAP.match(tail)
    start = gap.end() if gap else 0
    if tail.startswith('{', start) and '}' in tail:
        end = tail.index('}', start)
        inner = tail[start + 1 : end].strip()
        term = _TERM.match(inner)
        label = _LABELS[term[1].lower()] if term else 'page'
        return _Locator(label, inner[term.end() if term else 0 :].strip()), end + 1
    if gap is None:
        return _Locator('', ''), 0
    if (match := _LOCATOR.match(tail, start)) and (match[1] or ',' in gap[0]):
        label = _LABELS[match[1].lower()] if match[1] else 'page'
        if match[1] or any(character.isdigit() for character in match[2]):
            return _Locator(label, match[2]), _after_comma(tail, match.end())
    return _Locator('', ''), _after_comma(tail, 0)


def _after_comma(tail: str, at: int) -> int:
    match = _COMMA.match(tail, at)
    return match.end() if match else at
