"""The preview's server: what it hands out, to whom, and what it never does."""

from __future__ import annotations

import http.client
import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from proofpress import press
from proofpress.diagnostics import Diagnostic, Note
from proofpress.limits import Limits
from proofpress.product import ProductFile
from proofpress.serve.bench import Bench, Shop
from proofpress.serve.board import Board, Phase, State
from proofpress.serve.editions import standing_edition
from proofpress.serve.gallery import Gallery
from proofpress.serve.preview import PreviewServer
from proofpress.serve.source import read_texts
from proofpress.span import Span
from tests.judges import chromium
from tests.serve.running import NOTE, Advanced, Pulled

SCRIPT = '<script>alert(1)</script>'


@dataclass
class Desk:
    """A server at work, and what it shows."""

    server: PreviewServer
    board: Board
    folder: Path

    def get(self, target: str, method: str = 'GET', **headers: str) -> tuple[int, Any, bytes]:
        """Return status, headers and body of an answer."""
        connection = http.client.HTTPConnection('127.0.0.1', self.server.server_port, timeout=20)
        sent = {name.replace('_', '-'): value for name, value in headers.items()}
        connection.request(method, target, headers=sent)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return response.status, response.headers, body

    def said(self, target: str) -> Any:
        """Return what a page is told."""
        status, headers, body = self.get(target)
        assert status == 200, target
        assert headers['Content-Type'] == 'application/json; charset=utf-8'
        return json.loads(body)


@pytest.fixture(scope='module')
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp('desk')
    (folder / 'secret.md').write_text('secret')
    (folder / 'note').mkdir()
    (folder / 'note' / 'report.md').write_text(NOTE.replace('ferry.', f'ferry `{SCRIPT}`.'))
    (folder / 'note' / 'secret.md').symlink_to(folder / 'secret.md')
    (folder / 'note' / 'unread.md').write_text('secret')
    out = folder / 'out'
    assert press.build(folder / 'note', out).is_published
    (out / 'other').mkdir()
    (out / 'other' / 'index.html').write_text('secret')
    board = Board([State('note', folder / 'note'), State('new', folder / 'new')])
    texts = read_texts(folder / 'note', ['report.md'])
    board.change(
        'note', edition=standing_edition(out, 'note', texts), phase=Phase.PUBLISHED, texts=texts
    )
    gallery = Gallery(out)
    none = Shop(out, Limits(), lambda _: 1 / 0, lambda *_: 1 / 0, lambda _: None, str, list, list)  # type: ignore[arg-type]  # nothing is made here
    with PreviewServer(board, Bench(board, none, 0), gallery, out, '127.0.0.1', 0) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield Desk(server, board, folder)
        board.close()
        server.shutdown()
        thread.join()
    gallery.close()


@pytest.mark.parametrize(
    'target',
    [
        '/nowhere', '/reports/other/', '/reports/../', '/reports/note/nowhere', '/scripts/x.js',
        '/scripts/..%2f..%2fpreview.py', '/fonts/x.ttf', '/explain/nothing', '/explain/..%2fx',
        '/pictures/0.png', '/pictures/..%2f..%2fsecret.md', '/products/other/index.html',
        '/products/', '/products', '/products/note/..%2fother/index.html',
        '/products/note/../other/index.html', '/products/..%2fnote/index.html',
        '/products/note/.git', '/reports/new/epub/x/y',
        '/reports/note/epub/x/EPUB/nothing.xhtml', '/reports/note/epub/x/../secret.md',
        '/reports/note/pages/none/x', '/%ff', '//note',
        '/reports/note/source', '/reports/note/source?path=secret.md',
        '/reports/note/source?path=unread.md', '/reports/note/source?path=../secret.md',
        '/reports/note/source?path=/etc/passwd', '/reports/note/source?path=../../secret.md',
    ],
)  # fmt: skip
def test_nothing_else_of_the_machine_is_given_out(desk: Desk, target: str) -> None:
    """Only what a report is made of, and what was made of it."""
    status, _, body = desk.get(target)
    assert status == 404
    assert b'secret' not in body.replace(b'secret.md', b'')


@pytest.mark.parametrize('target', ['ledger', 'advance', 'pages/none/0?width=320'])
def test_what_is_gone_when_it_is_asked_for_is_no_error(desk: Desk, target: str) -> None:
    """News are told before the page asks for what they tell of, and it may be gone by then."""
    assert desk.said(f'/reports/new/{target}') is None


@pytest.mark.parametrize('target', ['/', '/reports/note/', '/reports/note/source?path=report.md',
                                    '/events', '/products/note/note.pdf'])  # fmt: skip
def test_a_web_page_from_elsewhere_cannot_read_along(desk: Desk, target: str) -> None:
    """Reports under embargo are written on the editor's own machine (DNS rebinding)."""
    assert desk.get(target, Host='evil.example')[0] == 421


