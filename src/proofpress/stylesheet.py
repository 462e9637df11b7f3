"""Stylesheets with their imports joined into one: layered for browsers, flat for e-readers.

In: the name of an entry sheet below `styles/`, and a reader that gives a sheet's text for its name.
Out: CSS text.  An entry sheet holds the order of the layers and imports only; each import names its
layer.  E-readers know neither `@layer` nor `var()` (and Adobe's engine drops a rule that has one),
so the flat form puts the layers' rules one after the other and resolves the variables.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import tinycss2
from tinycss2 import ast

from proofpress.assets import styles_folder

Reader = Callable[[str], str]
"""Gives the text of a sheet by its POSIX path below `styles/`."""

HOUSE_LAYER = 'house'
_BOLD = 600
MOST_DEPTH = 8
"""How deep sheets may import sheets, and variables name variables."""


class StylesheetError(ValueError):
    """A sheet of ours does not keep the rules of this house: a fault in `styles/`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One imported sheet."""

    name: str
    layer: str
    """Empty for a sheet outside all layers."""
    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry sheet, read with all that it imports."""

    layers: tuple[str, ...]
    """Weakest first."""
    sheets: tuple[Sheet, ...]
    """In the order of the imports."""


class Font(Protocol):
    """What a style sheet must know of a font; `typefaces.Face` is one."""

    @property
    def family(self) -> str:
        """As `font-family` names it."""

    @property
    def weight(self) -> int:
        """As `font-weight` names it."""

    @property
    def style(self) -> str:
        """`normal` or `italic`."""

    @property
    def name(self) -> str:
        """File name, URL-safe."""


def font_faces(fonts: Iterable[Font], folder: str) -> str:
    """Return the `@font-face` rules of the fonts, which lie in the folder beside the sheet.

    Weights become `normal` and `bold`, the only ones that Adobe's engine tells apart; whoever asks
    for 600 gets the bold one too (CSS Fonts 4, section 5.2).
    """
    return ''.join(
        f'@font-face{{font-family:"{font.family}";'
        f'font-weight:{"bold" if font.weight >= _BOLD else "normal"};'
        f'font-style:{font.style};src:url({folder}/{font.name})}}\n'
        for font in fonts
    )


def names_family(sheet: str, family: str) -> bool:
    """Tell whether a joined sheet sets anything in the family."""
    return f'"{family}"' in sheet


def shipped_sheet(name: str) -> str:
    """Return the text of one of our own sheets."""
    return (styles_folder() / name).read_text('utf-8')


def read_entry(name: str, read: Reader = shipped_sheet, house: str = '') -> Entry:
    """Read an entry sheet and its imports; `house` names a house style, `houses/<house>.css`.

    Raises `StylesheetError` when it holds more than layers and imports, names a layer that has no
    place in the order, or when the house has no proper name.
    """
    layers: list[str] = []
    sheets: list[Sheet] = []
    for rule in _rules(read(name), name):
        if not isinstance(rule, ast.AtRule) or rule.content is not None:
            raise StylesheetError(f"{name}:{rule.source_line}: more than layers and imports")
        if rule.lower_at_keyword == 'layer':
            layers += [token.value for token in rule.prelude if token.type == 'ident']
        elif rule.lower_at_keyword == 'import':
            sheets.append(_imported(rule, name, read))
        else:
            raise StylesheetError(f"{name}:{rule.source_line}: @{rule.at_keyword}")
    if house:
        sheets.append(_house_sheet(house, read))
    for sheet in sheets:
        if sheet.layer and sheet.layer not in layers:
            raise StylesheetError(f"{name}: the layer {sheet.layer} has no place in the order")
    return Entry(tuple(layers), tuple(sheets))


def layered(name: str, read: Reader = shipped_sheet, house: str = '') -> str:
    """Return an entry sheet as one text for browsers: layers kept, imports in place.

    Raises `StylesheetError` as `read_entry` does.
    """
    return joined(read_entry(name, read, house))


def joined(entry: Entry) -> str:
    """Return an entry that was read as one text for browsers."""
    parts = [f"@layer {', '.join(entry.layers)};"] if entry.layers else []
    for sheet in entry.sheets:
        text = _uncommented(sheet.text)
        parts.append(f'@layer {sheet.layer} {{\n{text}\n}}' if sheet.layer else text)
    return '\n'.join(parts) + '\n'


def flat(name: str, read: Reader = shipped_sheet, house: str = '') -> str:
    """Return an entry sheet as one text for e-readers: no layers, no imports, no variables.

    Raises `StylesheetError` as `read_entry` does, and for a variable that nobody sets.
    """
    return flattened(read_entry(name, read, house))


def flattened(entry: Entry) -> str:
    """Return an entry that was read as one text for e-readers.

    Raises `StylesheetError` for a variable that nobody sets.
    """
    order = {layer: index for index, layer in enumerate(entry.layers)}
    last = len(order)
    sheets = sorted(entry.sheets, key=lambda sheet: order.get(sheet.layer, last))
    rules = [(sheet.name, rule) for sheet in sheets for rule in _rules(sheet.text, sheet.name)]
    variables = dict(_variables(rules))
    lines = (_flat_rule(rule, variables, where) for where, rule in rules)
    return '\n'.join(line for line in lines if line) + '\n'


