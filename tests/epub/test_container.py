"""The container: the archive that Python's own writer would write, byte for byte."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.epub.container import Container
from proofpress.memo import NO_MEMO, Memo

ENTRIES = st.lists(
    st.tuples(st.from_regex(r'[a-z/.]{1,20}', fullmatch=True), st.binary(), st.booleans()),
    max_size=5,
    unique_by=lambda entry: entry[0],
)


def _written_by_python(entries: list[tuple[str, bytes, bool]]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w') as archive:
        for name, content, is_stored in entries:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=None if is_stored else 9)
    return file.getvalue()


@given(ENTRIES)
def test_the_archive_is_what_python_writes(entries: list[tuple[str, bytes, bool]]) -> None:
    """Readers of e-books were tried with those, for decades."""
    memo = Memo()
    for one in (NO_MEMO, memo, memo):
        container = Container(one)
        for name, content, is_stored in entries:
            container.put(name, content, stored=is_stored)
        assert container.finished() == _written_by_python(entries)


def test_a_name_that_old_readers_cannot_store_is_refused() -> None:
    """Names beyond ASCII need a flag that some devices do not know."""
    with pytest.raises(UnicodeEncodeError):
        Container(NO_MEMO).put('ü.xhtml', b'x')


def test_more_files_than_the_format_holds_are_refused() -> None:
    """A directory that counts wrong opens as a book without its end."""
    container = Container(NO_MEMO)
    for number in range(65_536):
        container.put(f'{number}', b'', stored=True)
    with pytest.raises(ValueError, match='65536 files'):
        container.finished()
