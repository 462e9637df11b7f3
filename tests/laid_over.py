"""The good report, with the files of a case laid over it.

In: a folder of `tests/cases/ID/in`.  Out: a folder of reports.  A file replaces the good one of its
name, or is new.  `NAME.change` changes one place: the good words, a line `=>`, and the words for
them.  `NAME.delete` takes the good file away, `NAME.link` makes a symbolic link to what it says.
"""

from __future__ import annotations

import shutil
from pathlib import Path

GOOD = Path(__file__).parent / 'good_report'
REPORT = 'river'
"""The folder of the report in `good_report`, beside `imprint.yaml`."""

_ARROW = '\n=>\n'


def lay_over(case: Path | None, folder: Path) -> Path:
    """Copy the good report, change it by the case, and return the folder of the report."""
    shutil.copytree(GOOD, folder, dirs_exist_ok=True)
    for laid in sorted(case.rglob('*')) if case else ():
        if laid.is_file():
            _lay(laid, folder / laid.relative_to(case or laid))
    return folder / REPORT


def _lay(laid: Path, target: Path) -> None:
    good = target.with_suffix('')
    match laid.suffix:
        case '.delete':
            good.unlink()
        case '.link':
            good.unlink(missing_ok=True)
            good.symlink_to(laid.read_text().strip())
        case '.change':
            before, _, after = laid.read_text().removesuffix('\n').partition(_ARROW)
            text = good.read_text()
            assert text.count(before) == 1, f"{laid}: the good file has {before!r} not just once"
            good.write_text(text.replace(before, after))
        case _:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(laid, target)
