"""Which declarations of style sheets reach an element, and with which values.

In: sheets in the order of their weight, and a tree.  Out: for each element the declarations that
win, each with the place where it stands.  Selectors are matched once; what a medium or a state (a
link under the pointer, the target of a link) changes is chosen afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import cssselect2
import tinycss2
from lxml import etree
from tinycss2 import ast

from proofpress.span import Span
from proofpress.stylesheet import parsed

STATES = frozenset({
    'active', 'any-link', 'focus', 'focus-visible', 'focus-within', 'hover', 'link', 'target',
    'visited',
})  # fmt: skip
"""Pseudo-classes that say what is done with an element, not what it is."""

MOST_DEPTH = 8
"""How deep variables may name variables."""


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a page is read: which media queries hold."""

    name: str
    """For people: "on paper"."""
    medium: str = 'screen'
    is_dark: bool = False
    is_touched: bool = False
    """True when every element is in every state at once."""


@dataclass(frozen=True, slots=True)
class Value:
    """What a declaration says, and where."""

    tokens: tuple[ast.Node, ...]
    span: Span
    is_important: bool = False

    def first_place(self) -> Span:
        """Return where the value itself begins."""
        spoken = (token for token in self.tokens if token.type not in {'whitespace', 'comment'})
        return place_of(next(spoken, None), self.span)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of a sheet that is a list of declarations."""

    selector: str
    prelude: tuple[ast.Node, ...]
    declarations: tuple[tuple[str, Value], ...]
    queries: tuple[str, ...] = ()
    """The media queries around it; all of them must hold."""

    def holds(self, setting: Setting) -> bool:
        """Tell whether the rule counts in the setting."""
        return all(_query_holds(query, setting) for query in self.queries)


@dataclass(frozen=True, slots=True)
class _Match:
    weight: tuple[tuple[int, ...], int]
    rule: Rule
    pseudo: str
    needs_touch: bool


def place_of(token: ast.Node | None, around: Span) -> Span:
    """Return the place of a token that stands in the same file as the place around it."""
    if token is None:
        return around
    return Span(around.path, token.source_line, token.source_column)


@lru_cache(maxsize=128)
def rules_of(text: str, path: str) -> tuple[Rule, ...]:
    """Return the rules of a sheet in their order; `path` names it in places.

    The media share most of their sheets: each is read once.
    """
    return tuple(_rules(parsed(text), path, ()))


def variables_of(rules: Iterable[Rule], setting: Setting) -> dict[str, Value]:
    """Return the variables that `:root` sets; the last one counts."""
    found: dict[str, Value] = {}
    for rule in rules:
        if rule.selector == ':root' and rule.holds(setting):
            found.update((name, value) for name, value in rule.declarations if name[:2] == '--')
    return found


def resolved(value: Value, variables: Mapping[str, Value], depth: int = 0) -> Value:
    """Follow a value that names a variable to what the variable says, and to its place.

    A variable that nobody sets gives a value of no tokens.
    """
    spoken = [token for token in value.tokens if token.type != 'whitespace']
    tokens: list[ast.Node] = []
    for token in spoken:
        if token.type != 'function' or token.lower_name != 'var':
            tokens.append(token)
            continue
        named = next((one.value for one in token.arguments if one.type == 'ident'), '')
        target = variables.get(named)
        if target is None or depth > MOST_DEPTH:
            return Value((), value.span)
        followed = resolved(target, variables, depth + 1)
        if len(spoken) == 1:
            return followed
        tokens += followed.tokens
    return Value(tuple(tokens), value.span)


class Cascade:
    """The rules of sheets, matched with a tree."""

    def __init__(
        self, layers: Sequence[Sequence[Rule]], root: etree._Element, names: frozenset[str]
    ) -> None:
        """Match the rules, weakest layer first, with all elements of the tree.

        Only rules that set one of the named properties are looked at.
        """
        matcher = cssselect2.Matcher()
        for rank, layer in enumerate(layers):
            for rule in layer:
                if names.isdisjoint(name for name, _ in rule.declarations):
                    continue
                for needs_touch, prelude in _readings(rule.prelude):
                    _add(matcher, prelude, (rank, rule, needs_touch))
        self._matches: dict[etree._Element, list[_Match]] = {}
        for wrapper in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
            found = [
                _Match(((rank, *specificity), order), rule, pseudo or '', needs_touch)
                for specificity, order, pseudo, (rank, rule, needs_touch) in matcher.match(wrapper)
            ]
            self._matches[wrapper.etree_element] = sorted(found, key=lambda one: one.weight)

    def of(self, element: etree._Element, setting: Setting, pseudo: str = '') -> dict[str, Value]:
        """Return the declarations that win on an element, or on its `::before` and the like."""
        won: dict[str, Value] = {}
        for match in self._matches.get(element, ()):
            is_apt = match.pseudo == pseudo and (setting.is_touched or not match.needs_touch)
            if is_apt and match.rule.holds(setting):
                lay_over(won, match.rule.declarations)
        return won

    def pseudos(self, element: etree._Element) -> list[str]:
        """Return the pseudo-elements of an element for which there are rules, sorted."""
        return sorted({match.pseudo for match in self._matches.get(element, ())} - {''})


def lay_over(won: dict[str, Value], declarations: Iterable[tuple[str, Value]]) -> None:
    """Let declarations win over those so far, but not over what is `!important`."""
    for name, value in declarations:
        if value.is_important or name not in won or not won[name].is_important:
            won[name] = value
            if name == 'background':
                # It sets the colour of the ground too (CSS Backgrounds 3, section 2.10).
                won.pop('background-color', None)


def declared(content: Sequence[ast.Node], path: str) -> Iterator[tuple[str, Value]]:
    """Yield the declarations of a rule or a `style` attribute."""
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == 'declaration':
            span = Span(path, node.source_line, node.source_column)
            name = node.name if node.name.startswith('--') else node.lower_name
            yield name, Value(tuple(node.value), span, node.important)


def _rules(nodes: Iterable[ast.Node], path: str, queries: tuple[str, ...]) -> Iterator[Rule]:
    for node in nodes:
        if node.type == 'qualified-rule':
            selector = ' '.join(tinycss2.serialize(node.prelude).split())
            yield Rule(selector, tuple(node.prelude), tuple(declared(node.content, path)), queries)
        elif node.type == 'at-rule' and node.content is not None:
            inner = tinycss2.parse_blocks_contents(
                node.content, skip_comments=True, skip_whitespace=True
            )
            if node.lower_at_keyword == 'media':
                query = tinycss2.serialize(node.prelude).strip().lower()
                yield from _rules(inner, path, (*queries, query))
            elif node.lower_at_keyword == 'page':
                yield from _page_rules(node, inner, path, queries)


def _page_rules(
    page: ast.AtRule, inner: Iterable[ast.Node], path: str, queries: tuple[str, ...]
) -> Iterator[Rule]:
    """Yield the margin boxes of a page as rules: no element has their selectors."""
    for node in inner:
        if node.type == 'at-rule' and node.content is not None:
            yield Rule(f'@{node.at_keyword}', (), tuple(declared(node.content, path)), queries)


def _query_holds(query: str, setting: Setting) -> bool:
    """Tell whether a media query holds; what is asked about the screen's size does."""
    if 'prefers-color-scheme' in query and ('dark' in query) != setting.is_dark:
        return False
    words = query.replace('only', '').replace('not', 'not ').split()
    media = [word for word in words if word in {'print', 'screen'}]
    return not media or setting.medium in media


def _readings(prelude: tuple[ast.Node, ...]) -> Iterator[tuple[bool, tuple[ast.Node, ...]]]:
    """Yield a selector as it is at rest and, if it speaks of states, without them."""
    if not prelude:
        return
    bare: list[ast.Node] = []
    for token in prelude:
        is_state = token.type == 'ident' and token.lower_value in STATES
        if is_state and bare and bare[-1].type == 'literal' and bare[-1].value == ':':
            bare.pop()
            if not bare or bare[-1].type == 'whitespace' or bare[-1].value == ',':
                bare.append(ast.LiteralToken(token.source_line, token.source_column, '*'))
        else:
            bare.append(token)
    if len(bare) == len(prelude):
        yield False, prelude
    else:
        yield True, tuple(bare)


def _add(
    matcher: cssselect2.Matcher, prelude: tuple[ast.Node, ...], payload: tuple[int, Rule, bool]
) -> None:
    try:
        selectors = cssselect2.compile_selector_list(list(prelude))
    except cssselect2.SelectorError:
        # No reader that we know would apply it either.
        return
    for selector in selectors:
        matcher.add_selector(selector, payload)
