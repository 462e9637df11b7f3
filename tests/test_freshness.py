"""Freshness: nothing is made twice, and nothing that stands is old."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from proofpress import freshness
from proofpress.building import Building
from proofpress.catalogue import CATALOGUE
from proofpress.diagnostics import Diagnostic, Severity
from proofpress.exit_status import ExitStatus
from proofpress.freshness import CATALOGUE_FILES, Freshness, program_digest
from proofpress.manifest import manifest
from proofpress.model.wish import Wish
from proofpress.product import Product, ProductFile
from proofpress.publish import publish
from proofpress.span import Span

FOUND = (Diagnostic('bad-date', "a", Span('report.md', 2, 3), severity=Severity.WARNING),)
_RUN = (sys.executable, '-c', 'import sys; from proofpress.cli import main; sys.exit(main())')


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """Write a report, and publish something that was made of it."""
    folder = tmp_path / 'reports' / 'Water'
    (folder / 'figures').mkdir(parents=True)
    (folder.parent / 'imprint.yaml').write_text("name: The Gauge House\n")
    (folder / 'report.md').write_text("# Levels\n")
    (folder / 'figures' / 'a.svg').write_text("<svg/>")
    inputs = {'report.md': b"# Levels\n", '../imprint.yaml': b"name: The Gauge House\n"}
    product = Product((ProductFile('water.pdf', b'%PDF'), ProductFile('assets/a.css', b'a{}')))
    written = manifest(inputs, [product])
    files = [product, Product((written,))]
    fresh = Freshness(tmp_path / 'out', 'archive')
    fresh.look(folder)
    assert publish(files, tmp_path / 'out', 'water') == ()
    fresh.keep(folder, 'water', written.content, FOUND)
    for name in CATALOGUE_FILES:
        (tmp_path / 'out' / name).write_text(name)
    fresh.keep_catalogue()
    return folder


def out_of(report: Path) -> Path:
    return report.parent.parent / 'out'


def found(report: Path, options: str = 'archive') -> tuple[Diagnostic, ...] | None:
    return Freshness(out_of(report), options).findings(report)


def test_what_was_found_is_told_again(report: Path) -> None:
    """A warning does not go away because somebody builds twice."""
    assert found(report) == FOUND
    assert Freshness(out_of(report), 'archive').has_catalogue()


def publish_another(out: Path) -> None:
    """Publish a draft of what the report says."""
    inputs = {'report.md': b"# Levels\n", '../imprint.yaml': b"name: The Gauge House\n"}
    product = Product((ProductFile('water.pdf', b'%PDF draft'),))
    files = [product, Product((manifest(inputs, [product], is_draft=True),))]
    assert publish(files, out, 'water') == ()


CHANGES: dict[str, Callable[[Path], object]] = {
    'article': lambda one: (one / 'report.md').write_text("# Level\n"),
    'picture': lambda one: (one / 'figures' / 'a.svg').write_text("<svg></svg>"),
    'new file': lambda one: (one / 'actors.yaml').write_text(""),
    'lost file': lambda one: (one / 'figures' / 'a.svg').unlink(),
    'renamed file': lambda one: (one / 'figures' / 'a.svg').rename(one / 'figures' / 'b.svg'),
    'imprint': lambda one: (one.parent / 'imprint.yaml').write_text("name: Another\n"),
    'logo': lambda one: (one.parent / 'logo.svg').write_text("<svg/>"),
    'link': lambda one: (one / 'figures' / 'b.svg').symlink_to(one / 'figures' / 'a.svg'),
    'product': lambda one: (out_of(one) / 'water' / 'water.pdf').write_bytes(b'%PDG'),
    'lost product': lambda one: (out_of(one) / 'water' / 'assets' / 'a.css').unlink(),
    'new product': lambda one: (out_of(one) / 'water' / 'b.css').write_text(""),
    'manifest': lambda one: (out_of(one) / 'water' / 'manifest.json').write_text("[]"),
    'another edition': lambda one: publish_another(out_of(one)),
    'lost manifest': lambda one: (out_of(one) / 'water' / 'manifest.json').unlink(),
    'lost products': lambda one: shutil.rmtree(out_of(one) / 'water'),
    'lost keys': lambda one: [key.unlink() for key in out_of(one).glob('.proofpress-key-*')],
    'broken keys': lambda one: [
        key.write_text('{"key": 1, "slug": []') for key in out_of(one).glob('.proofpress-key-*')
    ],
    'other keys': lambda one: [
        key.write_text('{"key": 1, "slug": []}') for key in out_of(one).glob('.proofpress-key-*')
    ],
}


@pytest.mark.parametrize('name', CHANGES)
def test_whatever_has_changed_is_noticed(name: str, report: Path) -> None:
    """Times of files are not asked: they lie after a copy."""
    times = (report / 'report.md').stat()
    CHANGES[name](report)
    os.utime(report / 'report.md', ns=(times.st_atime_ns, times.st_mtime_ns))
    assert found(report) is None


def test_other_options_and_another_program_make_other_products(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new version of Proofpress builds everything anew."""
    assert found(report, 'next') is None
    monkeypatch.setattr(freshness, 'program_digest', lambda: 'another')
    assert found(report) is None


