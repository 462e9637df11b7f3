"""Links: has WeasyPrint take an address within the document as it stands.

In: nothing.  Out: WeasyPrint with other insides and the same pages.  It joins every address with
that of the document and takes it apart again; a glossary has thousands of them.
"""

from __future__ import annotations

import re
from typing import Any

from weasyprint import html

from proofpress.pdf.seams.mend import check_parameters

_WITHIN = re.compile(r'#([A-Za-z0-9_.-]+)')
"""An address within the document that stands for itself (RFC 3986, 2.3)."""


def _handle_link(element: Any, box: Any, get_image_from_uri: Any, base_url: str) -> list[Any]:
    """Stand in for `handle_a`."""
    found = _WITHIN.fullmatch(element.get('href') or '')
    if found is None:
        boxes: list[Any] = _plain_handle_link(element, box, get_image_from_uri, base_url)
        return boxes
    box.link = ('url', ('internal', found[1]))
    return [box]


_plain_handle_link = html.HTML_HANDLERS['a']
check_parameters(_plain_handle_link, ['element', 'box', 'get_image_from_uri', 'base_url'])
html.HTML_HANDLERS['a'] = _handle_link
