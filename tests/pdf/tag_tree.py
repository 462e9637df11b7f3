"""Reads a tagged PDF as a listener's software does: the tree of tags, and what each one says.

In: the bytes of a PDF.  Out: a `TaggedPdf`: every element with its attributes, its children in
order, and the text of its marked content; and every painted thing of every page, with the mark
that it stands in.  Written against ISO 32000-1, 14.6 to 14.8, with pikepdf alone, so that nothing
that makes the tags has a say in how they are read.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, NameTree, Operator

_SHOWS_TEXT = frozenset(['Tj', 'TJ', "'", '"'])
_PAINTS_PATHS = frozenset(['f', 'F', 'f*', 'B', 'B*', 'b', 'b*', 'S', 's'])
_PAINTS = _PAINTS_PATHS | {'sh', 'Do', 'INLINE IMAGE'}
_BLOCK = re.compile(rb'begin(bfchar|bfrange)(.*?)endbf', re.DOTALL)
_CODE = re.compile(rb'<([0-9a-fA-F]*)>')


@dataclass(slots=True)
class Painted:
    """One operator that leaves something on a page, and the mark around it."""

    page_index: int
    operator: str
    content_id: int | None
    """None where it belongs to no element."""
    artifact: dict[str, str] | None
    """Properties of the artifact that it is; None where it is none."""
    text: str
    at: int
    """Place among the operators of the page."""
    depth: int = 1
    """How many marks with a content id or of an artifact it stands in: one, where all is well."""


@dataclass(slots=True)
class Content:
    """Marked content of one element."""

    page_index: int
    content_id: int
    text: str


@dataclass(slots=True)
class Annotation:
    """A link that an element holds."""

    page_index: int
    contents: str
    key: int
    """Its `StructParent`."""
    values: Any
    number: int
    """Of the object."""


@dataclass(slots=True, eq=False)
class Tag:
    """One element of the tree."""

    role: str
    number: int
    """Of the object: the parent tree names elements by it."""
    parent: Tag | None = field(repr=False)
    attributes: dict[str, object]
    """Name and value, with the owner before it: `Table.Scope`."""
    lang: str = ''
    alt: str = ''
    actual_text: str | None = None
    expansion: str = ''
    id: str = ''
    references: tuple[int, ...] = ()
    kids: list[Tag | Content | Annotation] = field(default_factory=list)

    def all(self, *roles: str) -> Iterator[Tag]:
        """Yield the elements below with one of the roles, in reading order; any without roles."""
        for kid in self.kids:
            if isinstance(kid, Tag):
                if not roles or kid.role in roles:
                    yield kid
                yield from kid.all(*roles)

    @property
    def tags(self) -> list[Tag]:
        """The children that are elements."""
        return [kid for kid in self.kids if isinstance(kid, Tag)]

    @property
    def annotations(self) -> list[Annotation]:
        """The children that are annotations."""
        return [kid for kid in self.kids if isinstance(kid, Annotation)]

    @property
    def text(self) -> str:
        """What a listener hears of it."""
        if self.actual_text is not None:
            return self.actual_text
        return ''.join(kid.text for kid in self.kids if not isinstance(kid, Annotation))

    def contents(self) -> Iterator[Content]:
        """Yield the marked content of the element and of all below."""
        for kid in self.kids:
            if isinstance(kid, Content):
                yield kid
            elif isinstance(kid, Tag):
                yield from kid.contents()

    @property
    def page_indices(self) -> list[int]:
        """The pages that it has something on, in order."""
        return sorted({content.page_index for content in self.contents()})


class TaggedPdf:
    """A PDF with its tags."""

    def __init__(self, content: bytes) -> None:
        self.bytes = content
        self.pdf = pikepdf.open(io.BytesIO(content))
        self.pages: list[Any] = list(self.pdf.pages)
        self._page_indices: dict[int, int] = {
            page.objgen[0]: index for index, page in enumerate(self.pages)
        }
        self._fonts: dict[tuple[int, int], _Font] = {}

    @cached_property
    def painted(self) -> list[Painted]:
        """All that is painted on the pages, in the order of painting."""
        return [
            one for index, page in enumerate(self.pages) for one in self._painted_on(index, page)
        ]

    @cached_property
    def texts(self) -> dict[tuple[int, int], str]:
        """What each piece of marked content reads as, by page index and content id."""
        texts: dict[tuple[int, int], str] = {}
        for one in self.painted:
            if one.content_id is not None:
                key = one.page_index, one.content_id
                texts[key] = texts.get(key, '') + one.text
        return texts

    @cached_property
    def root(self) -> Tag:
        """The element that is the document."""
        (root,) = _several(self.pdf.Root.StructTreeRoot.K)
        return self._tag(root, None)

    @cached_property
    def parents(self) -> dict[int, list[int]]:
        """The parent tree: the number of the element of each content of a page, or of a link."""
        numbers = _several(self.pdf.Root.StructTreeRoot.ParentTree.Nums)
        return {
            int(key): [one.objgen[0] for one in _several(value)]
            for key, value in zip(numbers[::2], numbers[1::2], strict=True)
        }

    def artifacts(self) -> Iterator[tuple[int, dict[str, str], str]]:
        """Yield each artifact's page index, its properties and its text."""
        last: tuple[int, dict[str, str], str] | None = None
        for one in self.painted:
            if one.artifact is None:
                continue
            if last and last[0] == one.page_index and last[1] is one.artifact:
                last = (*last[:2], last[2] + one.text)
                continue
            if last:
                yield last
            last = one.page_index, one.artifact, one.text
        if last:
            yield last

    def target(self, link: Annotation) -> tuple[int, float, float] | None:
        """Return where a link leads: page index, left and top in points; None if elsewhere."""
        place = link.values.get('/Dest')
        action = link.values.get('/A')
        if place is None and action is not None and action.get('/S') == Name.GoTo:
            place = action.D
        if isinstance(place, pikepdf.String):
            place = NameTree(self.pdf.Root.Names.Dests)[str(place)]
        if place is None:
            return None
        assert place[1] == Name.XYZ
        return self._page_indices[place[0].objgen[0]], float(place[2]), float(place[3])

    def _tag(self, values: Any, parent: Tag | None) -> Tag:
        made = Tag(
            str(values.S)[1:],
            values.objgen[0],
            parent,
            _attributes(values),
            lang=str(values.get('/Lang', '')),
            alt=str(values.get('/Alt', '')),
            actual_text=str(values.ActualText) if '/ActualText' in values else None,
            expansion=str(values.get('/E', '')),
            id=str(values.get('/ID', '')),
            references=tuple(one.objgen[0] for one in values.get('/Ref', ())),
        )
        for kid in _several(values.get('/K')):
            made.kids.append(self._kid(kid, made, values))
        return made

    def _kid(self, kid: Any, parent: Tag, values: Any) -> Tag | Content | Annotation:
        if isinstance(kid, int):
            return self._content(values.Pg, kid)
        kind = kid.get('/Type')
        if kind == Name.MCR:
            return self._content(kid.get('/Pg', values.get('/Pg')), int(kid.MCID))
        if kind == Name.OBJR:
            page = self._page_indices[kid.get('/Pg', values.get('/Pg')).objgen[0]]
            link = kid.Obj
            contents = str(link.get('/Contents', ''))
            return Annotation(page, contents, int(link.StructParent), link, link.objgen[0])
        return self._tag(kid, parent)

    def _content(self, page: Any, content_id: int) -> Content:
        index = self._page_indices[page.objgen[0]]
        return Content(index, content_id, self.texts.get((index, content_id), ''))

    def _painted_on(self, page_index: int, page: Any) -> Iterator[Painted]:
        marks: list[_Mark] = []
        font: _Font | None = None
        saved: list[_Font | None] = []
        for at, instruction in enumerate(pikepdf.parse_content_stream(page)):
            operator = str(instruction.operator)
            operands = list(instruction.operands)
            if operator in ('BDC', 'BMC'):
                marks.append(_mark(page, operands))
            elif operator == 'EMC':
                marks.pop()
            elif operator == 'q':
                saved.append(font)
            elif operator == 'Q':
                font = saved.pop()
            elif operator == 'Tf':
                font = self._font(page.Resources.Font[operands[0]])
            elif operator in _SHOWS_TEXT or operator in _PAINTS:
                shown = font.read(operands) if font and operator in _SHOWS_TEXT else ''
                yield _painted(page_index, operator, marks, shown, at)
        assert not marks, f"page {page_index} leaves a mark open"

    def _font(self, values: Any) -> _Font:
        return self._fonts.setdefault(values.objgen, _Font(values))


