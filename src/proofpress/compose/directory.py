"""Leads from one part of the book to another: to actors, to sources, to places in the text.

In: ids that authors wrote, and ids of the trees.  Out: links, or plain words where the id leads
nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from proofpress.compose.book import Section
from proofpress.compose.facts import listed
from proofpress.compose.ids import anchor
from proofpress.compose.markup import Content, direction_of, element
from proofpress.model.report import Report


class Directory:
    """Where everything stands in one book."""

    def __init__(self, report: Report, body: Iterable[Section]) -> None:
        self._actors = {actor.id: actor.name for actor in report.actors}
        self._sources = {source.id: source for source in report.sources}
        self._lang = report.front_matter.lang
        self._order: dict[str, int] = {}
        self._sections: dict[str, Section] = {}
        for section in body:
            for node in section.tree.iter():
                id_ = node.get('id')
                if id_ is not None:
                    self._order[id_] = len(self._order)
                    self._sections[id_] = section

    def actor(self, id_: str) -> Content:
        """Return the actor's name, linked to the glossary."""
        if id_ not in self._actors:
            return id_
        return element('a', self._actors[id_], href=f'#{anchor("actor", id_)}')

    def source(self, id_: str) -> Content:
        """Return the source's title, linked to the references."""
        if id_ not in self._sources:
            return id_
        source = self._sources[id_]
        language = source.csl.get('language')
        foreign = language if isinstance(language, str) and language != self._lang else None
        return element(
            'a',
            source.title,
            class_='cited',
            href=f'#{anchor("source", id_)}',
            lang=foreign,
            dir=direction_of(foreign) if foreign else None,
        )

    def locators(self, targets: Iterable[str]) -> etree._Element | None:
        """Return where the targets stand: a link for each section, and the list of all.

        None when there is no target.
        """
        ordered = sorted(targets, key=self._order.__getitem__)
        if not ordered:
            return None
        first_in_section: dict[str, str] = {}
        for target in ordered:
            first_in_section.setdefault(self._sections[target].id, target)
        links = (
            element('a', self._sections[target].title, href=f'#{target}')
            for target in first_in_section.values()
        )
        return element('span', *listed(links), class_='locators', data_targets=' '.join(ordered))
