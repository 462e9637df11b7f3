"""Serving: reports previewed while they are written, and the catalogue of what was built.

In: the options of `serve`.  Out: an exit status, once Control-C ends it.  It ties the press to the
room that shows what it makes; what is made is what `build` makes.
"""

from __future__ import annotations

import argparse
import re
import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import TypeVar

from proofpress.assets import styles_folder
from proofpress.batch import Desk, report_files
from proofpress.building import Building
from proofpress.diagnostics import Diagnostic
from proofpress.exit_status import ExitStatus
from proofpress.freshness import program_digest
from proofpress.galley import GalleyDesk
from proofpress.limits import Limits, limits_with
from proofpress.missing import library_talk_kept_in
from proofpress.model.slug import slug_of_folder
from proofpress.model.wish import Wish
from proofpress.named import UsageError, refuse_same_names, report_folders
from proofpress.present import Findings
from proofpress.publish import read_product
from proofpress.serve import CATALOGUE, AddressError, CatalogueServer
from proofpress.serve.bench import Bench, Shop
from proofpress.serve.board import Board, Phase, State
from proofpress.serve.gallery import Gallery
from proofpress.serve.preview import PreviewServer
from proofpress.serve.server import Server
from proofpress.serve.watch import Watch
from proofpress.worker.confine import Reach
from proofpress.worker.supervise import Job, temporary_place

_Server = TypeVar('_Server', bound=Server)


def serve(options: argparse.Namespace, desk: Desk) -> ExitStatus:
    """Serve the catalogue, or preview reports, until Control-C."""
    if options.catalogue:
        return _serve_catalogue(options, desk)
    return _serve_preview(options, desk)


def _serve_catalogue(options: argparse.Namespace, desk: Desk) -> ExitStatus:
    if options.folders:
        raise UsageError("serve --catalogue shows all reports in --out; it takes no folders")
    if not (options.out / CATALOGUE).is_file():
        raise UsageError(
            f"there is no catalogue in “{options.out}”; run `proofpress build` first, or name "
            "the folder of the products with --out"
        )
    with _waiting(partial(CatalogueServer, options.out), options.address) as server:
        desk.terminal.tell(f"“{options.out}” is served at {server.address} until Control-C")
        with suppress(KeyboardInterrupt):
            server.serve_forever()
    return ExitStatus.FINE


def _serve_preview(options: argparse.Namespace, desk: Desk) -> ExitStatus:
    folders = report_folders(options.folders)
    refuse_same_names(folders)
    try:
        limits = limits_with(options.limit)
    except ValueError as error:
        raise UsageError(f"--limit: {error}") from None
    board = Board(State(slug_of_folder(folder.resolve().name), folder) for folder in folders)
    makes = shop(options.out, limits, desk, max(1, options.jobs // len(folders) - 1))
    bench = Bench(board, makes, options.jobs)
    gallery = Gallery(options.out)
    open_server = partial(PreviewServer, board, bench, gallery, options.out)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as stack:
        server = stack.enter_context(_waiting(open_server, options.address))
        stack.callback(gallery.close)
        fault = _ended_by_faults(server, stack)
        watch = Watch(
            board.states(),
            styles_folder(),
            options.out,
            bench.saved,
            partial(_styled, board, bench),
        )
        desk.doing = "previewing reports"
        desk.terminal.tell(f"reports are previewed at {server.address} until Control-C")
        with suppress(KeyboardInterrupt):
            stack.callback(bench.stop)
            stack.callback(board.close)
            stack.callback(watch.stop)
            watch.start()
            bench.start()
            server.serve_forever(0.1)
        desk.terminal.progress("ending …")
    if fault:
        raise fault[0]
    return ExitStatus.FINE


def shop(out: Path, limits: Limits, desk: Desk, hands: int) -> Shop:
    """Return how reports are made, each with so many hands, as `build` makes them.

    A galley is set meanwhile.
    """
    with library_talk_kept_in():
        from proofpress import press

        press.load()
    building = Building(out, Wish())
    one_at_a_time = threading.Lock()

    def job(folder: Path) -> Job:
        with one_at_a_time:
            task = building.task(folder, limits, hands)
        readable = (*report_files(folder), styles_folder(), *building.readable(folder))
        return Job(folder.as_posix(), task, Reach(readable, temporary_place()))

    def findings(folder: Path) -> tuple[Diagnostic, ...] | None:
        with suppress(OSError):
            outcome = building.standing(folder)
            return None if outcome is None else outcome.diagnostics
        return None

    def tell(state: State) -> None:
        with one_at_a_time:
            _tell(state, desk)

    def galleys(folder: Path) -> GalleyDesk:
        published = partial(read_product, out, slug_of_folder(folder.resolve().name))
        return GalleyDesk(folder, published, limits, reach=tuple(report_files(folder)))

    return Shop(
        out,
        limits,
        job,
        building.place,
        findings,
        building.key,
        building.list_all,
        tell,
        galleys,
        _around,
    )


def _around(folder: Path) -> object:
    """Return what tells whether a report's desk can go on: the styles, and which files it may read.

    A desk has leave to read files, not names: one that was put in the place of another is not read.
    """
    found = []
    for path in report_files(folder):
        with suppress(OSError):
            facts = path.stat()
            found.append((path, facts.st_dev, facts.st_ino))
    return program_digest(), found


def _tell(state: State, desk: Desk) -> None:
    """Say on the terminal what came of a report, as `build` says it."""
    name = state.folder.as_posix()
    if state.phase is Phase.FAILED:
        desk.terminal.fault(
            state.trace,
            f"this is a fault of Proofpress, not of the report: {state.doing} of {name}; former "
            "products are untouched",
        )
        return
    desk.terminal.show(Findings(name, state.diagnostics, state.texts))
    words = "published" if state.phase is Phase.PUBLISHED else "not published"
    desk.terminal.tell(f"{name}: {words}")


def _styled(board: Board, bench: Bench) -> None:
    """Have all reports made anew, as what they all share has changed."""
    program_digest.cache_clear()
    for state in board.states():
        bench.saved(state.slug)


def _ended_by_faults(server: Server, stack: ExitStack) -> list[BaseException]:
    """Have a fault in any thread of ours end the server; return where it will stand."""
    found: list[BaseException] = []
    before = threading.excepthook

    def end(fault: threading.ExceptHookArgs) -> None:
        if fault.exc_value is not None:
            found.append(fault.exc_value)
            server.shutdown()

    threading.excepthook = end
    stack.callback(setattr, threading, 'excepthook', before)
    return found


def _waiting(open_server: Callable[[str, int], _Server], address: str) -> _Server:
    try:
        return open_server(*_host_and_port(address))
    except AddressError as error:
        raise UsageError(f"{error}; name another address with --address") from None


def _host_and_port(address: str) -> tuple[str, int]:
    match = re.fullmatch(r'\[([^\]]+)\]:(\d{1,5})|([^:]+):(\d{1,5})', address, re.ASCII)
    if match is None or int(match[2] or match[4]) > 65535:
        raise UsageError(f"“{address}” is no HOST:PORT, such as 127.0.0.1:8000 or [::1]:8000")
    return match[1] or match[3], int(match[2] or match[4])
