"""Objects of a PDF read the short way are those that pypdf reads."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, PdfObject

from proofpress.proof.open_pdf import open_pdf
from tests.proof.river import river

PLAIN = [
    b'<</S/P/P 4 0 R/K[1 2<</Type/MCR/MCID 3/Pg 7 0 R>>]/Lang(en-GB)>>',
    b'[12 -7 +3 0.5 -.25 4. null true false]',
    b'[[1 0 R 2 0 R][(a)(b)]<<>>[]]',
    b'<</A(brackets \\( and \\) and \\\\ and \\n)/B<FEFF00e9>/C<4>/D()>>',
    b'(\xfe\xff\x00K\x00\xf6)',
    b'(caf\xe9 \x80)',
    b'<</Long 123456789012/Name/A.b-c_d+e*f:g>>',
    b'17',
]
ODD = [
    b'<</Name/With#20space/Other/caf#E9>>',
    b'<</A 1 % a comment >>\n/B 2>>',
    b'(octal \\101 and \\7 and a broken \\\nline and (inner) brackets)',
    b'<</A 1/A 2>>',
    b'[<41 42>]',
    b'17 18',
]


def packed(written: list[bytes]) -> bytes:
    """Return a PDF whose objects from 10 on lie, as they are written, in one object stream."""
    starts = [sum(len(one) + 1 for one in written[:index]) for index in range(len(written))]
    head = ' '.join(f'{10 + index} {start}' for index, start in enumerate(starts)).encode() + b' '
    body = head + b' '.join(written) + b' '
    file = b'%PDF-1.7\n'
    places = {}
    for number, entries, data in (
        (1, b'/Type/Catalog/Pages 2 0 R', None),
        (2, b'/Type/Pages/Kids[]/Count 0', None),
        (3, b'/Type/ObjStm/N %d/First %d' % (len(written), len(head)), body),
    ):
        places[number] = len(file)
        length = b'' if data is None else b'/Length %d' % len(data)
        stream = b'' if data is None else b'\nstream\n' + data + b'\nendstream'
        file += b'%d 0 obj\n<<%s%s>>%s\nendobj\n' % (number, entries, length, stream)
    rows = [b'\0\0\0\0\0'] * 4
    for number, place in places.items():
        rows[number] = b'\1' + place.to_bytes(3, 'big') + b'\0'
    rows += [b'\2\0\0\3' + bytes([index]) for index in range(len(written))]
    table = b''.join(rows)
    start = len(file)
    file += (
        b'4 0 obj\n<</Type/XRef/Root 1 0 R/Size %d/Index[0 4 10 %d]/W[1 3 1]/Length %d>>\nstream\n'
        % (10 + len(written), len(written), len(table))
    )
    return file + table + b'\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n' % start


def told(value: PdfObject | None) -> Iterator[object]:
    """Yield all that an object is made of, with its types."""
    yield type(value)
    if isinstance(value, DictionaryObject):
        for key in value:
            yield from told(key)
            yield from told(value.raw_get(key))
    elif isinstance(value, ArrayObject):
        for item in list.__iter__(value):
            yield from told(item)
        yield 'end'
    elif isinstance(value, IndirectObject):
        yield value.idnum, value.generation
    else:
        yield str(value)


@pytest.mark.parametrize('written', [*PLAIN, *ODD], ids=repr)
def test_an_object_is_what_pypdf_says(written: bytes) -> None:
    """A word that is read otherwise would be a finding that nobody can see."""
    content = packed([b'(before)', written, b'(after)'])
    ours, theirs = open_pdf(content), PdfReader(io.BytesIO(content))
    for number in (10, 11, 12):
        assert list(told(ours.get_object(number))) == list(told(theirs.get_object(number)))


@pytest.mark.parametrize('written', PLAIN, ids=repr)
def test_a_plain_object_needs_no_pypdf(written: bytes) -> None:
    """Else nothing is gained; pypdf keeps every object that it reads."""
    opened = open_pdf(packed([written]))
    opened.get_object(10)
    assert (0, 10) not in opened.resolved_objects


def test_every_object_of_a_report_is_what_pypdf_says() -> None:
    """The whole proof stands on what is read here."""
    ours, theirs = open_pdf(river()[1]), PdfReader(io.BytesIO(river()[1]))
    assert len(theirs.xref_objStm) > 100
    for number in theirs.xref_objStm:
        assert list(told(ours.get_object(number))) == list(told(theirs.get_object(number)))


@pytest.mark.parametrize('head', [b'x 0 ', b'10 0 10 5 ', b'10 9999 ', b'10 '])
def test_a_broken_object_stream_is_left_to_pypdf(head: bytes) -> None:
    """A stranger's file must end in a finding, not in a traceback of ours."""
    content = packed([b'(word)']).replace(b'10 0 ', head.ljust(5)[:5], 1)
    ours, theirs = open_pdf(content), PdfReader(io.BytesIO(content))
    try:
        expected = list(told(theirs.get_object(10)))
    except Exception as error:
        with pytest.raises(type(error)):
            ours.get_object(10)
    else:
        assert list(told(ours.get_object(10))) == expected
