"""A store on disk for what takes long to make and never changes: faces cut from variable fonts.

In: a key that names everything the content depends on.  Out: the content, or nothing.  The folder
is $PROOFPRESS_CACHE_DIR, else `proofpress` in $XDG_CACHE_HOME or in $HOME/.cache; without any of
them, or where it cannot be written, the store keeps nothing and all goes on, only slower.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

_DIGEST_BYTES = 32


def folder(environment: Mapping[str, str]) -> Path | None:
    """Return the folder that the environment names, or None."""
    for name, below in (
        ('PROOFPRESS_CACHE_DIR', ''),
        ('XDG_CACHE_HOME', 'proofpress'),
        ('HOME', '.cache/proofpress'),
    ):
        if environment.get(name):
            return Path(environment[name], below)
    return None


class Store:
    """Contents by key."""

    def __init__(self, place: Path | None) -> None:
        """Open the store; with None it keeps nothing."""
        self._place = place

    def get(self, key: str) -> bytes | None:
        """Return what was put under the key; None when nothing is there, or it was damaged."""
        if self._place is None:
            return None
        try:
            kept = self._path(self._place, key).read_bytes()
        except OSError:
            return None
        digest, content = kept[:_DIGEST_BYTES], kept[_DIGEST_BYTES:]
        return content if hashlib.sha256(content).digest() == digest else None

    def put(self, key: str, content: bytes) -> None:
        """Keep the content under the key, whole or not at all."""
        if self._place is None:
            return
        path = self._path(self._place, key)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=path.parent)
            with open(handle, 'wb') as stream:
                stream.write(hashlib.sha256(content).digest() + content)
            os.replace(draft, path)
        except OSError:  # a full or read-only disk: the content is made anew next time
            return

    @staticmethod
    def _path(place: Path, key: str) -> Path:
        return place / 'typefaces' / hashlib.sha256(key.encode()).hexdigest()