@dataclass(slots=True)
class _Mark:
    tag: str
    content_id: int | None
    artifact: dict[str, str] | None
    actual_text: str | None
    is_read: bool = False
    """True when its actual text has been taken for the first of what it marks."""


def _mark(page: pikepdf.Page, operands: list[Any]) -> _Mark:
    tag = str(operands[0])[1:]
    values = operands[1] if len(operands) > 1 else Dictionary()
    if isinstance(values, Name):
        values = page.Resources.Properties[values]
    content_id = values.get('/MCID')
    said = values.get('/ActualText')
    artifact = {k[1:]: str(v).lstrip('/') for k, v in values.items()} if tag == 'Artifact' else None
    return _Mark(
        tag,
        None if content_id is None else int(content_id),
        artifact,
        None if said is None else str(said),
    )


def _painted(page_index: int, operator: str, marks: list[_Mark], shown: str, at: int) -> Painted:
    text = shown
    for mark in marks:
        if mark.actual_text is not None:
            text = '' if mark.is_read else mark.actual_text
            mark.is_read = True
            break
    owners = [mark for mark in marks if mark.content_id is not None or mark.tag == 'Artifact']
    inmost = owners[-1] if owners else None
    return Painted(
        page_index,
        operator,
        inmost.content_id if inmost else None,
        inmost.artifact if inmost else None,
        text,
        at,
        len(owners),
    )


