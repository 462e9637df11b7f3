"""Bytes and characters that deceive or break a reader."""

from __future__ import annotations

from tests.hostile.case import GOOD, REPORT, Append, Case, Swap, Write

_ARTICLE = (GOOD / REPORT / 'report.md').read_text('utf-8')
_ACTORS = (GOOD / REPORT / 'actors.yaml').read_text('utf-8')


def article(name: str, words: str, *verdict: str, status: int = 1) -> Case:
    """Put words at the end of the article."""
    return Case(name, (Append('report.md', f'\n\n{words}\n'),), verdict, status)


def whole(name: str, content: bytes, *verdict: str, status: int = 1) -> Case:
    """Replace `report.md`."""
    return Case(name, (Write('report.md', content),), verdict, status)


def bidi(name: str, character: str) -> Case:
    """Put a character that turns words round into the article."""
    return article(f'turned-by-{name}', f"The ▸{character}word.", 'hidden-character')


ENCODINGS = (
    whole('encoding-latin-1', _ARTICLE.replace('ten', 'zwölf').encode('latin-1', 'replace'),
              'not-utf-8@report.md:28:7'),
    whole('encoding-utf-16', _ARTICLE.encode('utf-16'), 'not-utf-8@report.md:1:1'),
    whole('encoding-utf-16-without-mark', _ARTICLE.encode('utf-16-le'),
              'not-utf-8@report.md:28:121'),
    whole('encoding-utf-32', _ARTICLE.encode('utf-32'), 'not-utf-8@report.md:1:1'),
    whole('encoding-utf-7', b'+ADw-script+AD4-', 'front-matter-missing@report.md:1:1'),
    whole('encoding-shift-jis', '---\ntitle: 報告\n---\n言葉\n'.encode('shift_jis'),
              'not-utf-8@report.md:2:8'),
    whole('encoding-overlong', b'---\ntitle: A\n---\nWords \xc0\xaf.\n', 'not-utf-8@report.md:4:7'),
    whole('encoding-surrogates', b'---\ntitle: A\n---\nWords \xed\xa0\x80.\n',
              'not-utf-8@report.md:4:7'),
    whole('encoding-beyond-unicode', b'---\ntitle: A\n---\nWords \xf4\x90\x80\x80.\n',
              'not-utf-8@report.md:4:7'),
    whole('encoding-cut-off', b'---\ntitle: A\n---\nWords \xe2\x82', 'not-utf-8@report.md:4:7'),
    Case('mark-before-article', (Write('report.md', f'\ufeff{_ARTICLE}'),),
         ('byte-order-mark@report.md:1:1',), 0),
    Case('mark-before-yaml', (Write('actors.yaml', f'\ufeff{_ACTORS}'),),
         ('byte-order-mark@actors.yaml:1:1',), 0),
    Case('mark-twice', (Write('actors.yaml', f'\ufeff\ufeff{_ACTORS}'),),
         ('byte-order-mark@actors.yaml:1:1',), 0),
    Case('lines-end-in-cr-lf', (Write('report.md', _ARTICLE.replace('\n', '\r\n')),), (), 0),
    Case('lines-end-in-cr', (Write('report.md', _ARTICLE.replace('\n', '\r')),), (), 0),
    Case('lines-end-in-both', (Write('report.md',
         _ARTICLE.replace('\n', '\r\n', 20) + '\rSee ▸[there](#no).\r'),),
         ('link-target-undefined',)),
    Case('lines-of-yaml-end-in-cr', (Write('actors.yaml', _ACTORS.replace('\n', '\r')),), (), 0),
)  # fmt: skip

