"""What a press hands over: files as values, and what it had to say while making them.

In: nothing (values).  Out: `Product`, taken by `proof` and `publish`; `Standing`, what `publish`
finds where products were placed before.
"""

from __future__ import annotations

from collections.abc import Mapping
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


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file without its content."""

    size: int
    """Bytes."""
    sha256: str
    """Hexadecimal, lower case."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A report's folder in the build, as it stands."""

    slug: str
    place: str
    """The folder, as messages name it."""
    manifest: bytes = field(repr=False)
    files: Mapping[str, FileFacts] = field(default_factory=dict, hash=False)
    """The regular files in it, by POSIX path."""
