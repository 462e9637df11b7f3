"""The families that Proofpress sets in, and where their packages keep them.

In: nothing.  Out: `CUTS`, the faces cut from each family, and the content of its file.  The files
come from installed Python packages, never from the system, so that a page looks alike everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Source:
    """A variable font as its package ships it."""

    package: str
    path: str
    """POSIX path below the package."""
    number: int = 0
    """Index of the face in a collection."""

    def content(self) -> bytes:
        """Return the file's content."""
        return files(self.package).joinpath(self.path).read_bytes()


@dataclass(frozen=True, slots=True)
class Cut:
    """A face that is cut from a variable font."""

    family: str
    """As style sheets name it."""
    weight: int
    """400 to 700, as in `font-weight`."""
    style: str
    """`normal` or `italic`."""
    source: Source
    axes: Mapping[str, float] = field(hash=False)
    """Where on the variable font's axes the face lies."""


_SERIF = Source('fontpkg_source_serif_4', 'files/SourceSerif4[opsz,wght].ttf')
_SERIF_ITALIC = Source('fontpkg_source_serif_4', 'files/SourceSerif4-Italic[opsz,wght].ttf')
_SANS = Source('fontpkg_source_sans_3', 'files/SourceSans3[wght].ttf')
_SANS_ITALIC = Source('fontpkg_source_sans_3', 'files/SourceSans3-Italic[wght].ttf')
_CODE = Source('fontpkg_source_code_pro', 'files/SourceCodePro[wght].ttf')
_ARABIC = Source('fontpkg_noto_sans_arabic', 'files/NotoSansArabic[wdth,wght].ttf')
_DEVANAGARI = Source('fontpkg_noto_sans_devanagari', 'files/NotoSansDevanagari[wdth,wght].ttf')

SERIF = 'Source Serif 4'
SERIF_SMALL = 'Source Serif 4 Caption'
SERIF_LARGE = 'Source Serif 4 Display'
SANS = 'Source Sans 3'
CODE = 'Source Code Pro'
ARABIC = 'Noto Sans Arabic'
DEVANAGARI = 'Noto Sans Devanagari'

# Optical sizes in points: running text is 10 to 12 pt, notes about 8 pt, titles above 24 pt.
_TEXT, _SMALL, _LARGE = 11, 8, 36


def _cut(family: str, weight: int, source: Source, **axes: float) -> Cut:
    style = 'italic' if 'Italic' in source.path else 'normal'
    return Cut(family, weight, style, source, {'wght': weight, **axes})


LATIN_CUTS = (
    *(
        _cut(SERIF, weight, source, opsz=_TEXT)
        for source in (_SERIF, _SERIF_ITALIC)
        for weight in (400, 600)
    ),
    *(_cut(SERIF_SMALL, 400, source, opsz=_SMALL) for source in (_SERIF, _SERIF_ITALIC)),
    *(_cut(SERIF_LARGE, weight, _SERIF, opsz=_LARGE) for weight in (400, 600)),
    *(_cut(SANS, weight, source) for source in (_SANS, _SANS_ITALIC) for weight in (400, 600)),
    _cut(CODE, 400, _CODE),
)
"""Latin, Greek and Cyrillic: in every book.  Bold is 600: 700 is too black beside these texts."""

SCRIPT_CUTS = tuple(
    tuple(_cut(family, weight, source, wdth=100) for weight in (400, 600))
    for family, source in ((ARABIC, _ARABIC), (DEVANAGARI, _DEVANAGARI))
)
"""One family for each further script: only in books that need it."""

_CJK_FACES = {'JP': 0, 'KR': 1, 'SC': 2, 'TC': 3}
_CJK_REGIONS = {'ja': 'JP', 'ko': 'KR', 'zh': 'SC', 'zh-hant': 'TC', 'zh-tw': 'TC', 'zh-hk': 'TC'}
_DEFAULT_REGION = 'KR'


def cjk_family(region: str) -> str:
    """Return the family of a region, one of `JP`, `KR`, `SC` and `TC`."""
    return f'Noto Sans CJK {region}'


def cjk_cuts(languages: frozenset[str]) -> tuple[Cut, ...]:
    """Return the faces for the Chinese, Japanese and Korean of these languages (BCP 47).

    Han characters look different in each; without a language that says which, Korean forms serve.
    """
    regions = {_region(language) for language in languages} - {None} or {_DEFAULT_REGION}
    return tuple(
        _cut(
            cjk_family(region),
            weight,
            Source('manimgx_fonts_cjk', 'NotoSansCJK-VF.otf.ttc', _CJK_FACES[region]),
        )
        for region in sorted(filter(None, regions))
        for weight in (400, 600)
    )


def _region(language: str) -> str | None:
    parts = language.lower().split('-')
    return _CJK_REGIONS.get('-'.join(parts[:2])) or _CJK_REGIONS.get(parts[0])
