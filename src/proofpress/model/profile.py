"""Profiles: which standards the PDF of a report is made to.

In: nothing (values).  Out: `Profile`, chosen on the command line.
"""

from __future__ import annotations

import enum


class Profile(enum.Enum):
    """The standards that a PDF keeps; the value is its name on the command line."""

    ARCHIVE = 'archive'
    """PDF/UA-1 and PDF/A-2a."""
    ARCHIVE_WITH_SOURCE = 'archive-with-source'
    """PDF/UA-1 and PDF/A-3a, with the source of the report in it."""
    NEXT = 'next'
    """PDF/UA-2, PDF/A-4f and Well-Tagged PDF 1.0 for accessibility, with the source in it."""

    @property
    def carries_source(self) -> bool:
        """True when the files that the report was written in are attached."""
        return self is not Profile.ARCHIVE

    @property
    def pdf_version(self) -> str:
        """The version of PDF."""
        return '2.0' if self is Profile.NEXT else '1.7'

    @property
    def standards(self) -> tuple[str, ...]:
        """The names of the standards, as readers know them."""
        return {
            Profile.ARCHIVE: ('PDF/UA-1', 'PDF/A-2a'),
            Profile.ARCHIVE_WITH_SOURCE: ('PDF/UA-1', 'PDF/A-3a'),
            Profile.NEXT: ('PDF/UA-2', 'PDF/A-4f'),
        }[self]
