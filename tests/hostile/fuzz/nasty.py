"""What strangers write, and what becomes of a good text when they have it in hand.

In: nothing, or a text.  Out: hypothesis strategies.
"""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import strategies as st

MARKUP = r"""
    # ## ### ###### --- *** ___ - * + 1. 1) 10. > >> ``` ~~~ ::: :::: | |-|-| || : Table: ~
    ` `` * ** _ __ [ ] ( ) { } < > & ! \ [] () {} ![]() []() [^] ^[] [^]: [@] [-@] @fig- @tbl-x
    [a](b) [a](#b) [a](https://b.org) [a][b] [b]: [b]:c ![a](b.svg) ![a](b.svg"c") ![](b){alt=""}
    [^1] [^1]: [^n] [^n]: ^[note] ^[a[^1]] [@key] [@key,p.3] [-@key;see @b] [@harbour-log,{p.}]
    {#id} {.a} {.key-findings} {lang=ko} {lang= {lang="x {actor=a} {actor=none} {event=b} {title=c}
    {width=60%} {-} @fig-ferry @sec-quay @tbl-crossings ^^ << \| \@ \: \{ &amp; &#0; &#x202e; &lt
    <b> </b> <script> <!-- --> <? <![CDATA[ <https://d.org> <javascript:a> <e@f.org> <img/src=x>
    {{7*7}} {%x%} ${x} %s %(a)s #{x} <%=x%> $(id) `id` \\input{x} \\u202e ';-- %00
    ../ ..\\ /etc/passwd
    """.split()  # noqa: SIM905 - marks read better without quotes
YAML = r"""
    - : ? | > |- >- |+2 & * ! % @ ` " ' , [ ] { } # ~ null true no 0x1F 1_000 1e9 .inf .nan 12:30
    &a *a <<: !!str !!python/object:a ! --- ... -- - - -[ {a: [a [[a]]
    {a:b} [~] [] {} "" '' "\0" "\ud800" "\x"
    """.split()  # noqa: SIM905 - marks read better without quotes
KEYS = """
    id: date: title: text: actors: place: evidence: sources: confidence: name: native: kind: role:
    aliases: part_of: relations: to: as: author: lang: abstract: keywords: chapters: toc-depth: csl:
    report: key_findings: changes: status: numbering: house: paper: isbn: pdf: doi: issued: type:
    URL: language: date-parts: references: logo: publisher: short_title: a: 0: "": __class__:
    """.split()  # noqa: SIM905 - marks read better without quotes
VALUES = """
    2024 2024-02-30 2024-13 2024-10/2024-09 2024-10/.. ../2024 2024~ 2024? 9999-12-31 0000 person
    report.md two.md ../two.md figures/ferry.svg ../../outside/secret.txt /etc/passwd en xx zh-Hant
    apa ../apa https://a.org javascript:a file:///etc/passwd a@b.org 0000-0002-1825-0097
    978-3-16-148410-0 10.5555/12345678 pak-chol border-guard first-ferry harbour-log none draft
    """.split()  # noqa: SIM905 - marks read better without quotes
SIGNS = [
    '\0', '\x01', '\x1b[2J', '\x7f', '\x85', '\x9b', '\u2028', '\u2029', '\u202e', '\u2066',
    '\u200b', '\u200d', '\u200f', '\ufeff', '\ufffd', '\ufffe', '\uffff', '\ufdd0', '\ue000',
    '\U000e0041', '\U0010ffff', '\u0301' * 12, '\ufff9', '\xa0', '\xad', '𝔘', '🕊', '한국', 'שלום',
    'السلام', 'ﷺ', 'İ', 'ı', 'ß', 'Ǆ', 'é', '\t', '\r', '\r\n', '\n', '\n\n', '\n    ', '  \n', ' ',
]  # fmt: skip
NASTY = st.sampled_from([*MARKUP, *YAML, *KEYS, *VALUES, *SIGNS])
_GAP = st.sampled_from(['', '', ' ', '\n', '\n\n', '\n  ', '\n    ', ': ', '- '])
PIECES = st.one_of(NASTY, st.text(max_size=6))
TEXTS = st.lists(st.tuples(_GAP, PIECES), max_size=40).map(
    lambda pairs: ''.join(part for pair in pairs for part in pair)
)
"""Texts of pieces that mean something to one reader or another."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one file; places are parts of a thousand, so that they fit any text."""

    file: int
    kind: str
    at: int
    to: int
    nasty: str


KINDS = ('insert', 'replace', 'delete', 'double', 'swap', 'cut', 'move', 'byte', 'remove', 'value')
CHANGES = st.builds(
    Change,
    file=st.integers(0, 40),
    kind=st.sampled_from(KINDS),
    at=st.integers(0, 1000),
    to=st.integers(0, 1000),
    nasty=PIECES,
)


def changed(content: bytes, change: Change) -> bytes:
    """Return what is left of a file when the change is made."""
    nasty = change.nasty.encode('utf-8', 'surrogatepass')
    at, to = sorted(len(content) * place // 1000 for place in (change.at, change.to))
    to = min(to, at + 200)
    match change.kind:
        case 'insert':
            return content[:at] + nasty + content[at:]
        case 'replace':
            return content[:at] + nasty + content[to:]
        case 'delete':
            return content[:at] + content[to:]
        case 'double':
            return content[:to] + content[at:to] * 3 + content[to:]
        case 'cut':
            return content[:to]
        case 'move':
            return content[:at] + content[to:] + content[at:to]
        case 'byte':
            return content[:at] + bytes([change.to % 256]) + content[at + 1 :]
    return _by_lines(content, change, nasty)


def _by_lines(content: bytes, change: Change, nasty: bytes) -> bytes:
    lines = content.split(b'\n')
    first, last = (min(len(lines) * n // 1000, len(lines) - 1) for n in (change.at, change.to))
    if change.kind == 'swap':
        lines[first], lines[last] = lines[last], lines[first]
    elif change.kind == 'value':
        key, colon, _ = lines[first].partition(b': ')
        lines[first] = key + colon + nasty if colon else nasty
    else:
        lines.pop(first)
    return b'\n'.join(lines)
