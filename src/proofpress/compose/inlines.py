"""Composes what stands within a line: emphasis, links, citations, references, calls of notes.

In: the inlines of one run of text.  Out: words and elements, in order, with every character as the
author wrote it.  Actors and events named by hand are marked with `data-actor` and `data-event`,
which `mentions` and `passages` turn into what readers see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from proofpress.compose.book import PictureFile
from proofpress.compose.classes import author_classes
from proofpress.compose.ids import Ids
from proofpress.compose.markup import Content, direction_of, element
from proofpress.compose.notes import Citing, Notes
from proofpress.compose.pictures import picture_element
from proofpress.model.prose import (
    Bracketed,
    Chapter,
    Citation,
    Code,
    CrossReference,
    Emphasis,
    Image,
    Inline,
    LineBreak,
    Link,
    NoteCall,
    Strong,
    Text,
)

_SAFE_LINK = re.compile(r'(?:https?://|mailto:)', re.I)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a line stands."""

    chapter: Chapter
    note_number: int | None = None
    """The note in which it stands, if it stands in one."""
    after_link: list[Content] | None = None
    """Within a link: what must follow it, because a link cannot hold a link."""


def _kept_out_of_link(piece: Content, place: Place) -> list[Content]:
    if place.after_link is None:
        return [piece]
    place.after_link.append(piece)
    return []


class Lines:
    """Composes lines, one after the other in reading order."""

    def __init__(
        self,
        ids: Ids,
        labels: Mapping[str, str],
        pictures: Mapping[str, PictureFile],
        notes: Notes,
        citing: Citing,
    ) -> None:
        self._ids = ids
        self._labels = labels
        self._pictures = pictures
        self._notes = notes
        self._citing = citing

    def compose(self, inlines: tuple[Inline, ...], place: Place) -> list[Content]:
        """Return the content of a line."""
        return [piece for inline in inlines for piece in self._inline(inline, place)]

    def citation(self, citation: Citation, note_number: int | None) -> Content:
        """Return the words of a citation as they stand in a line."""
        content = self._citing.cite(citation, note_number)
        return element('span', *content, class_='citation', id=self._ids.number('cite'))

    def _inline(self, inline: Inline, place: Place) -> list[Content]:
        match inline:
            case Text():
                return [inline.text]
            case LineBreak():
                return [element('br')]
            case Emphasis():
                return [element('em', *self.compose(inline.children, place))]
            case Strong():
                return [element('strong', *self.compose(inline.children, place))]
            case Code():
                return [element('code', inline.text)]
            case Link():
                return self._link(inline, place)
            case Image():
                return self._image(inline)
            case Bracketed():
                return [self._bracketed(inline, place)]
            case Citation():
                return _kept_out_of_link(self._cited(inline, place), place)
            case CrossReference():
                return [self._cross_reference(inline, place)]
            case NoteCall():
                return _kept_out_of_link(self._call(inline, place), place)

    def _link(self, link: Link, place: Place) -> list[Content]:
        if place.after_link is not None:
            return self.compose(link.children, place)
        after: list[Content] = []
        content = self.compose(link.children, replace(place, after_link=after))
        href = link.href
        if href.startswith('#'):
            href = f'#{self._ids.anchors.get(href[1:], href[1:])}'
        elif not _SAFE_LINK.match(href):
            return [*content, *after]
        return [element('a', *content, href=href), *after]

    def _image(self, image: Image) -> list[Content]:
        picture = self._pictures.get(image.path)
        if picture is None:
            return [element('span', image.alt, class_='missing')]
        classes = ' '.join(author_classes(image.attributes))
        return [picture_element(picture, image.alt, classes)]

    def _bracketed(self, span: Bracketed, place: Place) -> Content:
        attributes = span.attributes
        lang = attributes.get('lang')
        return element(
            'span',
            *self.compose(span.children, place),
            id=None if attributes.id is None else self._ids.named(attributes.id),
            class_=' '.join(author_classes(attributes)),
            lang=lang,
            dir=direction_of(lang) if lang else None,
            data_actor=attributes.get('actor'),
            data_event=attributes.get('event'),
        )

    def _cited(self, citation: Citation, place: Place) -> Content:
        if self._citing.in_notes and place.note_number is None:
            return self._notes.call_for(place.chapter, citation)
        return self.citation(citation, place.note_number)

    def _cross_reference(self, reference: CrossReference, place: Place) -> Content:
        label = self._labels.get(reference.target)
        is_linked = label is not None and place.after_link is None
        return element(
            'a' if is_linked else 'span',
            label if label is not None else f'@{reference.target}',
            class_='cross-reference',
            href=f'#{self._ids.anchors[reference.target]}' if is_linked else None,
        )

    def _call(self, call: NoteCall, place: Place) -> Content:
        made = self._notes.call(place.chapter, call)
        return element('span', f'[^{call.label}]', class_='missing') if made is None else made
