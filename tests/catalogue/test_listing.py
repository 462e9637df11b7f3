"""What stands is listed, as it stands; what does not stand as it was built is left out, aloud."""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from proofpress.diagnostics import Severity
from proofpress.model.publication import House
from proofpress.model.timeline import Date
from proofpress.press import build_catalogue
from tests.catalogue.standing import HOUSE, catalogue, publication, put, said


def titles(out: Path) -> list[str]:
    feed = json.loads(catalogue(out)['opds.json'])
    return [one['metadata']['title'] for one in feed['publications']]


def test_the_newest_report_stands_first(tmp_path: Path) -> None:
    """Who looks in every month sees at once whether there is something new."""
    put(
        tmp_path,
        publication('old', date=Date(2020, 1, 2)),
        publication('new', date=Date(2025, 3, 1)),
        publication('undated', date=None),
        publication('a-year', date=Date(2023, None, None)),
        publication('also-new', date=Date(2025, 3, 1)),
    )
    assert titles(tmp_path) == [
        "The also-new", "The new", "The a-year", "The old", "The undated",
    ]  # fmt: skip


def test_the_same_reports_give_the_same_bytes(tmp_path: Path) -> None:
    """E-readers show an entry as new when its date moves; and a build must change nothing else."""
    put(tmp_path / 'a', publication('x'), publication('y'))
    put(tmp_path / 'b', publication('y'), publication('x'))
    first = catalogue(tmp_path / 'a')
    assert len(first) == 3
    assert catalogue(tmp_path / 'b') == first
    before = (tmp_path / 'a' / 'opds.xml').stat().st_mtime_ns
    assert catalogue(tmp_path / 'a') == first
    assert (tmp_path / 'a' / 'opds.xml').stat().st_mtime_ns == before


def test_a_changed_file_takes_its_report_from_the_list(tmp_path: Path) -> None:
    """The checksum beside it would call it a forgery."""
    put(tmp_path, publication('x'), publication('y'))
    (tmp_path / 'x' / 'x.pdf').write_bytes(b'%PDF-1.7 stamped')
    [found] = build_catalogue(tmp_path).diagnostics
    assert (found.id, found.severity) == ('report-not-listed', Severity.WARNING)
    assert found.message == (
        f"The catalogue leaves out “{tmp_path}/x”: “x.pdf” is not the file that was built"
    )
    assert titles(tmp_path) == ["The y"]


@pytest.mark.parametrize('path', ['x.epub', 'cover.png', 'cover-small.png', 'index.html'])
def test_a_missing_file_takes_its_report_from_the_list(tmp_path: Path, path: str) -> None:
    """A link that leads nowhere is worse than none."""
    put(tmp_path, publication('x'))
    (tmp_path / 'x' / path).unlink()
    assert said(tmp_path)[0].endswith(f"“{path}” is missing")


@pytest.mark.parametrize('written', [b'', b'{', b'\xff', b'[' * 200_000])
def test_a_broken_manifest_is_named(tmp_path: Path, written: bytes) -> None:
    """A disk that was full left half a file."""
    put(tmp_path, publication('x'), publication('y'))
    (tmp_path / 'x' / 'manifest.json').write_bytes(written)
    [found] = said(tmp_path)
    assert found.endswith(f"“{tmp_path}/x”: its manifest.json cannot be read")
    assert titles(tmp_path) == ["The y"]


def test_a_manifest_of_an_older_proofpress_is_named(tmp_path: Path) -> None:
    """Its editor learns that one build brings the report into the list."""
    put(tmp_path, publication('x'))
    path = tmp_path / 'x' / 'manifest.json'
    path.write_text(json.dumps({'proofpress': '0.0.1', 'products': {}}), 'utf-8')
    [found] = said(tmp_path)
    assert found.endswith("its manifest says nothing that a catalogue could use")


def test_other_folders_are_passed_over(tmp_path: Path) -> None:
    """A build folder on a web host may hold a blog as well."""
    put(tmp_path, publication('x'))
    (tmp_path / 'blog').mkdir()
    (tmp_path / 'blog' / 'manifest.json').write_text('{"name": "a web app"}')
    shutil.copytree(tmp_path / 'x', tmp_path / '.x')
    (tmp_path / 'link').symlink_to(tmp_path / 'x')
    assert said(tmp_path) == []
    assert titles(tmp_path) == ["The x"]


def test_a_page_that_is_not_ours_stays(tmp_path: Path) -> None:
    """The home page of the host is years of work."""
    put(tmp_path, publication('x'))
    (tmp_path / 'index.html').write_text("<h1>Welcome</h1>")
    (tmp_path / 'opds.json').symlink_to(tmp_path / 'x' / 'manifest.json')
    (tmp_path / 'opds.xml').mkdir()
    found = said(tmp_path)
    assert [one.partition(':')[0] for one in found] == ['out-not-ours'] * 3
    assert (tmp_path / 'index.html').read_text() == "<h1>Welcome</h1>"
    assert (tmp_path / 'opds.json').is_symlink()


def test_of_builds_at_the_same_time_the_last_lists_all(tmp_path: Path) -> None:
    """`make -j8` leaves no report out because another build read the folder too early."""
    names = [f'report-{number}' for number in range(12)]

    def build(name: str) -> None:
        put(tmp_path, publication(name))
        assert said(tmp_path) == []

    with ThreadPoolExecutor(6) as builders:
        list(builders.map(build, names))
    feed = json.loads((tmp_path / 'opds.json').read_text('utf-8'))
    assert {one['metadata']['title'] for one in feed['publications']} == {
        f"The {name}" for name in names
    }


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    """One line, and the other reports are listed."""
    put(tmp_path, publication('x'), publication('y'))
    (tmp_path / 'x' / 'x.epub').chmod(0)
    assert [one.partition(':')[0] for one in said(tmp_path)] == ['report-not-listed']
    assert titles(tmp_path) == ["The y"]


def test_when_nothing_is_left_the_catalogue_goes(tmp_path: Path) -> None:
    """An old list would send readers to files that are gone."""
    put(tmp_path, publication('x'))
    assert len(catalogue(tmp_path)) == 3
    shutil.rmtree(tmp_path / 'x')
    assert catalogue(tmp_path) == {}
    assert said(tmp_path / 'nowhere') == []
    assert not (tmp_path / 'nowhere').exists()


def test_the_house_of_most_reports_names_the_catalogue(tmp_path: Path) -> None:
    """One guest report does not rename the publisher's page."""
    guest = House(name="A guest")
    put(tmp_path, publication('a', house=guest), publication('b'), publication('c'))
    feed = json.loads(catalogue(tmp_path)['opds.json'])
    assert feed['metadata']['title'] == HOUSE.catalogue_title


def test_translations_with_one_doi_have_identifiers_of_their_own(tmp_path: Path) -> None:
    """An e-reader that knows entries by their id would show one of the two."""
    doi = 'https://doi.org/10.5555/12345678'
    put(tmp_path, publication('en', identifier=doi), publication('de', identifier=doi))
    feed = json.loads(catalogue(tmp_path)['opds.json'])
    found = {one['metadata']['identifier'] for one in feed['publications']}
    assert len(found) == 2
    assert doi not in found