class _Font:
    """What the glyphs of a font read as."""

    def __init__(self, values: Any) -> None:
        self._is_wide = values.Subtype == Name.Type0
        self._texts: dict[int, str] = {}
        for kind, body in _BLOCK.findall(values.ToUnicode.read_bytes()):
            codes = [one.decode() for one in _CODE.findall(body)]
            if kind == b'bfchar':
                for code, text in zip(codes[::2], codes[1::2], strict=True):
                    self._texts[int(code, 16)] = _utf16(text)
            else:
                assert b'[' not in body
                for first, last, text in zip(codes[::3], codes[1::3], codes[2::3], strict=True):
                    for step in range(int(last, 16) - int(first, 16) + 1):
                        begin, end = _utf16(text)[:-1], _utf16(text)[-1]
                        self._texts[int(first, 16) + step] = begin + chr(ord(end) + step)

    def read(self, operands: list[Any]) -> str:
        """Return the text of the strings among the operands."""
        strings = [
            bytes(part)
            for operand in operands
            for part in (operand if isinstance(operand, pikepdf.Array) else [operand])
            if isinstance(part, pikepdf.String)
        ]
        step = 2 if self._is_wide else 1
        return ''.join(
            self._texts.get(int.from_bytes(string[at : at + step]), '\ufffd')
            for string in strings
            for at in range(0, len(string), step)
        )


def _utf16(digits: str) -> str:
    return bytes.fromhex(digits).decode('utf-16-be')


def _attributes(values: Any) -> dict[str, object]:
    return {
        f'{str(owned.O)[1:]}.{key[1:]}': _value(value)
        for owned in _several(values.get('/A'))
        for key, value in owned.items()
        if key != '/O'
    }


def _value(value: Any) -> object:
    if isinstance(value, Name):
        return str(value)[1:]
    if isinstance(value, pikepdf.Array):
        return [float(one) for one in value]
    return value


def _several(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def without(tagged: TaggedPdf, content: Content) -> bytes:
    """Return the PDF without what is painted in some marked content."""
    pdf = pikepdf.open(io.BytesIO(tagged.bytes))
    page = pdf.pages[content.page_index]
    painted = {
        one.at
        for one in tagged.painted
        if (one.page_index, one.content_id) == (content.page_index, content.content_id)
    }
    kept: list[Any] = []
    for at, one in enumerate(pikepdf.parse_content_stream(page)):
        if at not in painted:
            kept.append(one)
        elif str(one.operator) in _PAINTS_PATHS:
            kept.append(([], Operator('n')))  # Ends the path that was built before.
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()
