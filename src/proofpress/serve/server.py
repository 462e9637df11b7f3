"""What our servers share: how they wait for requests, whom they answer, how they hand bytes over.

In: an address of this machine, and what is to be sent.  Out: answers to GET and HEAD (RFC 9110)
with entity tags and single ranges.  A server changes nothing, and says no word of its own.
"""

from __future__ import annotations

import http.server
import ipaddress
import re
import socket
import sys
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import urlsplit

from proofpress.serve.files import Found, Moved

_RANGE = re.compile(r'bytes=(\d{0,18})-(\d{0,18})')
_SECONDS_OF_SILENCE = 30
"""After which a connection is closed."""
# A build may replace any file at any time: ask each time, and be told that nothing changed.
_ASK_EACH_TIME = 'no-cache'


class AddressError(Exception):
    """The address cannot be served; the message says why."""


class Server(http.server.ThreadingHTTPServer):
    """A server that waits at `address` until it is told to serve.

    Raises `AddressError` when it cannot wait there.
    """

    daemon_threads = True

    def __init__(self, host: str, port: int, desk: type[Desk]) -> None:
        """Take a host name or IP address, a port (0 is any), and who answers."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            self.address_family, *_, place = found[0]
            super().__init__((str(place[0]), port), desk)
        except (OSError, OverflowError, UnicodeError) as error:
            reason = getattr(error, 'strerror', None) or str(error)
            raise AddressError(f"{_joined(host, port)} cannot be served: {reason}") from error

    def server_bind(self) -> None:
        """Bind without asking for the machine's name, which may take seconds."""
        socket_server_bind = super(http.server.HTTPServer, self).server_bind
        socket_server_bind()
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet about readers that went away; a fault of ours is still told in full."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # as it came

    @property
    def address(self) -> str:
        """The address for browsers, `http://127.0.0.1:8000/`."""
        return f'http://{_joined(self.server_name, self.server_port)}/'

    @property
    def is_private(self) -> bool:
        """True when only this machine reaches the server."""
        return ipaddress.ip_address(self.server_name).is_loopback


class Desk(http.server.BaseHTTPRequestHandler):
    """Answers one connection; what is found for an address, those who inherit say."""

    protocol_version = 'HTTP/1.1'
    server_version = 'Proofpress'
    sys_version = ''
    timeout = _SECONDS_OF_SILENCE
    server: Server
    is_sent = True
    """False when only the head of the answer is wanted."""

    def do_GET(self) -> None:
        """Send a file, or the part that was asked for."""
        self.is_sent = True
        self._answer()

    def do_HEAD(self) -> None:
        """Say what GET would send."""
        self.is_sent = False
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # its name is http.server's
        """Keep quiet: only `present` speaks."""

    def respond(self) -> None:
        """Answer a request that is meant for us."""
        raise NotImplementedError

    def hand_over(
        self,
        found: Found | Moved | None,
        cache: str = _ASK_EACH_TIME,
        more: Mapping[str, str] | None = None,
    ) -> None:
        """Send what was found, or say that nothing was; `more` are headers that go with it."""
        if found is None:
            self.send_error(HTTPStatus.NOT_FOUND)
        elif isinstance(found, Moved):
            self.send_elsewhere(found.address, HTTPStatus.MOVED_PERMANENTLY)
        elif _names(self.headers.get('If-None-Match', ''), found.tag):
            self.send_response(HTTPStatus.NOT_MODIFIED)
            self.send_header('ETag', found.tag)
            self.end_headers()
        else:
            self._send(found, {'Cache-Control': cache, **(more or {})})

    def send_elsewhere(self, address: str, status: HTTPStatus = HTTPStatus.FOUND) -> None:
        """Send the reader to another address of ours."""
        self.send_response(status)
        self.send_header('Location', address)
        self.send_header('Content-Length', '0')
        self.end_headers()

    def _answer(self) -> None:
        if self._is_meant_for_us():
            self.respond()
        else:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)

    def _send(self, found: Found, headers: Mapping[str, str]) -> None:
        size = len(found.content)
        part = self._part(found)
        if part is not None and not part:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header('Content-Range', f'bytes */{size}')
            self.send_header('Content-Length', '0')
            self.end_headers()
            return
        self.send_response(HTTPStatus.OK if part is None else HTTPStatus.PARTIAL_CONTENT)
        if part is not None:
            self.send_header('Content-Range', f'bytes {part[0]}-{part[-1]}/{size}')
        wanted = found.content if part is None else found.content[part.start : part.stop]
        self.send_header('Content-Type', found.media_type)
        self.send_header('Content-Length', str(len(wanted)))
        self.send_header('Accept-Ranges', 'bytes')
        self.send_header('ETag', found.tag)
        self.send_header('X-Content-Type-Options', 'nosniff')
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.is_sent:
            self.wfile.write(wanted)

    def _part(self, found: Found) -> range | None:
        """Return the bytes that are asked for, empty when there are none such; None for all.

        Several ranges, and one of a former file, may be answered with the whole (RFC 9110, 14.2).
        """
        match = _RANGE.fullmatch(self.headers.get('Range', ''))
        if match is None or not any(match.groups()):
            return None
        if self.headers.get('If-Range', found.tag) != found.tag:
            return None
        first, last = match.groups()
        size = len(found.content)
        if not first:
            return range(max(0, size - int(last)), size)
        if last and int(last) < int(first):
            return None
        return range(int(first), min(size, int(last) + 1) if last else size)

    def _is_meant_for_us(self) -> bool:
        """Tell whether the request names this machine.

        A web page from elsewhere may give its own name the address 127.0.0.1 and read what is
        served there; then its name stands in `Host`.  Reports may be under embargo.
        """
        if not self.server.is_private:
            return True
        try:
            host = urlsplit(f'//{self.headers.get("Host", "localhost")}').hostname or ''
            return host == 'localhost' or ipaddress.ip_address(host).is_loopback
        except ValueError:
            return False


def _names(tags: str, tag: str) -> bool:
    """Tell whether a list of entity tags names one (RFC 9110, 13.1.2)."""
    return any(one.strip().removeprefix('W/') in ('*', tag) for one in tags.split(','))


def _joined(host: str, port: int) -> str:
    return f'[{host}]:{port}' if ':' in host else f'{host}:{port}'