@pytest.mark.parametrize('method', ['POST', 'PUT', 'DELETE', 'OPTIONS'])
def test_nothing_is_taken_in(desk: Desk, method: str) -> None:
    """What is written is written in the author's editor."""
    assert desk.get('/reports/note/', method)[0] == 501


def test_products_have_no_leave_to_run_a_script_and_our_page_runs_ours_alone(desk: Desk) -> None:
    """A product may have been in other hands; and it stands in a frame of our page."""
    chapter = desk.said('/reports/note/ledger')['chapters'][-1]['path']
    for target in ('/products/note/index.html', f'/reports/note/epub/x/{chapter}'):
        status, headers, _ = desk.get(target)
        assert status == 200
        policy = headers['Content-Security-Policy']
        assert "script-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert headers['Cross-Origin-Resource-Policy'] == 'same-origin'
        assert headers['X-Content-Type-Options'] == 'nosniff'
    _, headers, body = desk.get('/reports/note/')
    assert "default-src 'none'; script-src 'self'" in headers['Content-Security-Policy']
    assert b'<script>' not in body
    assert not re.search(rb'\son[a-z]+=', body)


def test_our_scripts_never_make_markup_of_words() -> None:
    """What a report says is text, whatever it looks like."""
    folder = Path(press.__file__).parent / 'serve' / 'page'
    for script in folder.glob('*.js'):
        text = script.read_text('utf-8')
        assert not re.search(r'innerHTML|outerHTML|insertAdjacent|document\.write|eval\(', text)


def test_a_source_is_told_as_it_is_written_now(desk: Desk) -> None:
    """Its text, the line that was meant, and which lines were there before."""
    article = desk.folder / 'note' / 'report.md'
    text = article.read_text()
    said = desk.said('/reports/note/source?path=report.md&line=9')
    assert said['lines'] == text.split('\n')
    assert (said['line'], said['former']) == (9, None)
    assert SCRIPT in '\n'.join(said['lines'])
    article.write_text(text.replace('# What was seen', 'More.\n\n# What was seen'))
    said = desk.said('/reports/note/source?path=report.md&line=9')
    assert said['line'] == 11
    assert said['former'][:11] == [1, 2, 3, 4, 5, 6, 0, 0, 7, 8, 9]
    article.write_text(text)


def test_a_picture_is_drawn_once_and_kept_by_its_digest(desk: Desk) -> None:
    """A page that looks as before is not sent again."""
    pages = desk.said('/reports/note/pages')
    assert [page['folio'] for page in pages['pages']] == ['i', 'ii', 'iii', '1']
    told = desk.said(f"/reports/note/pages/{pages['key']}/3?width=320")
    assert told == desk.said(f"/reports/note/pages/{pages['key']}/3?width=320")
    status, headers, body = desk.get(told['picture'])
    assert status == 200
    assert body.startswith(b'\x89PNG')
    assert 'immutable' in headers['Cache-Control']
    assert desk.get(f"/reports/note/pages/{pages['key']}/4?width=320")[0] == 404


def test_pages_set_ahead_stand_in_the_place_of_the_former_ones(desk: Desk) -> None:
    """A galley of two pages for the one that was edited; the rest is as it was."""
    pdf = (desk.folder / 'out' / 'note' / 'note.pdf').read_bytes()
    former = desk.said('/reports/note/pages')
    cover = desk.said(f"/reports/note/pages/{former['key']}/0?width=320")
    warning = Diagnostic('words-lost', "Words are lost", Span('report.md', 9, 1))
    desk.board.change('note', galley=Pulled(pdf, 3, 1, ('1', '2', '3', '4'), (warning,)))
    pages = desk.said('/reports/note/pages')
    assert pages['key'] != former['key']
    assert [(page['folio'], page['former']) for page in pages['pages']] == [
        ('i', 0), ('ii', 1), ('iii', 2), ('1', None), ('2', None), ('3', None), ('4', None)
    ]  # fmt: skip
    fresh = desk.said(f"/reports/note/pages/{pages['key']}/3?width=320")
    assert fresh == cover
    assert desk.said(f"/reports/note/pages/{former['key']}/0?width=320") is None
    [finding] = desk.said('/reports/note/findings')['findings']
    assert finding['id'] == 'words-lost'
    desk.board.change('note', galley=None)
    assert desk.said('/reports/note/pages') == former


