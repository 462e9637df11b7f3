"""The book: what every press is handed, and what the proof holds the products to.

In: nothing (values).  Out: `Book`.  It knows nothing of page numbers or file formats.

The tree of a section is one lxml element `<section>` in the XHTML namespace, and these are its
conventions; presses copy the tree before they change anything.

- Every block (`p h1..h6 li table caption tr figure figcaption blockquote dt dd aside pre`) has an
  `id` that is unique in the book.  `Section.origins` says where the author wrote it.  An author's
  `{#id}` stays; other headings are named by their words, other blocks by their section:
  `background-p3`.  A tight list's item and a short description hold their words without a `<p>`.
- Semantics stand in `role` (DPUB-ARIA 1.1) and in classes named in `styles/README.md`.  `lang`
  stands wherever the language changes.  There is no `style` attribute and no script.
- The title of a section is its `<h1>`.  What stands before the article's first `#` heading is a
  section under the report's own title.  Numbers are text: `<span class="number">1</span>`, also
  before a caption (`Figure 1`), and one space parts them from the words.
- A heading within a quotation, list or note is `<p class="heading">`; the last paragraph or
  line of a quotation is its source when it begins with a dash: `<p class="attribution">`, or `<span
  class="attribution">` at the paragraph's end.
- Call of a note: `<a class="note-call" role="doc-noteref" id="call-3" href="#note-3">3</a>`.
- Notes stand in the section that calls them, in its last child
  `<section class="notes" role="doc-endnotes" aria-label="Notes">`, each one
  `<aside class="note" role="doc-footnote" id="note-3"><p id="note-3-p1"><a class="note-number"
  role="doc-backlink" href="#call-3">3</a> Words.</p></aside>`.  Numbers run through the book.  A
  second call of the same note is `call-3-2`; the note stands in the section that called it first.
- First mention of an actor in a section: `<a class="mention" id="mention-7"
  href="#actor-kim-jong-un">`; every further mention: `<span class="mention" id="mention-8">`.
- Passage of an event: `<span class="passage" id="passage-ID">` (further pieces, where markup cuts
  the passage, get `-2`, `-3`), followed, behind closing punctuation and out of any link, by `<a
  class="event-call" id="event-call-ID" href="#event-ID" aria-label="Timeline: 23 October 2024">`
  with the event's number.
- A citation in the text: `<span class="citation" id="cite-4">`, each source in it
  `<a class="cited" href="#source-KEY">` where the style's output allows it.
- Numbered reference: `<a class="cross-reference" href="#fig-kursk">Figure 1</a>`.
- Locators say where something stands: `<span class="locators" data-targets="mention-7 mention-8">`
  holds links labelled by section for media without pages.  `data-targets` names all the targets in
  book order, so that a press with pages can print folios and ranges instead ("2, 4–6").
- Timeline: `<ol class="events">` of `<li class="event" id="event-ID">`; glossary: for each kind of
  actor `<h2>` and `<dl class="actors">` of `<dt id="actor-ID">` and one `<dd>`; references: `<ul
  class="sources">` of `<li id="source-KEY">`.  A labelled fact is `<p class="fact"><span
  class="label">Place:</span> Wonsan</p>`.
- Where the author named what the book lacks, the words stand as typed in `<span class="missing">`.
- Folio: `<span class="folio" data-target="background"/>`, empty; a press with pages prints the
  page number of that one target in it, others leave it out.
- Chart: an inline `<svg role="img">` with `<title>` and `<desc>`, in the SVG namespace, coloured by
  classes and `currentColor`.
- Pictures: `<img src="pictures/NAME">`, where NAME is a `PictureFile.name`.
"""

from __future__ import annotations

import copy
import enum
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from proofpress.model.report import Author, Imprint, Isbn, Paper, Status
from proofpress.model.timeline import Date
from proofpress.span import Span

XHTML = 'http://www.w3.org/1999/xhtml'
SVG = 'http://www.w3.org/2000/svg'

_PAGED: Callable[[etree._Element], list[etree._Element]] = etree.XPath(  # type: ignore[assignment]
    'descendant-or-self::*[@data-targets or contains(@class, "folio")]'
)
_IDS: Callable[[etree._Element], list[str]] = etree.XPath(  # type: ignore[assignment]
    'descendant-or-self::*/@id', smart_strings=False
)
_TARGETS: Callable[[etree._Element], list[str]] = etree.XPath(  # type: ignore[assignment]
    'descendant-or-self::*/@href[starts-with(., "#")]', smart_strings=False
)


class Matter(enum.Enum):
    """The three parts of a book; front matter has roman folios."""

    FRONT = 'front'
    BODY = 'body'
    BACK = 'back'


