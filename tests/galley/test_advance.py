"""An advance copy says what the build will say, and waits for it where it cannot know."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from proofpress.galley.advance import Advance, inputs_of
from proofpress.galley.published import Ahead, Place, published_pages
from proofpress.galley.stick import Stick
from proofpress.limits import Limits
from proofpress.manifest import manifest
from proofpress.manuscript import read_report
from proofpress.model.page_map import PageMap, PageStart
from proofpress.press import make
from tests.bench.editions import book_of
from tests.galley.test_stick import EDITS, FILE, LONG, OFTEN, SIZE, edited
from tests.generated_report import write_report

_NUMBERS = re.compile(
    rb'<span[^>]*class="page-mark"[^>]*></span>|<nav epub:type="page-list".*?</nav>', re.DOTALL
)
"""What tells of pages."""
NEW_LETTER = 'a letter that no face was cut for'
SHOWN: Mapping[str, Callable[[str], str]] = {
    **{name: edit for name, edit in EDITS.items() if name != NEW_LETTER},
    # In letters that the report has.
    'a heading more': lambda text: f'{text}\n## The second shipment\n\nThe end came.\n',
}


@dataclass(frozen=True)
class Standing:
    """A report that is published, and its products by their paths."""

    folder: Path
    products: Mapping[str, bytes]


def products_of(folder: Path) -> dict[str, bytes]:
    """Make a report as a build does."""
    return {file.path: file.content for file in make(folder).files}


@pytest.fixture(scope='module')
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """Return a report of three chapters, and what is published of it."""
    folder = write_report(tmp_path_factory.mktemp('standing') / 'report', SIZE)
    return Standing(folder, products_of(folder))


@pytest.fixture
def folder(standing: Standing, tmp_path: Path) -> Path:
    """Return a copy of the report, to be edited."""
    return Path(shutil.copytree(standing.folder, tmp_path / 'report'))


def opened(folder: Path, standing: Standing) -> Stick:
    """Return a stick that knows the report as it is published."""
    stick = Stick(folder, Limits())
    stick.settle(standing.products['proof.json'], standing.products['manifest.json'])
    assert stick.advance() is None, "nothing was edited"
    return stick


def after(stick: Stick) -> Advance | None:
    """Return what is made of an edit, as the preview asks for it."""
    stick.galley()
    return stick.advance()


def texts_of(products: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the web page and the documents of the EPUB that a build made."""
    epub = zipfile.ZipFile(io.BytesIO(products['report.epub']))
    documents = {name: epub.read(name) for name in epub.namelist() if name.endswith('.xhtml')}
    return {'index.html': products['index.html'], **documents}


def texts_in(advance: Advance) -> dict[str, bytes]:
    """Return the web page and the documents of an advance."""
    documents = {document.path: document.content for document in advance.documents}
    return {'index.html': advance.web, **documents}


