"""The worker: what it hands over, what it cannot do, and what is said when it dies."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from proofpress.diagnostics import Diagnostic, Note, Severity
from proofpress.lettering import Order
from proofpress.limits import LimitReachedError, Limits
from proofpress.outcome import Made
from proofpress.product import ProductFile
from proofpress.span import Span
from proofpress.worker import supervise
from proofpress.worker.confine import Reach, landlock_version
from proofpress.worker.supervise import Begin, Job, Task, WorkerError, work, work_all

linux = pytest.mark.skipif(sys.platform != 'linux', reason="only Linux confines so far")
landlock = pytest.mark.skipif(not landlock_version(), reason="this kernel has no Landlock")


def done(
    task: Callable[[Begin], Made], folder: Path, limits: Limits | None = None
) -> tuple[Made, list[str]]:
    """Have a worker do a task that may read `folder/in`; return what it made and what it said."""
    for name in ('in', 'own'):
        (folder / name).mkdir(exist_ok=True)
    said: list[str] = []
    reach = Reach((folder / 'in',), folder / 'own')
    made = work(task, reach, limits or Limits(), said.append)
    assert list((folder / 'own').iterdir()) == []
    return made, said


def tried(task: Callable[[], object], folder: Path) -> str:
    """Return what came of a deed in a worker: the name of its exception, or its result."""

    def report(_: Begin) -> Made:
        try:
            return Made((), slug=repr(task()))
        except OSError as error:
            return Made((), slug=type(error).__name__)

    return done(report, folder)[0].slug


def test_what_was_made_comes_home_as_it_was(tmp_path: Path) -> None:
    """Not a byte of a product and not a place of a finding may change on the way."""
    note = Note("first here", Span('a.md', 2, 3))
    found = (
        Diagnostic('unknown-actor', "“Ким”", Span('b\udcff.md', 7, 1), "help", notes=(note,)),
        Diagnostic('page-almost-empty', "page", severity=Severity.WARNING),
    )
    files = (ProductFile('a.pdf', bytes(range(256)) * 5000), ProductFile('b/c.css', b''))
    orders = (Order('abż', ('en', 'pl')), Order('ab', (), 'a.ttf', 'b', woff2=True))
    formes = (ProductFile('0a', b'pages'), ProductFile('0b', b''))
    made = Made(found, {'b\udcff.md': "text\u2028"}, 'slug', files, formes, orders)

    def task(begin: Begin) -> Made:
        begin("laying out")
        begin("proofing")
        return made

    assert done(task, tmp_path) == (made, ["laying out", "proofing"])


def test_a_task_without_end_is_ended(tmp_path: Path) -> None:
    """Even when it sleeps, and the message says over what."""

    def task(begin: Begin) -> Made:
        begin("laying out the pages")
        time.sleep(60)
        raise AssertionError

    start = time.monotonic()
    (fault,) = done(task, tmp_path, Limits(seconds=1))[0].diagnostics
    assert time.monotonic() - start < 5
    assert fault.id == 'time-exceeded'
    assert fault.message == "Laying out the pages was not done after 1 seconds"
    assert fault.help is not None
    assert '--limit seconds=' in fault.help


@linux
def test_a_task_that_takes_all_memory_is_ended(tmp_path: Path) -> None:
    """The machine has other work to do."""

    def task(begin: Begin) -> Made:
        begin("reading the report")
        hoard = [bytearray(2**24) for _ in range(10_000)]
        return Made((), slug=str(len(hoard)))

    (fault,) = done(task, tmp_path, Limits(memory=1024))[0].diagnostics
    assert fault.id == 'memory-exceeded'
    assert fault.message == "Reading the report takes more than 1024 MiB of memory"


def test_a_task_that_goes_too_deep_is_ended(tmp_path: Path) -> None:
    """A thousand lists in lists are no report."""

    def task(begin: Begin) -> Made:
        return task(begin)

    (fault,) = done(task, tmp_path)[0].diagnostics
    assert (fault.id, fault.message) == ('memory-exceeded', "Starting goes too deep")


def test_a_limit_of_a_stage_is_told(tmp_path: Path) -> None:
    """Only the layout knows how many pages there are."""

    def task(_: Begin) -> Made:
        raise LimitReachedError('pages-exceeded', "The PDF has more than 3 pages")

    (fault,) = done(task, tmp_path)[0].diagnostics
    assert (fault.id, fault.message) == ('pages-exceeded', "The PDF has more than 3 pages")


@pytest.mark.parametrize('number', [signal.SIGSEGV, signal.SIGABRT, signal.SIGKILL])
def test_a_death_is_told_as_what_it_is(number: signal.Signals, tmp_path: Path) -> None:
    """A library that crashes takes nothing with it."""

    def task(begin: Begin) -> Made:
        begin("decoding pictures")
        signal.raise_signal(number)
        time.sleep(60)
        raise AssertionError

    (fault,) = done(task, tmp_path)[0].diagnostics
    assert fault.id == 'worker-died'
    assert f"signal {number.value} ({number.name}) while decoding pictures" in fault.message
    assert fault.help is not None
    assert ("out of memory" in fault.help) is (number is signal.SIGKILL)


def test_a_fault_of_ours_comes_home_with_its_trace(tmp_path: Path) -> None:
    """Who mends it must know where; who wrote the report need not."""

    def task(begin: Begin) -> Made:
        begin("composing the book")
        return Made((), slug=str(1 / 0))

    with pytest.raises(WorkerError) as raised:
        done(task, tmp_path)
    assert raised.value.name == 'ZeroDivisionError'
    assert raised.value.doing == "composing the book"
    assert 'in task' in raised.value.trace


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    """Typefaces are unpacked for a moment, and there may be no room for them."""

    def task(_: Begin) -> Made:
        raise OSError(errno.ENOSPC, "No space left on device")

    (fault,) = done(task, tmp_path)[0].diagnostics
    assert fault.id == 'disk-full'


@pytest.fixture
def canary() -> Iterator[list[object]]:
    """Listen on loopback; gives what connected."""
    seen: list[object] = []
    server = socket.create_server(('127.0.0.1', 0))
    seen.append(server.getsockname())

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            seen.append(connection)

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    yield seen
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


@linux
@pytest.mark.parametrize('kind', ['SOCK_STREAM', 'SOCK_DGRAM'])
def test_a_worker_has_no_network(kind: str, tmp_path: Path, canary: list[object]) -> None:
    """A report that makes the press call its author tells who reads it."""
    address = canary[0]

    def call() -> None:
        with socket.socket(socket.AF_INET, getattr(socket, kind)) as caller:
            caller.connect(address)
            caller.send(b'read')

    assert tried(call, tmp_path) == 'PermissionError'
    assert canary == [address]


@landlock
def test_a_worker_reads_what_it_is_to_read_and_nothing_else(tmp_path: Path) -> None:
    """Another report, a key, a password: none of the business of this one."""
    (tmp_path / 'in').mkdir()
    (tmp_path / 'in' / 'a').write_text('seen')
    (tmp_path / 'secret').write_text('canary')
    (tmp_path / 'in' / 'link').symlink_to(tmp_path / 'secret')
    assert tried((tmp_path / 'in' / 'a').read_text, tmp_path) == "'seen'"
    for path in (tmp_path / 'secret', tmp_path / 'in' / 'link', Path('/etc/passwd')):
        assert tried(path.read_text, tmp_path) == 'PermissionError'
    assert tried(lambda: list(tmp_path.iterdir()), tmp_path) == 'PermissionError'


@landlock
def test_a_worker_writes_into_a_folder_of_its_own_alone(tmp_path: Path) -> None:
    """Products are placed by who asked for them."""

    def own() -> str:
        Path(os.environ['TMPDIR'], 'a').write_text('a')
        return 'written'

    assert tried(own, tmp_path) == "'written'"
    for path in (tmp_path / 'in' / 'b', tmp_path / 'b', tmp_path / 'own' / 'b'):
        assert tried(lambda path=path: path.write_text('b'), tmp_path) == 'PermissionError'
    assert tried((tmp_path / 'in').rmdir, tmp_path) == 'PermissionError'


@linux
def test_a_worker_starts_no_program_and_ends_no_other(tmp_path: Path) -> None:
    """What a crash in a library is good for, where nothing else stands in its way."""
    parent = os.getpid()
    assert tried(lambda: os.execv('/bin/true', ['true']), tmp_path) == 'PermissionError'
    assert tried(lambda: os.kill(parent, signal.SIGTERM), tmp_path) == 'PermissionError'


@linux
def test_a_worker_ends_with_who_asked_for_it(tmp_path: Path) -> None:
    """A build that is killed leaves nobody behind who goes on computing."""
    code = (
        'import os, sys, time\n'
        'from pathlib import Path\n'
        'from proofpress.limits import Limits\n'
        'from proofpress.worker.confine import Reach\n'
        'from proofpress.worker.supervise import work\n'
        'def task(begin):\n'
        '    begin(str(os.getpid()))\n'
        '    time.sleep(60)\n'
        'reach = Reach((), Path(sys.argv[1]))\n'
        'work(task, reach, Limits(), lambda said: print(said, flush=True))\n'
    )
    with subprocess.Popen(
        [sys.executable, '-c', code, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as asking:
        assert asking.stdout is not None
        worker = int(asking.stdout.readline())
        assert Path(f'/proc/{worker}').exists()
        asking.kill()
    end = time.monotonic() + 5
    while is_running(worker) and time.monotonic() < end:
        time.sleep(0.01)
    assert not is_running(worker)
    (left,) = tmp_path.iterdir()
    # The next worker takes away what that one could not.
    work(lambda _: Made(()), Reach((), tmp_path), Limits(), lambda _: None)
    assert not left.exists()


def is_running(process: int) -> bool:
    """Tell whether a process computes; nobody may have asked yet how it ended."""
    try:
        state = Path(f'/proc/{process}/stat').read_text().rpartition(')')[2].split()[0]
    except FileNotFoundError:
        return False
    return state != 'Z'


def test_jobs_are_done_at_once_and_none_stops_the_rest(tmp_path: Path) -> None:
    """Of two hundred reports, one always fails."""

    def deed(name: str) -> Task:
        def task(begin: Begin) -> Made:
            begin(f"making {name}")
            time.sleep(0.3)
            if name == 'fails':
                raise ZeroDivisionError
            if name == 'dies':
                signal.raise_signal(signal.SIGKILL)
            return Made((), slug=name)

        return task

    names = ['a', 'fails', 'b', 'dies', 'c', 'd']
    said: list[tuple[str, str]] = []
    start = time.monotonic()
    jobs = (Job(name, deed(name), Reach((), tmp_path)) for name in names)
    ends = {
        job.name: end for job, end in work_all(jobs, Limits(), 3, lambda *one: said.append(one))
    }
    assert time.monotonic() - start < 0.3 * len(names)
    assert ends.keys() == set(names)
    assert isinstance(ends.pop('fails'), WorkerError)
    made = {name: end for name, end in ends.items() if isinstance(end, Made)}
    assert [one.id for one in made.pop('dies').diagnostics] == ['worker-died']
    assert {name: end.slug for name, end in made.items()} == {name: name for name in 'abcd'}
    assert sorted(said) == sorted((name, f"making {name}") for name in names)
    assert list(tmp_path.iterdir()) == []


def pipes() -> list[int]:
    """Return the pipes that this process has."""
    found = []
    for number in range(3, 256):
        with suppress(OSError):
            if stat.S_ISFIFO(os.fstat(number).st_mode):
                found.append(number)
    return found


@linux
def test_a_worker_cannot_write_the_letters_of_another(tmp_path: Path) -> None:
    """What one stranger's report does to its worker must not reach another's products."""

    def deed(name: str) -> Task:
        def task(_: Begin) -> Made:
            time.sleep(0.2)
            return Made((), slug=f'{name} {len(pipes())}')

        return task

    jobs = (Job(name, deed(name), Reach((), tmp_path)) for name in 'abcd')
    ends = work_all(jobs, Limits(), 4, lambda *_: None)
    assert sorted(end.slug for _, end in ends if isinstance(end, Made)) == [
        f'{name} 1' for name in 'abcd'
    ]


HALF = (1000).to_bytes(4, 'big') + b'["made"'


def letter(said: bytes) -> bytes:
    return len(said).to_bytes(4, 'big') + said


def about(**said: object) -> bytes:
    made = {'diagnostics': [], 'texts': {}, 'slug': 'a', 'files': [], 'formes': [], 'orders': []}
    return letter(json.dumps(['made', made | said]).encode())


@linux
@pytest.mark.parametrize(
    ('said', 'words'),
    [
        (HALF, "ended by signal 9 (SIGKILL) while laying out"),
        (letter(b'[]'), "wrote what is no answer while laying out"),
        (letter(b'\xff'), "wrote what is no answer while laying out"),
        (letter(b'[' * 100_000), "wrote what is no answer while laying out"),
        (letter(b'["made", {}]'), "wrote what is no answer while laying out"),
        (letter(b'["made", []]'), "wrote what is no answer while laying out"),
        (letter(b'["limit", []]'), "wrote what is no answer while laying out"),
        (about(files=['../a.pdf']), "wrote what is no answer while laying out"),
        (about(files=['a\0.pdf']), "wrote what is no answer while laying out"),
        (about(files=['a.pdf', './a.pdf']), "wrote what is no answer while laying out"),
        (about(formes=[7]), "wrote what is no answer while laying out"),
        ((2**31 - 1).to_bytes(4, 'big') + b'x', "ended by signal 9 (SIGKILL) while laying out"),
    ],
)
def test_a_worker_that_writes_no_letters_harms_nobody(
    tmp_path: Path, said: bytes, words: str
) -> None:
    """It may have died in the middle of one, or somebody else may hold its pen."""

    def task(begin: Begin) -> Made:
        begin("laying out")
        (pipe,) = pipes()
        os.write(pipe, said)
        if said is HALF:
            signal.raise_signal(signal.SIGKILL)
        time.sleep(60)
        raise AssertionError

    start = time.monotonic()
    made, _ = done(task, tmp_path, Limits(memory=1024))
    assert [one.id for one in made.diagnostics] == ['worker-died']
    assert made.diagnostics[0].message == f"The worker that makes the report {words}"
    assert made.files == ()
    assert time.monotonic() - start < 10


@linux
def test_a_worker_that_stops_in_the_middle_of_a_letter_is_ended(tmp_path: Path) -> None:
    """Who waits for the rest would wait for ever."""

    def task(_: Begin) -> Made:
        os.write(pipes()[0], HALF)
        time.sleep(60)
        raise AssertionError

    start = time.monotonic()
    (fault,) = done(task, tmp_path, Limits(seconds=1))[0].diagnostics
    assert fault.id == 'time-exceeded'
    assert time.monotonic() - start < 5


def test_a_limit_may_be_larger_than_a_system_counts(tmp_path: Path) -> None:
    """Somebody means: none."""
    made, _ = done(lambda _: Made((), slug='done'), tmp_path, Limits(seconds=10**10))
    assert made.slug == 'done'


def test_folders_of_other_machines_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Several may share the place of temporary files, and each counts its own processes."""
    monkeypatch.setattr(supervise, '_machine', lambda: 'elsewhere')
    monkeypatch.setattr(os, 'getpid', lambda: 2**30)
    theirs = supervise.own_folder(tmp_path)
    assert '-elsewhere-' in theirs.name
    monkeypatch.undo()
    ours = supervise.own_folder(tmp_path)
    assert theirs.is_dir()
    monkeypatch.setattr(supervise, '_machine', lambda: 'elsewhere')
    supervise.own_folder(tmp_path)
    assert not theirs.is_dir()
    assert ours.is_dir()


