"""What the page cannot hold is named, once, where it stands; nothing is lost unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress.diagnostics import Diagnostic, Severity
from proofpress.manuscript.markdown import read_chapter, read_paragraphs
from proofpress.model.prose import (
    CodeBlock,
    Division,
    Figure,
    Heading,
    Link,
    Paragraph,
    blocks_within,
)

PAGES = Path(__file__).parents[2] / 'docs' / 'diagnostics'

# A text with a single fault, the fault's id, and where it stands.
FAULTS: list[tuple[str, str, str]] = [
    ('alt-markup', 'a\n\n![b [c](https://d.org)](e.svg)', '3:5'),
    ('attributes-astray', 'a *b*{lang=ko} c', '1:6'),
    ('attributes-astray', '{.key-findings}\na', '1:1'),
    ('attributes-astray', '# a{#sec-a}', '1:4'),
    ('bad-attributes', 'a [b]{lang=ko c', '1:6'),
    ('bad-attributes', 'a [b]{}', '1:6'),
    ('bad-attributes', 'a [b]{.c d}', '1:10'),
    ('bad-attributes', 'a [b]{lang="한국어"}', '1:7'),
    ('bad-attributes', '# a {#b #c}', '1:9'),
    ('bad-attributes', '# a {#2b}', '1:6'),
    ('bad-attributes', '# a {class="b <c>"}', '1:6'),
    ('bad-attributes', '![](a.svg){width=wide}', '1:12'),
    ('bad-attributes', '![a](b.svg){alt=c}', '1:12'),
    ('bad-attributes', '> ::: two words\n> a\n> :::', '1:7'),
    ('bad-attributes', '`a`{lang=ko lang=ja}', '1:13'),
    ('bad-citation', 'a [see @b; and c]', '1:12'),
    ('bad-citation', 'a [@b; ]', '1:8'),
    ('bad-citation', 'a [@b @c]', '1:7'),
    ('bad-citation', 'a [@b, p.]', '1:8'),
    ('bad-citation', 'a [see *b* @c]', '1:8'),
    ('bad-citation', 'a [@b; @fig-c]', '1:8'),
    ('bad-citation', 'a [@b, p. 3', '1:3'),
    ('bad-link', 'a [b](my file.pdf)', '1:3'),
    ('bad-link', 'a [b [c]{lang=ko}](https://d.org)', '1:3'),
    ('bad-link', '![a](my map.svg)', '1:1'),
    ('caption-astray', ': a', '1:1'),
    ('caption-astray', 'Table: a\n\n|b|\n|-|', '1:1'),
    ('code-info', '``` python {#a}\nb\n```', '1:1'),
    ('code-unclosed', '> ```\n> a\n\nb', '1:3'),
    ('control-character', 'a\x08b', '1:2'),
    ('control-character', 'a &#12; b', '1:3'),
    ('division-unclosed', 'a\n\n> ::: b\n> c\n\nd', '3:3'),
    ('division-unopened', 'a\n:::\nb', '2:1'),
    ('heading-empty', 'a\n\n## {#b}', '3:1'),
    ('image-title', 'a ![b](c.svg "d")', '1:3'),
    ('link-duplicate', '[a]\n\n[a]: https://b.org\n[a]: https://c.org', '4:1'),
    ('link-nested', '[a @fig-b](https://c.org)', '1:4'),
    ('link-scheme', 'a [b](javascript:alert%281%29)', '1:3'),
    ('link-scheme', '<javascript:alert(1)>', '1:1'),
    ('link-scheme', '[a](&#106;ava&#115;cript&colon;b)', '1:1'),
    ('link-scheme', '[a](<java&#9;script:b>)', '1:1'),
    ('link-scheme', '[a](data:text/html;base64,YQ==)', '1:1'),
    ('link-scheme', '[a](file:///etc/passwd)', '1:1'),
    ('link-scheme', '[a](other.md)', '1:1'),
    ('link-scheme', '[a](//b.org/c)', '1:1'),
    ('link-scheme', '[a]()', '1:1'),
    ('link-scheme', '[a](#)', '1:1'),
    ('link-scheme', '[a](#b%00)', '1:1'),
    ('link-scheme', 'a\n\n[Note]: important', '3:1'),
    ('link-scheme', '[a](https:///b)', '1:1'),
    ('link-title', 'a [b](https://c.org "d")', '1:3'),
    ('link-undefined', 'a [b][c]', '1:3'),
    ('link-unused', 'a\n\n[b]: https://c.org', '3:1'),
    ('note-duplicate', 'a[^b]\n\n[^b]: c\n\n[^b]: d', '5:1'),
    ('note-empty', 'a[^b]\n\n[^b]:', '3:1'),
    ('note-empty', 'a^[ ]', '1:2'),
    ('note-label', 'a[^b c]', '1:2'),
    ('note-nested', 'a[^b]\n\n[^b]: c ^[d]', '3:9'),
    ('note-undefined', 'a[^b]', '1:2'),
    ('note-unused', '- a\n\n  [^b]: c', '3:3'),
    ('paragraph-too-long', 'a\n\n' + '[ ' * 1_001, '3:1'),
    ('picture-path', 'a ![b](https://c.org/d.svg) e', '1:3'),
    ('picture-path', '![b](../../etc/passwd)', '1:1'),
    ('picture-path', '![b](/etc/passwd)', '1:1'),
    ('picture-path', '![b](figures\\map.svg)', '1:1'),
    ('picture-path', '![b]()', '1:1'),
    ('picture-path', '![b](c%00.svg)', '1:1'),
    ('raw-html', 'a <b lang="ko">c', '1:3'),
    ('raw-html', '- a\n- <div>\n  b\n  </div>', '2:3'),
    ('raw-html', 'a <!-- b --> c', '1:3'),
    ('table-row-too-long', '> |a|b|\n> |-|-|\n> |c|d| e |', '3:9'),
    ('table-too-wide', '|a' * 101 + '|\n' + '|-' * 101 + '|', '1:1'),
    ('too-deep', '>' * 21 + ' a', '1:21'),
    ('too-deep', '*a _a ' * 11 + 'b' + ' a_ a*' * 11, '1:61'),
    ('too-deep', '[' * 60 + 'a' + ']' * 60, '1:1'),
    ('unknown-attribute', 'a [b]{colour=red}', '1:7'),
    ('unknown-attribute', '# a {width=50%}', '1:6'),
    ('word-too-long', 'a\nb ' + 'c' * 2_001, '2:3'),
]  # fmt: skip


def _faults(text: str) -> list[Diagnostic]:
    return read_chapter('report.md', text)[1]


@pytest.mark.parametrize(('id_', 'text', 'place'), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_a_fault_is_named_once_at_its_place(id_: str, text: str, place: str) -> None:
    """One mistake, one line: an editor who mends it must see nothing else change."""
    (fault,) = _faults(text)
    assert fault.id == id_
    assert str(fault.span) == f'report.md:{place}'
    assert fault.help
    assert not fault.message.endswith('.')


@pytest.mark.parametrize('id_', sorted({fault[0] for fault in FAULTS} | {'only-paragraphs'}))
def test_a_fault_is_explained_in_the_manual(id_: str) -> None:
    """`proofpress explain` prints this page to someone who never met the fault before."""
    page = (PAGES / f'{id_}.md').read_text('utf-8')
    assert page.startswith(f'# {id_}\n')
    assert 8 <= len(page.splitlines()) <= 20


UNSHOWN = {'only-paragraphs', 'paragraph-too-long', 'table-too-wide', 'word-too-long'}
"""Faults whose example would be longer than their page, or stands in YAML."""


@pytest.mark.parametrize('id_', sorted({fault[0] for fault in FAULTS} - UNSHOWN))
def test_the_examples_of_the_manual_are_true(id_: str) -> None:
    """A page whose example is fine, or whose mended example is not, sends people in circles."""
    page, _ = read_chapter(f'{id_}.md', (PAGES / f'{id_}.md').read_text('utf-8'))
    bad, *good = (block.text for block in page.blocks if isinstance(block, CodeBlock))
    assert id_ in {fault.id for fault in _faults(bad)}
    for text in good:
        assert id_ not in {fault.id for fault in _faults(text)}


def test_only_what_a_reader_can_live_with_is_a_warning() -> None:
    """Everything else would print a wrong page, so it stops the press."""
    warnings = {
        fault.id
        for _, text, _ in FAULTS
        for fault in _faults(text)
        if fault.severity is Severity.WARNING
    }
    assert warnings == {'link-title', 'link-unused'}


def test_all_faults_are_told_in_one_run() -> None:
    """An editor mends a page at a time, not a fault at a time."""
    text = '# a {lang=}\n\n<b>\n\nc[^d] [e](f.md)\n\n::: g\n\n|h|\n|-|\n|i|j|'
    ids = [fault.id for fault in _faults(text)]
    assert ids == [
        'bad-attributes',
        'raw-html',
        'note-undefined',
        'link-scheme',
        'division-unclosed',
        'table-row-too-long',
    ]


def test_a_fault_names_the_words_in_question() -> None:
    """“Raw HTML” alone sends the editor searching; the tag does not."""
    (html,) = _faults('a <blink class="b">')
    assert '<blink class="b">' in html.message
    (scheme,) = _faults('[a](JavaScript:b)')
    assert 'javascript:' in scheme.message
    (key,) = _faults('[a]{acter=kim}')
    assert key.help == "did you mean actor?"


def test_a_refused_link_keeps_its_words() -> None:
    """A draft is printed with its faults: no word may be missing from it."""
    chapter, _ = read_chapter('report.md', 'a [b](javascript:c) d')
    (paragraph,) = chapter.blocks
    assert isinstance(paragraph, Paragraph)
    assert not any(isinstance(inline, Link) for inline in paragraph.children)
    assert ''.join(getattr(inline, 'text', '?') for inline in paragraph.children) == 'a b d'


def test_what_stands_beyond_the_depth_limit_is_kept() -> None:
    """The words of the innermost quotation are still the author's."""
    chapter, _ = read_chapter('report.md', '>' * 30 + ' deep')
    deepest = [block for block in blocks_within(chapter.blocks) if isinstance(block, Paragraph)]
    assert [str(getattr(inline, 'text', '')) for inline in deepest[-1].children] == [
        '>' * 10 + ' deep'
    ]


