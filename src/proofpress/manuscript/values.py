"""Judges single values that have a grammar of their own: languages, ids, numbers with check digits.

In: the author's words.  Out: the value as products carry it, or `ValueFault`: which diagnostic,
why, and what to do.
"""

from __future__ import annotations

import re

import langcodes
from babel import Locale

from proofpress.manuscript.faults import shown
from proofpress.manuscript.markdown.links import AddressError, link_address
from proofpress.model.slug import LONGEST_ID, slug_of

_ID = re.compile('[a-z][a-z0-9]*(-[a-z0-9]+)*')
_LANGUAGE = re.compile('[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*')
_DOI = re.compile(r'10\.[0-9]{4,9}(\.[0-9]+)*/[!-~]+')
_DOI_PREFIX = re.compile(r'(https?://(dx\.)?doi\.org/|doi:\s*)', re.IGNORECASE)
_ORCID = re.compile(r'([0-9]{4}-){3}[0-9]{3}[0-9X]')
_ORCID_PREFIX = re.compile(r'https?://orcid\.org/', re.IGNORECASE)
_EMAIL = re.compile(r'[^\s@<>()",;:]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+')
_WCAG = re.compile(r'(?:WCAG )?(2\.[0-2])(?: Level)? (A{1,3})', re.IGNORECASE)
_WEB = re.compile(r'https?://[^\s@/]+(/\S*|\?\S*|#\S*)?', re.IGNORECASE)


class ValueFault(Exception):  # noqa: N818 - a fault of the author's, not of ours
    """A value that may not stand."""

    def __init__(self, id_: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.id = id_
        self.message = message
        self.advice = advice


def read_id(words: str) -> str:
    """Return an id: a slug of lower-case Latin letters, digits and single hyphens."""
    if _ID.fullmatch(words) and len(words) <= LONGEST_ID:
        return words
    slug = slug_of(words)
    advice = f"write {slug}" if slug else "write one in Latin letters, such as north-korea"
    message = f"“{shown(words)}” is not an id: small Latin letters, digits and single hyphens"
    raise ValueFault('bad-id', message, advice)


def read_language(words: str) -> str:
    """Return a language tag (BCP 47)."""
    if _LANGUAGE.fullmatch(words) and langcodes.tag_is_valid(words):
        return words
    advice = "write a tag such as en, en-GB, ko or zh-Hant"
    if named := language_named(words):
        advice = f"write {named}"
    if re.fullmatch('[A-Za-z]{2,3}(_[A-Za-z0-9]+)+', words):
        advice = f"write {words.replace('_', '-')}"
    raise ValueFault('bad-language', f"“{shown(words)}” is not a language tag", advice)


def language_named(words: str) -> str | None:
    """Return the tag of a language by its English name (Unicode CLDR), None for other words."""
    named = {name.lower(): tag for tag, name in Locale('en').languages.items()}
    tag = named.get(words.lower())
    return tag.replace('_', '-') if tag else None


def read_doi(words: str) -> str:
    """Return a DOI without any prefix (ISO 26324)."""
    doi = _DOI_PREFIX.sub('', words)
    if _DOI.fullmatch(doi):
        return doi
    message = f"“{shown(words)}” is not a DOI"
    raise ValueFault('bad-doi', message, "write it as 10.1234/abc, as the agency gave it")


def read_orcid(words: str) -> str:
    """Return an ORCID iD in four groups (check digit: ISO 7064, MOD 11-2)."""
    orcid = _ORCID_PREFIX.sub('', words)
    if _ORCID.fullmatch(orcid) is None:
        message = f"“{shown(words)}” is not an ORCID iD"
        raise ValueFault('bad-orcid', message, "write four groups of four: 0000-0002-1825-0097")
    total = 0
    digits = orcid.replace('-', '')
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if digits[-1] != ('X' if check == 10 else str(check)):
        message = f"The ORCID iD “{orcid}” has a wrong digit: its check digit does not fit"
        raise ValueFault('bad-orcid', message, "copy it from orcid.org")
    return orcid


def read_isbn(words: str) -> str:
    """Return an ISBN of 13 digits as it is written (ISO 2108)."""
    digits = re.sub('[- ]', '', words)
    if re.fullmatch('97[89][0-9]{10}', digits) is None:
        message = f"“{shown(words)}” is not an ISBN of 13 digits"
        raise ValueFault('bad-isbn', message, "write it with its hyphens: 978-3-16-148410-0")
    if sum(int(digit) * (3 if index % 2 else 1) for index, digit in enumerate(digits)) % 10:
        message = f"The ISBN “{words}” has a wrong digit: its check digit does not fit"
        raise ValueFault('bad-isbn', message, "copy it from the agency's letter")
    return words


def read_email(words: str) -> str:
    """Return an address for mail."""
    if _EMAIL.fullmatch(words) and words.isprintable():
        return words
    message = f"“{shown(words)}” is not an address for mail"
    raise ValueFault('bad-email', message, "write it as name@example.org")


def read_web_address(words: str) -> str:
    """Return an address on the web, percent-encoded."""
    try:
        address = link_address(words) if _WEB.fullmatch(words) else ''
    except AddressError:
        address = ''
    if address:
        return address
    message = f"“{shown(words)}” is not an address on the web"
    raise ValueFault('bad-web-address', message, "write it whole, beginning with https://")


def read_conformance(words: str) -> str:
    """Return a claim (`WCAG 2.2 AA`) as EPUB Accessibility 1.1, section 4.2.1, has it written."""
    match = _WCAG.fullmatch(words)
    if match:
        return f'EPUB Accessibility 1.1 - WCAG {match[1]} Level {match[2].upper()}'
    message = f"“{shown(words)}” is no version and level of WCAG"
    raise ValueFault('unknown-value', message, "write WCAG 2.2 AA, or another version and level")
