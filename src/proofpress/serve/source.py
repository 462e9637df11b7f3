"""What an author wrote, to be shown beside what came of it: lines, then and now.

In: a report's folder and the path of a span.  Out: the text, read through the rules of the
workspace, and which of its lines was which when the products were made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from proofpress.manuscript.faults import Faults
from proofpress.manuscript.workspace import Workspace
from proofpress.span import Span

_KINDS = frozenset({'.md', '.yaml', '.yml', '.json', '.bib', '.csl'})
_MOST_COMPARED = 3000
"""Changed lines that are compared one by one."""


def read_texts(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """Return those of a report's files that are texts and can be read, by their paths."""
    workspace = Workspace(folder, Faults())
    for path in sorted(paths):
        if Path(path).suffix.lower() in _KINDS:
            workspace.optional_text(path)
    return workspace.texts


def read_text(folder: Path, path: str) -> str | None:
    """Return a text as it is written now; None when it cannot be read."""
    return Workspace(folder, Faults()).optional_text(path)


def former_lines(before: str, now: str) -> list[int]:
    """Return, for each line of `now`, the number (from 1) that it had before; 0 for a new one."""
    old, new = before.split('\n'), now.split('\n')
    head = _alike(old, new)
    tail = _alike(old[head:][::-1], new[head:][::-1])
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    inner = [0] * len(inner_new)
    if max(len(inner_old), len(inner_new)) <= _MOST_COMPARED:
        matcher = SequenceMatcher(None, inner_old, inner_new, autojunk=False)
        for match in matcher.get_matching_blocks():
            for step in range(match.size):
                inner[match.b + step] = head + match.a + step + 1
        _pair_changed(inner, head, len(inner_old))
    shift = len(old) - len(new)
    ahead = range(1, head + 1)
    behind = range(len(new) - tail + 1, len(new) + 1)
    return [*ahead, *inner, *(line + shift for line in behind)]


def first_change(before: Mapping[str, str], now: Mapping[str, str]) -> Span | None:
    """Return where texts differ first, in articles before all else; None where they do not."""
    for path in sorted(now, key=lambda path: (not path.endswith('.md'), path)):
        if path in before and before[path] != now[path]:
            old, new = before[path].split('\n'), now[path].split('\n')
            return Span(path, min(_alike(old, new) + 1, len(new)))
    return None


def line_now(former: Sequence[int], line: int) -> int:
    """Return where the line with a former number stands now, or what stands at its place."""
    best = 1
    for index, was in enumerate(former):
        if was == line:
            return index + 1
        if 0 < was < line:
            best = min(index + 2, len(former))
    return best


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many same lines two texts begin."""
    count = 0
    for mine, yours in zip(one, other, strict=False):
        if mine != yours:
            break
        count += 1
    return count


def _pair_changed(inner: list[int], head: int, old_count: int) -> None:
    """Take a stretch of lines that was rewritten, line for line, for the former lines there."""
    index = 0
    while index < len(inner):
        if inner[index]:
            index += 1
            continue
        end = index
        while end < len(inner) and not inner[end]:
            end += 1
        above = inner[index - 1] if index else head
        below = inner[end] if end < len(inner) else head + old_count + 1
        if below - above - 1 == end - index:
            inner[index:end] = range(above + 1, below)
        index = end
