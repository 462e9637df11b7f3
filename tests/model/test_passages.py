"""Words of the article are found where they stand, by the rule that check and compose share."""

from __future__ import annotations

import pytest

from proofpress.manuscript.markdown import read_chapter
from proofpress.model.passages import Passages
from proofpress.model.prose import Paragraph, Table


def passages(*articles: str) -> Passages:
    return Passages([read_chapter(f'{index}.md', text)[0] for index, text in enumerate(articles)])


def found(article: str, words: str) -> list[str]:
    """Return the passages as they stand in their lines."""
    return [one.line.text[one.start : one.end] for one in passages(article).find(words)]


def test_offsets_are_those_of_the_line_as_it_is_read() -> None:
    """Compose marks exactly these characters, whatever markup and white space lie between."""
    article = 'So  **they\u00a0left**  [by sea]{#s}[@kirby] then'
    [passage] = passages(article).find('left by sea')
    assert passage.line.text[passage.start : passage.end] == 'left  by sea'


def test_a_passage_names_its_chapter_block_and_line() -> None:
    """The same words may stand in a paragraph of one chapter and a cell of the next."""
    both = passages('They left.', '| A | B |\n|---|---|\n| x | They left |').find('They left')
    assert [(one.line.chapter_index, one.line.index) for one in both] == [(0, 0), (1, 4)]
    assert [type(one.line.block) for one in both] == [Paragraph, Table]
    assert str(both[1].line.span) == '1.md:3:7'


@pytest.mark.parametrize(
    ('article', 'words', 'times'),
    [
        ('12 soldiers, 112 soldiers', '12 soldiers', 1),
        ('They left. They left', 'They left', 2),
        ('la la la', 'la la', 1),
        ('They\n\nleft', 'They left', 0),
        ('they left', 'They left', 0),
        ('러시아에 갔다', '러시아', 1),
        ('“An odd season,” she said', 'An odd season', 1),
        ('anything', '  ', 0),
        ('', 'anything', 0),
    ],
)
def test_words_are_found_whole_and_in_one_line(article: str, words: str, times: int) -> None:
    """What differs in a figure, a letter or a paragraph is not the same words."""
    assert found(article, words) == [words] * times
