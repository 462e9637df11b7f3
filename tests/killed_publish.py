"""Publishes again and again, killed at the first, second, … step; prints what stood after each.

Run as `python -m tests.killed_publish OUT [without-exchange]`: a process of its own may fork.  Each
line of output is a JSON list: the step, the status of the killed process, the words of the page
after its death, and the words and the names of the folder after the next build.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import proofpress.publish
from proofpress.product import Product, ProductFile
from proofpress.publish import publish

_STEPS = frozenset({'open', 'os.mkdir', 'os.rename', 'os.chmod', 'os.rmdir', 'ctypes.dlsym'})
_MOST_STEPS = 100


def products(words: str) -> Sequence[Product]:
    """Return two files that say the same words, and the mark of a folder of ours."""
    names = ('index.html', 'assets/web.css')
    files = tuple(ProductFile(name, words.encode()) for name in names)
    return [Product((*files, ProductFile('manifest.json', b'{"proofpress": "0"}')))]


def words_of(folder: Path) -> str | None:
    """Return what both files say; None when the set is torn."""
    try:
        page, sheet = ((folder / name).read_text() for name in ('index.html', 'assets/web.css'))
    except FileNotFoundError:
        return None
    return page if page == sheet and (folder / 'manifest.json').exists() else None


def publish_until(step: int, out: Path) -> int:
    """Publish in a child that is killed before the step; return how it ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    taken = 0

    def die(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal taken
        if event in _STEPS:
            taken += 1
            if taken == step:
                os.kill(os.getpid(), signal.SIGKILL)

    made = products(f'step {step}')
    sys.addaudithook(die)
    os._exit(len(publish(made, out, 'x')))


def run(out: Path, report: TextIO) -> None:
    """Kill at every step until a build takes fewer steps than that."""
    publish(products('step 0'), out, 'x')
    for step in range(1, _MOST_STEPS):
        status = publish_until(step, out)
        after_death = words_of(out / 'x')
        publish(products(f'mended {step}'), out, 'x')
        names = sorted(one.name for one in out.iterdir())
        report.write(json.dumps([step, status, after_death, words_of(out / 'x'), names]) + '\n')
        if status == 0:
            return


if __name__ == '__main__':
    if sys.argv[2:] == ['without-exchange']:
        # A system that has no renameat2: nothing else differs.
        proofpress.publish._exchange = lambda one, other: False
    run(Path(sys.argv[1]), sys.stdout)
