"""Reads from a style sheet what it would load.

In: the text of a sheet.  Out: `Stylesheet`: the fonts that it names and every address in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import tinycss2
from tinycss2 import ast


@dataclass(frozen=True, slots=True)
class FontFace:
    """One `@font-face` rule."""

    family: str
    urls: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """What a sheet names."""

    faces: tuple[FontFace, ...]
    urls: tuple[str, ...]
    """Addresses of everything else that it loads, imports included."""


def read_stylesheet(text: str) -> Stylesheet:
    """Read a sheet; what is no CSS loads nothing and is passed over (CSS Syntax 3, section 9)."""
    faces: list[FontFace] = []
    urls: list[str] = []
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type == 'at-rule' and rule.lower_at_keyword == 'font-face':
            faces.append(_face(rule))
        elif rule.type == 'at-rule' and rule.lower_at_keyword == 'import':
            urls += _strings(rule.prelude)
        elif rule.type in ('at-rule', 'qualified-rule'):
            urls += _urls([*rule.prelude, *(rule.content or ())])
    return Stylesheet(tuple(faces), tuple(urls))


def _face(rule: ast.AtRule) -> FontFace:
    family = ''
    urls: list[str] = []
    content = rule.content or ()
    for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if node.type == 'declaration' and node.lower_name == 'font-family':
            family = ' '.join(_strings(node.value)) or tinycss2.serialize(node.value).strip()
        elif node.type == 'declaration' and node.lower_name == 'src':
            urls += _urls(node.value)
    return FontFace(family, tuple(urls))


def _strings(nodes: Iterable[ast.Node]) -> Iterator[str]:
    """Yield addresses, also those that stand as plain strings."""
    for node in nodes:
        if node.type == 'string':
            yield str(node.value)
        else:
            yield from _urls([node])


def _urls(nodes: Iterable[ast.Node]) -> Iterator[str]:
    for node in nodes:
        if node.type == 'url':
            yield str(node.value)
        elif node.type == 'function':
            is_address = node.lower_name in ('url', 'src', 'image', 'image-set')
            yield from _strings(node.arguments) if is_address else _urls(node.arguments)
        elif node.type == 'at-keyword' and node.value.lower() == 'font-face':
            continue
        elif hasattr(node, 'content') and node.content:
            yield from _urls(node.content)
