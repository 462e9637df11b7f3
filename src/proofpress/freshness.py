"""Freshness: whether the products that stand are those that a build would make now.

In: reports' folders, the folder of products and the options of a build.  Out: yes or no, from
contents alone: every file of the report, the program, its styles, the versions of its libraries,
and every file that stands.  What was found out when a report was built is kept beside the products
in a small file, which may be deleted at any time.  No stage is loaded for it.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from proofpress.assets import styles_folder
from proofpress.diagnostics import Diagnostic
from proofpress.named import files_beside
from proofpress.worker.letters import diagnostics_said, said_diagnostics

_KEY = '.proofpress-key-'
_MANIFEST = 'manifest.json'
_CATALOGUE = 'catalogue'
_PIECE = 2**20
"""Bytes of a file that are read at once."""
CATALOGUE_FILES = ('index.html', 'opds.json', 'opds.xml')
_NATIVE = (
    *('libpango', 'libharfbuzz', 'libfontconfig', 'libfreetype', 'libgobject', 'libglib'),
    *('libfribidi', 'libthai', 'libdatrie', 'libgraphite2'),
)
"""Libraries of the system that pages are laid out with."""
_LARGE = 512 * 2**20
"""Bytes of a file of which nobody reads all just to see whether it has changed."""


class Freshness:
    """What a build with some options would make anew."""

    def __init__(self, out: Path, options: str) -> None:
        """Take the folder of products, and the options that products depend on, as one text."""
        self._out = out
        self._options = options
        self._seen: dict[Path, tuple[str, dict[str, str]]] = {}
        self._stood: dict[str, dict[str, str]] = {}
        """What stood of each report when it was looked for."""

    def look(self, folder: Path) -> str:
        """Remember what a report says now, before it is built; return a digest of it."""
        files = _source_files(folder)
        self._seen[folder] = (self._key(files), files)
        return self._seen[folder][0]

    def key(self, folder: Path) -> str:
        """Return a digest of what a report says now, and of all else that products depend on."""
        return self._key(_source_files(folder))

    def findings(self, folder: Path) -> tuple[Diagnostic, ...] | None:
        """Return what was found when the standing products were built; None when they are stale."""
        self.look(folder)
        key, files = self._seen[folder]
        known = _read(self._file(folder))
        try:
            path = self._out / known['slug'] / _MANIFEST
            manifest = _read(path)
            is_fresh = (
                known['key'] == key
                # A draft, or what was built with other options, may have taken their place.
                and known['manifest'] == _digest(path)
                and manifest['inputs'].items() <= files.items()
                and self._standing(known['slug']) == manifest['products']
            )
            return tuple(said_diagnostics(known['diagnostics'])) if is_fresh else None
        except (AttributeError, KeyError, TypeError, ValueError):
            return None

    def keep(
        self, folder: Path, slug: str, manifest: bytes, diagnostics: Iterable[Diagnostic]
    ) -> None:
        """Keep what was found out, unless the report has changed since it was looked at.

        `manifest` is that of the products that were published.
        """
        key, _ = self._seen[folder]
        if self.key(folder) == key:
            said = {
                'key': key,
                'slug': slug,
                'manifest': hashlib.sha256(manifest).hexdigest(),
                'diagnostics': diagnostics_said(diagnostics),
            }
            _write(self._file(folder), said)

    def has_catalogue(self) -> bool:
        """Tell whether the catalogue is of what stands now.

        Of reports whose products were looked for just now, nothing has been built since.
        """
        known = _read(self._out / f'{_KEY}{_CATALOGUE}')
        return bool(known) and known == self._catalogue(self._stood)

    def keep_catalogue(self) -> None:
        """Keep of what the catalogue was made."""
        if not self._out.is_dir():
            return
        _write(self._out / f'{_KEY}{_CATALOGUE}', self._catalogue({}))

    def _key(self, files: Mapping[str, str]) -> str:
        return _digest_of([program_digest(), self._options, json.dumps(files, sort_keys=True)])

    def _file(self, folder: Path) -> Path:
        name = hashlib.sha256(os.fsencode(folder.resolve().name)).hexdigest()
        return self._out / f'{_KEY}{name[:16]}'

    def _standing(self, slug: str) -> dict[str, str]:
        self._stood[slug] = _digests(self._out / slug)
        return {path: sum_ for path, sum_ in self._stood[slug].items() if path != _MANIFEST}

    def _catalogue(self, stood: Mapping[str, dict[str, str]]) -> dict[str, Any]:
        reports = {
            folder.name: stood.get(folder.name) or _digests(folder)
            for folder in sorted(self._out.iterdir())
            if folder.is_dir() and not folder.name.startswith('.')
        }
        files = {name: _digest(self._out / name) for name in CATALOGUE_FILES}
        return {'program': program_digest(), 'reports': reports, 'files': files}


@cache
def program_digest() -> str:
    """Return a digest of all that products depend on besides the report: the program, its styles,
    the versions of Python, of its packages and of the system's libraries.

    Who sees that styles were saved clears what is remembered of them (`cache_clear`).
    """
    return _digest_of([_code_digest(), json.dumps(_digests(styles_folder()))])


@cache
def _code_digest() -> str:
    """Return a digest of all but the styles.

    It is taken once: this process goes on with the code that it began with, whatever is installed
    meanwhile.
    """
    package = Path(__file__).parent
    parts = [sys.version, json.dumps(_digests(package))]
    for name in sorted({sysconfig.get_path('purelib'), sysconfig.get_path('platlib')}):
        parts += sorted(entry for entry in _names(name) if entry.endswith('.dist-info'))
    for place in _library_folders():
        names = sorted(entry for entry in _names(place) if entry.startswith(_NATIVE))
        parts += [_version_of(os.path.join(place, name)) for name in names]
    return _digest_of(parts)


def _version_of(library: str) -> str:
    """Return what tells a library's versions apart: its file's name and place, and its size."""
    path = os.path.realpath(library)
    with suppress(OSError):
        return f'{library} {path} {os.stat(path).st_size}'
    return library


def _library_folders() -> Iterator[str]:
    triplet = sysconfig.get_config_var('MULTIARCH')
    yield from ('/usr/lib64', '/usr/lib', '/usr/local/lib', '/opt/homebrew/lib')
    if triplet:
        yield f'/usr/lib/{triplet}'


def _source_files(folder: Path) -> dict[str, str]:
    """Return the digest of each file that a report could be read from, by its path in spans."""
    files = _digests(folder)
    for path in files_beside(folder):
        files[f'../{path.name}'] = _digest(path)
    return files


def _digests(folder: Path) -> dict[str, str]:
    """Return the digest of each file below a folder, by its POSIX path; links are not followed."""
    found: dict[str, str] = {}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != '__pycache__')
        below = os.path.relpath(place, folder).replace(os.sep, '/')
        start = '' if below == '.' else f'{below}/'
        for name in sorted(names):
            found[f'{start}{name}'] = _digest(os.path.join(place, name))
    return found


def _digest(path: str | Path) -> str:
    """Return the SHA-256 of a regular file; of what cannot be read, nothing that is one."""
    try:
        facts = os.lstat(path)
        if stat.S_ISLNK(facts.st_mode):
            return f'no file {os.readlink(path)}'
        if not stat.S_ISREG(facts.st_mode):
            return 'no file '
        if facts.st_size > _LARGE:
            return f'large {facts.st_size} {facts.st_mtime_ns}'
        sum_ = hashlib.sha256()
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            while piece := os.read(handle, _PIECE):
                sum_.update(piece)
        finally:
            os.close(handle)
    except FileNotFoundError:
        return 'no file '
    except OSError as error:
        return f'not read {error.errno}'
    return sum_.hexdigest()


def _digest_of(parts: Iterable[str]) -> str:
    return hashlib.sha256('\0'.join(parts).encode('utf-8', 'surrogateescape')).hexdigest()


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []


def _read(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _write(path: Path, said: Mapping[str, Any]) -> None:
    """Write a small file, whole or not at all; without it, the next build does all its work."""
    new = path.with_name(f'{path.name}.new-{os.getpid()}')
    with suppress(OSError):
        new.write_bytes(json.dumps(said).encode('ascii'))
        new.replace(path)