def bare(texts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return texts without what tells of pages."""
    return {path: _NUMBERS.sub(b'', content) for path, content in texts.items()}


def test_an_advance_is_what_the_build_makes(standing: Standing, folder: Path) -> None:
    """Where no page begins elsewhere, it is the very bytes, page numbers and all."""
    stick = opened(folder, standing)
    edited(folder, lambda text: text.replace(' recorded ', ' reported ', 1))
    advance = after(stick)
    assert advance is not None
    assert texts_in(advance) == texts_of(products_of(folder))
    assert stick.advance() is None, "nothing was edited since"


@pytest.mark.parametrize(
    'edit',
    [
        pytest.param(one, marks=[] if one in {*OFTEN, 'a heading more'} else pytest.mark.slow)
        for one in SHOWN
    ],
)
def test_an_advance_says_what_the_build_says(edit: str, standing: Standing, folder: Path) -> None:
    """Whatever one chapter does to others: notes are counted on, headings are listed."""
    stick = opened(folder, standing)
    edited(folder, SHOWN[edit])
    advance = after(stick)
    assert advance is not None
    assert bare(texts_in(advance)) == bare(texts_of(products_of(folder)))


WHOLE = {
    'actors.yaml': ('text: ', 'text: Then '),
    'timeline.yaml': ('title: Matter', 'title: Mattor'),
    'sources.yaml': ('title: Report', 'title: Reports'),
    'report.md': ('A generated', 'A regenerated'),
}


@pytest.mark.parametrize('name', WHOLE)
def test_what_concerns_the_whole_has_an_advance(
    name: str, standing: Standing, folder: Path
) -> None:
    """A name in the glossary sets no pages ahead, and still shows in the web page."""
    stick = opened(folder, standing)
    edited(folder, lambda text: text.replace(*WHOLE[name], 1), name)
    assert stick.galley() is None
    advance = stick.advance()
    assert advance is not None
    assert bare(texts_in(advance)) == bare(texts_of(products_of(folder)))


def test_edits_that_nobody_asked_for_are_in_the_next_advance(
    standing: Standing, folder: Path
) -> None:
    """Who saves twice in a second is shown the second state, whole."""
    stick = opened(folder, standing)
    edited(folder, EDITS['a note more'], 'chapter-1.md')
    assert stick.galley() is not None
    edited(folder, EDITS['a word'])
    advance = after(stick)
    assert advance is not None
    assert bare(texts_in(advance)) == bare(texts_of(products_of(folder)))


def test_numbers_of_pages_are_those_that_were_set_or_stood(
    standing: Standing, folder: Path
) -> None:
    """A page more in the middle: its pages are told as they are, later ones as they were."""
    stick = opened(folder, standing)
    edited(folder, lambda text: text.replace('\n\n', f'\n\n{LONG}\n\n{LONG}\n\n', 1))
    galley = stick.galley()
    advance = stick.advance()
    assert galley is not None
    assert advance is not None
    former = re.findall(
        rb'class="page-mark"[^>]*aria-label="(\w+)"', texts_of(standing.products)['index.html']
    )
    now = re.findall(rb'class="page-mark"[^>]*aria-label="(\w+)"', advance.web)
    folios = [folio.encode() for folio in galley.folios]
    first = former.index(folios[0])
    assert now == [*former[:first], *folios, *former[first + galley.replaced :]]
    assert len(folios) > galley.replaced
    ids = re.findall(rb' id="([^"]*)"', advance.web)
    assert len(ids) == len(set(ids))


def test_what_the_published_fonts_do_not_hold_waits(standing: Standing, folder: Path) -> None:
    """A letter in a face of the system's would be a lie about the page."""
    stick = opened(folder, standing)
    whole = (folder / FILE).read_text('utf-8')
    edited(folder, EDITS[NEW_LETTER])
    assert after(stick) is None
    products = products_of(folder)
    stick.settle(products['proof.json'], products['manifest.json'])
    edited(folder, EDITS['a word'])
    assert after(stick) is not None, "once they hold it, it can be shown"
    (folder / FILE).write_text(whole, 'utf-8')
    assert after(stick) is not None, "a letter less is no matter"


def test_a_picture_that_changed_waits(standing: Standing, folder: Path) -> None:
    """The former picture beside new words would mislead."""
    stick = opened(folder, standing)
    figure = next(folder.rglob('*.svg'))
    drawn = figure.read_text('utf-8')
    figure.write_text(drawn.replace('<svg ', '<svg data-new="1" ', 1), 'utf-8')
    edited(folder, EDITS['a word'])
    assert after(stick) is None
    figure.write_text(drawn, 'utf-8')
    edited(folder, EDITS['a word'])
    assert after(stick) is not None


@pytest.mark.parametrize(
    'change',
    [
        lambda text: f'{text}\nSee [there](#no-such-place).\n',
        lambda text: f'{text}\nSee [](#).\n',
    ],
)
def test_a_link_to_nowhere_ends_no_process(
    change: Callable[[str], str], standing: Standing, folder: Path
) -> None:
    """Half a link is saved more often than one thinks; the build says what is wrong."""
    stick = opened(folder, standing)
    whole = (folder / FILE).read_text('utf-8')
    edited(folder, change)
    after(stick)
    (folder / FILE).write_text(EDITS['a word'](whole), 'utf-8')
    assert after(stick) is not None


def test_what_is_not_published_has_no_advance(standing: Standing, folder: Path) -> None:
    """Nobody knows which fonts and pictures stand."""
    products = standing.products
    for record, written in (
        (b'', b''),
        (products['proof.json'], b'{}'),
        (products['proof.json'], b'[1]'),
        (b'{}', products['manifest.json']),
    ):
        stick = Stick(folder, Limits())
        stick.settle(record, written)
        edited(folder, lambda text: f'{text}\nMore words.\n')
        assert after(stick) is None


def test_a_file_that_cannot_be_read_waits(standing: Standing, folder: Path) -> None:
    """A report without its glossary is not what its author wrote."""
    stick = opened(folder, standing)
    edited(folder, lambda text: f'{text}\n- id: [', 'actors.yaml')
    assert after(stick) is None


def test_the_inputs_are_known_as_a_manifest_knows_them(standing: Standing) -> None:
    """By them the products that stand are known to be of this very text."""
    read = read_report(standing.folder)
    assert read.report is not None
    contents = {path: text.encode() for path, text in read.texts.items()}
    contents |= {one.path: one.content for one in read.report.pictures.values()}
    written = manifest(contents, []).content
    assert all(
        f'"{path}": "{digest}"'.encode() in written for path, digest in inputs_of(read).items()
    )
    assert f'"{FILE}"'.encode() in standing.products['manifest.json']


def test_a_page_that_began_in_words_that_are_gone_begins_nowhere(standing: Standing) -> None:
    """Nobody can be led to it; all others stay."""
    published = published_pages(standing.products['proof.json'])
    assert published is not None
    book = book_of(standing.folder)
    whole = published.page_map(book, None)
    assert whole.starts == published.starts
    few = [section for section in book.sections if 'chapter-2' not in section.id]
    assert len(few) == len(book.sections) - 1
    fewer = published.page_map(replace(book, sections=tuple(few)), None)
    assert set(fewer.starts) < set(whole.starts)
    ahead = Ahead(Place(5, 2, 1), PageMap(('1',), (PageStart(0, '1', 'a', 3),), {}))
    starts = published.page_map(book, ahead).starts
    assert PageStart(5, '1', 'a', 3) in starts
    assert len(starts) == len(whole.starts) - 1
