"""A preview that runs, as a user starts it: a process of its own, with reports to be edited."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from proofpress.diagnostics import Diagnostic
from proofpress.product import ProductFile

SECONDS = 60
"""After which what was waited for will not come."""
_START = 'import sys; from proofpress.cli import main; sys.exit(main())'

NOTE = """---
title: A note on the ferry
author: Ada Reed
date: 2024-11-20
---

# What was seen {#sec-seen}

The first paragraph tells of the quay.

The second paragraph tells of the ferry.

# What was said {#sec-said}

The third paragraph tells of the ministry.
"""
"""A small report: of two pages, beside cover, imprint and contents."""


@dataclass
class Running:
    """A preview at work."""

    folder: Path
    """Where its reports lie."""
    process: subprocess.Popen[str]
    address: str
    said: list[str] = field(default_factory=list)

    def end(self) -> int:
        """Press Control-C, and return the exit status."""
        self.process.send_signal(signal.SIGINT)
        output, _ = self.process.communicate(timeout=SECONDS)
        self.said += output.splitlines()
        return self.process.returncode

    def write(self, slug: str, text: str) -> None:
        """Save the article of a report, as editors do: a new file that takes the old one's name."""
        article = self.folder / slug / 'report.md'
        new = article.with_name('report.md~')
        new.write_text(text, 'utf-8')
        new.replace(article)

    def wait_for(self, slug: str, text: str) -> None:
        """Wait until the products that stand are made of an article."""
        manifest = self.folder.parent / 'out' / slug / 'manifest.json'
        digest = hashlib.sha256(text.encode()).hexdigest()
        until(lambda: manifest.is_file() and digest in manifest.read_text('utf-8'))


@dataclass(frozen=True)
class Pulled:
    """A galley of a chapter."""

    pdf: bytes = field(repr=False)
    first_page_index: int
    replaced: int
    folios: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Advanced:
    """A web page and documents of an EPUB that were made ahead."""

    web: bytes = field(repr=False)
    documents: tuple[ProductFile, ...] = ()


@contextmanager
def running(folder: Path, *arguments: str, port: int = 0) -> Iterator[Running]:
    """Start `proofpress serve` in a folder; end it afterwards, if that is not done."""
    command = [sys.executable, '-c', _START, 'serve', '--out', 'out', '--address']
    process = subprocess.Popen(
        [*command, f'127.0.0.1:{port}', *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, 'NO_COLOR': '1'},
        # A shell that starts a test in the background has Control-C ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )
    try:
        assert process.stdout is not None
        yield Running(folder, process, _address(process.stdout))
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def until(wanted: Callable[[], Any]) -> Any:
    """Wait until something is true, and return it."""
    end = time.monotonic() + SECONDS
    while not (found := wanted()):
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)
    return found


def _address(output: IO[str]) -> str:
    said = []
    for line in output:
        said.append(line)
        if match := re.search(r'http://\S+', line):
            return match[0]
    raise AssertionError(''.join(said))
