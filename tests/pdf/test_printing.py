"""Printing: the same pages whoever prints them, and whatever was printed before."""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache

import pytest

from proofpress.compose.book import Book
from proofpress.limits import LimitReachedError
from proofpress.model.profile import Profile
from proofpress.pdf import make_pdf, printing
from proofpress.pdf.forme import FontUse, Forme, read_forme
from proofpress.pdf.readings import settled
from tests.little_book import changed, little_book
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


@pytest.mark.parametrize('hands', [1, 2])
def test_what_was_printed_before_is_printed_the_same(hands: int) -> None:
    """A reader must not see in which order an editor made changes."""
    shelf = Shelf()
    assert digest(little_book(), shelf=shelf) == clean()
    printed = dict(shelf.formes)
    assert digest(little_book(), shelf=shelf, hands=hands) == clean()
    assert shelf.formes == printed
    assert shelf.found == len(printed)


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
        assert digest(grown, shelf=shelf, hands=hands) == digest(grown)


@pytest.mark.skipif(sys.platform != 'linux', reason='forks on Linux only')
@pytest.mark.parametrize('hands', [1, 2])
def test_too_many_pages_are_refused_by_all_hands(hands: int) -> None:
    """A limit that only one hand keeps is none."""
    with pytest.raises(LimitReachedError) as reached:
        make_pdf(little_book(), most_pages=3, hands=hands)
    assert reached.value.id == 'pages-exceeded'


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
