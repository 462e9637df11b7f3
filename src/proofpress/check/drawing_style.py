"""How the elements of a drawing look: attributes, `style` attributes and plain rules of style.

In: the tree of an SVG picture.  Out: a `Look` for each element.  A drawing whose sheets say more
than plain rules with plain selectors has no `Style`: what they do is not guessed, and what a
hostile sheet could cost is not paid.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from xml.parsers import expat

import tinycss2
from lxml import etree
from tinycss2 import ast

from proofpress.check.boxes import UNMOVED, Move, move_of
from proofpress.check.cascade import Cascade, Rule, Setting, declared, lay_over, rules_of
from proofpress.check.colours import BLACK, CURRENT, Colour, colour_of
from proofpress.check.lengths import pixels, share_of, weight_of
from proofpress.model.report import Picture
from proofpress.span import Span

NONE = 'none'
"""A paint that is none."""
UNKNOWN = 'unknown'
"""A paint that is no plain colour."""
Paint = Colour | str
PROPERTIES = frozenset({
    'color', 'display', 'dominant-baseline', 'fill', 'fill-opacity', 'font-size', 'font-weight',
    'opacity', 'stroke', 'stroke-width', 'text-anchor', 'visibility',
})  # fmt: skip
ODD = frozenset({
    'all', 'baseline-shift', 'clip-path', 'direction', 'filter', 'font', 'mask', 'mix-blend-mode',
    'rotate', 'scale', 'transform', 'translate', 'writing-mode', 'zoom',
})  # fmt: skip
"""Properties that move or change what is seen, in ways that are not followed."""
_ELABORATE = frozenset('(>+~|')
_OTHERWISE = frozenset({'rotate', 'scale', 'transform'})
"""Names of attributes that are not those of the properties."""
LONGEST_VALUE = 200
MOST_NESTING = 8
MOST_AT_RULES = 20
MOST_MATCHES = 400_000
"""Rules times elements."""
_ANCHORS = {'start': 0.0, 'middle': 0.5, 'end': 1.0}
_SETTING = Setting("in the drawing", 'print')
_Values = Mapping[str, tuple[ast.Node, ...]]


@dataclass(frozen=True, slots=True)
class Look:
    """What an element shows, or hands down to those within it."""

    fill: Paint = BLACK
    stroke: Paint = NONE
    stroke_width: float = 1
    fill_opacity: float = 1
    opacity: float = 1
    """Its own and that of all around it."""
    veil: etree._Element | None = None
    """The element that made it translucent."""
    colour: Colour = BLACK
    size: float = 16
    weight: float = 400
    anchor: float | None = 0
    """Which share of the words stands before their place."""
    is_on_baseline: bool = True
    is_visible: bool = True
    is_odd: bool = False
    """True when something else decides how it is seen."""
    move: Move | None = UNMOVED
    """None when its place is not known."""

    @property
    def alpha(self) -> float:
        """How much of the fill covers the ground, 0 to 1."""
        own = self.fill.alpha if isinstance(self.fill, Colour) else 1
        return own * self.fill_opacity * self.opacity

    def made_odd(self) -> Look:
        """Return the look of what is not followed."""
        return replace(self, is_odd=True)

    def moved(self, by: Move | None) -> Look:
        """Return the look of what stands in a place of its own."""
        return replace(self, move=self.move.then(by) if self.move and by else None)


@dataclass(frozen=True, slots=True)
class Style:
    """The rules of a drawing, matched with its elements."""

    root: etree._Element
    by_id: Mapping[str, etree._Element]
    _path: str
    _cascade: Cascade
    _places: Mapping[etree._Element, Span] = field(repr=False)

    @classmethod
    def of(cls, root: etree._Element, picture: Picture) -> Style | None:
        """Return the style of a drawing; None when it is more than can be told."""
        elements = list(root.iter(etree.Element))
        texts = [''.join(map(str, one.itertext())) for one in elements if tag_of(one) == 'style']
        if not all(_is_shallow(text) and text.count('@') <= MOST_AT_RULES for text in texts):
            return None
        layers = [rules_of(text, picture.path) for text in texts]
        rules = [rule for layer in layers for rule in layer if _names(rule) & (PROPERTIES | ODD)]
        if len(rules) * len(elements) > MOST_MATCHES or not all(map(_is_plain, rules)):
            return None
        places = dict(zip(elements, _places(picture), strict=False))
        by_id = {str(one.get('id')): one for one in reversed(elements) if one.get('id')}
        # The sheets of a drawing are one sheet.
        cascade = Cascade([rules], root, PROPERTIES | ODD)
        return cls(root, by_id, picture.path, cascade, places)

    def place(self, element: etree._Element) -> Span:
        """Return where an element begins."""
        line = element.sourceline
        return self._places.get(element) or Span(self._path, line if isinstance(line, int) else 1)

    def look(self, element: etree._Element, around: Look) -> Look | None:
        """Return how an element looks within another; None when it is not drawn."""
        own = self._own(element)
        if own is None:
            return around.made_odd()
        if _word(own, 'display') == 'none':
            return None
        look = _painted(own, _lettered(own, around))
        opacity = look.opacity * _share(own, 'opacity', 1)
        look = replace(
            look,
            fill_opacity=_share(own, 'fill-opacity', look.fill_opacity),
            opacity=opacity,
            is_odd=look.is_odd or any(_word(own, name) != 'none' for name in ODD & own.keys()),
        )
        if look.alpha < 1 and look.alpha != around.alpha:
            look = replace(look, veil=element)
        # A transform of the style takes the place of the attribute.
        return look.moved(None if 'transform' in own else move_of(element.get('transform')))

    def _own(self, element: etree._Element) -> _Values | None:
        """Return what is declared on an element, the strongest last; None if it is too much."""
        found: dict[str, tuple[ast.Node, ...]] = {}
        for key, value in element.attrib.items():
            if key in PROPERTIES or (key in ODD and key not in _OTHERWISE):
                if len(value) > LONGEST_VALUE:
                    return None
                found[str(key)] = _tokens(str(value))
        won = dict(self._cascade.of(element, _SETTING))
        own = str(element.get('style', ''))
        if not _is_shallow(own):
            return None
        lay_over(won, declared(tinycss2.parse_component_value_list(own), ''))
        found.update((name, value.tokens) for name, value in won.items())
        return found


def tag_of(element: etree._Element) -> str:
    """Return the name of an element of SVG; empty for one of another kind."""
    name = etree.QName(element)
    return name.localname if name.namespace == 'http://www.w3.org/2000/svg' else ''


def _lettered(own: _Values, around: Look) -> Look:
    """Return the look with the type that is declared."""
    look = around
    if 'font-size' in own:
        size = pixels(own['font-size'], around.size, 16)
        look = replace(look, size=size or around.size, is_odd=look.is_odd or not size)
    if 'font-weight' in own:
        look = replace(look, weight=weight_of(own['font-weight'], around.weight))
    if 'text-anchor' in own:
        look = replace(look, anchor=_ANCHORS.get(_word(own, 'text-anchor')))
    if 'dominant-baseline' in own:
        look = replace(
            look, is_on_baseline=_word(own, 'dominant-baseline') in {'auto', 'alphabetic'}
        )
    if 'visibility' in own:
        look = replace(look, is_visible=_word(own, 'visibility') == 'visible')
    return look


def _painted(own: _Values, around: Look) -> Look:
    """Return the look with the paints that are declared."""
    look = around
    if 'color' in own and isinstance(colour := _paint(own['color'], look.colour), Colour):
        look = replace(look, colour=colour)
    if 'fill' in own and _word(own, 'fill') != 'inherit':
        look = replace(look, fill=_paint(own['fill'], look.colour))
    if 'stroke' in own and _word(own, 'stroke') != 'inherit':
        look = replace(look, stroke=_paint(own['stroke'], look.colour))
    if 'stroke-width' in own:
        width = pixels(own['stroke-width'], look.size, 16)
        look = replace(look, stroke_width=look.stroke_width if width is None else width)
    return look


def _paint(tokens: Sequence[ast.Node], current: Colour) -> Paint:
    spoken = [token for token in tokens if token.type not in {'whitespace', 'comment'}]
    if len(spoken) != 1:
        return UNKNOWN
    if spoken[0].type == 'ident' and spoken[0].lower_value == 'none':
        return NONE
    found = colour_of(spoken[0])
    if found == CURRENT:
        return current
    return found if isinstance(found, Colour) else UNKNOWN


def _share(own: _Values, name: str, otherwise: float) -> float:
    return share_of(own[name], otherwise) if name in own else otherwise


def _word(own: _Values, name: str) -> str:
    """Return the one word of a declaration, in small letters; empty when it is more or none."""
    spoken = [token for token in own.get(name, ()) if token.type not in {'whitespace', 'comment'}]
    is_word = len(spoken) == 1 and spoken[0].type == 'ident'
    return str(spoken[0].lower_value) if is_word else ''


@lru_cache(maxsize=1024)
def _tokens(words: str) -> tuple[ast.Node, ...]:
    return tuple(tinycss2.parse_component_value_list(words))


def _names(rule: Rule) -> set[str]:
    return {name for name, _ in rule.declarations}


def _is_shallow(css: str) -> bool:
    """Tell whether no brackets nest deeper than people nest them."""
    depth = 0
    for character in css:
        depth += (character in '([{') - (character in ')]}' and depth > 0)
        if depth > MOST_NESTING:
            return False
    return True


def _is_plain(rule: Rule) -> bool:
    """Tell whether a rule holds always and selects by a name or two."""
    selectors = (selector.strip() for selector in rule.selector.split(','))
    return not rule.queries and all(
        selector.count(' ') <= 1 and not _ELABORATE.intersection(selector) for selector in selectors
    )


def _places(picture: Picture) -> list[Span]:
    """Return where each element of a picture begins, in their order, as far as can be told."""
    found: list[Span] = []
    parser = expat.ParserCreate()

    def opened(_: str, __: dict[str, str]) -> None:
        place = (parser.CurrentLineNumber, parser.CurrentColumnNumber + 1)
        found.append(Span(picture.path, *place))

    parser.StartElementHandler = opened
    try:
        parser.Parse(picture.content, True)
    except (expat.ExpatError, ValueError):
        # An encoding that lxml knows and expat does not: lines will have to do.
        found.clear()
    return found
