"""The catalogue's server: hands out the build to e-readers and browsers, with the right types.

In: the folder of the build and an address of this machine.  Out: the files that stand there; it
changes nothing and runs nothing.  Web servers in general give `opds.xml` a type that e-readers do
not take for a catalogue; this one is for the desk and for the shelf at home.
"""

from __future__ import annotations

from pathlib import Path

from proofpress.serve.files import look_up
from proofpress.serve.server import Desk, Server


class CatalogueServer(Server):
    """A server that waits at `address` until it is told to serve.

    Raises `AddressError` when it cannot wait there.
    """

    def __init__(self, folder: Path, host: str, port: int) -> None:
        """Take the folder of the build, a host name or IP address, and a port; 0 is any."""
        self.folder = folder
        super().__init__(host, port, _Desk)


class _Desk(Desk):
    """Answers one connection."""

    server: CatalogueServer

    def respond(self) -> None:
        """Send the file that the address names."""
        self.hand_over(look_up(self.server.folder, self.path))
