"""Defects of the text that an EPUB and a web page can have alike, made in the river report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from tests.proof.mutations.mutation import Mutation
from tests.proof.mutations.reflowed_edits import (
    Spoil,
    TreeChange,
    drop_attribute,
    insert,
    of_id,
    on_bytes,
    on_tree,
    remove,
    rename,
    repeat,
    reword,
    set_attribute,
    swap,
    unlink,
    without,
    without_letter,
)


@dataclass(frozen=True, slots=True)
class Defect:
    """One defect in the text."""

    name: str
    section: str
    """Where it is made."""
    change: TreeChange
    id: str
    block: str
    """Id of the block that the finding's address names."""


def _move_id(from_id: str, to_path: str) -> TreeChange:
    def change(root: etree._Element) -> None:
        element = of_id(root, from_id)
        del element.attrib['id']
        set_attribute(to_path, 'id', from_id)(element.getroottree().getroot())

    return change


def _lift(id_: str) -> TreeChange:
    """Return what puts an element behind the one in which it stands."""

    def change(root: etree._Element) -> None:
        element = of_id(root, id_)
        parent = element.getparent()
        assert parent is not None
        parent.addnext(element)

    return change


def _lose_shape(root: etree._Element) -> None:
    circle = root.xpath('(//*[local-name()="circle"])[1]')[0]
    circle.getparent().remove(circle)


