"""The typefaces: static, whole, ours alone, and the same on every machine."""

from __future__ import annotations

import io
import json
import subprocess
import sys

import pytest
from fontTools.ttLib import TTFont

from proofpress import typefaces
from proofpress.lettering import Order
from proofpress.memo import NO_MEMO
from proofpress.typefaces import (
    Face,
    cut_again,
    faces,
    missing_characters,
    standing_orders,
    subset,
)
from proofpress.typefaces.standing import Foresight, Standing

TEXT = 'Troops – «Жизнь» 김정은 大 سلام नेपाल fi 0123456789'


@pytest.fixture(scope='module')
def every() -> tuple[Face, ...]:
    return faces(TEXT, frozenset({'en', 'ko', 'ja'}))


def font(face: Face) -> TTFont:
    return TTFont(io.BytesIO(face.content))


def test_faces_are_static_truetype(every: tuple[Face, ...]) -> None:
    """Variable fonts in a PDF are slow, and poppler calls the Chinese one broken."""
    for face in every:
        tables = set(font(face).keys())
        assert {'glyf', 'loca', 'cmap'} <= tables
        assert not tables & {'fvar', 'gvar', 'CFF2', 'HVAR', 'CFF '}


def test_every_character_has_a_glyph_in_some_face(every: tuple[Face, ...]) -> None:
    """One without would be an empty box."""
    held = set().union(*(font(face).getBestCmap() for face in every))
    assert set(map(ord, TEXT)) <= held


def test_a_plain_book_carries_no_foreign_scripts() -> None:
    """Korean faces weigh something, and a report without Korean does not need them."""
    families = {face.family for face in faces('Plain words')}
    assert not {family for family in families if family.startswith('Noto')}
    assert {'Source Serif 4', 'Source Sans 3', 'Source Code Pro'} <= families


def test_each_language_has_its_own_han_characters(every: tuple[Face, ...]) -> None:
    """The same character is drawn differently in Seoul and in Tokyo."""
    families = {face.family for face in every}
    assert {'Noto Sans CJK KR', 'Noto Sans CJK JP'} <= families
    assert 'Noto Sans CJK SC' not in families
    chinese = {face.family for face in faces('大', frozenset({'zh-Hant-TW', 'zh'}))}
    assert {'Noto Sans CJK SC', 'Noto Sans CJK TC'} <= chinese


def test_figures_and_small_capitals_survive(every: tuple[Face, ...]) -> None:
    """The styles ask for them: dates in old-style figures, tables in even ones."""
    serif = next(face for face in every if face.name == 'source-serif-4-400-normal.ttf')
    features = {record.FeatureTag for record in font(serif)['GSUB'].table.FeatureList.FeatureRecord}
    assert {'onum', 'lnum', 'tnum', 'pnum', 'smcp', 'liga'} <= features
    assert 'kern' in {r.FeatureTag for r in font(serif)['GPOS'].table.FeatureList.FeatureRecord}


def test_no_two_faces_share_a_name(every: tuple[Face, ...]) -> None:
    """Fontconfig would take one for the other."""
    assert len({face.name for face in every}) == len(every)
    full = [font(face)['name'].getDebugName(4) for face in every]
    assert len(set(full)) == len(every)


def test_the_reserved_name_is_not_used_and_the_licence_is_kept(every: tuple[Face, ...]) -> None:
    """The Open Font License keeps "Source" for unchanged fonts, and goes with every copy."""
    for face in every:
        names = font(face)['name']
        assert not names.getDebugName(1).startswith('Source')
        assert 'Open Font License' in names.getDebugName(13)


def test_letters_for_notes_are_wider_than_letters_for_titles(every: tuple[Face, ...]) -> None:
    """Optical sizes: small print needs room, large print looks loose with it."""
    widths = []
    for size in ('-caption', '', '-display'):
        cut = font(next(f for f in every if f.name == f'source-serif-4{size}-400-normal.ttf'))
        widths.append(cut['hmtx'][cut.getBestCmap()[ord('n')]][0])
    assert widths[0] > widths[1] > widths[2]


