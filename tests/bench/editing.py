"""Prints what an edit costs where a process lives on: a galley of ours, a recompile of Typst.

In: a report of many files, by default the generated one.  Out: CPU seconds from the saved file to
new pages: of ours, set and proofed, stage by stage, and from there to the web page and the EPUB's
text; and of Typst's compiler object on the same words, where the package `typst` is installed.  The
two take turns; every edit is a new one, since both remember what they have made before.  Run:
`python -m tests.bench.editing`.
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofpress import press
from proofpress.cli import collect_rarely
from proofpress.galley.stick import Stick
from proofpress.limits import Limits
from tests.bench.typst_report import write_typst
from tests.generated_report import LARGE, write_report

EDITS = 5
_PLAIN = re.compile(r'The [a-z ]+[.] (?=[A-Z])')
"""A sentence without a name: behind the first one in it a file is edited."""
_SENTENCE = 'The observers recorded the inventory of the depots as the weather worsened. '
_PAGE = 60
"""Sentences that fill more than a page."""


@dataclass(frozen=True)
class Edit:
    """What one edit cost, in CPU seconds."""

    ours: float
    stages: dict[str, float]
    """Of ours, by name."""
    advance: float
    """Of the web page and the EPUB's text, which follow."""
    typst: float | None
    """None without Typst."""
    pages: int
    """Of the galley."""


@dataclass(frozen=True)
class Editing:
    """What edits cost."""

    words: tuple[Edit, ...]
    """Of one word each."""
    page: Edit
    """Of an edit that adds a page."""
    opening: float
    """CPU seconds until the first edit could come: ours."""

    @property
    def ours(self) -> float:
        """The median of our edits of one word."""
        return statistics.median(edit.ours for edit in self.words)

    @property
    def advance(self) -> float:
        """The median of the web page and the EPUB's text after an edit of one word."""
        return statistics.median(edit.advance for edit in self.words)

    @property
    def typst(self) -> float | None:
        """The median of Typst's."""
        seconds = [edit.typst for edit in self.words if edit.typst is not None]
        return statistics.median(seconds) if seconds else None

    @property
    def ratio(self) -> float | None:
        """The median of ours by Typst's, pair by pair."""
        ratios = [edit.ours / edit.typst for edit in self.words if edit.typst is not None]
        return statistics.median(ratios) if ratios else None


@dataclass
class _Clock:
    """Times the stages of which it is told."""

    stages: dict[str, float] = field(default_factory=dict)
    _doing: str = ''
    _since: float = 0.0

    def begin(self, doing: str) -> None:
        """End the stage before, and begin one."""
        now = time.process_time()
        if self._doing:
            self.stages[self._doing] = self.stages.get(self._doing, 0) + now - self._since
        self._doing, self._since = doing, now

    def read(self) -> dict[str, float]:
        """End the last stage; return the seconds of all, and begin anew."""
        self.begin('')
        stages, self.stages = self.stages, {}
        return stages


@dataclass(frozen=True)
class Published:
    """What the preview tells of the products that stand."""

    record: bytes
    """`proof.json`."""
    manifest: bytes


def measure(folder: Path, published: Published, work: Path) -> Editing:
    """Edit a copy of a report of which something is published, and time what follows."""
    copy = Path(shutil.copytree(folder, work / folder.name))
    file = _middle_file(copy)
    clock = _Clock()
    start = time.process_time()
    stick = Stick(copy, Limits(), clock.begin)
    stick.settle(published.record, published.manifest)
    opening = time.process_time() - start
    clock.read()
    after = _sentence(file)
    typst = _typst(copy, file, after, work / 'typst')

    def edit(words: str) -> Edit:
        _insert(words, after, file)
        return _edited(words, stick, clock, typst)

    edits = [edit(f'word{number}') for number in range(EDITS + 1)]
    page = edit(_SENTENCE * _PAGE)
    # The first edit of a process fills its caches.
    return Editing(tuple(edits[1:]), page, opening)


