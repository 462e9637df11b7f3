"""What is no plain file: links, pipes, devices, folders; and names that clash."""

from __future__ import annotations

import os
import socket
from pathlib import Path

from tests.hostile.case import Append, Case, Edit, Make, Swap, Write

_TWO = Swap('report.md', 'lang: en-GB', 'lang: en-GB\nchapters: [▸two.md]')
_SHOWN = Append('report.md', "\n\n▸![A map](figures/map.svg)\n")
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path d="M0 0h4v3z"/></svg>'


def link_to(target: str) -> object:
    """Return what makes a symbolic link."""
    return lambda path: Path(path).symlink_to(target)


def outside(name: str) -> object:
    """Return what makes a symbolic link to the folder beside the reports."""
    return lambda path: Path(path).symlink_to(Path(path).parents[2] / 'outside' / name)


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        here = Path.cwd()
        try:
            # The name of a socket may have 107 characters.
            os.chdir(path.parent)
            made.bind(path.name)
        finally:
            os.chdir(here)


def _folder(path: Path) -> None:
    path.mkdir()
    (path / 'inner').touch()


def chapter(name: str, make: object, *verdict: str) -> Case:
    """Name a chapter that is no plain file."""
    return Case(f'chapter-{name}', (_TWO, Make('two.md', make)), verdict)


def optional(name: str, path: str, make: object, *more: Edit) -> Case:
    """Lay something else in the place of a file of the report."""
    return Case(name, (Make(path, make), *more), (f'not-a-plain-file@{path}:1:1',))


LINKS = (
    chapter('a-link-out', outside('secret.md'), 'not-a-plain-file'),
    chapter('a-link-to-passwords', link_to('/etc/passwd'), 'not-a-plain-file'),
    chapter('a-link-inside', link_to('report.md'), 'not-a-plain-file'),
    chapter('a-link-to-itself', link_to('two.md'), 'not-a-plain-file'),
    chapter('a-link-to-nothing', link_to('nowhere.md'), 'not-a-plain-file'),
    optional('report-a-link', 'report.md', link_to('/etc/passwd')),
    optional('timeline-a-link', 'timeline.yaml', link_to('/proc/self/environ')),
    optional('actors-a-link-to-itself', 'actors.yaml', link_to('actors.yaml')),
    optional('sources-a-link', 'sources.yaml', link_to('/etc/shadow')),
    optional('bib-a-link', 'sources.bib', link_to('/dev/zero')),
    Case('imprint-a-link', (Make('../imprint.yaml', link_to('/etc/passwd')),),
         ('not-a-plain-file@../imprint.yaml:1:1',)),
    Case('logo-a-link', (Append('../imprint.yaml', "logo: ▸logo.svg\n"),
         Make('../logo.svg', link_to('/etc/passwd'))), ('not-a-plain-file',)),
    Case('picture-a-link', (_SHOWN, Make('figures/map.svg', link_to('ferry.svg'))),
         ('not-a-plain-file',)),
    Case('folder-of-pictures-a-link', (Append('report.md', "\n\n▸![A map](maps/secret.svg)\n"),
         Make('maps', outside('.'))), ('not-a-plain-file',)),
    Case('folder-of-chapters-a-link', (
         Swap('report.md', 'lang: en-GB', 'lang: en-GB\nchapters: [▸parts/secret.md]'),
         Make('parts', outside('.'))), ('not-a-plain-file',)),
)  # fmt: skip

SPECIAL = (
    chapter('a-pipe', os.mkfifo, 'not-a-plain-file'),
    chapter('a-folder', _folder, 'not-a-plain-file'),
    chapter('a-socket', _socket, 'not-a-plain-file'),
    optional('report-a-folder', 'report.md', _folder),
    optional('report-a-pipe', 'report.md', os.mkfifo),
    optional('timeline-a-pipe', 'timeline.yaml', os.mkfifo),
    optional('actors-a-folder', 'actors.yaml', _folder),
    optional('json-a-pipe', 'sources.json', os.mkfifo),
    Case('picture-a-pipe', (_SHOWN, Make('figures/map.svg', os.mkfifo)), ('not-a-plain-file',)),
    Case('picture-a-device', (Append('report.md', "\n\n▸![A](figures/map.svg)\n"),
         Make('figures/map.svg', link_to('/dev/zero'))), ('not-a-plain-file',)),
    Case('pictures-of-names-in-other-case', (
         Append('report.md', "\n\n▸![A map](figures/FERRY.svg)\n"),
         Write('figures/FERRY.svg', _SVG)), ('name-clash',)),
    Case('pictures-of-names-in-other-letters', (
         Append('report.md', "\n\n![A](e\u0301.svg)\n\n▸![B](\u00e9.svg)\n"),
         Write('e\u0301.svg', _SVG), Write('\u00e9.svg', _SVG)), ('name-clash',)),
    Case('folder-with-much-else', (
         Write('yaml.py', "raise SystemExit('run')\n"),
         Write('sitecustomize.py', "raise SystemExit('run')\n"),
         Write('.git/config', "[core]\n"),
         Write('report.md~', "---\n"),
         Write('figures/unused.svg', "<!DOCTYPE a [<!ENTITY b 'c'>]>"),
         Write('..secret', "a"),
         Write('a\nb.md', "c"),
         Make('pipe', os.mkfifo)), (), 0),
    Case('folder-with-deep-folders', (Write('/'.join(['d'] * 100) + '/a.md', "a"),), (), 0),
)  # fmt: skip
CASES = (*LINKS, *SPECIAL)
