"""The typefaces: static, whole, ours alone, and the same on every machine."""

from __future__ import annotations

import io

import pytest
from fontTools.ttLib import TTFont

from proofpress import typefaces
from proofpress.memo import NO_MEMO
from proofpress.typefaces import Face, faces, missing_characters, subset

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
