"""The preview's server: reports as they are being written, for browsers on this machine.

In: the board, the gallery and the folder of products.  Out: a page, what it is told of (as JSON and
as server-sent events, HTML 9.2), the products and pictures of their pages.  It takes nothing in.
Sources go out as text for a page that shows them as text, products without leave to run a script.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from pathlib import Path
from urllib.parse import parse_qs, quote, unquote, urlsplit

from proofpress.assets import diagnostic_page, package_text
from proofpress.serve import answers, dress
from proofpress.serve.bench import Bench
from proofpress.serve.board import Board, State
from proofpress.serve.editions import found_entry
from proofpress.serve.files import Found, Moved, found_text, look_up
from proofpress.serve.gallery import Gallery
from proofpress.serve.galley import Advance
from proofpress.serve.server import Desk, Server

_SCRIPTS = frozenset(
    f'{name}.js'
    for name in ('report', 'reports', 'news', 'pages', 'frames', 'findings', 'source', 'ledger')
)
_OUR_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
_PRODUCT_POLICY = (
    "script-src 'none'; object-src 'none'; connect-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
_PROOF_POLICY = "frame-ancestors 'self'"
"""The proof's report names its one script itself."""
_FOR_US = {'Cross-Origin-Resource-Policy': 'same-origin', 'Referrer-Policy': 'same-origin'}
_FOR_A_PRODUCT = {**_FOR_US, 'Content-Security-Policy': _PRODUCT_POLICY}
_FOR_EVER = 'private, max-age=31536000, immutable'
_HEARTBEAT = 10.0
"""Seconds after which a page hears that we are still here."""
_RETRY = 'retry: 1000\n\n'
"""Milliseconds after which a page asks again that lost us."""


class PreviewServer(Server):
    """A server that waits at `address` until it is told to serve.

    Raises `AddressError` when it cannot wait there.
    """

    def __init__(
        self, board: Board, bench: Bench, gallery: Gallery, out: Path, host: str, port: int
    ) -> None:
        """Take what is to be shown, who makes it, the folder of products, and a place to wait."""
        self.board = board
        self.bench = bench
        self.gallery = gallery
        self.out = out
        super().__init__(host, port, _Desk)


