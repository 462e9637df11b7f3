"""Places finished products where readers find them: all of a report's files at once, or none.

In: products as values.  Out: the folder `out/slug`, the files of the catalogue beside such folders,
and what kept them from being written; what stands there, for who proves or lists it.  The new
folder is made beside the old one, flushed to the disk and exchanged with it in one step
(renameat2(2), RENAME_EXCHANGE): at every moment, and after a crash at any moment, `out/slug` is
either the former set or the new one.  Where a system cannot exchange, the old folder is moved aside
first; a crash in between is mended by the next build.  A lock makes builds wait for each other, and
what a killed build left behind is removed under it.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from proofpress.diagnostics import Diagnostic, Severity
from proofpress.product import FileFacts, Product, Standing

MANIFEST = 'manifest.json'
"""Stands in every folder that Proofpress made; a folder without it is not replaced."""

_LOCK = '.proofpress.lock'
_NEW = '.proofpress-new-'
_OLD = '.proofpress-old-'
_FILE_MODE = 0o644
_FOLDER_MODE = 0o755

_AT_FDCWD = -100  # fcntl.h of Linux
_RENAME_EXCHANGE = 2  # linux/fs.h


def publish(products: Sequence[Product], out: Path, slug: str) -> tuple[Diagnostic, ...]:
    """Put the files of all products into `out/slug`, and take away what stood there before.

    `out` is made when it is absent.  Returns what kept the products from being published; then the
    former ones stand as they did.
    """
    files = _placed(products)
    try:
        out.mkdir(mode=_FOLDER_MODE, parents=True, exist_ok=True)
        with _locked(out):
            _sweep(out)
            target = out / slug
            if not _is_ours(target):
                return (_not_ours(target),)
            new = out / f'{_NEW}{slug}'
            try:
                _write_folder(new, files)
                _put_in_place(new, target, out / f'{_OLD}{slug}')
            finally:
                # After the exchange the old products stand here; after a failure, half of the new.
                shutil.rmtree(new, ignore_errors=True)
    except OSError as error:
        return (_unwritable(out, error),)
    return ()


def read_products(out: Path, slug: str) -> tuple[dict[str, bytes], tuple[Diagnostic, ...]]:
    """Return the files that stand in `out/slug` by their paths, and what kept one from being read.

    Links and special files are no products and are passed over.
    """
    folder = out / slug
    files: dict[str, bytes] = {}
    try:
        if not _is_ours(folder) or not (folder / MANIFEST).is_file():
            return {}, (_not_built(folder),)
        for path in sorted(folder.rglob('*')):
            if path.is_file() and not path.is_symlink():
                files[path.relative_to(folder).as_posix()] = path.read_bytes()
    except OSError as error:
        return {}, (
            Diagnostic(
                'product-unreadable',
                f"“{folder}” cannot be read: {error.strerror or error}",
                help="see that you may read what stands there, or build the report anew",
            ),
        )
    return files, ()


def read_product(out: Path, slug: str, path: str) -> bytes:
    """Return one file that stands in `out/slug`; nothing where it does not, or cannot be read."""
    folder = out / slug
    with suppress(OSError):
        if _is_ours(folder):
            return _regular(folder / path) or b''
    return b''


def publish_catalogue(
    out: Path, names: Sequence[str], mark: str, make: Callable[[tuple[Standing, ...]], Product]
) -> tuple[Diagnostic, ...]:
    """Put into `out` the catalogue that `make` makes of what stands there; return what was said.

    `names` are all files that a catalogue may have: one that `make` leaves out is taken away.  A
    file that is there and does not hold `mark` was made by somebody else and stays.  No report is
    published meanwhile, so that of builds at the same time the last one lists them all.
    """
    if not out.is_dir():
        return ()
    found: list[Diagnostic] = []
    try:
        with _locked(out):
            _sweep(out)
            standing = tuple(_all_standing(out, found))
            made = make(standing)
            found += made.diagnostics
            content = {file.path: file.content for file in made.files}
            for name in names:
                found += _put_file(out / name, content.get(name), mark)
    except OSError as error:
        found.append(_unwritable(out, error))
    return tuple(found)


def write_file(path: Path, content: bytes) -> tuple[Diagnostic, ...]:
    """Write one file, whole or not at all; returns what kept it from being written."""
    new = path.with_name(f'.proofpress-file-{path.name}')
    try:
        _write_file(new, content)
        new.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            new.unlink()
        return (_unwritable(path, error),)
    return ()


def _placed(products: Sequence[Product]) -> dict[PurePosixPath, bytes]:
    """Return the content of every file by its path; a muddle is a fault of a press."""
    files: dict[PurePosixPath, bytes] = {}
    for file in (file for product in products for file in product.files):
        path = PurePosixPath(file.path)
        if path.is_absolute() or '..' in path.parts or not path.parts or path in files:
            raise ValueError(f"a press made a file that cannot be placed: {file.path!r}")
        files[path] = file.content
    if PurePosixPath(MANIFEST) not in files:
        raise ValueError(f"products without {MANIFEST}")
    return files


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Wait until no other build publishes into the folder, and keep others waiting."""
    lock = os.open(out / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, _FILE_MODE)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        # Closing it is not enough: a process that was forked meanwhile holds it too (flock(2)).
        fcntl.flock(lock, fcntl.LOCK_UN)
        os.close(lock)


def _sweep(out: Path) -> None:
    """Mend what a killed build left: bring back a folder moved aside, remove half-made ones."""
    for left in sorted(out.glob(f'{_OLD}*')):
        target = out / left.name.removeprefix(_OLD)
        if os.path.lexists(target):
            shutil.rmtree(left)
        else:
            left.rename(target)
    for left in sorted(out.glob(f'{_NEW}*')):
        shutil.rmtree(left)


