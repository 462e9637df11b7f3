"""A reading system in a browser: foliate-js opens the book, turns to each file, pops up a note."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from proofpress.epub import make_epub
from tests.judges import chromium, from_npm
from tests.little_book import PNG, little_book

pytestmark = pytest.mark.slow

SITE = 'http://reader.test/'
SHELL = """<!DOCTYPE html><meta charset="utf-8"><style>
html, body, foliate-view { margin: 0; display: block; height: 100vh }</style>
<script type="module">
import './view.js'
import { FootnoteHandler } from './footnotes.js'
const view = document.createElement('foliate-view')
document.body.append(view)
const notes = new FootnoteHandler()
window.popped = []
notes.addEventListener('before-render', e => {
  const { view } = e.detail
  view.style = 'position:fixed;inset:auto 0 0 0;height:30vh'
  document.body.append(view)
})
notes.addEventListener('render', e => {
  const { view, type } = e.detail
  const [{ doc }] = view.renderer.getContents()
  window.popped.push({ type, words: doc.body.textContent.replace(/\\s+/g, ' ').trim() })
})
view.addEventListener('link', e => notes.handle(view.book, e))
const file = new File([await (await fetch('book.epub')).blob()], 'book.epub')
await view.open(file)
window.view = view
window.contents = () => view.renderer.getContents()[0]?.doc
window.opened = true
</script>"""


@pytest.fixture(scope='module')
def foliate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fetch the reading system."""
    return from_npm('foliate-js@1.0.1', tmp_path_factory.mktemp('foliate'))


def _open(page: Page, foliate: Path) -> list[str]:
    """Open the little book in the reading system; return what the browser complains of."""
    files = {'': SHELL.encode(), 'book.epub': make_epub(little_book(), PNG).files[0].content}

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(SITE)
        known = name in files or (foliate / name).is_file()
        body = files[name] if name in files else (foliate / name).read_bytes() if known else b''
        kind = mimetypes.guess_type(name)[0] if name else 'text/html'
        if name.endswith('.js'):
            kind = 'text/javascript'
        route.fulfill(
            status=200 if known else 404, body=body, content_type=kind or 'application/epub+zip'
        )

    said: list[str] = []
    page.on('pageerror', lambda error: said.append(str(error)))
    page.route(f'{SITE}**', answer)
    page.goto(SITE)
    page.wait_for_function('window.opened', timeout=20_000)
    return said


def _words(page: Page) -> str:
    text = page.evaluate('contents().body.textContent')
    assert isinstance(text, str)
    return ' '.join(text.split())


def test_the_book_opens_with_its_contents_and_every_file_is_drawn(foliate: Path) -> None:
    """A file that a reader cannot parse shows a blank page or an XML error."""
    with chromium() as browser:
        page = browser.new_page(viewport={'width': 800, 'height': 900})
        said = _open(page, foliate)
        toc = page.evaluate('view.book.toc.map(entry => entry.label.trim())')
        assert toc == ['Summary', '1 Background', 'Timeline', 'Actors', 'Sources']
        sections: list[Any] = page.evaluate('view.book.sections.map(section => section.id)')
        assert len(sections) == 9
        for index in range(len(sections)):
            page.evaluate(f'view.goTo({index})')
            page.wait_for_function(f'view.renderer.getContents()[0]?.index === {index}')
            assert page.evaluate("contents().querySelector('parsererror')") is None
            assert index == 0 or _words(page)
        assert said == []


def test_a_tap_on_a_call_pops_up_the_right_note(foliate: Path) -> None:
    """A reader wants the source of a sentence without leaving it."""
    with chromium() as browser:
        page = browser.new_page(viewport={'width': 800, 'height': 900})
        _open(page, foliate)
        page.evaluate("view.goTo('EPUB/background.xhtml')")
        page.wait_for_function("contents()?.getElementById('call-2')")
        page.evaluate("contents().getElementById('call-2').click()")
        page.wait_for_function('window.popped.length')
        assert page.evaluate('window.popped[0].type') == 'footnote'
        assert page.evaluate('window.popped[0].words') == '2 The second note, with an address.'