def _middle_file(folder: Path) -> Path:
    files = [path for path in folder.glob('*.md') if _sentence(path)]
    files.sort(key=lambda path: (len(path.name), path.name))
    return files[len(files) // 2]


def _sentence(file: Path) -> str:
    found = _PLAIN.search(file.read_text('utf-8'))
    return found[0] if found else ''


def _edited(words: str, stick: Stick, clock: _Clock, typst: Callable[[str], float] | None) -> Edit:
    """Have both make pages of words that were put into the file."""
    start = time.process_time()
    galley = stick.galley()
    ours, stages = time.process_time() - start, clock.read()
    if galley is None:
        raise RuntimeError("no galley was made of the edit")
    start = time.process_time()
    if stick.advance() is None:
        raise RuntimeError("no web page was made of the edit")
    advance = time.process_time() - start
    clock.read()
    theirs = None if typst is None else typst(words)
    return Edit(ours, stages, advance, theirs, len(galley.folios))


def _insert(words: str, after: str, file: Path) -> None:
    text = file.read_text('utf-8')
    if after not in text:
        raise RuntimeError(f"{file} does not say “{after}”")
    file.write_text(text.replace(after, f'{after}{words} ', 1), 'utf-8')


def _typst(folder: Path, file: Path, after: str, target: Path) -> Callable[[str], float] | None:
    """Return what puts words into the same file of Typst and has it compiled; None without it."""
    try:
        import typst
    except ImportError:
        return None
    main = write_typst(folder, target)
    title = file.read_text('utf-8').partition('\n')[0].removeprefix('# ')
    own = next(path for path in target.glob('*.typ') if f'= {title}' in _heading(path))
    compiler: Any = typst.Compiler(str(main))
    compiler.compile()

    def recompiled(words: str) -> float:
        _insert(words, after.replace('.', r'\.'), own)
        start = time.process_time()
        compiler.compile()
        return time.process_time() - start

    return recompiled


def _heading(path: Path) -> str:
    """Return the first heading of a file of Typst without its number."""
    lines = path.read_text('utf-8').split('\n')
    heading = next((line for line in lines if line.startswith('= ')), '')
    _, _, title = heading.removeprefix('= ').partition(' ')
    return f'= {title}'


def table(editing: Editing) -> str:
    """Return the figures as lines."""
    lines = [f"opened in {editing.opening:.2f} s of CPU", ""]
    lines.append(f"{'CPU s after an edit':28}{'a word':>9}{'a page':>9}")
    for stage in editing.page.stages:
        seconds = statistics.median(edit.stages.get(stage, 0) for edit in editing.words)
        lines.append(f"{stage:28}{seconds:9.3f}{editing.page.stages[stage]:9.3f}")
    lines.append(f"{'galley, set and proofed':28}{editing.ours:9.3f}{editing.page.ours:9.3f}")
    lines.append(
        f"{'web page, text of the EPUB':28}{editing.advance:9.3f}{editing.page.advance:9.3f}"
    )
    if editing.typst is not None and editing.page.typst is not None:
        lines.append(f"{'Typst, recompiled':28}{editing.typst:9.3f}{editing.page.typst:9.3f}")
        lines.append(f"{'ratio':28}{editing.ratio:9.2f}")
    else:
        lines.append("Typst is not installed")
    return '\n'.join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Build the report, edit it, and print what that cost."""
    parser = argparse.ArgumentParser(description=__doc__, prog='python -m tests.bench.editing')
    parser.add_argument('folder', nargs='?', type=Path, help="a report, not the generated one")
    parser.add_argument('--products', type=Path, help="where they stand, if it is built already")
    options = parser.parse_args(arguments)
    collect_rarely()
    press.load()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        folder = options.folder or write_report(work / 'source' / 'generated', LARGE)
        names = ('proof.json', 'manifest.json')
        if options.products is not None:
            record, manifest = ((options.products / name).read_bytes() for name in names)
        else:
            files = {one.path: one.content for one in press.make(folder).files}
            record, manifest = (files[name] for name in names)
        print(table(measure(folder, Published(record, manifest), work / 'edited')))


if __name__ == '__main__':
    main()
