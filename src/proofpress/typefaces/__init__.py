"""The typefaces: what every press sets in, and what it has no glyph for.

In: the characters of a book.  Out: `Face` values, static fonts cut from the variable fonts of our
font packages.  Nothing comes from the system's fonts: a page looks alike everywhere.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain

from proofpress.lettering import Order
from proofpress.memo import NO_MEMO, Memo, digest
from proofpress.typefaces import cutting
from proofpress.typefaces.families import LATIN_CUTS, SCRIPT_CUTS, Cut, Source, cjk_cuts
from proofpress.typefaces.standing import MOST_CHARACTERS, Standing
from proofpress.typefaces.woff2 import packed

# What every Latin face holds beside the characters of the book: hyphens that line breaking puts
# in, marks of lists and links that the style sheets put in, folios.
_FURNITURE = frozenset(
    map(ord, ' 0123456789abcdefghijklmnopqrstuvwxyz-‐‑–—•◦▪◆→….,:;()[]\u00a0\u2009\u202f')
)
_CUT = Memo(32 * 2**20)
"""What was cut last: the pages and the editions of a book are set in the same faces, mostly."""


@dataclass(frozen=True, slots=True)
class Face:
    """A static font of one family, weight and style."""

    family: str
    """As `font-family` names it: `Source Serif 4`."""
    weight: int
    """As `font-weight` names it: 400 or 600."""
    style: str
    """`normal` or `italic`."""
    content: bytes = field(repr=False)
    """The font file."""
    media_type: str = 'font/ttf'
    """`font/ttf` or `font/woff2`."""
    order: Order | None = field(default=None, repr=False, compare=False)
    """What it was cut for, all faces of its book together."""

    @property
    def name(self) -> str:
        """A file name, URL-safe and unique among the faces: `source-serif-4-400-italic.ttf`."""
        stem = f'{self.family} {self.weight} {self.style}'.lower().replace(' ', '-')
        return f'{stem}.{self.media_type.removeprefix("font/")}'


_standing = Standing()


def faces(characters: Iterable[str], languages: frozenset[str] = frozenset()) -> tuple[Face, ...]:
    """Return the faces that show these characters, in the languages (BCP 47) that are marked.

    Latin faces come always, those of other scripts when a character needs them.
    Order and bytes depend on nothing else.
    """
    wanted = frozenset(map(ord, characters))
    order = Order(''.join(map(chr, sorted(wanted))), tuple(sorted(languages)))
    return _standing.found(order, lambda: tuple(_faces(wanted, languages, order)))


def _faces(wanted: frozenset[int], languages: frozenset[str], order: Order) -> Iterator[Face]:
    for cut in LATIN_CUTS:
        yield replace(_face(cut, wanted | _FURNITURE), order=order)
    left = wanted - _held(LATIN_CUTS)
    for cuts in (*SCRIPT_CUTS, cjk_cuts(languages)):
        if left & _held(cuts):
            for cut in cuts:
                yield replace(_face(cut, wanted), order=order)
            left -= _held(cuts)


def subset(
    face: Face, characters: Iterable[str], *, woff2: bool = False, memo: Memo = NO_MEMO
) -> Face | None:
    """Cut a face down to exactly these characters, for files that carry it whole.

    None when the face has none of them but spaces: the file can do without it.
    """
    kept = ''.join(sorted(set(characters)))

    def make() -> tuple[Face, ...]:
        key = ('subset', digest(face.content, kept), woff2)
        content = memo.result(key, lambda: _subset(face.content, kept, woff2=woff2))
        media_type = 'font/woff2' if woff2 else face.media_type
        return (replace(face, content=content, media_type=media_type),) if content else ()

    if face.order is None or memo is not NO_MEMO:
        made = make()
    else:
        order = replace(face.order, face=face.name, kept=kept, woff2=woff2)
        made = _standing.found(order, make)
    return made[0] if made else None


def _subset(content: bytes, characters: str, *, woff2: bool) -> bytes:
    """Return what is left of a font file; nothing where it has nothing to show."""
    held = cutting.code_points_of(content)
    points = {point for point in map(ord, characters) if point in held}
    if not any(chr(point).strip() for point in points):
        return b''
    left = cutting.cut(content, 0, {}, points)
    return packed(left) if woff2 else left


def standing_orders() -> tuple[Order, ...]:
    """Return for what faces were cut that are kept in this process and worth cutting beforehand."""
    return tuple(_standing.orders())


def cut_again(order: Order) -> None:
    """Cut what an order asks for, to be kept; an order that asks too much, or nonsense, is none."""
    if max(len(order.characters), len(order.kept)) > MOST_CHARACTERS:
        return
    for face in faces(order.characters, frozenset(order.languages)):
        if face.name == order.face:
            subset(face, order.kept, woff2=order.woff2)


def load() -> None:
    """Read the faces that come in every book."""
    missing_characters('')
    for cut in LATIN_CUTS:
        _content(cut.source.package, cut.source.path)


def missing_characters(characters: Iterable[str]) -> frozenset[str]:
    """Return the characters that would print as empty boxes.

    Controls, formats (the soft hyphen, joiners) and line ends print nothing and are never missing.
    """
    held = _held((*LATIN_CUTS, *chain.from_iterable(SCRIPT_CUTS), *cjk_cuts(frozenset())))
    return frozenset(
        character
        for character in characters
        if ord(character) not in held
        and unicodedata.category(character) not in {'Cc', 'Cf', 'Zl', 'Zp'}
    )


def _held(cuts: tuple[Cut, ...]) -> frozenset[int]:
    """Return the code points that any of the cuts has a glyph for."""
    return frozenset().union(*(_code_points_of(cut.source) for cut in cuts))


@cache
def _code_points_of(source: Source) -> frozenset[int]:
    return cutting.code_points_of(_content(source.package, source.path), source.number)


@cache
def _content(package: str, path: str) -> bytes:
    return Source(package, path).content()


def _face(cut: Cut, code_points: frozenset[int]) -> Face:
    # The licence reserves the name Source for unchanged fonts (OFL 1.1, clause 3): the file is
    # called otherwise, and style sheets name the family by `@font-face`.
    family = f'Proofpress {cut.family.removeprefix("Source ")}'
    source = cut.source
    points = code_points & _code_points_of(source)

    def make() -> bytes:
        font = _content(source.package, source.path)
        content = cutting.cut(font, source.number, cut.axes, points)
        return cutting.finished(content, family, f'{cut.weight} {cut.style}')

    key = ('face', repr(cut), points)
    return Face(cut.family, cut.weight, cut.style, _CUT.result(key, make))
