"""A web page that holds a reading system and one book, as its maker would serve it."""

from __future__ import annotations

import mimetypes
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, Route

SITE = 'http://reader.test/'
_BOOK = 'book.epub'


def open_book(page: Page, shell: str, epub: Path, *folders: Path) -> list[str]:
    """Load the page `shell` beside a book and the files of the reading system.

    Returns the list in which errors will be found; the shell sets `window.opened` when it is ready.
    """
    made = {'': shell.encode(), _BOOK: epub.read_bytes()}
    page.unroute_all()
    page.route(f'{SITE}**', lambda route: _answer(route, made, folders))
    said: list[str] = []
    page.on('pageerror', lambda error: said.append(str(error)))
    page.goto(SITE)
    page.wait_for_function('window.opened', timeout=20_000)
    return said


def _answer(route: Route, made: Mapping[str, bytes], folders: tuple[Path, ...]) -> None:
    name = route.request.url.removeprefix(SITE)
    body = made.get(name)
    for folder in folders:
        if body is None and (folder / name).is_file():
            body = (folder / name).read_bytes()
    kind = 'text/html' if not name else mimetypes.guess_type(name)[0]
    if name.endswith('.js'):
        kind = 'text/javascript'
    route.fulfill(
        status=404 if body is None else 200,
        body=body or b'',
        content_type=kind or 'application/octet-stream',
    )