def test_pages_set_ahead_are_marked_in_the_browser(desk: Desk) -> None:
    """Nobody takes them for the whole; and the view stays where it was."""
    pdf = (desk.folder / 'out' / 'note' / 'note.pdf').read_bytes()
    with chromium() as browser:
        page = browser.new_page(viewport={'width': 1440, 'height': 900})
        page.goto(f'{desk.server.address}reports/note/')
        page.locator('.sheet:nth-child(4)').wait_for()
        desk.board.change('note', galley=Pulled(pdf, 3, 1, ('1', '2', '3', '4')), pulled=1)
        expect(page.locator('.sheet.is-fresh')).to_have_count(4)
        expect(page.locator('#notice')).to_contain_text('set just now; the rest follows')
        page.click('#notice button')
        page.locator('.sheet.is-fresh.is-drawn').first.wait_for()
        expect(page.locator('#page-number')).to_have_value('4')
        desk.board.change('note', galley=Pulled(pdf, 3, 1, ('1', '2')), pulled=2)
        expect(page.locator('.sheet.is-fresh')).to_have_count(2)
        desk.board.change('note', galley=None)
        expect(page.locator('.sheet')).to_have_count(4)
        expect(page.locator('.sheet.is-fresh')).to_have_count(0)
        expect(page.locator('#notice')).to_be_hidden()


def test_what_is_made_in_advance_stands_in_the_place_of_the_former(desk: Desk) -> None:
    """With the assets, and the caution, that the published products have."""
    opened = desk.said('/reports/note/ledger')
    chapter = opened['chapters'][-1]['path']
    page = f'<!DOCTYPE html><p>New</p>{SCRIPT}'.encode()
    document = ProductFile(chapter, b'<html><title>New &amp; old</title></html>')
    standing = desk.get('/products/note/index.html')
    assert desk.said('/reports/note/advance') is None
    desk.board.change('note', advance=Advanced(page, (document,)), advanced=7)
    assert desk.said('/reports/note/advance') == {
        'number': 7,
        'edition': opened['edition'],
        'chapters': [{'path': chapter, 'title': 'New & old'}],
    }
    status, headers, body = desk.get('/products/note/index.html?advance=7')
    assert (status, body) == (200, page)
    names = {'Content-Type', 'Content-Security-Policy', 'X-Content-Type-Options',
             'Cross-Origin-Resource-Policy', 'Referrer-Policy', 'Cache-Control'}  # fmt: skip
    assert {name: headers[name] for name in names} == {name: standing[1][name] for name in names}
    assert "script-src 'none'" in headers['Content-Security-Policy']
    for other in ('', '?advance=6', '?advance=', '?advance=0', '?advance=7x'):
        assert desk.get(f'/products/note/index.html{other}')[2] == standing[2]
    assert desk.get('/products/note/assets/web.css?advance=7')[2] != page
    address = f"/reports/note/epub/{opened['edition']}/{chapter}"
    former, made = desk.get(address), desk.get(f'{address}?advance=7')
    assert made[2] == document.content != former[2]
    assert {name: made[1][name] for name in names} == {name: former[1][name] for name in names}
    sheet = f"/reports/note/epub/{opened['edition']}/EPUB/book.css?advance=7"
    assert desk.get(sheet)[0] == 200
    desk.board.change('note', advance=None)
    assert desk.said('/reports/note/advance') is None
    assert desk.get('/products/note/index.html?advance=7')[2] == standing[2]
    assert desk.get(f'{address}?advance=7')[2] == former[2]


def test_findings_tell_all_that_the_terminal_tells(desk: Desk) -> None:
    """Id, weight, message, what to do, place, the line and notes; errors first."""
    state = desk.board.state('note')
    assert state is not None
    span = Span('report.md', 11, 30)
    note = Note("Here", Span('../imprint.yaml', 1, 1))
    found = Diagnostic('unknown-actor', f"“{SCRIPT}” is nobody", span, "name one", notes=(note,))
    desk.board.change('note', diagnostics=(found,), found=1)
    said = desk.said('/reports/note/findings')
    [finding] = said['findings']
    assert finding['message'] == f"“{SCRIPT}” is nobody"
    assert finding['span']['place'].endswith('note/report.md:11:30')
    assert finding['excerpt'].startswith('The second paragraph tells of the ferry')
    assert finding['notes'][0]['span']['path'] == '../imprint.yaml'
    desk.board.change('note', diagnostics=state.diagnostics, found=2)


def test_news_come_as_they_are_and_the_end_is_told(desk: Desk) -> None:
    """The page need not ask; and it says that the preview was ended."""
    connection = http.client.HTTPConnection('127.0.0.1', desk.server.server_port, timeout=20)
    connection.request('GET', '/events')
    response = connection.getresponse()
    assert response.headers['Content-Type'] == 'text/event-stream'

    def news() -> dict[str, Any]:
        for line in response:
            if line.startswith(b'data: '):
                return dict(json.loads(line[6:]))
        raise AssertionError("no news")

    note, new = news()['reports']
    assert (note['title'], note['phase']) == ('A note on the ferry', 'published')
    assert (new['title'], new['edition']) == ('new', None)
    desk.board.change('new', phase=Phase.BUILDING, doing="reading the report")
    assert news()['reports'][1]['doing'] == 'reading the report'
    connection.close()