class _Desk(Desk):
    """Answers one connection."""

    server: PreviewServer

    def respond(self) -> None:
        """Find who answers, by the first name of the address."""
        parts = [unquote(part) for part in urlsplit(self.path).path.split('/')[1:]]
        match parts:
            case ['']:
                self._send_list()
            case ['events']:
                self._send_events()
            case ['preview.css']:
                self._send_text(dress.sheet(), 'text/css')
            case ['sign.svg']:
                self.hand_over(dress.sign())
            case ['fonts', name]:
                self.hand_over(dress.face(name), more=_FOR_US)
            case ['scripts', name] if name in _SCRIPTS:
                self._send_text(package_text(f'serve/page/{name}'), 'text/javascript')
            case ['explain', name]:
                self._send_text(diagnostic_page(name), 'text/plain')
            case ['pictures', name]:
                self._send_picture(name.removesuffix('.png'))
            case ['reports', slug, *rest]:
                state = self.server.board.state(slug)
                if state is None:
                    self.hand_over(None)
                else:
                    self._send_of_report(state, rest)
            case ['products', slug, *_] if state := self.server.board.state(slug):
                self._send_product(state, parts[1:])
            case _:
                self.hand_over(None)

    def _send_list(self) -> None:
        states = self.server.board.states()
        if len(states) == 1:
            self.send_elsewhere(f'/reports/{quote(states[0].slug, safe="")}/')
        else:
            self._send_text(package_text('serve/page/reports.html'), 'text/html')

    def _send_of_report(self, state: State, rest: list[str]) -> None:
        gallery = self.server.gallery
        match rest:
            case []:
                self.hand_over(Moved(f'/reports/{quote(state.slug, safe="")}/'))
            case ['']:
                self.server.bench.prefer(state.slug)
                self._send_text(package_text('serve/page/report.html'), 'text/html')
            case ['findings']:
                self._send_said(answers.findings_said(state))
            case ['pages']:
                sheets = gallery.sheets(state)
                if sheets is None and state.edition is not None:
                    self.server.bench.look_again(state.slug)
                self._send_said(answers.sheets_said(state, sheets))
            case ['pages', key, number]:
                self._send_drawn(state, key, number)
            case ['ledger']:
                opened = gallery.opened(state)
                self._send_json(answers.ledger_said(opened) if opened else None)
            case ['source']:
                self._send_source(state)
            case ['advance']:
                self._send_json(answers.advance_said(state, gallery.opened(state)))
            case ['epub', _, *path]:
                self._send_of_epub(state, '/'.join(path))
            case _:
                self.hand_over(None)

    def _send_of_epub(self, state: State, path: str) -> None:
        """Send a file of the EPUB: of the edition, or of what was made of it ahead of the rest."""
        opened = self.server.gallery.opened(state)
        found = opened.entry(path) if opened else None
        advance = self._advance(state)
        if opened and advance is not None:
            made = {one.path: one.content for one in advance.documents}
            found = found_entry(path, made[path]) if path in made else found
        self.hand_over(found, more=_FOR_A_PRODUCT)

    def _advance(self, state: State) -> Advance | None:
        """Return what was made ahead of the rest, if it is asked for; None when it is gone."""
        is_asked_for = self._number('advance', 0) == state.advanced
        return state.advance if is_asked_for else None

    def _send_drawn(self, state: State, key: str, number: str) -> None:
        """Draw a page and say by which name its picture can be had; of yesterday's, nothing."""
        sheets = self.server.gallery.sheets(state)
        width = self._number('width', 800)
        if not (number.isascii() and number.isdigit()):
            self._send_said(None)
            return
        if sheets is None or sheets.key != key:
            self._send_json(None)
            return
        index = int(number)
        found = index < len(sheets.sheets) and self.server.gallery.draw(sheets.sheets[index], width)
        self._send_said({'picture': f'/pictures/{found}.png'} if found else None)

    def _send_picture(self, digest: str) -> None:
        content = self.server.gallery.picture(digest)
        found = Found(content, 'image/png', f'"{digest}"') if content is not None else None
        self.hand_over(found, _FOR_EVER, _FOR_US)

    def _send_source(self, state: State) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        self._send_said(
            answers.source_said(
                state,
                asked.get('path', [''])[0],
                self._number('line', 1),
                asked.get('of', ['edition'])[0],
                is_private=self.server.is_private,
            )
        )

    def _send_product(self, state: State, parts: list[str]) -> None:
        """Send a product, or the web page that was made ahead of it: both have the same assets."""
        advance = self._advance(state)
        if advance is not None and parts[1:] == ['index.html']:
            made = Found.of(advance.web, 'text/html; charset=utf-8')
            self.hand_over(made, more=_FOR_A_PRODUCT)
            return
        target = '/' + '/'.join(quote(part, safe='') for part in parts)
        found = look_up(self.server.out, target)
        if isinstance(found, Moved):
            found = Moved(f'/products{found.address}')
        is_proof = parts[1:] == ['proof.html']
        more = {'Content-Security-Policy': _PROOF_POLICY} if is_proof else {}
        self.hand_over(found, more={**_FOR_A_PRODUCT, **more})

    def _send_events(self) -> None:
        """Tell what is known of the reports, again whenever there is something new."""
        board = self.server.board
        self.send_response(HTTPStatus.OK)
        self.send_header('Content-Type', 'text/event-stream')
        self.send_header('Cache-Control', 'no-store')
        self.send_header('Connection', 'close')
        self.end_headers()
        if not self.is_sent:
            return
        self.close_connection = True
        version = 0
        self._write(_RETRY)
        while not board.is_closed:
            now = board.wait(version, _HEARTBEAT)
            said = json.dumps(answers.states_said(board.states(), board.began))
            self._write(f'data: {said}\n\n' if now != version else ': still here\n\n')
            version = now
        self._write('event: farewell\ndata: {}\n\n')

    def _write(self, words: str) -> None:
        self.wfile.write(words.encode())
        self.wfile.flush()

    def _send_said(self, said: object) -> None:
        """Send a value; none is not found."""
        if said is None:
            self._send_text(None, 'application/json')
        else:
            self._send_json(said)

    def _send_json(self, said: object) -> None:
        """Send a value, or null for what is gone.

        News and files do not change at one moment: what a page was told of may be gone when it
        asks. That is no fault of the page, and no error of ours to write on its console.
        """
        self._send_text(json.dumps(said), 'application/json')

    def _send_text(self, text: str | None, media_type: str) -> None:
        more = {**_FOR_US, 'Content-Security-Policy': _OUR_POLICY}
        self.hand_over(found_text(text, media_type) if text is not None else None, more=more)

    def _number(self, name: str, usual: int) -> int:
        words = parse_qs(urlsplit(self.path).query).get(name, [''])[0]
        return int(words) if words.isascii() and words.isdigit() and len(words) < 9 else usual
