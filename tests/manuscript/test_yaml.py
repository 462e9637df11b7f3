"""YAML is read as it is written: every word stays a word and knows where it stands."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.manuscript.json_text import read_json
from proofpress.manuscript.nodes import Listing, Node, Record, Scalar
from proofpress.manuscript.yaml import MOST_DEPTH, read_yaml
from proofpress.span import Span


def _value(text: str) -> Scalar:
    """Return the value of the only key, of which there is nothing to say."""
    node, diagnostics = read_yaml('a.yaml', text)
    assert diagnostics == []
    assert isinstance(node, Record)
    value = node.entries[0].value
    assert isinstance(value, Scalar)
    return value


@pytest.mark.parametrize(
    'word', ['no', 'on', '0123', '12:30', '1_000', '1.10', '2024-02-30', '0x1F', '1e3', '.inf', '=']
)
def test_a_word_stays_a_word(word: str) -> None:
    """Norway's code is not a falsehood, and version 1.10 is not 1.1."""
    assert _value(f'a: {word}').text == word


@pytest.mark.parametrize('text', ['a:', 'a: ~', 'a: null', 'a: # nothing'])
def test_nothing_is_nothing(text: str) -> None:
    """A key without a value is as good as none, and its quoted name is a word."""
    assert _value(text).is_null
    assert not _value('a: "null"').is_null


@pytest.mark.parametrize(
    ('text', 'place', 'words'),
    [
        ('a: 한국 word', (1, 4), '한국 word'),
        ('한국: word', (1, 5), 'word'),
        ('a: "word"', (1, 4), 'word'),
        ('a: |\n  one\n  two\n', (2, 3), 'one\ntwo\n'),
        ('a: |\n\n   one\n', (3, 4), '\none\n'),
        ('a: |2\n   one\n', (2, 3), ' one\n'),
        ('a: >-\n  one\n  two\n', (2, 3), 'one two'),
        ('a: one\n  two', (1, 4), 'one two'),
        ('🕊: 🕊 word', (1, 4), '🕊 word'),
    ],
)
def test_a_value_stands_where_its_words_begin(
    text: str, place: tuple[int, int], words: str
) -> None:
    """An editor's cursor lands on the first letter, in characters, whatever the script."""
    value = _value(text)
    assert (value.span, value.text) == (Span('a.yaml', *place), words)


def test_lines_of_a_value_have_places_of_their_own() -> None:
    """Markdown in a value is judged line by line."""
    for text in ('a: |\n  one\n    two\n', 'a: one\n  two\n', "a: 'one\n    two'\n"):
        first, second = _value(text).lines
        assert text.split('\n')[first.span.line - 1][first.span.column - 1 :].startswith('one')
        assert text.split('\n')[second.span.line - 1].endswith(second.text + "'" * ("'" in text))


def test_a_head_is_counted_from_its_line_in_the_file() -> None:
    """The front matter begins on the second line of its file."""
    node, _ = read_yaml('report.md', 'a: b\nc: d', 2)
    assert isinstance(node, Record)
    assert [entry.key.span.line for entry in node.entries] == [2, 3]


@pytest.mark.parametrize(
    ('text', 'id_', 'place'),
    [
        ('a: &b c', 'yaml-anchor', (1, 4)),
        ('a: *b', 'yaml-anchor', (1, 4)),
        ('a: !!python/object:os.system x', 'yaml-tag', (1, 4)),
        ('a: ! x', 'yaml-tag', (1, 4)),
        ('a: b\na: c', 'duplicate-key', (2, 1)),
        ('{a: b, "a": c}', 'duplicate-key', (1, 8)),
        ('? [a]\n: b', 'yaml-key', (1, 3)),
        ('a\n---\nb', 'yaml-documents', (2, 1)),
        ('a: "\\0"', 'control-character', (1, 4)),
        ('a: "\\uFFFE"', 'control-character', (1, 4)),
        ('a: b\n\tc: d', 'yaml-syntax', (2, 1)),
        ('a: "b', 'yaml-syntax', (1, 6)),
        ('a: [b', 'yaml-syntax', (1, 6)),
        ('a: b: c', 'yaml-syntax', (1, 5)),
        ('- a\nb: c', 'yaml-syntax', (2, 1)),
    ],
)
def test_what_is_not_read_is_named(text: str, id_: str, place: tuple[int, int]) -> None:
    """Nothing is dropped, unfolded or run in silence."""
    _, diagnostics = read_yaml('a.yaml', text)
    assert [(one.id, one.span) for one in diagnostics] == [(id_, Span('a.yaml', *place))]


BOMBS = {
    'brackets': '[' * 100_000,
    'braces': '{a: ' * 100_000,
    'hyphens': '- ' * 100_000,
    'values': '- a\n' * 400_000,
    'one key': 'x' * 1_000_000 + ': a',
    'spaces': ' ' * 1_000_000,
    'colons': ':' * 1_000_000,
    'lines': 'a: "' + '\n' * 1_000_000 + '"',
    'anchors': '- &a [x]\n' + '- *a\n' * 10_000,
}


@pytest.mark.parametrize('name', sorted(BOMBS))
def test_no_text_takes_long(name: str) -> None:
    """A file made to stop the press stops nothing; an hour is what others lose to 1 kB of it."""
    start = time.process_time()
    read_yaml('a.yaml', BOMBS[name])
    read_json('a.json', BOMBS[name])
    assert time.process_time() - start < 5


MARKS = """
    a b: - [ ] { } , : ? | > & * ! % @ ` " ' # ~ --- ... << <<: &a *a !!str |2 >- \\ \\0 한국 🕊
    null word: '' "a" {a: [b 1.0 true -1 \u200b
    """
_PIECES = st.sampled_from([*MARKS.split(), '\t', '\x85', '\u2028', '\ufeff', '\x1f', '\ufffd'])
_GAPS = st.sampled_from(['', ' ', '\n', '\n  ', '\n- ', ': ', '\n\n'])
_TEXTS = st.lists(st.tuples(_GAPS, _PIECES), max_size=30).map(
    lambda pairs: ''.join(part for pair in pairs for part in pair)
)


def _spans(node: Node | None) -> list[Span]:
    match node:
        case Scalar():
            return [node.span, *(line.span for line in node.lines)]
        case Listing():
            return [node.span, *(span for item in node.items for span in _spans(item))]
        case Record():
            inner = [_spans(entry.key) + _spans(entry.value) for entry in node.entries]
            return [node.span, *(span for spans in inner for span in spans)]
    return []


def _depth(node: Node | None) -> int:
    match node:
        case Listing():
            return 1 + max(map(_depth, node.items), default=0)
        case Record():
            return 1 + max((_depth(entry.value) for entry in node.entries), default=0)
    return 0


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(_TEXTS, st.text(max_size=60)))
def test_any_text_gives_values_or_words_about_it(text: str) -> None:
    """Nothing an author, a converter or an attacker writes ends in a traceback."""
    for node, diagnostics in (read_yaml('a', text), read_json('a', text)):
        assert _depth(node) <= MOST_DEPTH + 1
        lines = text.split('\n')
        spans = _spans(node) + [one.span for one in diagnostics if one.span]
        for span in spans:
            assert 1 <= span.line <= len(lines)
            assert 1 <= span.column <= len(lines[span.line - 1]) + 1
