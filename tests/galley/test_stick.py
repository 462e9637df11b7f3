"""A galley shows the very pages that the whole book will have."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from proofpress.compose.compose import compose
from proofpress.galley.stick import Stick
from proofpress.galley.value import Galley
from proofpress.limits import Limits
from proofpress.manuscript import read_report
from proofpress.mending import Mended, Print, print_mended
from proofpress.model.remedy import Remedies
from proofpress.outcome import Made
from proofpress.pdf import make_pdf
from proofpress.press import make
from proofpress.proof.paged.verdict import prove_pdf
from proofpress.proof.pictures import page_picture
from tests.generated_report import Size, write_report

SIZE = Size(chapters=3, paragraphs=9, notes=9, actors=9, tables=2, figures=2, events=2)
FILE = 'chapter-2.md'
LONG = 'Nobody had foreseen that the harbour would be closed for a whole winter. ' * 40


@dataclass(frozen=True)
class Standing:
    """A report that is published."""

    folder: Path
    record: bytes
    """Its `proof.json`."""
    pages: int


def content(made: Made, name: str) -> bytes:
    """Return one file of what was made."""
    return next(file.content for file in made.files if file.path.endswith(name))


@pytest.fixture(scope='module')
def standing(tmp_path_factory: pytest.TempPathFactory) -> Standing:
    """Return a report of three chapters, and what is published of it."""
    folder = write_report(tmp_path_factory.mktemp('standing') / 'report', SIZE)
    made = make(folder)
    assert made.diagnostics == ()
    record = content(made, 'proof.json')
    return Standing(folder, record, record.count(b'"begins"'))


@pytest.fixture
def folder(standing: Standing, tmp_path: Path) -> Path:
    """Return a copy of the report, to be edited."""
    return Path(shutil.copytree(standing.folder, tmp_path / 'report'))


def opened(folder: Path, standing: Standing) -> Stick:
    """Return a stick that knows the report as it is published."""
    stick = Stick(folder, Limits())
    assert stick.galley() is None
    stick.settle(standing.record)
    assert stick.galley() is None, "nothing was edited"
    return stick


def edited(folder: Path, change: Callable[[str], str], name: str = FILE) -> None:
    """Edit a file."""
    path = folder / name
    text = path.read_text('utf-8')
    assert change(text) != text
    path.write_text(change(text), 'utf-8')


def printed(folder: Path) -> Mended:
    """Print the whole report, as a build does."""
    report = read_report(folder).report
    assert report is not None
    book, _ = compose(report)

    def print_with(remedies: Remedies) -> Print:
        made = make_pdf(book, remedies=remedies)
        return Print(made, prove_pdf(book, made.files[0].content))

    return print_mended(book, print_with)


def holds(galley: Galley, whole: Mended) -> None:
    """Hold the pages of a galley to those of the whole, dot by dot."""
    pdf = whole.print.product.files[0].content
    assert galley.folios
    for index in range(len(galley.folios)):
        there = galley.first_page_index + index
        assert page_picture(galley.pdf, index) == page_picture(pdf, there), f"page {there}"


def with_note(text: str) -> str:
    """Call a new note in the second paragraph."""
    blocks = text.split('\n\n')
    blocks[2] += '[^new]'
    return '\n\n'.join([*blocks[:-1], blocks[-1], '[^new]: Said anew [@source-1, p. 7].\n'])


EDITS: dict[str, Callable[[str], str]] = {
    'a word': lambda text: text.replace('. ', '. Then ', 2),
    'a page more': lambda text: text.replace('\n\n', f'\n\n{LONG}\n\n', 1),
    'a note more': with_note,
    'a heading more': lambda text: text + '\n## What came of it\n\nNothing came of it.\n',
    'a paragraph less': lambda text: text.replace(text.split('\n\n')[3] + '\n\n', '', 1),
    'another title': lambda text: text.replace('# Chapter 2 on', '# The second chapter on', 1),
    'a letter that no face was cut for': lambda text: text.replace('. ', '. The ħ. ', 2),
    'a word longer than its line': lambda text: text.replace('. ', f'. The {"w" * 140}. ', 2),
}


OFTEN = frozenset({'a page more', 'a note more', 'a letter that no face was cut for'})
"""Edits that are tried each time."""


@pytest.mark.parametrize(
    'edit', [pytest.param(one, marks=[] if one in OFTEN else pytest.mark.slow) for one in EDITS]
)
def test_a_galley_shows_the_pages_of_the_whole(edit: str, standing: Standing, folder: Path) -> None:
    """An editor who sees a page break here must find it there."""
    stick = opened(folder, standing)
    edited(folder, EDITS[edit])
    galley = stick.galley()
    assert galley is not None
    whole = printed(folder)
    holds(galley, whole)
    folios = whole.print.verdict.page_map.folios
    assert len(galley.folios) - galley.replaced == len(folios) - standing.pages
    first = galley.first_page_index
    assert galley.folios == folios[first : first + len(galley.folios)]
    assert galley.diagnostics == whole.diagnostics


def test_edits_follow_each_other(standing: Standing, folder: Path) -> None:
    """Nobody waits for a build between two sentences."""
    stick = opened(folder, standing)
    for _ in range(3):
        edited(folder, lambda text: text.replace('\n\n', f'\n\n{LONG}\n\n', 1))
        galley = stick.galley()
        assert galley is not None
    assert galley.replaced < len(galley.folios)
    holds(galley, printed(folder))
    edited(folder, lambda text: text.replace('. ', '. Then ', 2), 'chapter-1.md')
    earlier = stick.galley()
    assert earlier is not None
    assert earlier.sections != galley.sections
    holds(earlier, printed(folder))


def without_note(text: str) -> str:
    """Remove the first note and its call."""
    label = text.partition('[^')[2].partition(']')[0]
    blocks = text.replace(f'[^{label}]', '', 1).split('\n\n')
    return '\n\n'.join(block for block in blocks if not block.startswith(f'[^{label}]:'))


def test_notes_that_are_counted_anew_do_not_mislead(standing: Standing, folder: Path) -> None:
    """A note went in an earlier chapter: the first note here has the number of one there."""
    stick = opened(folder, standing)
    edited(folder, without_note, 'chapter-1.md')
    assert stick.galley() is not None
    stick.advance()
    edited(folder, EDITS['a word'])
    galley = stick.galley()
    assert galley is not None
    holds(galley, printed(folder))


def test_headings_that_are_counted_anew_do_not_mislead(tmp_path: Path) -> None:
    """Each chapter has a summing-up, until one has none: that of the next takes its name."""
    folder = tmp_path / 'report'
    folder.mkdir()
    front = '---\ntitle: Harbours\ndate: 2024-11-25\nchapters: [one.md, two.md, three.md]\n---\n'
    (folder / 'report.md').write_text(front, 'utf-8')
    for name in ('one', 'two', 'three'):
        text = f'# Harbour {name}\n\nShips came.\n\n## In sum\n\nShips went.\n'
        (folder / f'{name}.md').write_text(text, 'utf-8')
    stick = Stick(folder, Limits())
    stick.settle(content(make(folder), 'proof.json'))
    edited(folder, lambda text: text.replace('## In sum\n\n', ''), 'one.md')
    assert stick.galley() is not None
    stick.advance()
    edited(folder, lambda text: text.replace('went', 'left'), 'two.md')
    galley = stick.galley()
    assert galley is not None
    assert galley.replaced == 1
    holds(galley, printed(folder))


def test_what_is_wrong_in_the_file_is_said(standing: Standing, folder: Path) -> None:
    """A slip is mended soonest while the sentence is still on the screen."""
    stick = opened(folder, standing)
    edited(
        folder, lambda text: text.replace('the record', '[the record]{actor=nobody} ![](x.svg)', 1)
    )
    galley = stick.galley()
    assert galley is not None
    assert {'unknown-actor', 'alt-missing', 'picture-missing'} <= {
        one.id for one in galley.diagnostics
    }
    assert {one.span.path for one in galley.diagnostics if one.span is not None} == {FILE}


@pytest.mark.parametrize('name', ['actors.yaml', 'timeline.yaml', 'sources.yaml', 'report.md'])
def test_what_concerns_the_whole_makes_no_galley(
    name: str, standing: Standing, folder: Path
) -> None:
    """A name in the glossary may stand on any page."""
    stick = opened(folder, standing)
    edited(
        folder,
        lambda text: (
            text.replace('e', 'é', 1) if name != 'report.md' else text.replace('generated', 'new')
        ),
        name,
    )
    assert stick.galley() is None
    edited(folder, EDITS['a word'])
    assert stick.galley() is not None, "the next edit is held to this one"


def test_two_files_make_no_galley(standing: Standing, folder: Path) -> None:
    """Which of them does the editor look at?"""
    stick = opened(folder, standing)
    for name in ('chapter-1.md', FILE):
        edited(folder, EDITS['a word'], name)
    assert stick.galley() is None


def test_what_is_not_published_makes_no_galley(standing: Standing, folder: Path) -> None:
    """Without a page that it can stand for, nobody knows its number."""
    stick = opened(folder, standing)
    for record in (
        b'',
        b'{}',
        b'[1]',
        b'{"pages": [{"folio": "1"}], "page_map": {"pages_of": {}}}',
    ):
        stick.settle(record)
        edited(folder, lambda text: f'{text}\nMore words.\n')
        assert stick.galley() is None
    stick.settle(standing.record)
    edited(folder, lambda text: f'{text}\nMore words.\n')
    assert stick.galley() is not None


def test_a_report_that_breaks_and_heals(standing: Standing, folder: Path) -> None:
    """Half a front matter is saved more often than one thinks."""
    stick = opened(folder, standing)
    whole = (folder / 'report.md').read_text('utf-8')
    (folder / 'report.md').write_text('---\ntitle', 'utf-8')
    assert stick.galley() is None
    (folder / 'report.md').write_text(whole, 'utf-8')
    assert stick.galley() is None
    edited(folder, EDITS['a word'])
    assert stick.galley() is not None


def test_a_lone_file_is_one_galley(tmp_path: Path) -> None:
    """A brief of a few pages has no chapters in files of their own."""
    folder = tmp_path / 'brief'
    folder.mkdir()
    text = (
        '---\ntitle: A brief\ndate: 2024-11-25\nabstract: Seen [from afar](#two).\n---\n'
        'Before all.[^1]\n\n'
        '# One\n\nSee [two](#two) and [the summary](#summary).\n\n# Two {#two}\n\nThe end.\n\n'
        '[^1]: A note.\n'
    )
    (folder / 'report.md').write_text(text, 'utf-8')
    made = make(folder)
    stick = Stick(folder, Limits())
    stick.settle(content(made, 'proof.json'))
    (folder / 'report.md').write_text(text.replace('The end', 'The very end'), 'utf-8')
    galley = stick.galley()
    assert galley is not None
    holds(galley, printed(folder))
    assert galley.diagnostics == ()
