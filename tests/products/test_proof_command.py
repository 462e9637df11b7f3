"""`proofpress proof` holds what stands in the build folder to the report, and changes nothing."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path

import pytest

from proofpress.cli import main
from proofpress.exit_status import ExitStatus

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope='module')
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp('proof')
    shutil.copytree(ROOT / 'tests' / 'good_report', folder, dirs_exist_ok=True)
    assert main(['build', str(folder / 'river'), '--out', str(folder / 'out')]) == ExitStatus.FINE
    return folder


def proof(folder: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = main(['proof', str(folder / 'river'), '--out', str(folder / 'out')])
    return status, capsys.readouterr().err


def named(said: str) -> set[str]:
    """Return the ids of the diagnostics."""
    return set(re.findall(r'(?:error|warning)\[([a-z-]+)\]', said))


def everything(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob('*') if path.is_file()}


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def test_sound_products_give_no_finding_and_stay_as_they_are(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever asks again gets the same answer."""
    before = everything(copy)
    assert proof(copy, capsys) == (ExitStatus.FINE, '')
    assert everything(copy) == before


def test_an_edited_e_book_is_found_out(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A colleague mended a word in the EPUB alone: now the editions differ."""
    path = copy / 'out' / 'river' / 'river.epub'
    with zipfile.ZipFile(path) as book:
        files = {info: book.read(info) for info in book.infolist()}
    with zipfile.ZipFile(path, 'w') as book:
        for info, content in files.items():
            book.writestr(info, content.replace(b'river', b'brook'))
    status, said = proof(copy, capsys)
    assert status == ExitStatus.FINDINGS
    assert 'error[words-changed]: The EPUB says “brook' in said
    assert named(said) >= {'product-changed', 'words-changed'}


def test_a_report_that_was_edited_since_is_found_out(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The products on the server are those of last week."""
    article = copy / 'river' / 'report.md'
    article.write_text(f'{article.read_text()}\n\nOne more sentence was written.\n')
    status, said = proof(copy, capsys)
    assert status == ExitStatus.FINDINGS
    assert 'words-lost]: The PDF lacks “One more sentence was written.”' in said
    assert 'words-lost]: The EPUB lacks “One more sentence was written.”' in said


def test_products_that_are_missing_are_named(
    copy: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An answer, not silence: nothing was proved."""
    (copy / 'out' / 'river' / 'river.pdf').unlink()
    status, said = proof(copy, capsys)
    assert status == ExitStatus.FINDINGS
    assert 'error[product-unreadable]: The product river.pdf is not there' in said
    shutil.rmtree(copy / 'out')
    status, said = proof(copy, capsys)
    assert status == ExitStatus.FINDINGS
    assert named(said) == {'not-built'}


def test_a_pdf_cut_off_is_no_pdf(copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The transfer broke off in the middle."""
    path = copy / 'out' / 'river' / 'river.pdf'
    path.write_bytes(path.read_bytes()[:20_000])
    status, said = proof(copy, capsys)
    assert status == ExitStatus.FINDINGS
    assert 'error[product-unreadable]: The PDF cannot be read back' in said
