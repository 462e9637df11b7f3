"""Words that the style makes hard to see: too near to their ground, or translucent.

In: a report, whose house style is laid over ours.  Out: `contrast-low` and `text-translucent`, at
the places in the sheets.  The colours are read off `specimen.xhtml`, which has one
of everything that the presses print, on paper, on screens by day and night, at rest and touched.
The EPUB is left out: its colours are the reader's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from lxml import etree

from proofpress.assets import package_text
from proofpress.check.cascade import (
    Cascade,
    Rule,
    Setting,
    Value,
    place_of,
    resolved,
    rules_of,
    variables_of,
)
from proofpress.check.colours import BLACK, CURRENT, WHITE, Colour, colour_of, contrast, in_words
from proofpress.check.colours import least_contrast as least
from proofpress.check.lengths import pixels, share_of, weight_of
from proofpress.diagnostics import Diagnostic, Note
from proofpress.model.report import Report
from proofpress.span import Span
from proofpress.stylesheet import Entry, read_entry

SETTINGS: Mapping[str, tuple[Setting, ...]] = {
    'print.css': (Setting("on paper", 'print'),),
    'web.css': (
        Setting("on screens"),
        Setting("on screens, where it is touched", is_touched=True),
        Setting("on screens at night", is_dark=True),
        Setting("on screens at night, where it is touched", is_dark=True, is_touched=True),
        Setting("on paper, printed from a screen", 'print'),
    ),
}
"""The sheets of the products with colours of our own, and where they are read."""

PROPERTIES = frozenset({
    'background', 'background-color', 'color', 'content', 'font-size', 'font-weight', 'opacity',
})  # fmt: skip
"""What decides how well words are seen."""
_FOLDER = 'styles/'
_HOUSES = f'{_FOLDER}houses/'


@dataclass(frozen=True, slots=True)
class _Layer:
    """A colour with the place where it is written."""

    colour: Colour
    place: Span


@dataclass(frozen=True, slots=True)
class _Look:
    """How the words of an element look."""

    ink: _Layer
    ground: _Layer
    size_px: float
    weight: float = 400
    veil: Span | None = None
    """The opacity that lets the ground through, of the element or of one around it."""

    @property
    def faded(self) -> Span | None:
        """Where it is said that the ground shines through the words."""
        return self.veil or (self.ink.place if self.ink.colour.alpha < 1 else None)


@dataclass(frozen=True, slots=True)
class _Sheets:
    """An entry sheet, read and matched with the specimen."""

    rules: tuple[Rule, ...]
    cascade: Cascade
    name: str

    def looks(self, setting: Setting) -> Iterator[tuple[str, _Look]]:
        """Yield how each element of the specimen that has words looks, with its name."""
        variables = variables_of(self.rules, setting)
        nowhere = Span(_FOLDER + self.name, 0, 0)
        start = _Look(_Layer(BLACK, nowhere), _Layer(WHITE, nowhere), 16)
        yield from self._walk(_specimen(), start, 16, setting, variables)

    def _walk(
        self,
        element: etree._Element,
        around: _Look,
        root_px: float,
        setting: Setting,
        variables: Mapping[str, Value],
    ) -> Iterator[tuple[str, _Look]]:
        look = _look(self.cascade.of(element, setting), around, root_px, variables)
        if element.getparent() is None:
            root_px = look.size_px
        if _has_words(element):
            yield _name(element), look
        for pseudo in self.cascade.pseudos(element):
            own = self.cascade.of(element, setting, pseudo)
            if 'content' in own and 'color' in own:
                name = f'{_name(element)}::{pseudo}'
                yield name, _look(own, look, root_px, variables)
        for child in element.iterchildren(etree.Element):
            yield from self._walk(child, look, root_px, setting, variables)
        # Margin boxes stand on the bare page, and no selector leads to them.
        if element.getparent() is None:
            for rule in self.rules:
                if rule.selector.startswith('@') and rule.holds(setting):
                    yield rule.selector, _look(dict(rule.declarations), look, root_px, variables)


def style(report: Report) -> Iterator[Diagnostic]:
    """Name what the report's style makes hard to see."""
    for name in SETTINGS:
        yield from style_findings(name, report.front_matter.house)


@cache
def style_findings(name: str, house: str = '') -> tuple[Diagnostic, ...]:
    """Return what is wrong with an entry sheet under a house style; each is judged once."""
    return judged(read_entry(name, house=house), name)