BACKGROUND, CROSSINGS, SUMMARY = 'sec-background', 'sec-crossings', 'summary'
TEXT = (
    Defect("a word dropped", BACKGROUND, reword('sec-background-p3', "northern ", ""),
           'words-lost', 'sec-background-p3'),
    Defect("a word doubled", BACKGROUND,
           reword('sec-background-p3', "northern", "northern northern"),
           'words-doubled', 'sec-background-p3'),
    Defect("a word changed", SUMMARY, reword('summary-li2', "Neither", "Either"),
           'words-changed', 'summary-li2'),
    Defect("the digits of a date swapped", CROSSINGS, reword('sec-crossings-p1', "18", "81"),
           'words-changed', 'sec-crossings-p1'),
    Defect("a ligature lost", BACKGROUND, reword('sec-background-p2', "first", "rst"),
           'words-changed', 'sec-background-p2'),
    Defect("two words swapped", CROSSINGS, reword('sec-crossings-p3', "wide enough", "enough wide"),
           'words-out-of-order', 'sec-crossings-p3'),
    Defect("a space lost", CROSSINGS, reword('sec-crossings-p3', "wide enough", "wideenough"),
           'words-changed', 'sec-crossings-p3'),
    Defect("a word in a caption changed", CROSSINGS,
           reword('sec-crossings-caption1', "October", "November"),
           'words-changed', 'sec-crossings-caption1'),
    Defect("the number of a figure changed", BACKGROUND,
           reword('sec-background-figcaption1', "Figure 1", "Figure 2"),
           'words-changed', 'sec-background-figcaption1'),
    Defect("a heading changed", BACKGROUND, reword('sec-quay', "quay", "pier"),
           'words-changed', 'sec-quay'),
    Defect("a word in a note dropped", BACKGROUND, reword('note-1-p1', "both ", ""),
           'words-lost', 'note-1-p1'),
    Defect("a word in the glossary changed", 'glossary', reword('glossary-p3', "duty", "chief"),
           'words-changed', 'glossary-p3'),
    Defect("a date in the timeline changed", 'timeline', reword('timeline-p5', "4 Oct", "5 Oct"),
           'words-changed', 'timeline-p5'),
    Defect("a source shortened", 'references', reword('source-harbour-log', ", Autumn 2024", ""),
           'words-changed', 'source-harbour-log'),
    Defect("two blocks swapped", CROSSINGS, swap('sec-crossings-p3'),
           'words-out-of-order', 'sec-crossings-p'),
    Defect("two chapters' paragraphs in one", CROSSINGS,
           reword('sec-crossings-p2', "as they had begun", "as they had begun. Nobody asked"),
           'words-added', 'sec-crossings-p2'),
    Defect("a block dropped", CROSSINGS, remove('sec-crossings-p3'),
           'words-lost', 'sec-crossings-p2'),
    Defect("a note dropped", BACKGROUND, remove('note-2'), 'words-lost', 'note-1-p1'),
    Defect("a row dropped", CROSSINGS, remove('sec-crossings-tr2'),
           'words-lost', 'sec-crossings-tr1'),
    Defect("a list item twice", SUMMARY, repeat('summary-li1', named=False),
           'words-doubled', 'summary'),
    Defect("a row twice", CROSSINGS, repeat('sec-crossings-tr3', named=True),
           'words-doubled', 'sec-crossings-tr3'),
    Defect("a paragraph twice, with its id", BACKGROUND, repeat('sec-background-p3', named=True),
           'anchor-wrong', 'sec-background-p3'),
    Defect("a paragraph hidden", BACKGROUND,
           set_attribute('//*[@id="sec-background-p3"]', 'hidden', 'hidden'),
           'words-lost', 'sec-background-figcaption1'),
    Defect("a text added", CROSSINGS, insert('sec-crossings-p1', 'p', "For sale."),
           'words-added', 'sec-crossings'),
    Defect("a language wrong", BACKGROUND,
           set_attribute('(//*[@id="sec-background-p1"]/*[@lang="ko"])[2]', 'lang', 'ru'),
           'language-wrong', 'sec-background-p1'),
    Defect("a language dropped", 'references',
           drop_attribute('//*[@id="source-border-atlas"]//*[@lang]', 'lang',
                          '{http://www.w3.org/XML/1998/namespace}lang'),
           'language-wrong', 'source-border-atlas'),
    Defect("a language on a whole paragraph", BACKGROUND,
           set_attribute('//*[@id="sec-background-p3"]', 'lang', 'de'),
           'language-wrong', 'sec-background-p3'),
    Defect("a direction wrong", BACKGROUND,
           set_attribute('//*[@id="sec-background-p3"]', 'dir', 'rtl'),
           'language-wrong', 'sec-background-p3'),
    Defect("a call leads to another note", BACKGROUND,
           set_attribute('//*[@id="call-1"]', 'href', '#note-2'),
           'note-astray', 'sec-background-p1'),
    Defect("the way back leads to another call", BACKGROUND,
           set_attribute('//*[@id="note-2-p1"]/*[@role="doc-backlink"]', 'href', '#call-1'),
           'note-astray', 'note-2-p1'),
    Defect("a call no longer says what it is", BACKGROUND,
           drop_attribute('//*[@id="call-2"]', 'role'), 'note-astray', 'sec-background-p1'),
    Defect("the id of a note on another element", BACKGROUND,
           _move_id('note-1', '//*[@id="cite-1"]'), 'note-astray', 'note-1-p1'),
    Defect("a reference to another figure", BACKGROUND,
           set_attribute('//*[@id="sec-background-p3"]/*[@href]', 'href', '#sec-quay'),
           'link-astray', 'sec-background-p3'),
    Defect("a link to nowhere", BACKGROUND,
           set_attribute('//*[@id="mention-1"]', 'href', '#actor-nobody'),
           'link-astray', 'sec-background-p1'),
    Defect("an outer link changed", CROSSINGS,
           set_attribute('//*[@id="note-3-p1"]//*[@class="address"]', 'href',
                         'https://mission.example/other'),
           'link-astray', 'note-3-p1'),
    Defect("a link taken away", CROSSINGS, unlink('//*[@id="mention-8"]'),
           'link-astray', 'sec-crossings-p2'),
    Defect("a listener hears another date", BACKGROUND,
           set_attribute('//*[@id="event-call-first-ferry"]', 'aria-label', 'Timeline: 1999'),
           'link-astray', 'sec-background-p2'),
    Defect("the target of a link on other words", CROSSINGS,
           _move_id('passage-two-ferries', '//*[@href="#tbl-crossings"]'),
           'anchor-wrong', 'sec-crossings-p1'),
    Defect("a target gone", CROSSINGS, drop_attribute('//*[@id="passage-silence"]', 'id'),
           'anchor-wrong', 'sec-crossings-p2'),
    Defect("an id twice", BACKGROUND,
           set_attribute('//*[@id="sec-background-p2"]', 'id', 'sec-background-p1'),
           'anchor-wrong', 'sec-background-p1'),
    Defect("a heading of another level", BACKGROUND, rename('sec-quay', 'h5'),
           'anchor-wrong', 'sec-quay'),
    Defect("a paragraph out of its quotation", CROSSINGS, _lift('sec-crossings-p4'),
           'anchor-wrong', 'sec-crossings-p4'),
    Defect("a cell over two columns", CROSSINGS,
           set_attribute('(//*[@id="sec-crossings-tr3"]/*)[1]', 'colspan', '2'),
           'table-wrong', 'sec-crossings-tr3'),
    Defect("a head of a column no longer one", CROSSINGS,
           drop_attribute('(//*[@id="sec-crossings-tr1"]/*)[2]', 'scope'),
           'table-wrong', 'sec-crossings-tr1'),
    Defect("an alternative text changed", BACKGROUND,
           set_attribute('//*[@id="fig-ferry"]/*[@src]', 'alt', 'A bridge'),
           'words-changed', 'fig-ferry'),
    Defect("an alternative text dropped", BACKGROUND,
           drop_attribute('//*[@id="fig-ferry"]/*[@src]', 'alt'), 'words-changed', 'fig-ferry'),
    Defect("a picture not shown", BACKGROUND,
           drop_attribute('//*[@id="fig-ferry"]/*[@src]', 'src'), 'picture-lost', 'fig-ferry'),
    Defect("a point of the chart lost", 'timeline', _lose_shape,
           'picture-lost', 'timeline-figure1'),
    Defect("a word of the chart changed", 'timeline',
           reword('timeline-figure1', "The crossings stop", "The crossings go on"),
           'words-changed', 'timeline-figure1'),
)  # fmt: skip
"""Defects within the sections."""


