"""A hostile folder told in a few lines: the good report, what is done to it, and the verdict.

In: a `Case`.  Out: a folder, and what must be said of it.  A mark `▸` in the words of a case stands
for no character: it is the place that a diagnostic must point to.  `CANARY-WEB` in them becomes the
address of a server that must hear nothing, `CANARY-FOLDER` the path of a folder outside the report
that holds a secret.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

GOOD = Path(__file__).parent.parent / 'good_report'
REPORT = 'river'
MARK = '▸'
SECRET = 'the-canary-must-not-sing'
"""What the file outside the report's folder says."""
WEB, OUTSIDE = 'CANARY-WEB', 'CANARY-FOLDER'


@dataclass(frozen=True, slots=True)
class Append:
    """Words at the end of a text of the good report."""

    path: str
    words: str


@dataclass(frozen=True, slots=True)
class Swap:
    """Words of the good report, which stand there once, and those in their place."""

    path: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Write:
    """A file, as the report's folder has it."""

    path: str
    content: str | bytes


@dataclass(frozen=True, slots=True)
class Make:
    """Anything that is no plain file: called with the path where it shall stand."""

    path: str
    make: Callable[[Path], object]


Edit = Append | Swap | Write | Make


@dataclass(frozen=True, slots=True)
class Case:
    """One hostile folder."""

    name: str
    """What an author or an attacker did, as a slug."""
    edits: tuple[Edit, ...]
    verdict: tuple[str, ...] = ()
    """Ids in the order of the marks, and those without a mark as `id@path:line:column`."""
    status: int = 1
    """The exit status of `proofpress check`."""
    floods: frozenset[str] = frozenset()
    """Ids that come any number of times, wherever they stand."""


@dataclass(frozen=True, slots=True)
class Laid:
    """A case as it lies on the disk."""

    folder: Path
    """The report's folder."""
    verdict: list[str]
    """`id@path:line:column`, sorted."""
    texts: Mapping[str, str] = field(default_factory=dict)


def lay(case: Case, parent: Path, address: str, *, is_judged: bool = True) -> Laid:
    """Write the case into the folder `parent`, beside a canary; return where, and the verdict.

    One that is not judged has no marks.
    """
    outside = parent / 'outside'
    outside.mkdir(parents=True)
    (outside / 'secret.txt').write_text(f'{SECRET}\n', 'utf-8')
    (outside / 'secret.md').write_text(f'# {SECRET}\n', 'utf-8')
    folder = parent / 'reports' / REPORT
    shutil.copytree(GOOD, folder.parent)
    texts: dict[str, str] = {}
    for edit in case.edits:
        _apply(edit, folder, texts, {WEB: address, OUTSIDE: str(outside)})
    marked = [
        f'{path}:{line}:{column}' for path in sorted(texts) for line, column in _marks(texts[path])
    ]
    for path, text in texts.items():
        _write(folder / path, text.replace(MARK, '').encode('utf-8', 'surrogatepass'))
    ids = [one for one in case.verdict if '@' not in one and one]
    assert len(ids) == len(marked) or not is_judged, (
        f"{case.name}: {len(ids)} ids for {len(marked)} marks"
    )
    placed = [one for one in case.verdict if '@' in one]
    found = [f'{id_}@{place}' for id_, place in zip(ids, marked, strict=is_judged)]
    return Laid(folder, sorted([*placed, *found]))


def _apply(edit: Edit, folder: Path, texts: dict[str, str], names: Mapping[str, str]) -> None:
    target = folder / edit.path
    match edit:
        case Append(path, words):
            texts[path] = _text(texts, folder, path) + _filled(words, names)
        case Swap(path, old, new):
            text = _text(texts, folder, path)
            assert text.count(old) == 1, f"{path} has {old!r} {text.count(old)} times"
            texts[path] = text.replace(old, _filled(new, names))
        case Write(path, str(words)):
            texts[path] = _filled(words, names)
        case Write(_, bytes(content)):
            _write(target, content)
        case Make(_, make):
            target.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(target):
                target.unlink()
            make(target)


def _text(texts: Mapping[str, str], folder: Path, path: str) -> str:
    return texts[path] if path in texts else (folder / path).read_text('utf-8')


def _filled(words: str, names: Mapping[str, str]) -> str:
    for name, value in names.items():
        words = words.replace(name, value)
    return words


def _write(target: Path, content: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)


def _marks(text: str) -> list[tuple[int, int]]:
    """Return line and column of each mark, as if there were none; lines end as in an editor."""
    places = []
    for number, line in enumerate(text.replace('\r\n', '\n').replace('\r', '\n').split('\n'), 1):
        start = 0
        for index in range(line.count(MARK)):
            at = line.index(MARK, start)
            places.append((number, at - index + 1))
            start = at + 1
    return places