def test_an_unclosed_division_keeps_what_follows() -> None:
    """The rest of the chapter stands in the division, none of it is lost."""
    chapter, _ = read_chapter('report.md', '::: a\n# b\n\nc')
    (division,) = chapter.blocks
    assert isinstance(division, Division)
    assert [type(block) for block in division.children] == [Heading, Paragraph]


@pytest.mark.parametrize('text', ['# a', '- a', '![a](b.svg)', '> a', '```\na\n```', '[^a]: b'])
def test_an_abstract_holds_paragraphs_only(text: str) -> None:
    """A catalogue record has no place for a list or a picture."""
    paragraphs, diagnostics = read_paragraphs('report.md', f'words\n\n{text}', 2, 3)
    assert len(paragraphs) == 1
    assert diagnostics[-1].id in {'only-paragraphs', 'note-unused'}
    assert diagnostics[-1].span is not None
    assert (diagnostics[-1].span.line, diagnostics[-1].span.column) == (4, 3)


def test_a_figure_without_a_file_is_no_figure() -> None:
    """A frame around nothing would be numbered and listed."""
    chapter, _ = read_chapter('report.md', '![a](http://b.org/c.svg "d"){#fig-e}')
    assert not any(isinstance(block, Figure) for block in chapter.blocks)


def test_the_manual_of_the_dialect_is_itself_without_fault() -> None:
    """An author who copies its examples must get what it promises."""
    chapter, faults = read_chapter('markdown.md', (PAGES.parent / 'markdown.md').read_text('utf-8'))
    assert faults == []
    examples = [block.text for block in chapter.blocks if isinstance(block, CodeBlock)]
    assert len(examples) >= 7
    for example in examples:
        assert _faults(example) == []