def test_a_report_that_changed_while_it_was_built_is_stale(report: Path) -> None:
    """Who saves during the build gets another one."""
    fresh = Freshness(out_of(report), 'archive')
    (report / 'report.md').write_text("# Levels, and more\n")
    fresh.look(report)
    (report / 'report.md').write_text("# Levels\n")
    fresh.keep(report, 'water', b'', ())
    assert found(report) == FOUND


@pytest.mark.parametrize('name', [*CATALOGUE_FILES, 'water/water.pdf', 'water/manifest.json'])
def test_a_catalogue_of_other_products_is_stale(name: str, report: Path) -> None:
    """It gives sizes and checksums of every report, also of those that nobody builds now."""
    (out_of(report) / name).write_text("other")
    assert not Freshness(out_of(report), 'archive').has_catalogue()


def test_the_files_of_the_catalogue_are_those_that_it_has() -> None:
    """Their names are written down twice, so that nothing is loaded to look at them."""
    assert set(CATALOGUE_FILES) == set(CATALOGUE)


def build(report: Path, out: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build with the command."""
    return subprocess.run(
        [*_RUN, 'build', str(report), '--out', str(out), *options],
        check=False,
        capture_output=True,
        text=True,
    )


def test_a_draft_is_never_taken_for_the_edition(tmp_path: Path) -> None:
    """The press gets what was meant for the author's eyes, and no word is said."""
    (tmp_path / 'water').mkdir()
    head = "\ufeff---\ntitle: Water\nauthor: Ada Lind\ndate: 2025-03-04\nlang: en-GB\n---\n"
    text = f"{head}\n# Levels\n\nThe water is high.\n".replace('\n', '\r\n')
    (tmp_path / 'water' / 'report.md').write_bytes(text.encode())
    out = tmp_path / 'out'
    building = Building(out, Wish())
    assert build(tmp_path / 'water', out).returncode == ExitStatus.FINE
    # However its lines end, and whatever an editor has put before them.
    assert building.standing(tmp_path / 'water') is not None
    digest = json.loads((out / 'water' / 'manifest.json').read_text())['inputs']['report.md']
    assert digest == hashlib.sha256(text.encode()).hexdigest()
    before = contents(out / 'water')
    assert build(tmp_path / 'water', out, '--draft').returncode == ExitStatus.FINE
    assert contents(out / 'water') != before
    assert building.standing(tmp_path / 'water') is None
    assert build(tmp_path / 'water', out).returncode == ExitStatus.FINE
    assert contents(out / 'water') == before


def test_a_large_file_that_nobody_asks_for_stops_nothing(tmp_path: Path) -> None:
    """A hundred terabytes of nothing fit into an archive of a few bytes."""
    (tmp_path / 'water').mkdir()
    with (tmp_path / 'water' / 'x.bin').open('wb') as file:
        file.truncate(2**40)
    (tmp_path / 'x.bin').symlink_to(tmp_path / 'water' / 'x.bin')
    fresh = Freshness(tmp_path / 'out', '')
    before = fresh.key(tmp_path / 'water')
    os.truncate(tmp_path / 'water' / 'x.bin', 2**41)
    assert fresh.key(tmp_path / 'water') != before


def forget() -> None:
    """Be another process."""
    program_digest.cache_clear()
    freshness._code_digest.cache_clear()


def test_another_build_of_a_library_is_another_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some systems give all versions of it one name."""
    monkeypatch.setattr(freshness, '_library_folders', lambda: [str(tmp_path)])
    for version in '12':
        (tmp_path / version).mkdir()
        (tmp_path / version / 'libpango-1.0.dylib').write_bytes(b'code')
    link = tmp_path / 'libpango-1.0.dylib'
    seen = set()
    for version, code in ('1', b'code'), ('2', b'code'), ('2', b'mended code'):
        link.unlink(missing_ok=True)
        (tmp_path / version / link.name).write_bytes(code)
        link.symlink_to(tmp_path / version / link.name)
        forget()
        seen.add(program_digest())
    monkeypatch.undo()
    forget()
    assert len(seen) == 3


def test_code_that_comes_while_we_run_is_not_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A preview goes on with the code that it loaded; what it makes must not be taken for newer."""
    before = program_digest()
    (tmp_path / 'proofpress').mkdir()
    (tmp_path / 'proofpress' / 'new.py').write_text("pass\n")
    monkeypatch.setattr(freshness, '__file__', str(tmp_path / 'proofpress' / 'freshness.py'))
    program_digest.cache_clear()
    assert program_digest() == before
    monkeypatch.setattr(freshness, 'styles_folder', lambda: tmp_path)
    program_digest.cache_clear()
    assert program_digest() != before
    monkeypatch.undo()
    program_digest.cache_clear()
    assert program_digest() == before


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob('*'))
        if path.is_file() and not path.name.startswith('.proofpress')
    }