CONTROLS = (
    article('nul-in-article', "A ▸\0word.", 'control-character'),
    article('escape-sequence', "A ▸\x1b[2Jword ▸\x1b]0;title▸\x07.", 'control-character',
            'control-character', 'control-character'),
    article('form-feed', "A ▸\x0cword.", 'control-character'),
    article('delete', "A ▸\x7fword.", 'control-character'),
    article('c1-control', "A ▸\x9bword.", 'control-character'),
    article('next-line', "A ▸\x85word.", 'control-character'),
    article('noncharacter', "A ▸\uffffword and ▸\ufdd0.", 'control-character', 'control-character'),
    article('lone-surrogate-as-entity', "A ▸&#xD800; word.", 'control-character'),
    article('nul-as-entity', "A ▸&#0; word.", 'control-character'),
    article('escape-as-entity', "A ▸&#27; word.", 'control-character'),
    article('override-as-entity', "A ▸&#x202e; word.", 'hidden-character'),
    article('isolate-as-entity', "A *▸&#8294;word*.", 'hidden-character'),
    article('mark-of-direction-as-entity', "A &rlm; word.", status=0),
    article('number-of-entity-too-large', "A ▸&#x110000; &#99999999; word.", 'control-character'),
    article('override-as-entity-in-alt', "![A ▸&#x202e;map](figures/ferry.svg)",
            'hidden-character'),
    article('override-as-entity-in-caption', '![A](figures/ferry.svg "The ▸&#x202e;map")',
            'hidden-character'),
    Case('nul-in-yaml', (Swap('actors.yaml', "duty officer", "duty▸\0officer"),),
         ('control-character',)),
    Case('nul-in-key', (Swap('actors.yaml', "  role: duty", "  ▸r▸\0ole: duty"),),
         ('unknown-key', 'control-character')),
)  # fmt: skip

HIDDEN = (
    bidi('right-to-left-override', '\u202e'),
    bidi('left-to-right-override', '\u202d'),
    bidi('right-to-left-embedding', '\u202b'),
    bidi('isolate', '\u2067'),
    bidi('pop', '\u202c'),
    bidi('line-separator', '\u2028'),
    bidi('paragraph-separator', '\u2029'),
    bidi('tag', '\U000e0041'),
    article('turned-within-link', "[a▸\u202eb](https://a.org/▸\u202egpj.exe).", 'hidden-character',
            'hidden-character'),
    Case('turned-title', (Swap('report.md', "title: Across the Tumen\nsubtitle",
         "title: Across ▸\u202ethe Tumen\nsubtitle"),), ('hidden-character',)),
    Case('turned-role', (Swap('actors.yaml', "duty officer", "duty ▸\u2066officer"),),
         ('hidden-character',)),
    article('marks-of-direction', "A\u200eword\u200f and \u061ca word.", status=0),
    article('zero-width', "A\u200bword and zero\u200cwidth and jo\u200dined.", status=0),
    article('soft-hyphens', "Ex\u00adtra\u00ador\u00addi\u00adnary.", status=0),
    article('right-to-left-words', "In [السلام عليكم]{lang=ar}.", status=0),
    article('zero-width-no-break-within', "A\ufeffword.", status=0),
    article('script-that-no-face-has', "In [▸שלום]{lang=he}.", 'glyph-missing'),
    article('combining-storm', "▸A wo" + "\u0301" * 500 + "rd.", 'marks-heaped'),
    article('combining-storm-of-all', "▸▸Z" + ''.join(map(chr, range(0x300, 0x36f))) * 3 + ".",
            'glyph-missing', 'marks-heaped'),
    article('combining-storm-by-entities', "▸A wo" + "&#x301;" * 20 + "rd.", 'marks-heaped'),
    Case('combining-storm-in-yaml', (Swap('timeline.yaml', "title: Two",
         "title: T" + "\u0302" * 20 + "wo"),), ('marks-heaped@timeline.yaml:9:3',)),
    article('combining-marks-of-words', "Việt Nam, nai\u0308ve, [प्रतिवेदन]{lang=hi}.", status=0),
    article('variation-selectors', "▸A\ufe0f word.", 'glyph-missing'),
    article('interlinear-annotation', "A ▸\ufff9word▸\ufffaother▸\ufffb.",
              *['hidden-character'] * 3),
    article('symmetric-swapping', "A ▸\u206aword.", 'hidden-character'),
    article('object-replacement', "▸A \ufffc word.", 'glyph-missing'),
    article('hangul-fillers', "▸A \u3164\u115f word.", 'script-language'),
)  # fmt: skip
CASES = (*ENCODINGS, *CONTROLS, *HIDDEN)
