"""Readers find the former products or the new ones, whole, whatever happens in between."""

from __future__ import annotations

import fcntl
import hashlib
import io
import json
import os
import signal
import stat
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from proofpress.manifest import content_sha256, manifest
from proofpress.product import Product, ProductFile
from proofpress.publish import publish, publish_catalogue, read_product, write_file

ROOT = Path(__file__).parent.parent


def products(words: str) -> Sequence[Product]:
    """Return a page with an asset, and its manifest, which name the words."""
    page = Product(
        (ProductFile('index.html', words.encode()), ProductFile('assets/a/web.css', words.encode()))
    )
    return [page, Product((manifest({'report.md': words.encode()}, [page]),))]


def standing(out: Path) -> dict[str, bytes]:
    """Return every file below a folder, hidden ones too, but for the lock."""
    return {
        str(path.relative_to(out)): path.read_bytes()
        for path in sorted(out.rglob('*'))
        if path.is_file() and path.name != '.proofpress.lock'
    }


def test_one_product_can_be_read_by_itself(tmp_path: Path) -> None:
    """A preview asks for the record of the proof after every save."""
    assert read_product(tmp_path, 'x', 'index.html') == b''
    publish(products('words'), tmp_path, 'x')
    assert read_product(tmp_path, 'x', 'index.html') == b'words'
    assert read_product(tmp_path, 'x', 'proof.json') == b''
    (tmp_path / 'x' / 'proof.json').symlink_to(tmp_path / 'x' / 'index.html')
    assert read_product(tmp_path, 'x', 'proof.json') == b''
    (tmp_path / 'other').mkdir()
    (tmp_path / 'other' / 'proof.json').write_bytes(b'{}')
    assert read_product(tmp_path, 'other', 'proof.json') == b'', "it is not ours"


def test_products_replace_the_former_ones_whole(tmp_path: Path) -> None:
    """A picture that the report dropped is gone from its page's folder."""
    assert publish(products('old'), tmp_path / 'new' / 'out', 'x') == ()
    first = standing(tmp_path / 'new' / 'out')
    assert set(first) == {'x/index.html', 'x/assets/a/web.css', 'x/manifest.json'}
    page = Product((ProductFile('index.html', b'new'),))
    new = [page, Product((manifest({}, [page]),))]
    assert publish(new, tmp_path / 'new' / 'out', 'x') == ()
    assert set(standing(tmp_path / 'new' / 'out')) == {'x/index.html', 'x/manifest.json'}


def test_modes_do_not_depend_on_the_umask(tmp_path: Path) -> None:
    """A web server reads the pages as another user."""
    before = os.umask(0o077)
    try:
        publish(products('a'), tmp_path, 'x')
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / 'x').rglob('*')}
    assert modes == {0o644, 0o755}
    assert stat.S_IMODE((tmp_path / 'x').stat().st_mode) == 0o755


def test_a_folder_that_is_not_ours_stays(tmp_path: Path) -> None:
    """`--out seeds` must not replace the report by its products."""
    (tmp_path / 'x').mkdir()
    (tmp_path / 'x' / 'report.md').write_text('years of work')
    [found] = publish(products('a'), tmp_path, 'x')
    assert found.id == 'out-not-ours'
    assert standing(tmp_path) == {'x/report.md': b'years of work'}


@pytest.mark.parametrize('content', ['[]', '{"name": "web app"}', 'not JSON', '\xff'])
def test_a_foreign_manifest_does_not_make_a_folder_ours(tmp_path: Path, content: str) -> None:
    """Web apps have a manifest.json too."""
    (tmp_path / 'x').mkdir()
    (tmp_path / 'x' / 'manifest.json').write_text(content, 'latin-1')
    assert [one.id for one in publish(products('a'), tmp_path, 'x')] == ['out-not-ours']


def test_a_link_in_the_place_of_the_folder_stays(tmp_path: Path) -> None:
    """What a link leads to may be anything."""
    (tmp_path / 'else').mkdir()
    (tmp_path / 'x').symlink_to(tmp_path / 'else')
    assert [one.id for one in publish(products('a'), tmp_path, 'x')] == ['out-not-ours']


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    """Someone made the folder first."""
    (tmp_path / 'x').mkdir()
    assert publish(products('a'), tmp_path, 'x') == ()


def test_a_file_in_the_place_of_out_is_named(tmp_path: Path) -> None:
    """One line says what is wrong, and the file stays."""
    (tmp_path / 'out').write_text('a letter')
    [found] = publish(products('a'), tmp_path / 'out', 'x')
    assert found.message == f"Nothing was written to “{tmp_path / 'out'}”: a file stands there"
    assert (tmp_path / 'out').read_text() == 'a letter'


_PUBLISH = """
import os, sys
from pathlib import Path
from tests.test_publish import products
from proofpress.publish import publish
found = publish(products(sys.argv[2]), Path(sys.argv[1]), 'x')
print(*(one.message for one in found), sep='\\n')
"""


