"""The reports that a command names, or means when it names none.

In: words of the command line, and the working folder.  Out: folders of reports, or a sentence about
what is not there.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

SEEDS = 'seeds'
ARTICLE = 'report.md'


class UsageError(Exception):
    """The command line asks for what does not exist; the message says what."""


def report_folders(named: Sequence[str]) -> list[Path]:
    """Return the folders of the reports, once each: those named, or else all in `seeds/`."""
    if named:
        return list(dict.fromkeys(_report_folder(Path(name)) for name in named))
    folders = sorted(article.parent for article in Path(SEEDS).glob(f'*/{ARTICLE}'))
    if not folders:
        raise UsageError(
            f"there is no report in {SEEDS}/ here; name the folder of one, or change to the "
            f"folder that holds {SEEDS}/"
        )
    return folders


def _report_folder(named: Path) -> Path:
    folder = named.parent if named.name == ARTICLE else named
    if not folder.is_dir():
        raise UsageError(f"there is no folder “{folder}”")
    if not os.path.lexists(folder / ARTICLE):
        raise UsageError(f"the folder “{folder}” holds no {ARTICLE}, so it is no report")
    return folder


def refuse_same_names(folders: Sequence[Path]) -> None:
    """Refuse two reports whose products would go to the same folder."""
    first: dict[str, Path] = {}
    for folder in folders:
        other = first.setdefault(folder.resolve().name, folder)
        if other is not folder:
            raise UsageError(
                f"“{other}” and “{folder}” have the same name, so one would replace the other"
            )
