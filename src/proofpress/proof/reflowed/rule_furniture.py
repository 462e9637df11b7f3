"""Rule: what the web page says besides the report is what it always says, and leads where it says.

These are the links to the other formats; the list of headings is a rule of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from proofpress.proof.ledger import Finding
from proofpress.proof.markup import Nav
from proofpress.proof.read_web import PAGE
from proofpress.proof.reflowed.edition import Edition
from proofpress.proof.reflowed.told import DOWNLOADS, Told

CONTENTS = 'contents-nav'
_DOWNLOADS = 'downloads'


def wrong_furniture(told: Told, edition: Edition) -> Iterator[Finding]:
    """Yield a finding for each navigation that the page should not have, and for wrong links."""
    wanted = [(words, f'{told.book.slug}.{suffix}') for words, suffix in DOWNLOADS]
    for nav in edition.documents[0].markup.navs:
        if nav.type == CONTENTS:
            continue
        links = [(entry.words, entry.href) for entry in nav.entries]
        if nav.type != _DOWNLOADS or nav.title:
            words = f'{nav.title} {" ".join(words for words, _ in links)}'.strip()
            message = f"The {edition.medium} says “{words}”, which the report does not say"
            yield edition.fault('words-added', message, None, PAGE)
        elif links != wanted:
            shown = ", ".join(f"“{words}” ({href})" for words, href in links)
            message = f"The {edition.medium} offers other files than the report's: {shown}"
            yield edition.fault('link-astray', message, None, PAGE)


def contents_of(edition: Edition) -> Nav:
    """Return the list of headings; an empty one when the page has none."""
    navs = edition.documents[0].markup.navs
    return next((nav for nav in navs if nav.type == CONTENTS), Nav(CONTENTS, '', ()))