def run(out: Path, words: str, prelude: str = '') -> subprocess.CompletedProcess[str]:
    """Publish in a process of its own, after a prelude in Python."""
    return subprocess.run(
        # With `-B`: Python leaves half a module behind where a prelude lets no file grow.
        [sys.executable, '-B', '-c', prelude + _PUBLISH, str(out), words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_too_large_for_the_system_leaves_the_old(tmp_path: Path) -> None:
    """A limit on file size is what a full disk looks like to the press."""
    publish(products('old'), tmp_path, 'x')
    before = standing(tmp_path)
    limit = 'import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))\n'
    ended = run(tmp_path, 'n' * 200, limit)
    assert "a file would be larger than the system allows" in ended.stdout
    assert standing(tmp_path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_named(tmp_path: Path) -> None:
    """One line, and no traceback."""
    tmp_path.chmod(0o500)
    try:
        [found] = publish(products('a'), tmp_path, 'x')
    finally:
        tmp_path.chmod(0o700)
    assert "permission is denied" in found.message


def killed(out: Path, *options: str) -> list[tuple[int, int, str | None, str | None, list[str]]]:
    """Return what `tests.killed_publish` saw at each step."""
    ended = subprocess.run(
        [sys.executable, '-m', 'tests.killed_publish', str(out), *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_a_build_that_is_killed_at_any_step_leaves_old_or_new(tmp_path: Path) -> None:
    """Power fails when it wants to; the next build finds its way and leaves no litter."""
    seen = killed(tmp_path)
    assert len(seen) > 10
    assert seen[-1][1] == 0
    for step, status, after_death, mended, names in seen:
        assert status in (0, -signal.SIGKILL)
        assert after_death in {f'mended {step - 1}', f'step {step}', 'step 0'}, f"torn at {step}"
        assert (mended, names) == (f'mended {step}', ['.proofpress.lock', 'x'])


def test_where_folders_cannot_be_exchanged_the_next_build_mends(tmp_path: Path) -> None:
    """MacOS has no renameat2: for a moment the folder is away, but never torn or lost."""
    for step, _, after_death, mended, names in killed(tmp_path, 'without-exchange'):
        away = {None, f'mended {step - 1}', f'step {step}', 'step 0'}
        assert after_death in away
        assert (mended, names) == (f'mended {step}', ['.proofpress.lock', 'x'])


def test_builds_at_the_same_time_wait_for_each_other(tmp_path: Path) -> None:
    """`make -j8` publishes one set after the other, never a mixture."""
    running = [
        subprocess.Popen(
            [sys.executable, '-c', _PUBLISH, str(tmp_path), words * 9],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        for words in 'abcd'
    ]
    said = [process.communicate()[0].strip() for process in running]
    assert said == ['', '', '', '']
    assert (tmp_path / 'x/index.html').read_bytes() == (
        tmp_path / 'x/assets/a/web.css'
    ).read_bytes()


def test_a_folder_moved_aside_comes_back(tmp_path: Path) -> None:
    """Where folders cannot be exchanged, a build may die between two renames."""
    publish(products('old'), tmp_path, 'x')
    publish(products('other'), tmp_path, 'y')
    (tmp_path / 'x').rename(tmp_path / '.proofpress-old-x')
    publish(products('new'), tmp_path, 'y')
    assert (tmp_path / 'x' / 'index.html').read_text() == 'old'


@pytest.mark.parametrize('path', ['../a', '/a', 'index.html', ''])
def test_a_press_cannot_write_elsewhere_or_twice(tmp_path: Path, path: str) -> None:
    """A muddle in a press is a fault of ours and raises."""
    muddle = [*products('a'), Product((ProductFile(path, b''),))]
    with pytest.raises(ValueError, match='cannot be placed'):
        publish(muddle, tmp_path, 'x')


def test_one_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A SARIF log that is cut off is refused by the service that reads it."""
    assert write_file(tmp_path / 'log.sarif', b'{}') == ()
    assert (tmp_path / 'log.sarif').read_bytes() == b'{}'
    [found] = write_file(tmp_path / 'none' / 'log.sarif', b'{}')
    assert found.id == 'out-unwritable'


def test_the_manifest_tells_inputs_libraries_and_products() -> None:
    """Who holds a file can find out from what it was made."""
    written = json.loads(products('words')[1].files[0].content)
    assert set(written) == {
        'proofpress',
        'draft',
        'inputs',
        'libraries',
        'products',
        'content_sha256',
    }
    assert written['draft'] is False
    assert written['inputs'] == {'report.md': hashlib.sha256(b'words').hexdigest()}
    assert list(written['products']) == ['assets/a/web.css', 'index.html']
    assert written['libraries']['weasyprint'] == '70.0'
    assert 'pytest' not in written['libraries']


def test_a_process_that_was_forked_meanwhile_keeps_nobody_waiting(tmp_path: Path) -> None:
    """A preview forks a process that stays for hours, while the catalogue is written."""
    children: list[int] = []

    def make(_: object) -> Product:
        if not (child := os.fork()):
            signal.pause()
        children.append(child)
        return Product()

    try:
        assert publish_catalogue(tmp_path, (), 'mark', make) == ()
        with (tmp_path / '.proofpress.lock').open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert children
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def packed(*entries: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', how) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return file.getvalue()


def test_the_content_of_an_e_book_has_a_digest_of_its_own() -> None:
    """Two machines with different versions of zlib can tell that they made the same book."""
    one, other = ('mimetype', b'application/epub+zip'), ('EPUB/ä.xhtml', b'<p>words</p>' * 99)
    deflated = packed(one, other)
    stored = packed(one, other, how=zipfile.ZIP_STORED)
    assert deflated != stored
    lines = ''.join(f'{hashlib.sha256(data).hexdigest()}  {name}\n' for name, data in (one, other))
    expected = hashlib.sha256(lines.encode()).hexdigest()
    assert content_sha256(deflated) == content_sha256(stored) == expected
    for changed in (packed(other, one), packed(one), packed(one, ('EPUB/ä.xhtml', b''))):
        assert content_sha256(changed) != expected
    book = Product((ProductFile('x.epub', stored), ProductFile('x.pdf', b'%PDF')))
    written = json.loads(manifest({}, [book]).content)
    assert written['content_sha256'] == {'x.epub': expected}


def test_the_same_report_gives_the_same_manifest() -> None:
    """Neither time nor folder stands in it."""
    assert products('a')[1] == products('a')[1]
