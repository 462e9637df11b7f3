"""Kept formes: pages that were printed for a report before, and need not be printed again.

In: the folder where they are kept, and a digest of the program.  Out: a shelf for the PDF press.
Names are digests of all that a forme depends on, so that nothing on the shelf is ever out of date;
each file begins with a digest of the rest, so that one that was cut off is none.  A worker takes
from the shelf; what it printed anew it sends home, and the process that asked for it puts it there.
Each report has a shelf of its own: what comes of a stranger's report is read for that report alone.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from proofpress.product import ProductFile

MOST_BYTES = 64 * 2**20
"""That are kept for one report."""
_NAME = '.proofpress-formes-'
_DIGEST = 32
"""Bytes of a SHA-256."""


@dataclass(slots=True)
class KeptFormes:
    """The shelf of one report."""

    folder: Path
    program: str
    """Digest of what lays out and paints, besides what keys tell."""
    _used: dict[str, bytes] = field(default_factory=dict)
    """What was asked for or printed in this build, by name; empty where it was kept already."""

    def find(self, key: str) -> bytes | None:
        """Return the forme that is kept under a key, if it is whole."""
        name = self._name(key)
        try:
            content = (self.folder / name).read_bytes()
        except OSError:
            return None
        digest, forme = content[:_DIGEST], content[_DIGEST:]
        if hashlib.sha256(forme).digest() != digest:
            return None
        self._used[name] = b''
        return forme

    def keep(self, key: str, content: bytes) -> None:
        """Take in a forme that was printed anew."""
        self._used[self._name(key)] = content

    def sent(self) -> tuple[ProductFile, ...]:
        """Return what is to be kept, by name; empty content says that it is kept already."""
        return tuple(ProductFile(name, content) for name, content in sorted(self._used.items()))

    def _name(self, key: str) -> str:
        return hashlib.sha256(f'{self.program} {key}'.encode()).hexdigest()


def shelf_folder(out: Path, report: Path) -> Path:
    """Return where formes of a report are kept, among the products of all."""
    name = hashlib.sha256(os.fsencode(report.resolve().name)).hexdigest()
    return out / f'{_NAME}{name[:16]}'


def put_on_shelf(folder: Path, sent: Iterable[ProductFile]) -> None:
    """Keep what a worker has sent, and no more than `MOST_BYTES`: what was used last stays.

    A shelf that cannot be written to stays as it is: the next build does more work.
    """
    with suppress(OSError):
        folder.mkdir(exist_ok=True)
        for file in sent:
            path = folder / Path(file.path).name
            if not file.content:
                os.utime(path)
                continue
            new = path.with_name(f'{path.name}.new-{os.getpid()}')
            new.write_bytes(hashlib.sha256(file.content).digest() + file.content)
            new.replace(path)
        _make_room(folder)


def _make_room(folder: Path) -> None:
    """Take away what was not used for longest, and what a killed build has left."""
    found = [(path.stat(), path) for path in folder.iterdir() if path.is_file()]
    total = 0
    for facts, path in sorted(found, key=lambda one: -one[0].st_mtime_ns):
        total += facts.st_size
        if total > MOST_BYTES or '.new-' in path.name:
            path.unlink(missing_ok=True)