@linux
def test_who_stops_asking_ends_the_workers(tmp_path: Path) -> None:
    """After Control-C nothing computes on."""

    def task(begin: Begin) -> Made:
        begin(str(os.getpid()))
        time.sleep(60)
        raise AssertionError

    numbers: list[int] = []

    def stop(_: str, said: str) -> None:
        numbers.append(int(said))
        if len(numbers) == 2:
            raise KeyboardInterrupt

    jobs = [Job(name, task, Reach((), tmp_path)) for name in 'abc']
    with pytest.raises(KeyboardInterrupt):
        list(work_all(jobs, Limits(), 2, stop))
    assert not any(map(is_running, numbers))
    assert list(tmp_path.iterdir()) == []


def test_a_worker_has_none_of_the_connections_of_a_server(tmp_path: Path) -> None:
    """It reads files of strangers; it must not answer a browser in our name."""

    def sockets() -> int:
        found = 0
        for number in range(256):
            with suppress(OSError):
                found += stat.S_ISSOCK(os.fstat(number).st_mode)
        return found

    with socket.socket() as door:
        door.bind(('127.0.0.1', 0))
        door.listen()
        # Other tests may have left theirs.
        assert sockets() >= 1
        assert tried(sockets, tmp_path) == '0'


def test_a_word_ends_the_work_in_the_middle(tmp_path: Path) -> None:
    """A save makes what is being made worthless."""
    (tmp_path / 'own').mkdir()

    def task(begin: Begin) -> Made:
        begin("sleeping")
        time.sleep(60)
        return Made(())

    hearing, telling = multiprocessing.Pipe(duplex=False)
    job = Job('report', task, Reach((), tmp_path / 'own'))
    with hearing, telling:
        ends = work_all([job], Limits(), 1, lambda *_: telling.send_bytes(b'saved'), hearing)
        assert list(ends) == []
    assert list((tmp_path / 'own').iterdir()) == []