def _house_sheet(house: str, read: Reader) -> Sheet:
    if not re.fullmatch(r'[a-z0-9-]+', house):
        raise StylesheetError(f"{house!r} is no name of a house style")
    path = f'houses/{house}.css'
    return Sheet(path, HOUSE_LAYER, read(path))


def _imported(rule: ast.AtRule, name: str, read: Reader) -> Sheet:
    tokens = [token for token in rule.prelude if token.type not in {'whitespace', 'comment'}]
    if not tokens or tokens[0].type not in {'string', 'url'}:
        raise StylesheetError(f"{name}:{rule.source_line}: an import without a name")
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), tokens[0].value))
    layer = ''
    for token in tokens[1:]:
        if token.type != 'function' or token.lower_name != 'layer':
            raise StylesheetError(f"{name}:{rule.source_line}: only layer() may follow an import")
        layer = tinycss2.serialize(token.arguments).strip()
    return Sheet(path, layer, read(path))


@lru_cache(maxsize=128)
def parsed(text: str) -> tuple[ast.Node, ...]:
    """Return the rules of a sheet, to be read only; faults are among them.

    The media share most of their sheets: each is read once.
    """
    return tuple(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True))


def _rules(text: str, name: str) -> tuple[ast.Node, ...]:
    rules = parsed(text)
    for rule in rules:
        if rule.type == 'error':
            raise StylesheetError(f"{name}:{rule.source_line}: {rule.message}")
    return rules


@lru_cache(maxsize=128)
def _uncommented(text: str) -> str:
    return '\n'.join(rule.serialize() for rule in parsed(text))


def _declarations(content: Sequence[ast.Node], where: str) -> list[ast.Declaration]:
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    for node in found:
        if node.type != 'declaration':
            raise StylesheetError(f"{where}:{node.source_line}: only declarations stand in a rule")
        if node.important:
            raise StylesheetError(f"{where}:{node.source_line}: !important; use a later layer")
    return list(found)


def _variables(rules: Sequence[tuple[str, ast.Node]]) -> Iterator[tuple[str, list[ast.Node]]]:
    """Yield the variables that `:root` sets outside of every condition; the last one counts."""
    for where, rule in rules:
        if rule.type == 'qualified-rule' and tinycss2.serialize(rule.prelude).strip() == ':root':
            for declaration in _declarations(rule.content, where):
                if declaration.name.startswith('--'):
                    yield declaration.name, declaration.value


def _flat_rule(rule: ast.Node, variables: Mapping[str, list[ast.Node]], where: str) -> str:
    """Return the rule without variables, or nothing when it only sets some."""
    if rule.type == 'at-rule' and rule.content is None:
        return str(rule.serialize())
    head = tinycss2.serialize(rule.prelude).strip()
    if rule.type == 'at-rule':
        head = f'@{rule.at_keyword} {head}'.strip()
        if rule.lower_at_keyword == 'media':
            inner = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            lines = [line for line in (_flat_rule(r, variables, where) for r in inner) if line]
            return f'{head}{{\n' + '\n'.join(lines) + '\n}' if lines else ''
    lines = [
        f'{declaration.name}:{_resolved(declaration.value, variables, where)}'
        for declaration in _declarations(rule.content, where)
        if not declaration.name.startswith('--')
    ]
    return f'{head}{{{";".join(lines)}}}' if lines else ''


def _resolved(
    value: Sequence[ast.Node], variables: Mapping[str, list[ast.Node]], where: str
) -> str:
    return str(tinycss2.serialize(_substituted(value, variables, where, 0))).strip()


def _substituted(
    value: Sequence[ast.Node], variables: Mapping[str, list[ast.Node]], where: str, depth: int
) -> list[ast.Node]:
    """Put the values of variables in their places, in functions and blocks too."""
    nodes: list[ast.Node] = []
    for node in value:
        if node.type == 'function' and node.lower_name == 'var':
            nodes += _variable(node, variables, where, depth)
        elif node.type == 'function':
            arguments = _substituted(node.arguments, variables, where, depth)
            nodes.append(
                ast.FunctionBlock(node.source_line, node.source_column, node.name, arguments)
            )
        else:
            nodes.append(node)
    return nodes


def _variable(
    call: ast.FunctionBlock, variables: Mapping[str, list[ast.Node]], where: str, depth: int
) -> list[ast.Node]:
    arguments = [node for node in call.arguments if node.type not in {'whitespace', 'comment'}]
    name = arguments[0].value
    if depth > MOST_DEPTH:
        raise StylesheetError(f"{where}:{call.source_line}: {name} runs in a circle")
    if name in variables:
        return _trimmed(_substituted(variables[name], variables, where, depth + 1))
    fallback = call.arguments[call.arguments.index(arguments[1]) + 1 :] if arguments[1:] else None
    if fallback is None:
        raise StylesheetError(f"{where}:{call.source_line}: {name} is set nowhere")
    return _trimmed(_substituted(fallback, variables, where, depth + 1))


def _trimmed(nodes: list[ast.Node]) -> list[ast.Node]:
    while nodes and nodes[0].type == 'whitespace':
        nodes = nodes[1:]
    while nodes and nodes[-1].type == 'whitespace':
        nodes = nodes[:-1]
    return nodes
