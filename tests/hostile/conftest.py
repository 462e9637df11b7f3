"""A server on this machine that must hear nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


class Canary(ThreadingHTTPServer):
    """Answers nothing and remembers who asked."""

    def __init__(self) -> None:
        super().__init__(('127.0.0.1', 0), _Ear)
        self.heard: list[str] = []

    @property
    def address(self) -> str:
        """Where it listens."""
        return f'http://127.0.0.1:{self.server_address[1]}'

    def verify_request(self, request: object, client_address: object) -> bool:
        """Count even a connection that asks for nothing."""
        self.heard.append(str(client_address))
        return True


class _Ear(BaseHTTPRequestHandler):
    """Closes every request."""

    def handle(self) -> None:
        """Say nothing."""


@pytest.fixture(scope='session')
def canary() -> Iterator[Canary]:
    """Yield the server; each test asks it what it heard."""
    with Canary() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()
