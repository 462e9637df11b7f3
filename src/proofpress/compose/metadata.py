"""What the products say about themselves.

In: the front matter and the imprint.  Out: `Metadata`.
"""

from __future__ import annotations

from proofpress.compose.book import Metadata
from proofpress.compose.markup import is_right_to_left
from proofpress.model.prose import plain_text
from proofpress.model.report import Report


def metadata_of(report: Report) -> Metadata:
    """Return the metadata of the report."""
    front, imprint = report.front_matter, report.imprint
    return Metadata(
        title=front.title,
        subtitle=front.subtitle,
        short_title=front.short_title or front.title,
        authors=front.authors,
        lang=front.lang,
        direction='rtl' if is_right_to_left(front.lang) else 'ltr',
        identifier=front.identifier,
        date=front.date,
        modified=front.date_modified or front.date,
        description='\n\n'.join(plain_text(p.children).strip() for p in front.abstract),
        keywords=front.keywords,
        publisher=front.publisher or imprint.name,
        licence=front.license or imprint.licence,
        rights=front.copyright,
        series=front.series,
        number=front.number,
        version=front.version,
        doi=front.doi,
        isbn=front.isbn,
        status=front.status,
    )
