"""Lines, then and now: a place in yesterday's text is found in today's."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from proofpress.serve.source import (
    first_change,
    former_lines,
    line_now,
    read_text,
    read_texts,
)
from proofpress.span import Span

LINES = st.lists(st.sampled_from(['a', 'b', 'c', '', 'd e']), max_size=12).map('\n'.join)


@given(LINES, LINES)
def test_lines_keep_their_order_and_their_words(before: str, now: str) -> None:
    """A jump that lands somewhere is worse than none."""
    old, new = before.split('\n'), now.split('\n')
    former = former_lines(before, now)
    assert len(former) == len(new)
    known = [line for line in former if line]
    assert known == sorted(set(known))
    assert all(1 <= line <= len(old) for line in known)
    # As many lines as any comparison keeps: those at both ends that are alike, at least.
    same = 0
    while same < min(len(old), len(new)) and old[same] == new[same]:
        same += 1
    assert former[:same] == list(range(1, same + 1))
    for line in range(1, len(old) + 1):
        assert 1 <= line_now(former, line) <= len(new)


def test_a_line_is_followed_where_it_went() -> None:
    """Lines before it came and went; it was even rewritten."""
    before = 'title\n\none\n\ntwo\n\nthree'
    now = 'title\n\nnew\n\none\n\ntwo, mended\n\nthree'
    assert former_lines(before, now) == [1, 2, 0, 0, 3, 4, 5, 6, 7]
    assert [line_now(former_lines(before, now), line) for line in (1, 3, 5, 7)] == [1, 5, 7, 9]
    assert former_lines(now, now) == list(range(1, 10))


def test_the_first_change_is_named_in_articles_first() -> None:
    """Where the author writes, there the pages are looked at."""
    before = {'actors.yaml': 'a', 'b.md': 'one\ntwo', 'report.md': 'x'}
    assert first_change(before, before) is None
    assert first_change(before, {**before, 'actors.yaml': 'b'}) == Span('actors.yaml', 1)
    now = {'actors.yaml': 'b', 'b.md': 'one\nnew', 'report.md': 'y', 'new.md': ''}
    assert first_change(before, now) == Span('b.md', 2)
    assert first_change(before, {'b.md': 'one'}) == Span('b.md', 1)


def test_a_line_that_was_deleted_leads_to_its_place() -> None:
    """There, the author took it away."""
    former = former_lines('one\ntwo\nthree', 'one\nthree')
    assert former == [1, 3]
    assert line_now(former, 2) == 2


def test_only_texts_are_read_and_by_the_rules_of_the_workspace(tmp_path: Path) -> None:
    """A link shows nothing that lies elsewhere; a picture is no text."""
    report = tmp_path / 'report'
    report.mkdir()
    (tmp_path / 'imprint.yaml').write_text('publisher: X\n')
    (tmp_path / 'secret.md').write_text('secret')
    (report / 'report.md').write_bytes(b'words\r\nand more\x07')
    (report / 'link.md').symlink_to(tmp_path / 'secret.md')
    (report / 'picture.svg').write_text('<svg/>')
    paths = ['report.md', 'link.md', 'picture.svg', '../imprint.yaml', '../../x.md', 'lost.md']
    texts = read_texts(report, paths)
    assert set(texts) == {'report.md', '../imprint.yaml'}
    assert texts['report.md'].startswith('words\nand more')
    assert '\x07' not in texts['report.md']
    assert read_text(report, 'link.md') is None
    assert read_text(report, '../secret.md') == 'secret'
