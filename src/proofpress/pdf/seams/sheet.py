"""Sheets: documents from trees, and their pages, whose numbers are told last.

In: a tree.  Out: `Sheet`, a document of WeasyPrint's, and `SetPages`, its pages without what stands
in their margins: only that needs to know where they follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

from proofpress.pdf.seams.libraries import at_once
from proofpress.pdf.seams.mend import Mend, check_parameters, variant
from proofpress.pdf.seams.styles import USER_AGENT

with at_once():
    import weasyprint
    from weasyprint import DEFAULT_OPTIONS, Document, layout
    from weasyprint.document import Page
    from weasyprint.formatting_structure.build import build_formatting_structure

_layout_in_two = variant(
    # All pages are laid out by then; margin boxes are the first that need their numbers.
    Mend(layout, 'layout_document', '# Add margin boxes\n', 'yield pages\n')
)
check_parameters(layout.layout_document, ['html', 'root_box', 'context', 'max_loops'])
check_parameters(
    Document._build_layout_context,
    ['html', 'font_config', 'counter_style', 'color_profiles', 'options'],
)
check_parameters(
    build_formatting_structure,
    ['element_tree', 'style_for', 'get_image_from_uri', 'base_url', 'target_collector',
     'counter_style', 'footnotes'],
)  # fmt: skip


class Sheet(weasyprint.HTML):  # type: ignore[misc]  # WeasyPrint has no types
    """A document made from a tree; WeasyPrint's own would write and parse it first."""

    def __init__(self, root: ElementTree.Element, base_url: str, url_fetcher: Any) -> None:
        self.base_url = base_url
        self.url_fetcher = url_fetcher
        self.media_type = 'print'
        self.wrapper_element = weasyprint.cssselect2.ElementWrapper.from_html_root(
            root, content_language=None
        )
        self.etree_element = self.wrapper_element.etree_element

    def set(
        self, fonts: Any, counter_style: Any, stylesheets: Sequence[Any], images: dict[str, Any]
    ) -> SetPages:
        """Lay the document out; what it shows in `images` is kept there."""
        options = {**DEFAULT_OPTIONS, 'stylesheets': stylesheets, 'cache': images}
        context = Document._build_layout_context(self, fonts, counter_style, {}, options)
        root_box = build_formatting_structure(
            self.etree_element,
            context.style_for,
            context.get_image_from_uri,
            self.base_url,
            context.target_collector,
            counter_style,
            context.footnotes,
        )
        return SetPages(context, _layout_in_two(self, root_box, context))

    def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
        return [USER_AGENT]


class SetPages:
    """Pages that are laid out, and do not know their numbers."""

    def __init__(self, context: Any, layout: Any) -> None:
        self._context = context
        self._layout = layout
        self.pages: list[Any] = [Page(box) for box in next(layout)]
        """`weasyprint.Page`s."""

    def numbered(self, first: int) -> list[Any]:
        """Return the pages, once, with what stands in their margins; the first has this number."""
        states = [one[3] for one in self._context.page_maker[1:]]
        for number, (_, counters, *_) in enumerate(states, first):
            counters['page'] = [number]
        for _ in self._layout:
            pass
        return self.pages