def judged(entry: Entry, name: str) -> tuple[Diagnostic, ...]:
    """Return what is wrong with the colours of an entry sheet, of which SETTINGS has the name."""
    order = {layer: rank for rank, layer in enumerate(entry.layers)}
    sheets = sorted(entry.sheets, key=lambda sheet: order.get(sheet.layer, len(order)))
    layers = [rules_of(sheet.text, _FOLDER + sheet.name) for sheet in sheets]
    rules = tuple(rule for layer in layers for rule in layer)
    read = _Sheets(rules, Cascade(layers, _specimen(), PROPERTIES), name)
    found: dict[tuple[Span, Span], Diagnostic] = {}
    for setting in SETTINGS[name]:
        for element, look in read.looks(setting):
            if look.faded is not None:
                found.setdefault((look.faded, look.faded), _translucent(element, look.faded))
            elif diagnostic := _contrast_low(element, look, setting):
                found.setdefault((look.ink.place, look.ground.place), diagnostic)
    return tuple(found.values())


def _contrast_low(element: str, look: _Look, setting: Setting) -> Diagnostic | None:
    ink, ground = look.ink, look.ground
    ratio, needed = contrast(ink.colour, ground.colour), least(look.size_px, look.weight)
    if ratio >= needed:
        return None
    # Who has a house style can change that only.
    is_ground = not ink.place.path.startswith(_HOUSES) and ground.place.path.startswith(_HOUSES)
    here, there = (ground, ink) if is_ground else (ink, ground)
    return Diagnostic(
        'contrast-low',
        f"Words in {ink.colour} on {ground.colour} have a contrast of {in_words(ratio)} "
        f"{setting.name} ({element}); {needed:g}:1 is the least that can be read",
        here.place,
        "make one of them darker or the other lighter",
        notes=(Note("it stands with this colour", there.place),) if there.place.column else (),
    )


def _translucent(element: str, place: Span) -> Diagnostic:
    return Diagnostic(
        'text-translucent',
        f"Words of {element} let the ground through",
        place,
        "give them a colour that is paler by itself, without opacity",
    )


def _look(
    own: Mapping[str, Value], around: _Look, root_px: float, variables: Mapping[str, Value]
) -> _Look:
    """Return how an element looks that stands in another."""
    if not own:
        return around
    size_px, weight, veil = around.size_px, around.weight, around.veil
    if 'font-size' in own:
        tokens = resolved(own['font-size'], variables).tokens
        size_px = pixels(tokens, size_px, root_px) or size_px
    if 'font-weight' in own:
        weight = weight_of(resolved(own['font-weight'], variables).tokens, weight)
    if 'opacity' in own:
        opacity = resolved(own['opacity'], variables)
        veil = opacity.first_place() if share_of(opacity.tokens) < 1 else veil
    ink, ground = around.ink, around.ground
    if 'color' in own:
        ink = _colour(own['color'], variables) or ink
    for name in ('background', 'background-color'):
        laid = _colour(own[name], variables) if name in own else None
        if laid is not None and laid.colour.alpha > 0:
            ground = _Layer(laid.colour.over(around.ground.colour), laid.place)
    return _Look(ink, ground, size_px, weight, veil)


def _colour(value: Value, variables: Mapping[str, Value]) -> _Layer | None:
    """Return the colour that a value names, if it names one of its own."""
    followed = resolved(value, variables)
    for token in followed.tokens:
        found = colour_of(token)
        if isinstance(found, Colour):
            return _Layer(found, place_of(token, followed.span))
        if found == CURRENT:
            return None
    return None


@cache
def _specimen() -> etree._Element:
    parser = etree.XMLParser(remove_comments=True, resolve_entities=False, no_network=True)
    # Selectors name elements without a namespace; cssselect2 then takes any.
    return etree.fromstring(package_text('check/specimen.xhtml').encode(), parser)


@cache
def _has_words(element: etree._Element) -> bool:
    words = [element.text, *(child.tail for child in element)]
    return any(word and word.strip() for word in words)


@cache
def _name(element: etree._Element) -> str:
    """Return how a sheet would call the element."""
    classes = ''.join(f'.{name}' for name in str(element.get('class', '')).split())
    return etree.QName(element).localname + classes
