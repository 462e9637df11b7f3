"""The memo: what is remembered is what would be made; no more is kept than there is room for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.compose.book import Book
from proofpress.epub import make_epub
from proofpress.memo import NO_MEMO, Memo, digest
from proofpress.model.page_map import PageMap, PageStart
from proofpress.product import Product
from proofpress.typefaces import faces, subset
from proofpress.web import make_web
from tests.little_book import PNG, changed, little_book

Edit = Callable[[Book], Book]


def _in_chapter(before: str, after: str) -> Edit:
    return lambda book: changed(book, 'background', before, after)


def _about(**values: str) -> Edit:
    return lambda book: replace(book, metadata=replace(book.metadata, **values))


def _picture(width: int) -> Edit:
    return lambda book: replace(book, pictures=(replace(book.pictures[0], width=width),))


def _titled(title: str) -> Edit:
    return lambda book: replace(
        book, sections=tuple(replace(section, title=title) for section in book.sections)
    )


def _turned(book: Book) -> Book:
    """Set the last section where another stood."""
    *first, before, last = book.sections
    return replace(book, sections=(*first, last, before))


EDITS: tuple[Edit, ...] = (
    lambda book: book,
    _in_chapter('grey morning', 'bright morning'),
    _in_chapter('id="background-p2"', 'id="background-p9"'),
    _in_chapter('href="#note-2"', 'href="#note-1"'),
    _in_chapter('href="#fig-port"', 'href="#glossary"'),
    _in_chapter('A grey square', 'A blue square'),
    _in_chapter('<tbody>', '<tbody class="wide">'),
    lambda book: changed(book, 'glossary', 'dt id="actor-kim"', 'dt id="actor-kim" lang="ko"'),
    _about(lang='ko', direction='ltr'),
    _about(lang='ar', direction='rtl'),
    _about(title='Other Troops'),
    _picture(640),
    _titled('One title for all'),
    _turned,
    lambda book: replace(book, house='plain'),
    lambda book: replace(book, toc_depth=1),
    lambda book: replace(book, slug='other'),
)
BLOCKS = ('background-p1', 'the-port', 'fig-port-caption', 'summary-p1', 'event-departure-p1')
PAGES = st.lists(
    st.tuples(st.sampled_from(BLOCKS), st.integers(0, 40), st.sampled_from(['ii', '1', '2'])),
    max_size=3,
).map(
    lambda found: PageMap(
        tuple(folio for _, _, folio in found),
        tuple(PageStart(i, folio, block, at) for i, (block, at, folio) in enumerate(found)),
        {},
    )
)


def _editions(book: Book, page_map: PageMap, memo: Memo) -> tuple[Product, ...]:
    epub = make_epub(book, PNG, (), page_map, kepub=True, memo=memo)
    return epub, make_web(book, (), page_map, memo)


@given(st.lists(st.tuples(st.sets(st.sampled_from(EDITS), max_size=3), PAGES), max_size=4))
@settings(deadline=None, max_examples=30)
def test_editions_are_the_same_with_a_memo_and_without(
    steps: list[tuple[set[Edit], PageMap]],
) -> None:
    """A key that forgets one thing shows a reader the words of yesterday, or a link to nowhere."""
    memo = Memo()
    for edits, page_map in steps:
        book = little_book()
        for edit in sorted(edits, key=EDITS.index):
            book = edit(book)
        assert _editions(book, page_map, memo) == _editions(book, page_map, NO_MEMO)


def test_fonts_are_the_same_with_a_memo_and_without() -> None:
    """A letter that was typed just now must not be looked for in the font of a minute ago."""
    memo = Memo()
    for characters in ('grain', 'grains', 'grain', '김정은'):
        languages = frozenset({'ko'})
        made = faces(characters, languages)
        for woff2 in (True, False):
            assert subset(made[0], characters, woff2=woff2, memo=memo) == subset(
                made[0], characters, woff2=woff2
            )


def test_what_was_made_is_not_made_again() -> None:
    """That is all that a memo is for."""
    memo, made = Memo(), list[str]()

    def make() -> str:
        made.append('once')
        return 'words'

    assert [memo.result('key', make) for _ in range(3)] == ['words'] * 3
    assert made == ['once']


def test_a_result_of_nothing_is_remembered() -> None:
    """A face with nothing to show is asked for at each making."""
    memo, made = Memo(), list[int]()

    def make() -> bytes:
        made.append(1)
        return b''

    assert memo.result('key', make) == memo.result('key', make) == b''
    assert made == [1]


def test_what_was_not_asked_for_the_longest_goes_first() -> None:
    """An editor works on one chapter all day; the memory of the machine is not for its drafts."""
    memo, made = Memo(2000), list[str]()

    def ask(key: str) -> None:
        memo.result(key, lambda: made.append(key) or 'x' * 400)

    for key in 'abacab':
        ask(key)
    assert ''.join(made) == 'abcb'
    assert 0 < memo.size() <= 2000


def test_what_is_larger_than_the_memo_is_not_kept() -> None:
    """One picture must not drive out all the rest."""
    memo = Memo(2000)
    memo.result('small', lambda: 'x')
    memo.result('large', lambda: 'x' * 2000)
    assert memo.result('small', lambda: 'y') == 'x'
    assert memo.result('large', lambda: 'z') == 'z'
    assert NO_MEMO.size() == 0


def test_a_digest_knows_where_a_part_ends() -> None:
    """Else two sections could pass for each other."""
    assert digest('ab', 'c') != digest('a', 'bc') != digest('abc')
    assert digest('ü') == digest('ü'.encode())
