"""Parcels: what is sent and what is not, and that nothing of it is believed."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.cluster import ClusterError
from proofpress.cluster.parcels import (
    Order,
    UnsentError,
    Wish,
    answered,
    is_refusal,
    joined,
    lay_out,
    packed,
    parted,
    read_answer,
    refused,
    unpacked,
)
from proofpress.diagnostics import Diagnostic
from proofpress.limits import MIB, Limits
from proofpress.model.profile import Profile
from proofpress.outcome import Made
from proofpress.product import ProductFile
from proofpress.span import Span
from proofpress.worker.supervise import WorkerError
from tests.cluster.loopback import tiny

WISH = Wish(Profile.NEXT, is_draft=True, kepub=True)


def sent(folder: Path, *beside: Path, limits: Limits | None = None) -> tuple[Order, list[bytes]]:
    """Pack a report and open the parcel."""
    return unpacked(packed((folder, *beside), WISH, limits or Limits(), 'program'))


def test_a_report_arrives_as_it_was(tmp_path: Path) -> None:
    """With the imprint around it, files of any name, and folders that are empty."""
    folder = tiny(tmp_path / 'here' / 'one')
    (folder / 'a' / 'b').mkdir(parents=True)
    (folder / 'a' / 'empty').mkdir()
    (folder / 'a' / 'b' / 'bar\N{SNOWMAN}.svg').write_bytes(bytes(range(256)))
    Path(os.fsdecode(os.fsencode(folder) + b'/\xff')).write_bytes(b'no UTF-8')
    imprint = tmp_path / 'here' / 'imprint.yaml'
    imprint.write_text('name: A\n')
    order, contents = sent(folder, imprint, tmp_path / 'here' / 'none.svg')
    assert (order.report, order.program, order.profile) == ('one', 'program', 'next')
    assert order.is_draft
    assert order.kepub
    assert Limits(**order.limits) == Limits()
    there = tmp_path / 'there'
    there.mkdir()
    assert lay_out(order, contents, there) == (there / 'one', there / 'imprint.yaml')
    assert _tree(there) == _tree(tmp_path / 'here')


def _tree(folder: Path) -> dict[str, bytes | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob('*')
    }


def link(folder: Path) -> None:
    (folder / 'link').symlink_to('report.md')


def link_to_a_folder(folder: Path) -> None:
    (folder / 'link').symlink_to(folder.parent)


def pipe(folder: Path) -> None:
    os.mkfifo(folder / 'pipe')


def door(folder: Path) -> None:
    with socket.socket(socket.AF_UNIX) as opened:
        here = os.getcwd()
        os.chdir(folder)  # the path of a socket is short
        try:
            opened.bind('door')
        finally:
            os.chdir(here)


def large(folder: Path) -> None:
    with (folder / 'film.mov').open('wb') as film:
        film.truncate(2 * MIB + 1)


@pytest.mark.parametrize('add', [link, link_to_a_folder, pipe, door, large])
def test_what_cannot_be_sent_as_it_is_stays_here(add: object, tmp_path: Path) -> None:
    """What it would be there is not what it is here."""
    folder = tiny(tmp_path / 'one')
    assert callable(add)
    add(folder)
    with pytest.raises(UnsentError):
        sent(folder, limits=Limits(report=1))


def test_a_link_beside_the_report_stays_here(tmp_path: Path) -> None:
    """Also one that leads nowhere."""
    imprint = tmp_path / 'imprint.yaml'
    imprint.symlink_to('nowhere')
    with pytest.raises(UnsentError):
        sent(tiny(tmp_path / 'one'), imprint)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_stays_here(tmp_path: Path) -> None:
    """The message is that of a build here."""
    folder = tiny(tmp_path / 'one')
    (folder / 'report.md').chmod(0)
    with pytest.raises(UnsentError):
        sent(folder)


def order(**changes: object) -> Order:
    said: dict[str, object] = {
        'program': '',
        'report': 'one',
        'profile': 'archive',
        'is_draft': False,
        'kepub': False,
        'limits': {},
        'folders': ('one',),
        'files': (),
    }
    return Order(**(said | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize('path', ['../a', '/a', 'one/../../a', '', '.', 'a\0b', 'one/..'])
def test_a_path_that_leads_elsewhere_is_refused(path: str, tmp_path: Path) -> None:
    """A parcel writes into the folder that was made for it."""
    place = tmp_path / 'place'
    for number, one in enumerate(
        [order(files=(path,)), order(folders=(path,)), order(report=path)]
    ):
        (here := place / str(number)).mkdir(parents=True)
        with pytest.raises((ValueError, OSError)):
            lay_out(one, [b'x'] * len(one.files), here)
    assert not list(tmp_path.rglob('a'))


@given(st.lists(st.binary()))
def test_parts_are_what_was_joined(parts: list[bytes]) -> None:
    """Whatever is in them."""
    assert parted(joined(parts)) == parts


@given(st.lists(st.binary(min_size=1), min_size=1), st.integers(min_value=1))
def test_a_parcel_that_is_cut_short_is_refused(parts: list[bytes], cut: int) -> None:
    """It is noticed, and no report is made of half."""
    whole = joined(parts)
    lost = 1 + cut % (8 + len(parts[-1]) - 1)
    with pytest.raises(ValueError, match="cut short"):
        parted(whole[:-lost])


@given(st.binary())
def test_any_bytes_are_a_parcel_or_refused(content: bytes) -> None:
    """Nothing else happens."""
    for read in (unpacked, read_answer):
        with pytest.raises((ValueError, TypeError, KeyError)):
            read(content)


def test_a_parcel_without_a_file_is_refused(tmp_path: Path) -> None:
    """A report without its sources would be another."""
    about, *contents = parted(packed([tiny(tmp_path / 'one')], WISH, Limits(), ''))
    with pytest.raises(ValueError, match="without all its files"):
        unpacked(joined([about, *contents[:-1]]))


def test_answers_come_home_as_they_were() -> None:
    """What was made, with places; a fault, with its trace; a refusal, with the worker's name."""
    found = Diagnostic('unknown-actor', "“Ким”", Span('b\udcff.md', 7, 1), "help")
    made = Made((found,), {'b\udcff.md': "text"}, 'one', (ProductFile('one.pdf', b'\0\xff'),))
    assert read_answer(joined([b'w', *answered(made)])) == made
    fault = read_answer(joined([b'w', *answered(WorkerError('trace', 'KeyError', 'laying'))]))
    assert isinstance(fault, WorkerError)
    assert (fault.trace, fault.name, fault.doing) == ('trace', 'KeyError', 'laying')
    with pytest.raises(ClusterError, match="the worker tcp://a:1 makes nothing: no Pango"):
        read_answer(joined([b'tcp://a:1', *refused("no Pango")]))
    assert is_refusal(joined(refused("no Pango")))
    assert not is_refusal(joined(answered(made)))
    assert not is_refusal(joined(answered(Made((), {}, '["refused"'))))
