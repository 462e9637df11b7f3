"""The server hands out the catalogue as e-readers ask for it, and nothing else of the machine."""

from __future__ import annotations

import hashlib
import http.client
import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress.serve import AddressError, CatalogueServer
from tests.catalogue.standing import EPUB, catalogue, publication, put

FEED_TYPE = 'application/atom+xml;profile=opds-catalog;kind=acquisition'
# What KOReader's OPDS browser sends (plugins/opds.koplugin/opdsbrowser.lua).
KOREADER = {
    'Accept-Encoding': 'identity',
    'Accept': 'application/opds+json, application/atom+xml, application/xml;q=0.9, */*;q=0.1',
}


@pytest.fixture(scope='module')
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp('home')
    (home / 'secret.txt').write_text('secret')
    out = home / 'build'
    put(out, publication('x'), publication('a b'))
    catalogue(out)
    (out / '.hidden').write_text('secret')
    (out / 'x' / '.git').mkdir()
    (out / 'x' / '.git' / 'config').write_text('secret')
    (out / 'link.txt').symlink_to(home / 'secret.txt')
    (out / 'way').symlink_to(home)
    (out / 'bare').mkdir()
    os.mkfifo(out / 'pipe')
    return out


@pytest.fixture(scope='module')
def server(folder: Path) -> Iterator[CatalogueServer]:
    with CatalogueServer(folder, '127.0.0.1', 0) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.02,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()


class Answer:
    """What came back."""

    def __init__(
        self, server: CatalogueServer, target: str, method: str = 'GET', **headers: str
    ) -> None:
        connection = http.client.HTTPConnection('127.0.0.1', server.server_port, timeout=5)
        sent = {name.replace('_', '-'): value for name, value in headers.items()}
        connection.request(method, target, headers=sent)
        response = connection.getresponse()
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        connection.close()


@pytest.mark.parametrize(
    ('target', 'kind'),
    [
        ('/opds.xml', FEED_TYPE),
        ('/opds.json', 'application/opds+json'),
        ('/', 'text/html; charset=utf-8'),
        ('/index.html', 'text/html; charset=utf-8'),
        ('/x/', 'text/html; charset=utf-8'),
        ('/x/x.epub', 'application/epub+zip'),
        ('/x/x.pdf', 'application/pdf'),
        ('/x/cover.png', 'image/png'),
        ('/x/manifest.json', 'application/json'),
        ('/a%20b/a%20b.epub', 'application/epub+zip'),
        ('/opds.xml?page=1', FEED_TYPE),
    ],
)
def test_head_and_get_answer_alike_with_the_right_type(
    server: CatalogueServer, target: str, kind: str
) -> None:
    """KOReader asks HEAD first, and shows any answer but 200 as an error."""
    head = Answer(server, target, 'HEAD', **KOREADER)
    got = Answer(server, target, **KOREADER)
    assert (head.status, got.status) == (200, 200)
    assert head.body == b''
    assert got.headers['Content-Type'] == kind
    assert int(got.headers['Content-Length']) == len(got.body) > 0
    assert got.headers['ETag'] == f'"{hashlib.sha256(got.body).hexdigest()}"'
    kept = {'Content-Type', 'Content-Length', 'ETag', 'Accept-Ranges'}
    assert [head.headers[name] for name in kept] == [got.headers[name] for name in kept]
    assert 'Content-Encoding' not in got.headers


@pytest.mark.parametrize(
    'target',
    [
        '/nowhere', '/x/nowhere.epub', '/../secret.txt', '/x/../../secret.txt',
        '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/x/..%2f..%2fsecret.txt',
        '/.%2e/secret.txt', '//secret.txt',
        '/..\\secret.txt', '/..%5csecret.txt', '/.hidden', '/%2ehidden', '/x/.git/config',
        '/.proofpress.lock', '/link.txt', '/way/secret.txt', '/way/', '/pipe', '/bare/',
        '/x//x.pdf', '/./opds.xml', '/opds.xml/', '/opds.xml/x', '/x%00', '/%ff', '/\u00e9',
        '/x/x.pdf%00.html', 'http://[::1/opds.xml', '*', '/' + 'a' * 300, '/etc/passwd',
        'opds.xml',
    ],
)  # fmt: skip
def test_nothing_else_of_the_machine_is_given_out(server: CatalogueServer, target: str) -> None:
    """A path that climbs out, a hidden name, a link, a pipe: there is no such file."""
    for method in ('GET', 'HEAD'):
        with socket.create_connection(('127.0.0.1', server.server_port), timeout=5) as wire:
            line = f'{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'
            wire.sendall(line.encode())
            answer = b''.join(iter(lambda: wire.recv(65536), b''))
        assert answer.startswith((b'HTTP/1.1 404 ', b'HTTP/1.1 400 ')), answer[:80]
        assert b'secret' not in answer.partition(b'\r\n\r\n')[2].lower().replace(
            target.encode().lower(), b''
        )


def test_a_folder_without_its_slash_is_sent_on(server: CatalogueServer) -> None:
    """Links in the page are relative to the folder; and nobody is sent to another host."""
    moved = Answer(server, '/a%20b')
    assert (moved.status, moved.headers['Location']) == (301, '/a%20b/')
    assert Answer(server, '//evil.example/..').status == 404


