"""Opens the files of a report: the only door through which an author's bytes come in.

In: a report's folder and POSIX paths from it.  Out: bytes, or texts with LF line ends and without
characters that deceive or break a reader, and diagnostics for what cannot be read.  Only regular
files within the folder are opened, and `imprint.yaml` with its logo in the folder around it; no
link is followed, on any part of a path, so that a report cannot show what lies elsewhere.
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import stat
from bisect import bisect_right
from pathlib import Path, PurePosixPath

from proofpress.limits import MIB, Limits
from proofpress.manuscript.characters import printable, refused_characters
from proofpress.manuscript.faults import Faults, nearest, remembered, shown
from proofpress.memo import RoundMemo
from proofpress.span import Span

MOST_REFUSED_CHARACTERS = 20
"""Characters named in one text; more mean that it is no text."""
_MOST_NAMES = 2000
"""Files that are looked at to find one with a like name."""
_USUAL = Limits()
_ON_THE_WAY = os.O_DIRECTORY | getattr(os, 'O_PATH', os.O_RDONLY)
"""How a folder is opened that a path leads through: nobody needs the right to list it."""
_UMBRELLA = '../'
"""The folder that holds the report and its imprint."""


class UnreadableError(Exception):
    """A file that cannot be read; says why and what to do."""

    def __init__(self, id_: str, message: str, advice: str) -> None:
        super().__init__(message)
        self.id = id_
        self.message = message
        self.advice = advice


class MissingError(UnreadableError):
    """A file that is not there."""


class Workspace:
    """One report's folder, open for reading."""

    def __init__(
        self, folder: Path, faults: Faults, limits: Limits = _USUAL, memo: RoundMemo | None = None
    ) -> None:
        self._folder = folder.resolve()
        self._faults = faults
        self._bytes_read = 0
        self.limits = limits
        """What the files may be."""
        self.texts: dict[str, str] = {}
        """Every text that was read, by its path."""
        self.files: dict[str, bytes] = {}
        """The same as they stand in their files, by the path below the folder."""
        self.memo = memo or RoundMemo()
        """What was read before of files with these very bytes."""

    @property
    def name(self) -> str:
        """The folder's name."""
        return self._folder.name

    def text(self, path: str, named_at: Span | None = None) -> str | None:
        """Return a text, or None with a diagnostic.

        Faults stand at `named_at`, where the author names the file, or at the file itself.  What
        an author names lies in the report's folder: `../` is for the imprint alone.
        """
        try:
            if path.startswith(_UMBRELLA):
                raise _outside(path)
            content = self.read(path, self.limits.text * MIB)
        except UnreadableError as refused:
            self._note(refused, named_at or Span(path))
            return None
        return self._decoded(path, content)

    def optional_text(self, path: str) -> str | None:
        """Return a text, or None when the file is not there or, with a diagnostic, unreadable."""
        try:
            content = self.read(path, self.limits.text * MIB)
        except MissingError:
            return None
        except UnreadableError as refused:
            self._note(refused, Span(path))
            return None
        return self._decoded(path, content)

    def read(self, path: str, most_bytes: int) -> bytes:
        """Return a file's bytes; raise `UnreadableError` when it may not or cannot be read."""
        parts = self._parts(path)
        base = self._folder.parent if path.startswith(_UMBRELLA) else self._folder
        try:
            content = _read(base, parts, path, most_bytes)
        except OSError as error:
            raise _refusal(path, error) from None
        self._bytes_read += len(content)
        if self._bytes_read > self.limits.report * MIB:
            raise UnreadableError(
                'report-too-large',
                f"The files of the report have more than {self.limits.report} MiB together",
                "make its pictures smaller",
            )
        return content

    def similar(self, path: str) -> list[str]:
        """Return at most three files of the report whose paths look like this one."""
        names: list[str] = []
        for folder, folders, files in os.walk(self._folder):
            folders[:] = sorted(name for name in folders if not name.startswith('.'))
            inside = PurePosixPath(Path(folder).relative_to(self._folder).as_posix())
            names += (str(inside / name) for name in sorted(files) if not name.startswith('.'))
            if len(names) > _MOST_NAMES:
                break
        same_name = [name for name in names if PurePosixPath(name).name == PurePosixPath(path).name]
        return same_name[:3] or nearest(path, (name for name in names if name.isprintable()))

    def _parts(self, path: str) -> tuple[str, ...]:
        """Return the names on the way to the file; refuse a way that leads out of the folder."""
        inner = path.removeprefix(_UMBRELLA)
        parts = PurePosixPath(inner).parts
        is_inside = bool(parts) and not inner.startswith('/') and '..' not in parts
        if not is_inside or '\\' in path or '\0' in path:
            raise _outside(path)
        return parts

    def _note(self, refused: UnreadableError, span: Span) -> None:
        self._faults.fault(refused.id, refused.message, span, refused.advice)

    def _decoded(self, path: str, content: bytes) -> str | None:
        """Return the text, clean; None when it is not UTF-8."""
        text = remembered(
            self.memo,
            ('text', path, content),
            lambda faults: _decoded(path, content, faults),
            self._faults,
        )
        if text is not None:
            self.texts[path] = text
            above = _UMBRELLA if path.startswith(_UMBRELLA) else ''
            self.files[above + '/'.join(self._parts(path))] = content
        return text


