"""PDFs that no longer say what the book says: what tags, links, numbers and metadata must show.

Pages and texts are those of the good report, `river`; see `mutate_pdf`.
"""

from __future__ import annotations

import re

import pikepdf

from tests.proof.mutations.mutation import Mutation
from tests.proof.mutations.pdf_edits import (
    Change,
    Operators,
    after,
    before,
    codes,
    edit,
    edit_page,
    fonts,
    operators_of,
    where,
    with_codes,
)
from tests.proof.mutations.tag_edits import doubled, dropped, elements, on_element, swapped


def _one(name: str, change: Change, id_: str, page_index: int | None) -> Mutation:
    place = '' if page_index is None else str(page_index)
    return Mutation('pdf', name, edit(change), id_, place)


def _as(page_index: int, text: int, other: int, other_page: int | None = None) -> Change:
    """Show in place of one text the glyphs of another in the same font."""

    def change(pdf: pikepdf.Pdf) -> None:
        operators = operators_of(pdf.pages[page_index if other_page is None else other_page])
        taken = codes(operators[where(operators, other)])
        with_codes(page_index, text, lambda _: taken)(pdf)

    return change


def _without_page(page_index: int) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        del pdf.pages[page_index]

    return change


def _page_twice(pdf: pikepdf.Pdf) -> None:
    pdf.pages.insert(5, pdf.pages[4])


def _pages_swapped(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[5]
    del pdf.pages[5]
    pdf.pages.insert(6, page)


def _reading_as(page_index: int, text: int, code: str, words: str) -> Change:
    """Let the glyph of a font say other words."""

    def change(pdf: pikepdf.Pdf) -> None:
        stream = fonts(pdf, page_index, text).ToUnicode
        said = words.encode('utf-16-be').hex().encode('ascii')
        map_, count = re.subn(
            b'<%s> <[0-9a-f]+>' % code.encode('ascii'),
            b'<%s> <%s>' % (code.encode('ascii'), said),
            stream.read_bytes(),
        )
        assert count == 1, "the font has no such glyph"
        stream.write(map_)

    return change


def _without_map(pdf: pikepdf.Pdf) -> None:
    del fonts(pdf, 4, 2)['/ToUnicode']


def _without_program(pdf: pikepdf.Pdf) -> None:
    del fonts(pdf, 4, 6).DescendantFonts[0].FontDescriptor['/FontFile2']


def _link(page_index: int, number: int, target: str) -> Change:
    """Let a link within the document lead elsewhere."""

    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[page_index].Annots[number].Dest = pikepdf.String(target)

    return change


def _swapped_goals(*goals: tuple[int, int]) -> Change:
    """Let two links of a page lead where the other does: points from its left and lower edge."""

    def change(pdf: pikepdf.Pdf) -> None:
        links = {
            (int(goal[2]), int(goal[3])): one
            for one in pdf.pages[4].Annots
            if isinstance(goal := one.get('/Dest'), pikepdf.Array)
        }
        first, second = (links[goal] for goal in goals)
        first.Dest, second.Dest = second.Dest, first.Dest

    return change


_NOTES = _swapped_goals((102, 116), (102, 102))
_CALLS = _swapped_goals((278, 708), (474, 708))
"""In one line."""


def _turned(page_index: int, degrees: int) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[page_index].rotate(degrees, relative=False)

    return change


def _layered(pdf: pikepdf.Pdf) -> None:
    """Put a page on a layer that comes switched off."""
    layer = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("Draft"))
    )
    pdf.Root.OCProperties = pikepdf.Dictionary(
        OCGs=[layer], D=pikepdf.Dictionary(BaseState=pikepdf.Name.ON, OFF=[layer], Order=[layer])
    )
    page = pdf.pages[4]
    page.Resources.Properties = pikepdf.Dictionary(Layer=layer)
    page.contents_add(b'/OC /Layer BDC', prepend=True)
    page.contents_add(b'EMC')


def _address(page_index: int, address: str) -> Change:
    """Let the first link that leaves the document lead elsewhere."""

    def change(pdf: pikepdf.Pdf) -> None:
        link = next(one for one in pdf.pages[page_index].Annots if '/URI' in one.get('/A', {}))
        link.A.URI = pikepdf.String(address)

    return change