@pytest.mark.slow
def test_builds_that_know_of_others_are_as_clean_ones(tmp_path: Path) -> None:
    """Edits at random, back and forth: always the bytes of a build that knows of nothing."""
    chance = random.Random(7)
    folder = tmp_path / 'water'
    folder.mkdir()
    (tmp_path / 'imprint.yaml').write_text("name: The Gauge House\n")
    head = "---\ntitle: Water\nauthor: Ada Lind\ndate: 2025-03-04\nlang: en-GB\n---\n\n# Levels\n"
    for turn in range(10):
        words = chance.choice(["high", "low", "low", "rising[^1]\n\n[^1]: A note"])
        (folder / 'report.md').write_text(f"{head}\nThe water is {words}.\n")
        if chance.random() < 0.3:
            (tmp_path / 'imprint.yaml').write_text(f"name: House {chance.randrange(2)}\n")
        if chance.random() < 0.3 and (tmp_path / 'out').exists():
            (tmp_path / 'out' / 'water' / 'index.html').write_text("touched")
        assert build(folder, tmp_path / 'out').returncode == ExitStatus.FINE
        assert build(folder, tmp_path / f'clean-{turn}').returncode == ExitStatus.FINE
        assert contents(tmp_path / 'out') == contents(tmp_path / f'clean-{turn}')


def test_nothing_is_done_where_nothing_has_changed(tmp_path: Path) -> None:
    """The second build leaves every file as it is, and loads no stage."""
    samples = Path(__file__).parent / 'samples'
    shutil.copytree(samples / 'memo-en', tmp_path / 'memo-en')
    shutil.copy(samples / 'imprint.yaml', tmp_path)
    out = tmp_path / 'out'
    assert build(tmp_path / 'memo-en', out).returncode == ExitStatus.FINE
    before = {path: path.stat().st_mtime_ns for path in out.rglob('*')}
    code = (
        'import sys\n'
        'from proofpress.cli import main\n'
        'status = main()\n'
        'stages = {"weasyprint", "lxml", "multiprocessing"}\n'
        'print(sorted(stages & sys.modules.keys()))\n'
        'sys.exit(status)\n'
    )
    again = subprocess.run(
        [sys.executable, '-c', code, 'build', str(tmp_path / 'memo-en'), '--out', str(out)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert (again.returncode, again.stdout, again.stderr) == (ExitStatus.FINE, '[]\n', '')
    assert {path: path.stat().st_mtime_ns for path in out.rglob('*')} == before
