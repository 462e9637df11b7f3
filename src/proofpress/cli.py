"""The command line: what the user asks for, and the number that the shell gets.

In: arguments and the working folder.  Out: an exit status; all words go through `present`.  Only
here is every exception caught: what no stage foresaw is said to be our fault.
"""

from __future__ import annotations

import argparse
import difflib
import errno
import gc
import os
import sys
import traceback
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from proofpress import __version__
from proofpress.assets import diagnostic_ids, diagnostic_page
from proofpress.batch import Batch, Desk
from proofpress.building import Building
from proofpress.cluster import ClusterError, is_address
from proofpress.exit_status import ExitStatus
from proofpress.limits import Limits, described, limits_with
from proofpress.missing import library_talk_kept_in, missing_library
from proofpress.model.profile import Profile
from proofpress.model.wish import Wish
from proofpress.named import SEEDS, UsageError, refuse_same_names, report_folders
from proofpress.present import JsonLines, Presenter, Terminal, show_page

if TYPE_CHECKING:
    from proofpress.worker.supervise import Task


def collect_rarely() -> None:
    """Have Python look for garbage in circles a hundred times less often than it would.

    Trees of boxes and of PDF objects live until a report is done: searched at the usual pace, they
    take a tenth of a build's time and a third of the proof's.
    """
    gc.set_threshold(50_000, 20, 50)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status (`ExitStatus`).

    Raises `SystemExit` as argparse does: after `--help` and `--version`, and with status 2 for
    options that do not exist.
    """
    collect_rarely()
    _open_closed_streams()
    desk = Desk(Terminal.on(sys.stderr))
    options = _parser().parse_args(arguments)
    desk.terminal.shows_traces = getattr(options, 'trace', False)
    try:
        status: ExitStatus = options.command(options, desk)
        _flush_output()
    except UsageError as error:
        desk.terminal.complain(str(error))
        return ExitStatus.USAGE
    except ClusterError as error:
        desk.terminal.complain(str(error))
        return ExitStatus.MISSING
    except KeyboardInterrupt:
        desk.terminal.complain(f"interrupted while {desk.doing}; former products are untouched")
        return ExitStatus.INTERRUPTED
    except BrokenPipeError:
        # The reader of our output has gone; what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitStatus.FINDINGS
    except (MemoryError, RecursionError):
        desk.terminal.complain(
            f"{desk.doing} takes more memory than a report may; former products are untouched"
        )
        return ExitStatus.LIMIT
    except Exception as error:
        return _unforeseen(error, desk)
    return status


def _open_closed_streams() -> None:
    """Put nothing where a standard stream was closed: else the next file opened would take it."""
    for number, name in enumerate(('stdin', 'stdout', 'stderr')):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(number, 'w' if number else 'r', closefd=False))


def _unforeseen(error: Exception, desk: Desk) -> ExitStatus:
    """Say what is missing on this machine, or that Proofpress failed."""
    missing = missing_library(error)
    if missing is not None:
        desk.terminal.complain(missing)
        return ExitStatus.MISSING
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        desk.terminal.complain(f"the disk is full; {desk.doing} came to nothing")
        return ExitStatus.FINDINGS
    desk.terminal.fault(
        ''.join(traceback.format_exception(error)),
        f"this is a fault of Proofpress, not of the report: {type(error).__name__} while "
        f"{desk.doing}; former products are untouched",
    )
    return ExitStatus.FAULT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog='proofpress',
        description="Turns a report folder of plain text into a PDF, an EPUB and a web page.",
    )
    parser.add_argument('--version', action='version', version=f'proofpress {__version__}')
    commands = parser.add_subparsers(required=True, metavar='COMMAND')

    _add_build(commands.add_parser('build', help="make and publish the products of reports"))

    proof = commands.add_parser(
        'proof', help="hold standing products to their source, also when others have touched them"
    )
    _add_reports(proof)
    proof.add_argument(
        '--out', type=Path, default=Path('build'), metavar='DIR', help="folder of the products"
    )
    proof.set_defaults(command=_proof)

    check = commands.add_parser('check', help="read and judge the sources only")
    _add_reports(check)
    check.set_defaults(command=_check)

    serve = commands.add_parser(
        'serve', help="preview reports while they are written; or serve what was built"
    )
    _add_folders(serve)
    serve.add_argument(
        '--catalogue',
        action='store_true',
        help="instead, serve the download page and the catalogue that e-readers subscribe to",
    )
    serve.add_argument(
        '--out', type=Path, default=Path('build'), metavar='DIR', help="folder of the products"
    )
    serve.add_argument(
        '--address',
        default='127.0.0.1:8000',
        metavar='HOST:PORT',
        help="where to wait for requests (default: 127.0.0.1:8000, for this machine only)",
    )
    _add_work(serve)
    serve.set_defaults(command=_serve)

    explain = commands.add_parser('explain', help="tell what a diagnostic means")
    explain.add_argument('id', metavar='ID', help="such as unknown-actor")
    explain.set_defaults(command=_explain)
    return parser


def _add_build(build: argparse.ArgumentParser) -> None:
    _add_reports(build)
    build.add_argument(
        '--out', type=Path, default=Path('build'), metavar='DIR', help="folder for the products"
    )
    build.add_argument(
        '--profile',
        default=Profile.ARCHIVE.value,
        choices=[profile.value for profile in Profile],
        metavar='PROFILE',
        help="standards of the PDF: archive (PDF/UA-1, PDF/A-2a; the default), "
        "archive-with-source (PDF/UA-1, PDF/A-3a) or next (PDF/UA-2, PDF/A-4f)",
    )
    build.add_argument(
        '--draft',
        action='store_true',
        help="publish whatever is found, marked as a draft on every page",
    )
    build.add_argument(
        '--kepub',
        action='store_true',
        help="also make Kobo's variant of the EPUB, NAME.kepub.epub",
    )
    build.add_argument(
        '--no-cache',
        action='store_true',
        help="make everything anew, whatever was made before",
    )
    build.add_argument(
        '--cluster',
        type=_scheduler,
        metavar='ADDRESS',
        help="have reports made by the Dask cluster whose scheduler is there: tcp://HOST:PORT",
    )
    build.set_defaults(command=_build)


def _add_reports(command: argparse.ArgumentParser) -> None:
    _add_folders(command)
    command.add_argument(
        '--json', action='store_true', help="write diagnostics to standard output as JSON Lines"
    )
    _add_work(command)
    command.add_argument(
        '--sarif', type=_file, metavar='FILE', help="also write diagnostics to a SARIF 2.1.0 file"
    )


def _add_folders(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        'folders',
        nargs='*',
        metavar='FOLDER',
        help=f"folder of a report (default: every report in {SEEDS}/)",
    )


def _add_work(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        '--jobs',
        type=_count,
        metavar='NUMBER',
        help="how many reports are worked on at once (default: one for each core)",
    )
    command.add_argument(
        '--limit',
        action='append',
        default=[],
        metavar='NAME=NUMBER',
        help=f"what one report may take at most; may be given again: {described()}",
    )
    command.add_argument(
        '--trace', action='store_true', help="show where, should Proofpress itself fail"
    )


def _build(options: argparse.Namespace, desk: Desk) -> ExitStatus:
    folders = report_folders(options.folders)
    refuse_same_names(folders)
    batch = _batch(options, desk)
    wish = Wish(Profile(options.profile), options.draft, options.kepub)
    building = Building(options.out, wish, is_all_anew=options.no_cache)
    try:
        building.build(batch, folders, options.cluster)
    except ClusterError:
        # What was found before is not lost with the cluster.
        batch.close(options.sarif)
        raise
    return batch.close(options.sarif)


def _proof(options: argparse.Namespace, desk: Desk) -> ExitStatus:
    folders = report_folders(options.folders)
    refuse_same_names(folders)
    with library_talk_kept_in():
        from proofpress.press import prove_folder

    def task(folder: Path, limits: Limits) -> Task:
        return partial(prove_folder, folder, options.out, limits)

    batch = _batch(options, desk)
    out = (options.out.resolve(),)
    batch.go_through("proofing", folders, task, also=lambda _: out)
    return batch.close(options.sarif)


def _check(options: argparse.Namespace, desk: Desk) -> ExitStatus:
    folders = report_folders(options.folders)
    with library_talk_kept_in():
        from proofpress.press import check_folder

    def task(folder: Path, limits: Limits) -> Task:
        return partial(check_folder, folder, limits)

    batch = _batch(options, desk)
    batch.go_through("checking", folders, task)
    return batch.close(options.sarif)


def _batch(options: argparse.Namespace, desk: Desk) -> Batch:
    presenter: Presenter = JsonLines(sys.stdout) if options.json else desk.terminal
    try:
        return Batch(desk, presenter, limits_with(options.limit), options.jobs or _cores())
    except ValueError as error:
        raise UsageError(f"--limit: {error}") from None


def _serve(options: argparse.Namespace, desk: Desk) -> ExitStatus:
    # Nothing of this is needed by other commands.
    from proofpress.serving import serve

    options.jobs = options.jobs or _cores()
    return serve(options, desk)


def _explain(options: argparse.Namespace, desk: Desk) -> ExitStatus:
    page = diagnostic_page(options.id)
    if page is None:
        meant = difflib.get_close_matches(options.id, diagnostic_ids(), n=1)
        advice = f"; did you mean “{meant[0]}”?" if meant else ""
        raise UsageError(f"there is no diagnostic “{options.id}”{advice}")
    show_page(page, sys.stdout)
    return ExitStatus.FINE


def _count(words: str) -> int:
    if not words.isascii() or not words.isdigit() or not 0 < int(words) < 1000:
        raise argparse.ArgumentTypeError(f"“{words}” is no number of jobs, such as 4")
    return int(words)


def _file(words: str) -> Path:
    if not Path(words).name:
        raise argparse.ArgumentTypeError(f"“{words}” is no file, such as found.sarif")
    return Path(words)


def _scheduler(words: str) -> str:
    if not is_address(words):
        raise argparse.ArgumentTypeError(
            f"“{words}” is no address of a Dask scheduler, such as tcp://10.0.0.5:8786"
        )
    return words


def _cores() -> int:
    if sys.platform == 'linux':
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _flush_output() -> None:
    """Write what is still buffered, so that a full disk or a closed pipe is noticed here."""
    if sys.stdout is not None:
        sys.stdout.flush()
