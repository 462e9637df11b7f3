"""The container: same bytes everywhere, and an ebooklib that is still the one we audited."""

from __future__ import annotations

import hashlib
import inspect
import zipfile

import pytest
from ebooklib import epub

from proofpress.epub import make_epub
from proofpress.epub.package import Publication, Resource, Statement, package
from tests.epub.opened import opened
from tests.little_book import PNG, little_book

# What package.py overrides, and what it calls, as audited in ebooklib 0.20.  When one changes, read
# the new code, mend package.py, and only then put the new sum here.
AUDITED = {
    'EpubWriter.__init__': 'b1d5303c391ed033',
    'EpubWriter.process': '984989246573d263',
    'EpubWriter.write': 'f2f28ead2851b502',
    'EpubWriter._write_container': 'e2f213b663da58e5',
    'EpubWriter._write_opf': '838838f292729b8a',
    'EpubWriter._write_opf_metadata': '03424df4c6100d69',
    'EpubWriter._write_opf_manifest': '19ae5ad92b617538',
    'EpubWriter._write_opf_spine': 'b1e6eda6bd097354',
    'EpubWriter._write_opf_file': '9e6c54d9c7b8ad3b',
    'EpubWriter._write_items': 'a7939873a001e3b2',
    'EpubHtml.get_content': '62f053ab9a6c9350',
    'EpubItem.get_content': '264325fb187c303b',
    'EpubBook.add_item': 'dcc0b531392f00d6',
    'EpubBook.get_items': 'cfeacbf23d947ad5',
    'EpubBook.set_identifier': 'b2938c4ef2646de5',
}


def _sum(name: str) -> str:
    owner, _, method = name.partition('.')
    source = inspect.getsource(getattr(getattr(epub, owner), method))
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def test_ebooklib_is_the_version_that_was_audited() -> None:
    """Another version may write bytes of its own where we count on writing ours."""
    assert epub.VERSION == (0, 20, 0)


@pytest.mark.parametrize('name', AUDITED)
def test_what_we_override_is_as_it_was_audited(name: str) -> None:
    """A method that is renamed or reworked would silently bring ebooklib's own bytes back."""
    assert _sum(name) == AUDITED[name], f"ebooklib changed {name}: read it, then mend package.py"


def _resource(name: str, content: bytes = b'x') -> Resource:
    return Resource(name, f'{name}.css', 'text/css', content)


def _publication(*resources: Resource, spine: tuple[str, ...] = ()) -> Publication:
    return Publication('urn:x', 'en', 'ltr', (Statement('dc:title', "T"),), resources, spine)


def test_the_container_begins_with_its_type_stored() -> None:
    """Readers look for `application/epub+zip` at byte 38 before they open anything (OCF 3.3)."""
    (file,) = make_epub(little_book(), PNG).files
    assert file.path == 'troops.epub'
    assert file.content[30:58] == b'mimetypeapplication/epub+zip'


def test_every_entry_is_the_same_on_every_machine() -> None:
    """Dates, rights and systems in a zip betray the machine and change the sum for nothing."""
    book = opened(little_book())
    assert {entry.date_time for entry in book.entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.create_system for entry in book.entries} == {3}
    assert {entry.external_attr >> 16 for entry in book.entries} == {0o100644}
    assert {entry.extra for entry in book.entries} == {b''}
    names = [entry.filename for entry in book.entries]
    assert names[:3] == ['mimetype', 'META-INF/container.xml', 'EPUB/package.opf']
    assert names[3:] == sorted(names[3:])


def test_two_makings_give_the_same_bytes() -> None:
    """Who checks a sum must not find another one because the report was built again."""
    first, second = (make_epub(little_book(), PNG).files[0].content for _ in range(2))
    assert first == second


def test_pictures_are_stored_and_texts_are_deflated() -> None:
    """A PNG deflated twice is larger; a text that is not deflated is too."""
    methods = {entry.filename: entry.compress_type for entry in opened(little_book()).entries}
    assert methods['EPUB/pictures/port.png'] == zipfile.ZIP_STORED
    assert methods['EPUB/background.xhtml'] == zipfile.ZIP_DEFLATED


def test_the_package_says_its_language_and_direction() -> None:
    """A reading voice speaks titles in the language that the package names."""
    root = opened(little_book()).xml('package.opf')
    assert root.get('{http://www.w3.org/XML/1998/namespace}lang') == 'en-GB'
    assert root.get('dir') == 'ltr'
    assert root.get('version') == '3.0'


def test_every_file_is_in_the_manifest_once() -> None:
    """A file outside the manifest is lost in some readers, a double one refused by others."""
    book = opened(little_book())
    listed = book.values('package.opf', '//opf:manifest/opf:item/@href')
    held = {name.removeprefix('EPUB/') for name in book.contents if name.startswith('EPUB/')}
    assert sorted(listed) == sorted(held - {'package.opf'})


def test_the_spine_is_the_reading_order_with_the_contents_in_place() -> None:
    """Turning pages must lead through the report as the author ordered it."""
    book = opened(little_book())
    files = dict(
        zip(
            book.values('package.opf', '//opf:item/@id'),
            book.values('package.opf', '//opf:item/@href'),
            strict=True,
        )
    )
    spine = [files[name] for name in book.values('package.opf', '//opf:itemref/@idref')]
    assert spine == [
        'cover.xhtml',
        'titlepage.xhtml',
        'imprint.xhtml',
        'nav.xhtml',
        'summary.xhtml',
        'background.xhtml',
        'timeline.xhtml',
        'glossary.xhtml',
        'references.xhtml',
    ]


@pytest.mark.parametrize(
    ('publication', 'complaint'),
    [
        (_publication(_resource('a'), _resource('a')), 'twice'),
        (_publication(_resource('a'), Resource('b', 'A.css', 'text/css', b'x')), 'twice'),
        (_publication(_resource('a'), spine=('b',)), 'not in the package: b'),
        (_publication(_resource('a', b'')), 'empty'),
    ],
)
def test_a_package_that_does_not_hang_together_is_refused(
    publication: Publication, complaint: str
) -> None:
    """Written all the same, as ebooklib does, it shows blank pages."""
    with pytest.raises(ValueError, match=complaint):
        package(publication)