def _destination(name: str, page_index: int) -> Change:
    """Move a named place to another page."""

    def change(pdf: pikepdf.Pdf) -> None:
        names = pdf.Root.Names.Dests.Names
        at = next(index for index in range(0, len(names), 2) if str(names[index]) == name)
        names[at + 1][0] = pdf.pages[page_index].obj

    return change


def _bookmark(title: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.First.Next.Title = pikepdf.String(title)

    return change


def _bookmark_moved(pdf: pikepdf.Pdf) -> None:
    first = pdf.Root.Outlines.First
    first.Next.Dest = first.Dest


def _bookmark_dropped(pdf: pikepdf.Pdf) -> None:
    first = pdf.Root.Outlines.First
    first.Next = first.Next.Next
    first.Next.Prev = first


def _said(key: str, value: str) -> Change:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo[key] = pikepdf.String(value)

    return change


def _language(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String('fr')


def _labels(pdf: pikepdf.Pdf) -> None:
    pdf.Root.PageLabels.Nums[-1].St = 3


def _foreign_words(language: str) -> Change:
    """Let the first Korean words claim another language."""

    def change(pdf: pikepdf.Pdf) -> None:
        element = next(one for one in elements(pdf) if str(one.get('/Lang', '')) == 'ko')
        element.Lang = pikepdf.String(language)

    return change


def _note_elsewhere(pdf: pikepdf.Pdf) -> None:
    """Print the last note of page 2 two pages on, tags and all."""
    source, target = pdf.pages[4], pdf.pages[6]
    ids = {67, 68, 69, 70, 71}
    taken: Operators = []

    def cut(_: pikepdf.Pdf, operators: Operators) -> None:
        begin, end = where(operators, 91), where(operators, 95)
        begin, end = before(operators, begin, 'BDC') - 1, after(operators, end, 'EMC') + 1
        font = operators[before(operators, where(operators, 92), 'Tf')]
        taken.extend([font, *operators[begin + 1 : end]])
        del operators[begin + 1 : end]

    edit_page(4, cut)(pdf)
    for one in taken:
        if str(one.operator) == 'BDC' and '/MCID' in one.operands[1]:
            one.operands[1].MCID = int(one.operands[1].MCID) + 900

    def paste(_: pikepdf.Pdf, operators: Operators) -> None:
        at = before(operators, where(operators, 0), 'BDC')
        operators[at:at] = taken

    edit_page(6, paste)(pdf)
    for element in elements(pdf):
        inside = element.get('/K')
        every = list(inside) if isinstance(inside, pikepdf.Array) else [inside]
        own = element.get('/Pg', source.obj).objgen == source.obj.objgen
        moved = [
            pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=target.obj, MCID=int(kid) + 900)
            if own and isinstance(kid, int) and kid in ids
            else kid
            for kid in every
        ]
        if moved != every:
            element.K = pikepdf.Array(moved)


def _folio_as_head(_: pikepdf.Pdf, operators: Operators) -> None:
    """Say that the folio of a page is its running head."""
    (folio,) = (
        one.operands[1]
        for one in operators
        if str(one.operator) == 'BDC' and one.operands[1].get('/Subtype') == pikepdf.Name.Footer
    )
    folio.Subtype = pikepdf.Name.Header


def _alternative(element: pikepdf.Object) -> None:
    element.Alt = pikepdf.String('A bridge')


def _actual(element: pikepdf.Object) -> None:
    element.ActualText = pikepdf.String('Nobody crossed the river.')


MUTATIONS = (
    _one("a page lost", _without_page(7), 'words-lost', None),
    _one("a page lost from the middle", _without_page(4), 'words-lost', None),
    _one("a page twice", _page_twice, 'folio-wrong', 5),
    _one("two pages swapped", _pages_swapped, 'folio-wrong', 5),
    _one("a word lost", with_codes(4, 2, lambda codes: codes[8:]), 'words-lost', 4),
    _one("a line lost", with_codes(4, 18, lambda codes: codes[:2]), 'words-changed', 4),
    _one("a word doubled", with_codes(4, 2, lambda codes: codes[:8] + codes), 'words-doubled', 4),
    _one("a note without words", with_codes(4, 92, lambda codes: codes[:2]), 'words-changed', 4),
    _one("two words changed", _as(4, 24, 28), 'words-changed', 4),
    _one("a page number of the contents", _as(2, 5, 13), 'page-number-wrong', 2),
    _one("a page number of the glossary", _as(6, 8, 46), 'page-number-wrong', 6),
    _one("a page number of the timeline", _as(5, 30, 31), 'page-number-wrong', 5),
    _one("a folio", _as(4, 96, 8, 3), 'folio-wrong', 4),
    _one("a number for a running head", edit_page(5, _folio_as_head), 'running-head-wrong', 5),
    _one("the count of the pages", _labels, 'folio-wrong', 7),
    _one("a letter that reads as another", _reading_as(4, 2, '001e', 'x'), 'words-changed', 4),
    _one("a ligature that reads as one letter", _reading_as(4, 2, '0038', 'f'), 'words-changed',
         None),
    _one("a font without reading", _without_map, 'font-not-embedded', None),
    _one("a font left out", _without_program, 'font-not-embedded', None),
    _one("a link of the contents", _link(2, 0, 'glossary'), 'link-astray', 2),
    _one("a mention that leads to another", _link(4, 1, 'actor-pak-chol'), 'link-astray', 4),
    _one("a call that leads to another note", _NOTES, 'link-astray', 4),
    _one("a note that leads back to another call", _CALLS, 'link-astray', 4),
    _one("a page on its side", _turned(4, 90), 'page-turned', 4),
    _one("a page on its head", _turned(6, 180), 'page-turned', 6),
    _one("a page that can be switched off", _layered, 'text-optional', None),
    _one("another day of making", _said('/CreationDate', 'D:2020'), 'metadata-wrong', None),
    _one("another day of change", _said('/ModDate', 'D:2099'), 'metadata-wrong', None),
    _one("a link to nowhere", _link(4, 3, 'nowhere'), 'link-astray', 4),
    _one("an address", _address(4, 'https://example.org/other'), 'link-astray', 4),
    _one("a place moved", _destination('sec-crossings', 6), 'link-astray', None),
    _one("a bookmark of other words", _bookmark('Other'), 'bookmark-wrong', None),
    _one("a bookmark to another page", _bookmark_moved, 'bookmark-wrong', None),
    _one("a bookmark dropped", _bookmark_dropped, 'bookmark-wrong', None),
    _one("another title", _said('/Title', 'Across the Yalu'), 'metadata-wrong', None),
    _one("another author", _said('/Author', 'Nobody'), 'metadata-wrong', None),
    _one("another language", _language, 'metadata-wrong', None),
    _one("Korean called Chinese", _foreign_words('zh'), 'language-wrong', 4),
    _one("Korean called English", _foreign_words('en'), 'language-wrong', 4),
    _one("paragraphs swapped in the tags", swapped('H2', 2), 'words-out-of-order', 4),
    _one("a paragraph out of the tags", dropped('H2', 2), 'words-lost', None),
    _one("a paragraph twice in the tags", doubled('H1', 5), 'words-doubled', 4),
    _one("a row out of the table", dropped('TR', 1), 'words-lost', None),
    _one("the head of a table out of the tags", dropped('TR', 0), 'table-cut', None),
    _one("rows swapped", swapped('TR', 1), 'words-out-of-order', 4),
    _one("a cell out of the table", dropped('TD', 1), 'words-lost', None),
    _one("a note out of the tags", dropped('Note', 2), 'words-lost', None),
    _one("a note two pages on", _note_elsewhere, 'note-astray', 6),
    _one("another description of a figure", on_element('Figure', 0, _alternative), 'picture-lost',
         4),
    _one("a figure out of the tags", dropped('Figure', 0), 'picture-lost', None),
    _one("other words for those who listen", on_element('P', 12, _actual), 'words-changed', None),
    _one("a heading that listeners hear otherwise", on_element('H2', 0, _actual),
         'readers-disagree', 1),
)  # fmt: skip
"""What the checks of words, numbers, links, languages and metadata find."""