@pytest.mark.parametrize(
    ('asked', 'status', 'body', 'said'),
    [
        ('bytes=0-3', 206, EPUB[:4], f'bytes 0-3/{len(EPUB)}'),
        ('bytes=5-', 206, EPUB[5:], f'bytes 5-{len(EPUB) - 1}/{len(EPUB)}'),
        ('bytes=-4', 206, EPUB[-4:], f'bytes {len(EPUB) - 4}-{len(EPUB) - 1}/{len(EPUB)}'),
        ('bytes=0-9999', 206, EPUB, f'bytes 0-{len(EPUB) - 1}/{len(EPUB)}'),
        ('bytes=9999-', 416, b'', f'bytes */{len(EPUB)}'),
        ('bytes=-0', 416, b'', f'bytes */{len(EPUB)}'),
        ('bytes=4-2', 200, EPUB, None),
        ('bytes=0-1,3-4', 200, EPUB, None),
        ('lines=1-2', 200, EPUB, None),
        ('bytes=-', 200, EPUB, None),
    ],
)
def test_a_broken_download_goes_on_where_it_stopped(
    server: CatalogueServer, asked: str, status: int, body: bytes, said: str | None
) -> None:
    """The train was in a tunnel (RFC 9110, 14)."""
    found = Answer(server, '/x/x.epub', Range=asked)
    assert (found.status, found.body, found.headers['Content-Range']) == (status, body, said)
    assert int(found.headers['Content-Length']) == len(body)


def test_a_part_of_a_former_file_is_not_joined_to_the_new(server: CatalogueServer) -> None:
    """Half of yesterday's EPUB and half of today's open in no reader."""
    former = Answer(server, '/x/x.epub', Range='bytes=0-3', If_Range='"former"')
    assert (former.status, former.body) == (200, EPUB)
    tag = Answer(server, '/x/x.epub', 'HEAD').headers['ETag']
    same = Answer(server, '/x/x.epub', Range='bytes=0-3', If_Range=tag)
    assert (same.status, same.body) == (206, EPUB[:4])


def test_what_has_not_changed_is_not_sent_again(server: CatalogueServer) -> None:
    """E-readers look for news every day, some over a telephone."""
    tag = Answer(server, '/opds.xml', 'HEAD').headers['ETag']
    for sent in (tag, f'"else", {tag}', f'W/{tag}', '*'):
        again = Answer(server, '/opds.xml', If_None_Match=sent)
        assert (again.status, again.body, again.headers['ETag']) == (304, b'', tag)
    assert Answer(server, '/opds.xml', If_None_Match='"else"').status == 200


@pytest.mark.parametrize('method', ['POST', 'PUT', 'DELETE', 'TRACE', 'OPTIONS'])
def test_nothing_can_be_changed(server: CatalogueServer, folder: Path, method: str) -> None:
    """It hands out; it takes nothing in."""
    before = (folder / 'opds.xml').read_bytes()
    assert Answer(server, '/opds.xml', method).status == 501
    assert (folder / 'opds.xml').read_bytes() == before


@pytest.mark.parametrize(
    ('host', 'status'),
    [('localhost', 200), ('127.0.0.1:80', 200), ('[::1]:8000', 200), ('evil.example', 421),
     ('localhost.evil.example', 421), ('[::1', 421), ('', 421)],
)  # fmt: skip
def test_a_web_page_from_elsewhere_cannot_read_along(
    server: CatalogueServer, host: str, status: int
) -> None:
    """Reports under embargo are looked at on the editor's own machine (DNS rebinding)."""
    assert Answer(server, '/opds.xml', Host=host).status == status


def test_one_slow_reader_does_not_keep_the_others_waiting(server: CatalogueServer) -> None:
    """An e-reader that fell asleep in the middle of a request."""
    with socket.create_connection(('127.0.0.1', server.server_port)) as wire:
        wire.sendall(b'GET /opds.xml HT')
        assert Answer(server, '/opds.xml').status == 200


def test_a_reader_that_goes_away_leaves_no_trace(
    server: CatalogueServer, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nobody wants a traceback for a tapped “cancel”."""
    for _ in range(3):
        with socket.create_connection(('127.0.0.1', server.server_port)) as wire:
            wire.sendall(b'GET /index.html HTTP/1.1\r\nHost: localhost\r\n\r\n')
    assert Answer(server, '/').status == 200
    assert capfd.readouterr() == ('', '')


def test_an_address_that_is_taken_is_named(server: CatalogueServer, folder: Path) -> None:
    """One line says what to change."""
    port = server.server_port
    with pytest.raises(AddressError, match=f'127.0.0.1:{port} cannot be served: Address already'):
        CatalogueServer(folder, '127.0.0.1', port)
    with pytest.raises(AddressError, match=r'\[::zz\]:8000 cannot be served'):
        CatalogueServer(folder, '::zz', 8000)


def test_the_address_is_told_as_browsers_take_it(server: CatalogueServer) -> None:
    """It is copied from the terminal."""
    assert server.address == f'http://127.0.0.1:{server.server_port}/'
    assert server.is_private
