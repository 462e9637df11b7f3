"""The reports that a command names, or means when it names none, and the files beside them.

In: words of the command line, and the working folder.  Out: folders of reports, or a sentence about
what is not there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from proofpress.model.slug import slug_of_folder

SEEDS = 'seeds'
ARTICLE = 'report.md'
_IMPRINT = 'imprint.yaml'
_LOGOS = frozenset({'.svg', '.png', '.jpg', '.jpeg'})


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
        slug = slug_of_folder(folder.resolve().name)
        other = first.setdefault(slug, folder)
        if other is not folder:
            raise UsageError(
                f"the products of “{other}” and “{folder}” would both go to “{slug}”, so one would "
                "replace the other: give one of them another name"
            )


def files_beside(folder: Path) -> Iterator[Path]:
    """Yield the files around a report that it may be read from: the imprint and pictures for it.

    Other reports in the folder around it are none of its business.
    """
    around = folder.resolve().parent
    yield around / _IMPRINT
    # A folder may be one that others may enter and not list.
    with suppress(PermissionError):
        for path in sorted(around.iterdir()):
            if path.suffix.lower() in _LOGOS and path.is_file() and not path.is_symlink():
                yield path