def test_faces_are_the_same_each_time(
    every: tuple[Face, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The PDF's bytes depend on them, whether they were cut for it or a moment ago."""
    for memo in (NO_MEMO, typefaces._CUT):
        monkeypatch.setattr(typefaces, '_CUT', memo)
        assert faces(reversed(TEXT), frozenset({'ja', 'ko', 'en'})) == every


def test_a_subset_holds_the_characters_and_no_more(every: tuple[Face, ...]) -> None:
    """An e-book carries its fonts whole: each letter counts."""
    small = subset(every[0], 'Troops')
    assert small is not None
    assert set(font(small).getBestCmap()) == set(map(ord, 'Troops'))
    assert len(small.content) < len(every[0].content) / 4


def test_a_subset_for_the_web_is_woff2(every: tuple[Face, ...]) -> None:
    """Half the weight of TrueType, and every browser reads it."""
    web = subset(every[0], 'Troops', woff2=True)
    assert web is not None
    assert (web.content[:4], web.media_type) == (b'wOF2', 'font/woff2')
    assert web.name == 'source-serif-4-400-normal.woff2'


def test_a_face_without_the_characters_is_left_out(every: tuple[Face, ...]) -> None:
    """A space alone is no reason to carry a font."""
    assert subset(every[0], '김 ') is None


def test_characters_without_a_glyph_are_named() -> None:
    """Before they print as boxes; what prints nothing is not missed."""
    assert missing_characters('Kim 김\n\u00ad\u200d𓀀') == {'𓀀'}


def test_what_was_cut_for_one_report_stands_for_the_next() -> None:
    """The same bytes, whoever cut them and when; two reports that need the same have it cut."""
    code = (
        'from hashlib import sha256\n'
        'from proofpress.typefaces import cut_again, cutting, faces, standing_orders, subset\n'
        'def report():\n'
        '    made = faces("Plain words", frozenset({"en"}))\n'
        '    made += tuple(filter(None, (subset(f, "Plain", woff2=True) for f in made)))\n'
        '    return [(f.name, sha256(f.content).hexdigest()) for f in made]\n'
        'import os, json, sys\n'
        'if sys.argv[1] == "again":\n'
        '    from proofpress.lettering import Order\n'
        '    for order in json.loads(sys.stdin.read()):\n'
        '        cut_again(Order(**{**order, "languages": tuple(order["languages"])}))\n'
        '    cutting.cut = cutting.finished = cutting.compressed = None\n'
        'made = report()\n'
        'from dataclasses import asdict\n'
        'print(json.dumps([made, [asdict(order) for order in standing_orders()]]))\n'
    )

    def run(how: str, said: str) -> list[object]:
        ended = subprocess.run(
            [sys.executable, '-c', code, how],
            input=said,
            capture_output=True,
            text=True,
            check=True,
        )
        return list(json.loads(ended.stdout))

    made, orders = run('first', '')
    assert made
    again, same = run('again', json.dumps(orders))
    assert again == made
    assert same == orders


def test_what_two_reports_needed_is_prepared_for_the_third() -> None:
    """What one needed alone may be needed by no other."""
    prepared: list[Order] = []
    foresight = Foresight(prepared.append)
    plain, other = Order('abc', ('en',)), Order('abcd', ('en',))
    foresight.hear([plain, other])
    assert prepared == []
    foresight.hear([plain])
    assert prepared == [plain]


def test_not_every_pair_of_reports_is_foreseen() -> None:
    """Two hundred in a hundred languages would keep who asked from anything else."""
    prepared: list[Order] = []
    foresight = Foresight(prepared.append)
    orders = [Order(chr(letter)) for letter in range(ord('a'), ord('z'))]
    foresight.hear(orders)
    foresight.hear(orders)
    assert len(prepared) < len(orders) / 2
    assert prepared == orders[: len(prepared)]


@pytest.mark.parametrize(
    'order',
    [
        Order(''.join(map(chr, range(0x4E00, 0x4E00 + 2000)))),
        Order('a', face='source-serif-4-400-normal.ttf', kept='a' * 2000, woff2=True),
    ],
)
def test_an_order_that_asks_too_much_is_not_prepared(order: Order) -> None:
    """Whoever wrote a report must not keep others waiting."""
    before = standing_orders()
    cut_again(order)
    assert standing_orders() == before


def test_an_order_for_a_face_that_is_not_there_is_none() -> None:
    """It comes from a worker, which may say anything."""
    cut_again(Order('a', ('xx',), 'none.ttf', 'a', woff2=True))
    assert all(order.face != 'none.ttf' for order in standing_orders())


def test_what_stands_is_given_up_when_it_gets_too_much() -> None:
    """A process that lives for days keeps within bounds."""
    standing = Standing()
    large = (Face('A', 400, 'normal', bytes(20 * 2**20)),)
    for words in ('a', 'b', 'c'):
        assert standing.found(Order(words), lambda: large) == large
    assert list(standing.orders()) == [Order('c')]
