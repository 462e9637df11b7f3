"""A resident answers letters for as long as it can, says why it cannot, and is confined."""

from __future__ import annotations

import os
import socket
import stat
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

import pytest

from proofpress.limits import LimitReachedError, Limits
from proofpress.worker import resident
from proofpress.worker.confine import Reach, landlock_version
from proofpress.worker.resident import Answer, NoAnswerError, Resident

LIMITS = Limits(seconds=30, memory=3000)


def counting() -> Answer:
    """Count the letters, and say their words twice."""
    letters: list[bytes] = []

    def answer(letter: bytes) -> list[bytes]:
        letters.append(letter)
        return [str(len(letters)).encode(), letter, letter]

    return answer


def doing(work: Callable[[bytes], bytes]) -> Answer:
    """Answer a letter by work with it."""
    return lambda letter: [work(letter)]


def unlucky() -> Answer:
    """Never get ready."""
    raise LimitReachedError('pages-exceeded', "It has too many pages")


def fail(letter: bytes) -> bytes:
    """Meet a fault of ours."""
    raise LookupError(letter.decode())


def burn(letter: bytes) -> bytes:
    """Take CPU time."""
    end = time.process_time() + float(letter)
    while time.process_time() < end:
        pass
    return b'done'


def fill(_: bytes) -> bytes:
    """Take memory without end."""
    return b'x' * 2**40


def die(_: bytes) -> bytes:
    """End the process."""
    os._exit(3)


def die_in_the_middle(_: bytes) -> bytes:
    """End the process with half an answer."""
    for number in map(int, os.listdir('/proc/self/fd')):
        with suppress(OSError):
            if number > 2 and stat.S_ISSOCK(os.fstat(number).st_mode):
                os.write(number, b'\0\0\x10\0half')
    os._exit(3)


def read(path: bytes) -> bytes:
    """Read a file."""
    return Path(path.decode()).read_bytes()


def call_out(_: bytes) -> bytes:
    """Open a socket."""
    socket.socket()
    return b'open'


def opened(tmp_path: Path, opening: Callable[[], Answer], limits: Limits = LIMITS) -> Resident:
    """Start a resident that may read one folder, and write another."""
    for name in ('report', 'own'):
        (tmp_path / name).mkdir(exist_ok=True)
    return Resident(opening, Reach((tmp_path / 'report',), tmp_path / 'own'), limits)


def test_a_resident_remembers_from_letter_to_letter(tmp_path: Path) -> None:
    """What it knows of a report is why it lives on."""
    with closing(opened(tmp_path, counting)) as one:
        assert one.ask(b'a') == [b'1', b'a', b'a']
        assert one.ask(b'b' * 10**6) == [b'2', b'b' * 10**6, b'b' * 10**6]
        assert one.starts == 1
    assert list((tmp_path / 'own').iterdir()) == []


@pytest.mark.parametrize('death', [die, die_in_the_middle])
def test_one_that_died_is_started_anew(death: Callable[[bytes], bytes], tmp_path: Path) -> None:
    """A preview must not end because one page was too much."""
    with closing(opened(tmp_path, partial(doing, death))) as one:
        for starts in (1, 2):
            assert one.starts == starts
            with pytest.raises(NoAnswerError, match='status 3'):
                one.ask(b'')


@pytest.mark.parametrize(
    ('opening', 'said', 'trace'),
    [
        (unlucky, "It has too many pages", ''),
        (partial(doing, fail), 'LookupError', 'in fail'),
        (partial(doing, fill), "it takes more than 3000 MiB of memory", ''),
    ],
)
def test_why_there_is_no_answer_is_said(
    opening: Callable[[], Answer], said: str, trace: str, tmp_path: Path
) -> None:
    """A fault of ours that nobody hears of is never mended."""
    with closing(opened(tmp_path, opening)) as one:
        with pytest.raises(NoAnswerError) as none:
            one.ask(b'words')
        assert str(none.value) == said
        assert trace in none.value.trace


def test_each_answer_has_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Edits of a long day add up; one that never ends must end."""
    monkeypatch.setattr(resident, 'ANSWER_SECONDS', 2)
    with closing(opened(tmp_path, partial(doing, burn))) as one:
        assert [one.ask(b'1') for _ in range(4)] == [[b'done']] * 4
        assert one.starts == 1
        with pytest.raises(NoAnswerError, match='status -'):
            one.ask(b'20')


def test_one_that_is_spent_is_replaced_before_it_is_asked(tmp_path: Path) -> None:
    """Its limit of CPU time is one for life."""
    with closing(opened(tmp_path, partial(doing, burn), Limits(seconds=2, memory=3000))) as one:
        assert one.ask(b'1.2') == [b'done']
        assert one.starts == 2
        assert one.ask(b'0.1') == [b'done']


@pytest.mark.skipif(sys.platform != 'linux', reason="confined on Linux alone")
def test_a_resident_reaches_its_report_alone(tmp_path: Path) -> None:
    """It reads files of strangers, for days."""
    (tmp_path / 'secret').write_text('s')
    with closing(opened(tmp_path, partial(doing, read))) as one:
        (tmp_path / 'report' / 'a.md').write_text('a')
        assert one.ask(str(tmp_path / 'report' / 'a.md').encode()) == [b'a']
        if landlock_version():
            with pytest.raises(NoAnswerError, match='PermissionError'):
                one.ask(str(tmp_path / 'secret').encode())
    other = opened(tmp_path, partial(doing, call_out))
    with closing(other), pytest.raises(NoAnswerError, match='PermissionError'):
        other.ask(b'')