def text_mutations(product: str, path_of: Callable[[str], str]) -> tuple[Mutation, ...]:
    """Return the defects of the text as mutations; `path_of` gives the file of a section."""
    return tuple(
        Mutation(
            product,
            f"{product}: {defect.name}",
            on_tree(path_of(defect.section), defect.change),
            defect.id,
            f'{path_of(defect.section)}#{defect.block}',
        )
        for defect in TEXT
    )


def resource_mutations(
    product: str, sheet: str, fonts: str, picture: str, page: str, shown: str
) -> tuple[Mutation, ...]:
    """Return the defects of sheets, fonts and pictures; `shown` is where the picture stands."""
    serif, korean = f'{fonts}source-serif-4-400-normal', f'{fonts}noto-sans-cjk-kr-400-normal'
    other = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'

    def pixel(name: str) -> TreeChange:
        return insert('sec-background-p1', 'img', '', src=f'https://example.org/{name}.png', alt='')

    table: tuple[tuple[str, Spoil, str, str], ...] = (
        ("a picture removed", without(picture), 'picture-lost', shown),
        ("a picture cut off", on_bytes(picture, lambda c: c[:-20]), 'picture-unreadable', shown),
        ("another picture", on_bytes(picture, lambda _: other), 'picture-lost', shown),
        ("a picture from elsewhere", on_tree(page, pixel('pixel')), 'remote-resource', page),
        ("a script from elsewhere",
         on_tree(page, insert('sec-background-p1', 'script', ' ', src='https://example.org/a.js')),
         'remote-resource', page),
        ("a script",
         on_tree(page, insert('sec-background-p1', 'script', 'fetch("https:")')),
         'remote-resource', page),
        ("a frame from elsewhere",
         on_tree(page, insert('sec-background-p1', 'iframe', ' ', src='//example.org/')),
         'remote-resource', page),
        ("a style that loads",
         on_tree(page, set_attribute('//*[@id="sec-background-p1"]', 'style',
                                     'background: url(https://example.org/a.png)')),
         'remote-resource', page),
        ("a sheet from elsewhere",
         on_bytes(sheet, lambda c: b'@import "https://example.org/a.css";' + c),
         'remote-resource', sheet),
        ("a picture of the sheet from elsewhere",
         on_bytes(sheet, lambda c: c + b'p{background:url("//example.org/a.png")}'),
         'remote-resource', sheet),
        ("a font from elsewhere",
         on_bytes(sheet, lambda c: c.replace(b'url(fonts/source-code', b'url(https://e.org/f', 1)),
         'remote-resource', sheet),
        ("a picture of the sheet not there",
         on_bytes(sheet, lambda c: c + b'p{background:url(a.png)}'), 'product-unreadable', sheet),
        ("a sheet removed", without(sheet), 'product-unreadable', ''),
        ("the address of a font broken",
         on_bytes(sheet, lambda c: c.replace(b'url(fonts/source-serif', b'url(fonts/serif', 1)),
         'font-unfit', f'{fonts}serif'),
        ("a font removed", without(serif), 'font-unfit', serif),
        ("a font cut off", on_bytes(serif, lambda c: c[:200]), 'font-unfit', serif),
        ("a font that is none", on_bytes(serif, lambda _: b'no font'), 'font-unfit', serif),
        ("a letter lost from a font", on_bytes(serif, without_letter('e')), 'font-unfit', serif),
        ("a digit lost from a font", on_bytes(serif, without_letter('4')), 'font-unfit', serif),
    )  # fmt: skip
    return tuple(
        Mutation(product, f"{product}: {name}", spoil, id_, place)
        for name, spoil, id_, place in (
            *table,
            ("a syllable lost from both fonts that have it", _lose_syllable(korean, fonts),
             'font-unfit', ''),
        )
    )  # fmt: skip


def _lose_syllable(regular: str, fonts: str) -> Spoil:
    bold = f'{fonts}noto-sans-cjk-kr-600-normal'
    first, second = (on_bytes(path, without_letter('만')) for path in (regular, bold))
    return lambda content: second(first(content))
