"""Whatever lies in a report's folder, only its own plain files come in, and only as clean text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from proofpress.diagnostics import Severity
from proofpress.limits import Limits
from proofpress.manuscript.faults import Faults
from proofpress.manuscript.workspace import Workspace
from proofpress.span import Span


def _open(folder: Path, limits: Limits | None = None) -> tuple[Workspace, Faults]:
    faults = Faults()
    return Workspace(folder, faults, limits or Limits()), faults


def _fault_of(folder: Path, path: str) -> tuple[str, str]:
    """Return id and place of the one fault of reading a text."""
    opened, faults = _open(folder)
    assert opened.text(path) is None
    (fault,) = faults.diagnostics
    return fault.id, str(fault.span)


def test_line_ends_of_every_system_are_one(tmp_path: Path) -> None:
    """The same words on Windows and Linux give the same pages and the same line numbers."""
    (tmp_path / 'a.md').write_bytes(b'one\r\ntwo\rthree\n')
    opened, _ = _open(tmp_path)
    assert opened.text('a.md') == 'one\ntwo\nthree\n'


def test_a_byte_order_mark_is_dropped_with_a_warning(tmp_path: Path) -> None:
    """It would hide the first key of the front matter."""
    (tmp_path / 'a.md').write_bytes(b'\xef\xbb\xbfone')
    opened, faults = _open(tmp_path)
    assert opened.text('a.md') == 'one'
    (fault,) = faults.diagnostics
    assert (fault.id, fault.severity) == ('byte-order-mark', Severity.WARNING)


def test_bytes_that_are_no_text_are_named_by_place(tmp_path: Path) -> None:
    """A letter of another encoding is found by its line and column, not by a byte count."""
    (tmp_path / 'a.md').write_bytes('한국\r\nM'.encode() + b'\xfcller')
    assert _fault_of(tmp_path, 'a.md') == ('not-utf-8', 'a.md:2:2')
    (tmp_path / 'b.md').write_bytes('title'.encode('utf-16'))
    opened, faults = _open(tmp_path)
    assert opened.text('b.md') is None
    assert 'UTF-16' in (faults.diagnostics[0].help or '')


@pytest.mark.parametrize(
    ('character', 'id_'),
    [
        ('\x00', 'control-character'),
        ('\x1b', 'control-character'),
        ('\x85', 'control-character'),
        ('\ufdd0', 'control-character'),
        ('\U0001ffff', 'control-character'),
        ('\u2028', 'hidden-character'),
        ('\u202e', 'hidden-character'),
        ('\u2066', 'hidden-character'),
        ('\U000e0041', 'hidden-character'),
    ],
)
def test_a_character_that_deceives_is_named_and_replaced(
    tmp_path: Path, character: str, id_: str
) -> None:
    """Words must stand on the page in the order in which the author sees them."""
    (tmp_path / 'a.md').write_text(f'한국\nab{character}c', 'utf-8')
    opened, faults = _open(tmp_path)
    assert opened.text('a.md') == '한국\nab\ufffdc'
    (fault,) = faults.diagnostics
    assert (fault.id, fault.span) == (id_, Span('a.md', 2, 3))
    assert f'U+{ord(character):04X}' in fault.message


def test_characters_of_every_script_stand(tmp_path: Path) -> None:
    """Names in their own scripts are what a glossary is for, right-to-left marks included."""
    words = 'é 한국 Привет السلام\u200f 🕊\ufe0f a\u00a0b\u00ad\u200d\t\n'
    (tmp_path / 'a.md').write_text(words, 'utf-8')
    opened, faults = _open(tmp_path)
    assert opened.text('a.md') == words
    assert faults.diagnostics == []


def test_no_link_is_followed(tmp_path: Path) -> None:
    """A report from elsewhere must not print what lies on the machine that builds it."""
    folder = tmp_path / 'report'
    (tmp_path / 'secret').mkdir()
    (tmp_path / 'secret' / 'key.md').write_text('secret')
    folder.mkdir()
    (folder / 'file.md').symlink_to(tmp_path / 'secret' / 'key.md')
    (folder / 'figures').symlink_to(tmp_path / 'secret')
    (folder / 'loop.md').symlink_to('loop.md')
    for path in ('file.md', 'figures/key.md', 'loop.md'):
        assert _fault_of(folder, path) == ('not-a-plain-file', f'{path}:1:1')


def test_only_plain_files_are_opened(tmp_path: Path) -> None:
    """A pipe would hold the build for ever, a device would feed it without end."""
    os.mkfifo(tmp_path / 'pipe.md')
    (tmp_path / 'folder.md').mkdir()
    (tmp_path / 'file').write_text('a')
    for path in ('pipe.md', 'folder.md', 'file/a.md'):
        assert _fault_of(tmp_path, path)[0] == 'not-a-plain-file'


@pytest.mark.parametrize(
    'path', ['../a.md', '/etc/passwd', 'a/../../b.md', 'a\\b.md', 'a\0b.md', '.', '', '../../a.md']
)
def test_no_path_leads_out(tmp_path: Path, path: str) -> None:
    """Beside the report lies only what the publisher put there."""
    (tmp_path / 'report').mkdir()
    assert _fault_of(tmp_path / 'report', path)[0] in {'path-outside', 'file-missing'}


def test_a_missing_file_is_missing_and_an_optional_one_is_not(tmp_path: Path) -> None:
    """No report needs actors, but one that names a chapter needs it."""
    assert _fault_of(tmp_path, 'a.md')[0] == 'file-missing'
    assert _fault_of(tmp_path, f'{"a" * 300}.md')[0] == 'file-missing'
    opened, faults = _open(tmp_path)
    assert opened.optional_text('actors.yaml') is None
    assert faults.diagnostics == []


def test_files_have_a_greatest_size_alone_and_together(tmp_path: Path) -> None:
    """What nobody can send or open should not be laid out for an hour first."""
    line = f'{"a" * 63}\n'
    (tmp_path / 'a.md').write_text(line * 2**14)
    (tmp_path / 'b.md').write_text(line * 2**14 + 'b')
    opened, faults = _open(tmp_path, Limits(text=1, report=2))
    assert opened.text('b.md') is None
    assert [opened.text('a.md') is None for _ in range(3)] == [False, False, True]
    assert [one.id for one in faults.diagnostics] == ['file-too-large', 'report-too-large']


def test_a_file_of_another_kind_is_not_quoted_without_end(tmp_path: Path) -> None:
    """Twenty strange characters say as much as a million."""
    (tmp_path / 'a.md').write_bytes(b'\x01' * 1000)
    opened, faults = _open(tmp_path)
    opened.text('a.md')
    assert len(faults.diagnostics) == 21


def test_similar_names_are_found_by_name_and_by_likeness(tmp_path: Path) -> None:
    """The picture that is meant mostly lies in the folder, a letter or a folder away."""
    (tmp_path / 'figures').mkdir()
    for name in ('route.svg', 'map.png'):
        (tmp_path / 'figures' / name).touch()
    opened, _ = _open(tmp_path)
    assert opened.similar('route.svg') == ['figures/route.svg']
    assert opened.similar('figures/rout.svg')[0] == 'figures/route.svg'
    assert opened.similar('something-else') == []