class SectionKind(enum.Enum):
    """What a section is; the value is also its class in the tree."""

    COVER = 'cover'
    IMPRINT = 'imprint'
    CONTENTS = 'contents'
    SUMMARY = 'summary'
    CHAPTER = 'chapter'
    TIMELINE = 'timeline'
    GLOSSARY = 'glossary'
    REFERENCES = 'references'


@dataclass(frozen=True, slots=True)
class Outline:
    """A heading, as contents, bookmarks and navigation list it."""

    id: str
    """Id of the heading's section or of the heading itself: where a link must lead."""
    level: int
    """1 to 6."""
    number: str
    """`2.1`, or empty."""
    title: str
    """Plain text without the number."""
    children: tuple[Outline, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the book that has its own heading, file and place in the contents."""

    id: str
    """Unique in the book; also the `id` of the tree's root element and the EPUB's file name."""
    kind: SectionKind
    matter: Matter
    title: str
    """Plain text, without the number."""
    running_head: str
    """What the running head says while the section lasts."""
    tree: etree._Element
    number: str = ''
    starts_page: bool = True
    """False when it follows its forerunner on the same page."""
    outline: Outline | None = None
    """None for what no contents list: cover, imprint page, contents."""
    origins: Mapping[str, Span] = field(default_factory=dict)
    """Where the author wrote what stands under an id of the tree."""


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that the trees show."""

    name: str
    """File name, safe on every system, unique in the book."""
    media_type: str
    content: bytes = field(repr=False)
    width: int
    """Pixels (for SVG: user units)."""
    height: int
    origin: Span


@dataclass(frozen=True, slots=True)
class Metadata:
    """What every product says about itself; dates come from the source, never from a clock."""

    title: str
    subtitle: str
    short_title: str
    authors: tuple[Author, ...]
    lang: str
    """BCP 47."""
    direction: str
    """`ltr` or `rtl`."""
    identifier: str
    """DOI URL or `urn:uuid:`; the same for all formats of the report."""
    date: Date | None
    modified: Date | None
    """Date of the last change: `date-modified`, else `date`."""
    description: str
    """The abstract in plain text, paragraphs parted by blank lines."""
    keywords: tuple[str, ...]
    publisher: str
    licence: str
    rights: str
    """Copyright line."""
    series: str
    number: str
    version: str
    doi: str
    isbn: Isbn
    status: Status


@dataclass(frozen=True, slots=True)
class Book:
    """One publication, composed: the same for the PDF, the EPUB and the web page."""

    slug: str
    metadata: Metadata
    imprint: Imprint
    paper: Paper
    sections: tuple[Section, ...]
    """In reading order."""
    pictures: tuple[PictureFile, ...] = ()
    toc_depth: int = 2
    house: str = ''
    draft_mark: str = ''
    """What every page of a draft says; empty for a final report."""

    def languages(self) -> frozenset[str]:
        """Return the languages (BCP 47) that the book is written in or marks in its trees."""
        marked = (
            element.get('lang') or ''
            for section in self.sections
            for element in section.tree.iter('{*}*')
        )
        return frozenset({self.metadata.lang, *filter(None, marked)})

    def outlines(self) -> Iterator[Outline]:
        """Yield the outline of every section that contents list, in reading order."""
        for section in self.sections:
            if section.outline is not None:
                yield section.outline

    def characters(self) -> frozenset[str]:
        """Return every character that the trees show: what embedded fonts must hold."""
        return frozenset().union(*(words_of(section.tree) for section in self.sections))


def words_of(tree: etree._Element) -> str:
    """Return all that a tree says."""
    return etree.tostring(tree, encoding='unicode', method='text', with_tail=False)


def ids_in(tree: etree._Element) -> list[str]:
    """Return the ids in a tree, in its order."""
    return _IDS(tree)


def targets_in(tree: etree._Element) -> list[str]:
    """Return the ids to which links in a tree lead, in its order."""
    return [href[1:] for href in _TARGETS(tree)]


def without_pages(section: Section) -> etree._Element:
    """Copy the section's tree for media without pages: no folios, no lists of their targets."""
    tree = copy.deepcopy(section.tree)
    take_pages_out(tree)
    return tree


def take_pages_out(tree: etree._Element) -> None:
    """Make a tree fit for media without pages, in its place."""
    tree.tail = None
    for element in _PAGED(tree):
        if element.get('data-targets') is not None:
            del element.attrib['data-targets']
        if 'folio' in element.get('class', '').split():
            _remove(element)


def _remove(element: etree._Element) -> None:
    """Remove an element and keep the text after it."""
    parent, before = element.getparent(), element.getprevious()
    if parent is None:
        raise ValueError("a section cannot be a folio")
    if before is not None:
        before.tail = (before.tail or '') + (element.tail or '')
    else:
        parent.text = (parent.text or '') + (element.tail or '')
    element.tail = None
    parent.remove(element)
