"""What a press hands over: files as values, and what it had to say while making them.

In: nothing (values).  Out: `Product`, taken by `proof` and `publish`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from proofpress.diagnostics import Diagnostic


@dataclass(frozen=True, slots=True)
class ProductFile:
    """One finished file."""

    path: str
    """POSIX path below the report's folder in the build (`index.html`, `assets/web.css`)."""
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Product:
    """One format of a report: a PDF and an EPUB are one file, a web page is several."""

    files: tuple[ProductFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
