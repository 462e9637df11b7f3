"""Printing: the same pages whoever prints them, and whatever was printed before."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache

import pypdfium2
import pytest

from proofpress.compose.book import Book
from proofpress.crew import Hand
from proofpress.limits import LimitReachedError
from proofpress.model.profile import Profile
from proofpress.pdf import make_pdf, pressroom, printing
from proofpress.pdf.forme import FontUse, Forme, read_forme
from proofpress.pdf.readings import settled
from tests.little_book import changed, little_book, with_chapters
from tests.pdf.tag_tree import TaggedPdf


@pytest.fixture(autouse=True)
def _any_length_is_worth_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, '_LONG', 1)


OMEGA, OHM = '\u03a9', '\u2126'
DELTA, INCREMENT = '\u0394', '\u2206'


@dataclass
class Shelf:
    """Keeps formes in memory."""

    formes: dict[str, bytes] = field(default_factory=dict)
    found: int = 0

    def find(self, key: str) -> bytes | None:
        """Return what is kept under a key."""
        self.found += key in self.formes
        return self.formes.get(key)

    def keep(self, key: str, content: bytes) -> None:
        """Keep something under a key."""
        self.formes[key] = content


def digest(book: Book, profile: Profile = Profile.ARCHIVE, **options: object) -> str:
    """Return a digest of the PDF of a book that nothing is wrong with."""
    product = make_pdf(book, profile, **options)  # type: ignore[arg-type]
    assert product.diagnostics == ()
    return hashlib.sha256(product.files[0].content).hexdigest()


@cache
def clean(profile: Profile = Profile.ARCHIVE) -> str:
    return digest(little_book(), profile)


LENGTHS = (5, 1, 2, 8, 1, 3)
"""Of chapters, in paragraphs."""


def long_book() -> Book:
    return with_chapters(little_book(), LENGTHS)


@cache
def clean_long() -> str:
    return digest(long_book())


@cache
def kept_long() -> dict[str, bytes]:
    shelf = Shelf()
    digest(long_book(), shelf=shelf)
    return shelf.formes


@pytest.mark.parametrize('hands', [2, 3])
@pytest.mark.parametrize('profile', [Profile.ARCHIVE, Profile.NEXT])
def test_any_number_of_hands_prints_the_same(profile: Profile, hands: int) -> None:
    """An archive compares digests; a publisher's machine has other cores than an author's."""
    assert digest(little_book(), profile, hands=hands) == clean(profile)


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
@pytest.mark.parametrize('is_long', [True, False])
def test_hands_are_called_where_there_is_enough_to_do(
    is_long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A leaflet is printed before they have come."""
    called: list[int] = []

    def call(*_: object, **__: object) -> None:
        called.append(1)
        raise InterruptedError

    monkeypatch.setattr(printing, '_LONG', 1 if is_long else 10**6)
    monkeypatch.setattr(printing, 'ManyHands', call)
    with suppress(InterruptedError):
        assert digest(little_book(), hands=2) == clean()
    assert bool(called) is is_long


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
@pytest.mark.parametrize('pages', [1, 256])
@pytest.mark.parametrize('hands', [2, 3])
def test_many_chapters_are_printed_the_same_by_hands_that_come_and_go(
    hands: int, pages: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who lays out which chapter, and by whom a tired hand is replaced, is seen by nobody."""
    monkeypatch.setattr(pressroom, '_MOST_DONE', pages)
    monkeypatch.setattr(pressroom, '_MOST_SET', pages)
    forked: list[Hand] = []

    def fork(work: Callable[[Hand], None]) -> Hand:
        forked.append(Hand(work))
        return forked[-1]

    monkeypatch.setattr(pressroom, 'Hand', fork)
    assert digest(long_book(), hands=hands) == clean_long()
    assert len(forked) == hands if pages == 256 else len(forked) > hands
    for hand in forked:
        with pytest.raises(ChildProcessError):
            os.waitpid(hand._process_id, 0)


def test_what_was_printed_before_is_printed_the_same() -> None:
    """A reader must not see in which order an editor made changes."""
    shelf = Shelf()
    assert digest(little_book(), shelf=shelf) == clean()
    printed = dict(shelf.formes)
    assert digest(little_book(), shelf=shelf) == clean()
    assert shelf.formes == printed
    assert shelf.found == len(printed)


@pytest.mark.parametrize('hands', [1, 2])
def test_what_is_kept_is_put_between_what_is_printed_now(hands: int) -> None:
    """Any part of the shelf may have been cleared to make room."""
    for kept in (0, 1):
        shelf = Shelf(dict(list(kept_long().items())[kept::2]))
        assert digest(long_book(), shelf=shelf, hands=hands) == clean_long()
        assert shelf.formes == kept_long()


def test_an_edit_prints_what_it_changes_and_no_more() -> None:
    """That is what the shelf is for."""
    shelf = Shelf()
    digest(little_book(), shelf=shelf)
    before = set(shelf.formes)
    edited = changed(little_book(), 'background', 'Harbour log', 'Harbour book')
    assert digest(edited, shelf=shelf) == digest(edited)
    assert len(set(shelf.formes) - before) == 1


def test_pages_that_move_get_their_new_numbers() -> None:
    """A chapter that grows by a page moves all that follow; their folios must follow."""
    shelf = Shelf()
    digest(little_book(), shelf=shelf)
    filler = ''.join(f'<p id="filler-{n}">{"Many words. " * 60}</p>' for n in range(12))
    grown = changed(
        little_book(), 'background', '<figure id="fig-port"', f'{filler}<figure id="fig-port"'
    )
    for hands in (1, 2):
        mine = Shelf(dict(shelf.formes))
        assert digest(grown, shelf=mine, hands=hands) == digest(grown)


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
@pytest.mark.parametrize('hands', [1, 2])
@pytest.mark.parametrize('is_kept', [False, True])
def test_a_limit_is_kept_to_the_page(is_kept: bool, hands: int) -> None:
    """By all hands, and whatever was printed before: a report must not be refused by luck."""
    book = with_chapters(little_book(), [3, *LENGTHS])
    formes = kept_long() if is_kept else {}
    content = make_pdf(book).files[0].content
    with pypdfium2.PdfDocument(content) as document:
        count = len(document)
    fitting = make_pdf(book, most_pages=count, hands=hands, shelf=Shelf(dict(formes)))
    assert fitting.files[0].content == content
    with pytest.raises(LimitReachedError) as reached:
        make_pdf(book, most_pages=count - 1, hands=hands, shelf=Shelf(dict(formes)))
    assert reached.value.id == 'pages-exceeded'


def test_a_picture_that_cannot_be_drawn_is_told_wherever_it_stands() -> None:
    """When the first place is mended, the second must not be kept as if it were sound."""
    image = '<img src="pictures/port.png" alt="The port"/>'
    broken = replace(little_book().pictures[0], content=b'no picture')
    once = replace(little_book(), pictures=(broken,))
    twice = changed(once, 'summary', 'said nothing.', f'said nothing. {image}')
    moved = changed(twice, 'background', '<img src="pictures/port.png"', '<img src=""')
    shelf = Shelf()
    for book in (twice, moved):
        for kept in (None, shelf, shelf):
            said = make_pdf(book, shelf=kept).diagnostics
            assert 'picture-unreadable' in {one.id for one in said}


def test_a_damaged_forme_is_printed_anew() -> None:
    """A page that is half there must not be published."""
    shelf = Shelf()
    digest(little_book(), shelf=shelf)
    damaged = Shelf({key: content[:-1] for key, content in shelf.formes.items()})
    assert digest(little_book(), shelf=damaged) == clean()


def test_a_forme_is_the_same_after_a_journey() -> None:
    """What is sent by another hand is what that hand printed."""
    shelf = Shelf()
    digest(little_book(), shelf=shelf)
    for content in shelf.formes.values():
        assert read_forme(content).to_bytes() == content


def _forme(said: str) -> Forme:
    use = FontUse('Serif', {7: 500}, {7: said}, {})
    return Forme((), 1, {'ABC': use}, (), {}, [[], []])


def test_a_glyph_says_one_thing_in_the_whole_document() -> None:
    """Omega and ohm may share a glyph: the second must not be read as the first."""
    asked: list[object] = []

    def print_anew(index: int, readings: object) -> Forme:
        asked.append((index, readings))
        return _forme(OMEGA)

    formes = settled([_forme(OMEGA), _forme(OHM), _forme(OMEGA)], print_anew)
    assert asked == [(1, {'ABC': {7: OMEGA}})]
    assert {forme.fonts['ABC'].readings[7] for forme in formes} == {OMEGA}


@pytest.mark.parametrize('hands', [1, 2])
def test_two_letters_of_one_glyph_are_read_as_they_were_written(hands: int) -> None:
    """Who searches for ohms finds them, in whatever chapter Greeks are named."""
    book = changed(little_book(), 'summary', '</p>', f' {DELTA} and more.</p>')
    # In the same face as the other: notes are set in another.
    book = changed(book, 'background', 'A long paragraph', f'A long {INCREMENT} paragraph')
    product = make_pdf(book, hands=hands)
    said = TaggedPdf(product.files[0].content).root.text
    assert (said.count(DELTA), said.count(INCREMENT)) == (1, 1)
