"""CommonMark's own examples: read as it says, or refused by name and told in the manual."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proofpress.manuscript.markdown import read_chapter
from tests.judges import from_npm
from tests.manuscript.commonmark import PACKAGE, Example, examples_of, meant, read

pytestmark = pytest.mark.slow

MANUAL = Path(__file__).parents[2] / 'docs' / 'commonmark.md'
_ROW = re.compile(r'^\| `([a-z-]+)` \| [^|]+ \| ([0-9, –]+) \|$', re.MULTILINE)
_LOCAL = re.compile(r'(?<![\w:/])/(ur[li])')
"""The addresses of most examples, which lead to a file."""


@pytest.fixture(scope='module')
def examples(tmp_path_factory: pytest.TempPathFactory) -> list[Example]:
    """Return the examples of the specification."""
    package = from_npm(PACKAGE, tmp_path_factory.mktemp('commonmark'))
    found = examples_of((package / 'spec.txt').read_text('utf-8'))
    assert len(found) == 652
    return found


def _told() -> dict[str, list[int]]:
    """Return the rows of the manual: numbers of examples by diagnostic."""
    rows = _ROW.findall(MANUAL.read_text('utf-8'))
    return {id_: list(_numbers(numbers)) for id_, numbers in rows}


def _numbers(ranges: str) -> list[int]:
    numbers: list[int] = []
    for one in ranges.split(','):
        first, _, last = one.strip().partition('–')
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def test_the_manual_tells_exactly_which_examples_are_refused(examples: list[Example]) -> None:
    """Whoever knows CommonMark learns what is different here before it is printed."""
    told = _told()
    refused: dict[str, list[int]] = {id_: [] for id_ in told}
    for example in examples:
        _, found = read_chapter('report.md', example.markdown)
        ids = {one.id for one in found if one.severity.value == 'error'}
        if ids:
            # Under the first row that fits, as the manual says.
            refused[next(id_ for id_ in told if id_ in ids)].append(example.number)
    assert refused == told


@pytest.mark.parametrize('is_whole', [False, True])
def test_what_is_not_refused_is_read_as_commonmark_says(
    examples: list[Example], is_whole: bool
) -> None:
    """A text that looks right in every other editor must not read otherwise here.

    Most examples link to a file, which is refused, so they are read again with a whole address.
    """
    told = _told()
    without_words = {*told['raw-html'], *told['picture-path'], *told['heading-empty']}
    wrong = []
    for example in examples:
        if is_whole:
            whole = [_LOCAL.sub(r'https://a.org/\1', t) for t in (example.markdown, example.html)]
            example = Example(example.number, *whole)
        chapter, _ = read_chapter('report.md', example.markdown)
        if example.number not in without_words and meant(example) != read(chapter.blocks):
            wrong.append(example.number)
    assert wrong == [144]  # its language, ; is none
