"""Sets one source by the style, or remembers how it was set.

In: a source about to be set, and the citations before it.  Out: its words with marks
(`citeproc_marks`).  How a source is set depends on what it says, on the style, on its place among
the citations, and on nothing else: `Setter.set` names all of it in a key.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any

from proofpress.compose.citeproc_style import Style
from proofpress.memo import RoundMemo

_FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    TypeError,
    ValueError,
)
"""What citeproc-py raises on values that it does not expect: it has no error of its own."""


@dataclass(frozen=True, slots=True)
class Locator:
    """Where in a source; equal ones make `ibid.` (citeproc-py compares by identity)."""

    label: str
    identifier: str


@dataclass(slots=True)
class Cites:
    """The citations so far."""

    items: list[Any] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    """Of the sources that they cite."""

    def add(self, item: Any) -> None:
        """Take on a citation."""
        self.items.append(item)
        self.keys.add(item.key)


@dataclass(slots=True)
class Register:
    """What citeproc-py asks for while it sets a source."""

    source: dict[str, Any]
    formatter: Any
    keys: list[str]
    """In the order of their numbers."""


class Setter:
    """Sets the sources of one report."""

    def __init__(self, style: Style, looks: Mapping[str, str], memo: RoundMemo) -> None:
        """Take what decides how each source is set, by its key."""
        self._style = style
        self._looks = looks
        self._memo = memo
        self.cites = Cites()
        # citeproc-py finds these on the proxies of the style's elements, which must stay alive.
        self._citation = style.citation.getparent()
        self._nearness = int(self._citation.get('near-note-distance', '5'))

    def set(self, item: Any, layout: Any, *, is_nameless: bool = False) -> str | None:
        """Set a source without the layout's own affixes; None when a value cannot be set.

        It is empty when the style is silent on the source.  Without its names, when the author of
        the report has said them.
        """
        where = self._position(item) if layout is self._style.citation else 'list'
        key = ('set', self.look(item), where, locator_of(item), is_nameless)
        return self._memo.of(key, lambda: self._render(item, layout))

    def look(self, item: Any) -> Hashable:
        """Return all that decides how a source is set, but for its place among the citations."""
        asked, reference = self._style.variables, item.reference
        return (
            self._style.key,
            self._looks[item.key],
            item.number if 'citation-number' in asked else None,
            reference.get('year-suffix'),
            reference.get('first-reference-note-number')
            if 'first-reference-note-number' in asked
            else None,
            self._style.account.disambiguates,
        )

    def _position(self, item: Any) -> Hashable:
        """Return what citeproc-py finds of an item among the citations before it.

        Whether it was cited, and how far back if that is near; the locator of the last citation,
        if that was of the same source.
        """
        cites = self.cites.items
        if item.key not in self.cites.keys:
            return 'first'
        last = cites[-1]
        near = any(cite.key == item.key for cite in cites[max(len(cites) - self._nearness, 0) :])
        if last.key != item.key:
            return near
        return near, locator_of(last)

    def _render(self, item: Any, layout: Any) -> str | None:
        """Have a source set; None when citeproc-py stumbles over a value."""
        from citeproc.source import VariableError

        self._style.account.open()
        self._citation.cites = self.cites.items
        layout.repressed = {}
        aligns = layout.getparent().get('second-field-align') is not None
        parts: list[str] = []
        try:
            for child in layout:
                try:
                    part = child.render(item)
                except VariableError:
                    continue
                if part:
                    parts.append(f'{part} ' if aligns and not parts else str(part))
        except _FAULTS:
            return None
        return ''.join(parts)


def locator_of(item: Any) -> Hashable:
    """Return where in its source a citation leads; None when it says nothing of that."""
    return (item.locator.label, item.locator.identifier) if item.has_locator else None