def _is_ours(target: Path) -> bool:
    """Tell whether nothing stands there, or an empty folder, or one that Proofpress made."""
    if not os.path.lexists(target):
        return True
    if target.is_symlink() or not target.is_dir():
        return False
    if not any(target.iterdir()):
        return True
    try:
        written = json.loads((target / MANIFEST).read_bytes())
    except (FileNotFoundError, IsADirectoryError, ValueError, RecursionError):
        return False
    return isinstance(written, dict) and 'proofpress' in written


def _all_standing(out: Path, found: list[Diagnostic]) -> Iterator[Standing]:
    """Yield the folders of products, by name; name those whose manifest is broken.

    What Proofpress did not make is passed over.
    """
    for folder in sorted(out.iterdir()):
        if folder.name.startswith('.') or folder.is_symlink() or not folder.is_dir():
            continue
        try:
            if (folder / MANIFEST).is_file() and _is_ours(folder):
                yield _standing(folder)
            elif (folder / MANIFEST).is_file() and not _is_json(folder / MANIFEST):
                found.append(_unlisted(folder, f"its {MANIFEST} cannot be read"))
        except OSError as error:
            found.append(_unlisted(folder, error.strerror or str(error)))


def _put_file(target: Path, content: bytes | None, mark: str) -> tuple[Diagnostic, ...]:
    """Write a file of the catalogue, or take it away; one that is not ours stays."""
    before = _regular(target)
    if os.path.lexists(target) and (before is None or mark.encode() not in before):
        return (_not_our_file(target),) if content is not None else ()
    if content is None:
        target.unlink(missing_ok=True)
    elif before != content:
        return write_file(target, content)
    return ()


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return False
    return True


def _standing(folder: Path) -> Standing:
    files = {
        path.relative_to(folder).as_posix(): _facts(path)
        for path in sorted(folder.rglob('*'))
        if path.is_file() and not path.is_symlink()
    }
    manifest = (folder / MANIFEST).read_bytes()
    return Standing(folder.name, folder.as_posix(), manifest, files)


def _facts(path: Path) -> FileFacts:
    with path.open('rb') as file:
        digest = hashlib.file_digest(file, 'sha256').hexdigest()
        return FileFacts(file.tell(), digest)


def _regular(path: Path) -> bytes | None:
    """Return the content of a file; None when there is none, or a link or a folder."""
    return path.read_bytes() if path.is_file() and not path.is_symlink() else None


def _write_folder(folder: Path, files: dict[PurePosixPath, bytes]) -> None:
    folders = {folder}
    _make_folder(folder)
    for path in sorted(files):
        for above in reversed(path.parents[:-1]):
            if folder / above not in folders:
                _make_folder(folder / above)
                folders.add(folder / above)
        _write_file(folder / path, files[path])
    for made in sorted(folders, reverse=True):
        _flush_folder(made)


def _make_folder(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(_FOLDER_MODE)  # the umask had its say in mkdir


def _write_file(path: Path, content: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_NOFOLLOW
    with open(os.open(path, flags, _FILE_MODE), 'wb') as file:
        file.write(content)
        file.flush()
        os.fchmod(file.fileno(), _FILE_MODE)
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _put_in_place(new: Path, target: Path, aside: Path) -> None:
    """Make `target` the new folder; afterwards the old one stands at `new`, or is gone."""
    if not target.exists():
        new.rename(target)
    elif not _exchange(new, target):
        target.rename(aside)
        try:
            new.rename(target)
        except OSError:
            aside.rename(target)
            raise
        shutil.rmtree(aside, ignore_errors=True)
    _flush_folder(target.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), 'renameat2', None)
    if renameat2 is None:
        return False
    names = os.fsencode(one), os.fsencode(other)
    if renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    # The kernel, or this file system, does not know how.
    if number in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        return False
    raise OSError(number, os.strerror(number), str(other))


def _not_built(target: Path) -> Diagnostic:
    return Diagnostic(
        'not-built',
        f"“{target}” holds no products of Proofpress",
        help="build the report first, or name the folder of the products with --out",
    )


def _not_ours(target: Path) -> Diagnostic:
    return Diagnostic(
        'out-not-ours',
        f"“{target}” holds what Proofpress did not make, so nothing was published",
        help="move it away, or name another folder with --out",
    )


def _not_our_file(target: Path) -> Diagnostic:
    return Diagnostic(
        'out-not-ours',
        f"“{target}” is not a file of the catalogue, so it was left as it is",
        help="move it away, or name another folder with --out",
        severity=Severity.WARNING,
    )


def _unlisted(folder: Path, reason: str) -> Diagnostic:
    return Diagnostic(
        'report-not-listed',
        f"The catalogue leaves out “{folder.as_posix()}”: {reason}",
        help="build the report anew, or move the folder away",
        severity=Severity.WARNING,
    )


def _unwritable(place: Path, error: OSError) -> Diagnostic:
    reasons = {
        errno.ENOSPC: ("the disk is full", "free some space"),
        errno.EDQUOT: ("the disk quota is used up", "free some space"),
        errno.EFBIG: ("a file would be larger than the system allows", "raise `ulimit -f`"),
        errno.EROFS: ("the disk is read-only", "name another folder with --out"),
        errno.EACCES: ("permission is denied", "name another folder with --out"),
        errno.EPERM: ("permission is denied", "name another folder with --out"),
        errno.EEXIST: ("a file stands there", "name another folder with --out"),
        errno.ENOTDIR: ("a file stands there", "name another folder with --out"),
    }
    reason, advice = reasons.get(
        error.errno or 0, (error.strerror or str(error), "name another folder with --out")
    )
    return Diagnostic('out-unwritable', f"Nothing was written to “{place}”: {reason}", help=advice)