def _decoded(path: str, content: bytes, faults: Faults) -> str | None:
    """Return the text, clean; None when it is not UTF-8."""
    if content.startswith(codecs.BOM_UTF8):
        content = content.removeprefix(codecs.BOM_UTF8)
        message = f"{path} begins with a byte order mark, which UTF-8 does not need"
        faults.warn('byte-order-mark', message, Span(path), "save it without")
    content = re.sub(rb'\r\n?', b'\n', content)
    try:
        text = content.decode('utf-8')
    except UnicodeDecodeError as error:
        _judge_encoding(path, content, error.start, faults)
        return None
    _judge_characters(path, text, faults)
    return printable(text)


def _judge_encoding(path: str, content: bytes, at: int, faults: Faults) -> None:
    before = content[:at].decode('utf-8')
    line_start = before.rfind('\n') + 1
    span = Span(path, before.count('\n') + 1, len(before) - line_start + 1)
    advice = "save the file as UTF-8"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        advice = "it looks like UTF-16: save it as UTF-8"
    message = f"{path} is not UTF-8: byte {content[at]:#04x} can stand here in no text"
    faults.fault('not-utf-8', message, span, advice)


def _judge_characters(path: str, text: str, faults: Faults) -> None:
    starts = [0, *(match.end() for match in re.finditer('\n', text))]
    for count, refused in enumerate(refused_characters(text)):
        line = bisect_right(starts, refused.offset) - 1
        span = Span(path, line + 1, refused.offset - starts[line] + 1)
        if count == MOST_REFUSED_CHARACTERS:
            message = f"{path} has more than {count} such characters; the rest is not shown"
            advice = "look whether it is a text at all"
            faults.fault('control-character', message, span, advice)
            break
        faults.add([refused.diagnostic(span)])


def _read(base: Path, parts: tuple[str, ...], path: str, most_bytes: int) -> bytes:
    """Return the bytes of a regular file, opened part by part so that no link is followed."""
    flags = os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(base, _ON_THE_WAY | os.O_CLOEXEC)
    try:
        for index, part in enumerate(parts):
            if stat.S_ISLNK(os.stat(part, dir_fd=handle, follow_symlinks=False).st_mode):
                raise OSError(errno.ELOOP, "a link")
            # Without O_NONBLOCK, opening a FIFO waits for a writer for ever.
            is_last = index == len(parts) - 1
            kind = os.O_RDONLY | os.O_NONBLOCK if is_last else _ON_THE_WAY
            inner = os.open(part, flags | kind, dir_fd=handle)
            os.close(handle)
            handle = inner
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EISDIR, "not a file")
        content = _all_bytes(handle, most_bytes)
    finally:
        os.close(handle)
    if len(content) > most_bytes:
        message = f"{path} has more than {_mib(most_bytes)}"
        raise UnreadableError('file-too-large', message, "make it smaller, or part it")
    return content


def _all_bytes(handle: int, most_bytes: int) -> bytes:
    """Return what the file holds, at most one byte more than allowed."""
    pieces = []
    left = most_bytes + 1
    while left > 0 and (piece := os.read(handle, min(left, 2**20))):
        pieces.append(piece)
        left -= len(piece)
    return b''.join(pieces)


def _outside(path: str) -> UnreadableError:
    """Return what is said of a path that leads out of the folder."""
    message = f"“{shown(path)}” is not a path within the report's folder"
    advice = "put the file into the folder and write its path with slashes"
    return UnreadableError('path-outside', message, advice)


def _refusal(path: str, error: OSError) -> UnreadableError:
    """Return what an editor needs to know of a system's error."""
    name = shown(path)
    if error.errno == errno.ENOENT:
        return MissingError('file-missing', f"There is no file {name}", "write its name as it is")
    if error.errno == errno.ELOOP:
        message = f"{name} is a link to another place, which is not followed"
        return UnreadableError('not-a-plain-file', message, "put the file itself into the folder")
    if error.errno in (errno.EISDIR, errno.ENOTDIR, errno.ENXIO):
        message = f"{name} is not a plain file"
        return UnreadableError('not-a-plain-file', message, "name a file, not a folder or a device")
    if error.errno == errno.ENAMETOOLONG:
        message = f"No file can have a name as long as {name}"
        return MissingError('file-missing', message, "write its name as it is")
    reason = os.strerror(error.errno or 0).lower()
    message = f"{name} cannot be read: {reason}"
    return UnreadableError('file-unreadable', message, "give yourself the right to read it")


def _mib(count: int) -> str:
    return f"{count // 2**20} MiB"
