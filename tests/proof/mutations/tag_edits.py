"""The knives for tags: structure elements of a finished PDF, found and changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pikepdf

from tests.proof.mutations.pdf_edits import Change


def elements(pdf: pikepdf.Pdf, role: str = '') -> Iterator[pikepdf.Object]:
    """Yield the structure elements of a role, or all, in reading order."""
    for kid in kids(pdf.Root.StructTreeRoot):
        yield from (one for one in _below(kid) if not role or str(one.S) == f'/{role}')


def kids(element: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the structure elements in an element."""
    inside = element.get('/K', pikepdf.Array([]))
    every = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
    return [kid for kid in every if isinstance(kid, pikepdf.Dictionary) and '/S' in kid]


def _below(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    yield element
    for kid in kids(element):
        yield from _below(kid)


def on_element(role: str, number: int, change: Callable[[pikepdf.Object], None]) -> Change:
    """Return what changes one element, counted among those of its role."""

    def changed(pdf: pikepdf.Pdf) -> None:
        change(list(elements(pdf, role))[number])

    return changed


def dropped(role: str, number: int) -> Change:
    """Return what takes an element, and all in it, out of the tree."""

    def change(element: pikepdf.Object) -> None:
        parent = element.P
        parent.K = pikepdf.Array(
            [kid for kid in parent.K if getattr(kid, 'objgen', None) != element.objgen]
        )

    return on_element(role, number, change)


def swapped(role: str, number: int) -> Change:
    """Return what lets an element and the one after it change places."""

    def change(element: pikepdf.Object) -> None:
        numbers = [getattr(kid, 'objgen', None) for kid in element.P.K]
        at = numbers.index(element.objgen)
        element.P.K[at], element.P.K[at + 1] = element.P.K[at + 1], element.P.K[at]

    return on_element(role, number, change)


def doubled(role: str, number: int) -> Change:
    """Return what names an element twice in the tree."""

    def change(element: pikepdf.Object) -> None:
        numbers = [getattr(kid, 'objgen', None) for kid in element.P.K]
        element.P.K.insert(numbers.index(element.objgen), element)

    return on_element(role, number, change)
