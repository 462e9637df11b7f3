"""Parcels: what goes to a cluster and comes back, as bytes.

In: the files that a report may be read from, or what was made of it.  Out: one string of bytes,
and the values again; a report's files in a folder of the worker's machine.  A report that cannot be
sent as it is (with a link, a device, a file that cannot be read, or far more than is allowed) is
not sent: it is made here, and what is found is what would be found without a cluster.
"""

from __future__ import annotations

import json
import os
import stat
import struct
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from proofpress.cluster import ClusterError
from proofpress.limits import MIB, Limits
from proofpress.model.wish import Wish
from proofpress.outcome import Made
from proofpress.worker import letters
from proofpress.worker.supervise import WorkerError

_LENGTH = struct.Struct('>Q')
_MOST = 2
"""How many times the bytes of a report that may be read are sent: pictures may lie there unused."""


@dataclass(frozen=True, slots=True)
class Order:
    """A report that is to be made, but for the contents of its files."""

    program: str
    """Digest of the Proofpress that ordered it."""
    report: str
    """Name of its folder."""
    profile: str
    is_draft: bool
    kepub: bool
    limits: dict[str, int]
    folders: tuple[str, ...]
    """Paths from the folder around the report; those above come before those in them."""
    files: tuple[str, ...]


class UnsentError(Exception):
    """A report cannot be sent as it is."""


def packed(places: Iterable[Path], wish: Wish, limits: Limits, program: str) -> bytes:
    """Return the parcel of a report; the first of the places is its folder, others lie beside it.

    Raises `UnsentError`.
    """
    folder, *beside = places
    folders = [folder]
    files: list[Path] = []
    try:
        _gather(folder, folders, files)
        files += [path for path in beside if os.path.lexists(path)]
        if sum(_size(path) for path in files) > _MOST * limits.report * MIB:
            raise UnsentError
        contents = [path.read_bytes() for path in files]
    except OSError as error:
        raise UnsentError from error
    order = Order(
        program,
        folder.name,
        wish.profile.value,
        wish.is_draft,
        wish.kepub,
        asdict(limits),
        tuple(path.relative_to(folder.parent).as_posix() for path in folders),
        tuple(path.relative_to(folder.parent).as_posix() for path in files),
    )
    return joined([_written(asdict(order)), *contents])


def unpacked(parcel: bytes) -> tuple[Order, list[bytes]]:
    """Return the order in a parcel, and the contents of its files.

    Raises `ValueError`, `TypeError` or `KeyError` for what is none.
    """
    about, *contents = parted(parcel)
    order = Order(**json.loads(about))
    if len(order.files) != len(contents):
        raise ValueError("a parcel without all its files")
    return order, contents


def lay_out(order: Order, contents: Sequence[bytes], place: Path) -> tuple[Path, ...]:
    """Write a report's files into an empty folder; return its own folder, then what lies beside it.

    Raises `ValueError` for a path that leads elsewhere.
    """
    for path in order.folders:
        (place / _inner(path)).mkdir(mode=0o700)
    for path, content in zip(order.files, contents, strict=True):
        (place / _inner(path)).write_bytes(content)
    beside = (place / path for path in order.files if '/' not in path)
    return (place / _inner(order.report), *beside)


def refused(reason: str) -> list[bytes]:
    """Answer why nothing can be made there."""
    return [_written(['refused', reason])]


def answered(end: Made | WorkerError) -> list[bytes]:
    """Answer with what was made, or how Proofpress failed."""
    if isinstance(end, WorkerError):
        return [_written(['fault', [end.trace, end.name, end.doing]])]
    return list(letters.made_letters(end))


def read_answer(answer: bytes) -> Made | WorkerError:
    """Return what an answer says; its first part names the worker.

    Raises `ClusterError` when nothing can be made there; `ValueError`, `TypeError` or `KeyError`
    for what is no answer.
    """
    worker, about, *contents = parted(answer)
    kind, said = json.loads(about)
    if kind == 'refused':
        raise ClusterError(f"the worker {worker.decode()} makes nothing: {said}")
    if kind == 'fault':
        return WorkerError(*map(str, said))
    following = iter(contents)
    return letters.read_made(said, lambda: next(following))


def is_refusal(answer: bytes) -> bool:
    """Tell whether an answer, without the name of the worker, says that nothing can be made."""
    return parted(answer)[0].startswith(b'["refused"')


def joined(parts: Iterable[bytes]) -> bytes:
    """Return the parts in one string of bytes, each behind its length."""
    return b''.join(piece for part in parts for piece in (_LENGTH.pack(len(part)), part))


def parted(whole: bytes) -> list[bytes]:
    """Return the parts again; raises `ValueError` when one is cut short."""
    parts = []
    place = 0
    while place < len(whole):
        start = place + _LENGTH.size
        if start > len(whole):
            raise ValueError("a parcel that is cut short")
        (length,) = _LENGTH.unpack_from(whole, place)
        place = start + length
        if place > len(whole):
            raise ValueError("a parcel that is cut short")
        parts.append(whole[start:place])
    return parts


def _gather(folder: Path, folders: list[Path], files: list[Path]) -> None:
    """Add what is in a folder, at any depth, by name; raise `UnsentError` for a link."""
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_symlink():
            raise UnsentError
        if entry.is_dir():
            folders.append(Path(entry))
            _gather(Path(entry), folders, files)
        else:
            files.append(Path(entry))


def _size(path: Path) -> int:
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise UnsentError
    return found.st_size


def _inner(path: str) -> PurePosixPath:
    inner = PurePosixPath(path)
    if inner.is_absolute() or '..' in inner.parts or not inner.parts or '\0' in path:
        raise ValueError(f"a parcel with a file elsewhere: {path!r}")
    return inner


def _written(said: object) -> bytes:
    # Surrogates stand for bytes of file names that are no UTF-8.
    return json.dumps(said).encode('ascii')
