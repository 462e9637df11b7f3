"""What a product says is held to what the book says, in any format."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proofpress.proof.words import Block, Difference, FoundBlock, compare
from proofpress.span import Span

SAID = (
    "Troops on the Move",
    "Twelve thousand soldiers left by sea on a grey morning.",
    "Yes",
    "The ministry denied it, and said that it would deny it again.",
    "No",
    "Nobody asked.",
    "The port closed at noon.",
)


def blocks(texts: Sequence[str] = SAID) -> list[Block]:
    """Return the texts as the book's blocks, written one a line."""
    return [Block(f'p{n}', text, Span('report.md', n)) for n, text in enumerate(texts, start=1)]


def found(texts: Sequence[str], *, named: bool) -> list[FoundBlock]:
    """Return the texts as a reader found them; named ones keep the ids that the book gave them."""
    ids = {text: f'p{n}' for n, text in reversed(list(enumerate(SAID, start=1)))}
    return [FoundBlock(text, ids.get(text, '') if named else '') for text in texts]


def differences(texts: Sequence[str], *, named: bool = False) -> tuple[Difference, ...]:
    return compare(blocks(), found(texts, named=named), "PDF")


def ids(differing: Sequence[Difference]) -> list[str]:
    return [difference.diagnostic.id for difference in differing]


def edited(index: int, text: str) -> list[str]:
    return [*SAID[:index], text, *SAID[index + 1 :]]


def test_equal_words_are_no_difference() -> None:
    """A sound product must not be refused, however its lines were broken."""
    assert differences([text.replace(' ', '\n\u00a0 ') for text in SAID]) == ()


@pytest.mark.parametrize('named', [True, False])
@pytest.mark.parametrize(
    ('index', 'text', 'id_', 'words'),
    [
        (3, "The denied it, and said that it would deny it again.", 'words-lost', "“ministry”"),
        (3, "The ministry denied it, and and said that it would deny it again.",
         'words-doubled', "“and”"),
        (5, "Somebody asked.", 'words-changed', "“Somebody”"),
        (6, "The port at closed noon.", 'words-out-of-order', "“at closed”"),
        (6, "The old port closed at noon.", 'words-added', "“old”"),
    ],
)  # fmt: skip
def test_a_changed_word_is_quoted(index: int, text: str, id_: str, words: str, named: bool) -> None:
    """An editor must see at once which word the reader of the product gets wrong."""
    (difference,) = differences(edited(index, text), named=named)
    assert difference.diagnostic.id == id_
    assert words in difference.diagnostic.message
    assert difference.diagnostic.span == Span('report.md', index + 1)
    assert difference.at == index


@pytest.mark.parametrize('named', [True, False])
@pytest.mark.parametrize('index', range(len(SAID)))
def test_a_lost_block_is_the_only_difference(index: int, named: bool) -> None:
    """The rest of the report is right, and nobody should have to look through it."""
    (difference,) = differences([*SAID[:index], *SAID[index + 1 :]], named=named)
    assert difference.diagnostic.id == 'words-lost'
    assert difference.block is not None
    assert difference.block.text == SAID[index]


def test_of_two_equal_blocks_the_lost_one_is_named() -> None:
    """Two rows of a table may say the same, and one of them be gone."""
    rows = [FoundBlock(text) for text in ("One", "Two", "Three", "Yes")]
    (difference,) = compare(blocks(("One", "Two", "Yes", "Three", "Yes")), rows, "PDF")
    assert difference.diagnostic.span == Span('report.md', 3)
    assert difference.at == 1


@pytest.mark.parametrize('named', [True, False])
@pytest.mark.parametrize('index', [0, 1, 3, 6])
def test_a_block_printed_twice_is_noticed(index: int, named: bool) -> None:
    """A list item that stands twice looks like an author's slip."""
    (difference,) = differences([*SAID[: index + 1], *SAID[index:]], named=named)
    assert difference.diagnostic.id == 'words-doubled'
    assert difference.diagnostic.span == Span('report.md', index + 1)
    assert difference.at in {index, index + 1}


@pytest.mark.parametrize('named', [True, False])
def test_swapped_blocks_are_one_difference(named: bool) -> None:
    """All words are there, and the argument is turned round."""
    swapped = [*SAID[:5], SAID[6], SAID[5]]
    assert ids(differences(swapped, named=named)) == ['words-out-of-order']


def test_blocks_moved_together_are_one_difference() -> None:
    """A chapter out of its place is one fault, not one for each paragraph."""
    texts = [f"Paragraph number {number} stands here." for number in range(40)]
    moved = [*texts[10:14], *texts[:10], *texts[14:]]
    (difference,) = compare(blocks(texts), [FoundBlock(text) for text in moved], "EPUB")
    assert difference.diagnostic.id == 'words-out-of-order'
    assert difference.diagnostic.span == Span('report.md', 11)


def test_blocks_lost_together_are_one_difference() -> None:
    """A page that fell out is one fault."""
    (difference,) = differences([SAID[0], *SAID[5:]])
    assert difference.diagnostic.id == 'words-lost'
    assert "(4 passages)" in difference.diagnostic.message


def test_words_that_nobody_wrote_are_noticed() -> None:
    """Whoever quotes the report would quote them."""
    (difference,) = differences([*SAID[:3], "For sale.", *SAID[3:]])
    assert difference.diagnostic.id == 'words-added'
    assert difference.at == 3
    assert difference.block is not None
    assert difference.block.text == SAID[2]


def test_an_empty_product_lacks_everything() -> None:
    """A file without any text is well-formed."""
    (difference,) = differences([])
    assert difference.diagnostic.id == 'words-lost'
    assert difference.at is None


def test_a_block_broken_in_two_is_not_a_change_of_words() -> None:
    """A paragraph that goes on behind a figure is found in two pieces."""
    words = SAID[3].split()
    broken = [*SAID[:3], ' '.join(words[:5]), ' '.join(words[5:]), *SAID[4:]]
    assert differences(broken) == ()


texts = st.lists(st.sampled_from([*SAID, "Yes", "No"]), max_size=12)


@given(texts, texts)
def test_different_words_are_never_passed_over(here: list[str], there: list[str]) -> None:
    """Whatever a press does to the words, silence means that they are all there and in order."""
    said = compare(blocks(here), [FoundBlock(text) for text in there], "PDF")
    assert bool(said) == (' '.join(here).split() != ' '.join(there).split())
