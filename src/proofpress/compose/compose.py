"""Composes a report into a book: the order of the sections, and who makes each.

In: a `Report`.  Out: a `Book`, and what an editor should know about it.  Afterwards every id in the
book is unique and every link within it leads somewhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from proofpress.compose.article import Article
from proofpress.compose.blocks import Blocks
from proofpress.compose.book import XHTML, Book, PictureFile, Section
from proofpress.compose.contents import contents
from proofpress.compose.front import cover, imprint_page
from proofpress.compose.ids import Ids
from proofpress.compose.inlines import Lines
from proofpress.compose.markup import Content, extend
from proofpress.compose.mentions import mark_mentions
from proofpress.compose.metadata import metadata_of
from proofpress.compose.notes import Notes
from proofpress.compose.numbering import plan_article
from proofpress.compose.pictures import logo_file, name_pictures
from proofpress.compose.summary import summary
from proofpress.compose.words import Words, words_for
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.model.prose import Citation
from proofpress.model.report import Report
from proofpress.span import Span


class _Keys:
    """Cites by key."""

    in_notes = False

    def cite(self, citation: Citation, note_number: int | None) -> list[Content]:
        """Return the keys of the cited sources."""
        return [f'[{", ".join(source.key for source in citation.sources)}]']


def compose(report: Report) -> tuple[Book, tuple[Diagnostic, ...]]:
    """Compose the report.

    Any report composes: what `check` would refuse is left out or shown as the author wrote it.
    """
    front = report.front_matter
    words = words_for(front.lang)
    ids = Ids()
    citing = _Keys()
    diagnostics: list[Diagnostic] = []
    pictures = name_pictures(report)
    plan = plan_article(report, ids, words)
    notes = Notes(ids)
    lines = Lines(ids, plan.labels, pictures, notes, citing)
    blocks = Blocks(ids, plan.numbered, lines, pictures)
    article = Article(ids, plan, words, lines, blocks, notes)

    opening = summary(report, blocks, ids, words)
    if opening is not None:
        extend(opening.tree, article.notes())
    body = [*([opening] if opening else []), *article.sections(front)]
    mark_mentions((section.tree for section in body), report.actors, ids)
    metadata = metadata_of(report)
    logo = logo_file(report)
    outlines = tuple(section.outline for section in body if section.outline is not None)
    sections = (
        cover(metadata, report.imprint, logo, ids, words),
        imprint_page(metadata, report.imprint, front.changes, ids, words),
        contents(outlines, front.toc_depth, ids, words),
        *body,
    )
    _settle_links(sections)
    book = Book(
        slug=report.slug,
        metadata=metadata,
        imprint=report.imprint,
        paper=front.paper,
        sections=tuple(_with_origins(section, blocks.origins) for section in sections),
        pictures=_unique_pictures([*pictures.values(), *([logo] if logo else [])]),
        toc_depth=front.toc_depth,
        house=front.house,
    )
    return book, (*diagnostics, *_about_words(words, front.span))


def _with_origins(section: Section, origins: Mapping[str, Span]) -> Section:
    ids = (node.get('id', '') for node in section.tree.iter())
    within = {id_: origins[id_] for id_ in ids if id_ in origins}
    return replace(section, origins=within)


def _unique_pictures(pictures: Iterable[PictureFile]) -> tuple[PictureFile, ...]:
    """Return each picture once: two paths may lead to the same content."""
    return tuple({picture.name: picture for picture in pictures}.values())


def _about_words(words: Words, span: Span) -> Iterable[Diagnostic]:
    if not words.is_translated:
        yield Diagnostic(
            'language-without-words',
            f"words such as “Contents” and “Figure” are printed in English, not in {words.lang!r}",
            span,
            "set `lang` to a language that Proofpress speaks, or accept the English words",
            Severity.WARNING,
        )


def _settle_links(sections: Iterable[Section]) -> None:
    """Turn links to what the book does not hold into plain words; insist on unique ids."""
    trees = [section.tree for section in sections]
    ids = Counter(id_ for tree in trees for node in tree.iter() if (id_ := node.get('id')))
    repeated = sorted(id_ for id_, count in ids.items() if count > 1)
    if repeated:
        raise RuntimeError(f"a fault of Proofpress: ids that are not unique: {repeated}")
    for tree in trees:
        for link in tree.iter(f'{{{XHTML}}}a'):
            href = link.get('href', '')
            if href.startswith('#') and href[1:] not in ids:
                link.tag = f'{{{XHTML}}}span'
                del link.attrib['href']
