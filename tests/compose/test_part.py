"""A part is composed as the whole book would have it, or not at all."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from proofpress.compose.book import Book, Section
from proofpress.compose.compose import compose_recorded
from proofpress.compose.part import Part, compose_part
from proofpress.memo import RoundMemo
from proofpress.model.report import Report
from proofpress.model.timeline import Date
from tests.compose.any_report import BLOCKS, FOOTNOTES, REPORTS
from tests.compose.reports import BRIEFING, KIM, RUSSIA, event, report

MEMO = RoundMemo()
CHAPTERS = (
    ['# One {#sec-one}', 'Kim came to Russia.', 'Ten ships left.[^1]', '[^1]: Said [@briefing].'],
    [
        '# Two',
        'Kim saw [the port]{#port} in @fig-map.',
        '## The map',
        'A [quiet sea]{event=sea} lay there.[^1]',
        '![A map](figures/map.svg "The map"){#fig-map}',
        'A night of no moon came [@briefing, p. 3].',
        'Russia took ![a map](figures/map.svg) note.[^2]',
        '[^1]: Seen [@briefing].',
        '[^2]: Also.',
    ],
    [
        '# Three',
        'See @sec-one, [there](#port) and [here](#two-p2).[^1] Kim went.',
        '::: {.aside #box}\nWords.\n:::',
        '[^1]: Ibid [@briefing].',
    ],
    [
        '# Four',
        'Ten ships came back. Kim [saw]{event=sea-2} them.',
        'The end [@briefing].',
    ],
)
EVENTS = (
    event('ships', Date(2024, 1), 'Ten ships left'),
    event('moon', Date(2024, 2), 'A night of no moon'),
    event('parted', Date(2024, 2), 'Words', 'The end'),
    event('sea', Date(2024, 3)),
    event('sea-2', Date(2024, 4), 'Ten ships came back'),
)
PIECES = [
    *['Kim', 'and', 'Russia', '[^1]', '[^2]', '[@briefing]', '[@briefing, p. 9]', '@fig-map'],
    *['@sec-one', '[words]{#port}', '[words]{event=sea}', '[words]{event=moon}', '[x](#port)'],
    *['[x](#three-p1)', '[x](#mention-3)', '*A night of no moon*', 'Ten ships came back', 'Words'],
    *['[it]{.mine}', '[x](#cite-2)', '![m](figures/map.svg)', '[x](#source-briefing)'],
]
BLOCKS_OF_TEXT = [
    *['A paragraph.', 'Kim, [^1] again.', '# Two', '## Further', '> A word', 'Ten ships left'],
    *['::: {#box}\nIn it.\n:::', '![Map](figures/map.svg "Again"){#fig-again}', '- Kim\n- Russia'],
    *['![Map](figures/map.svg)', '| a | b |\n|---|---|\n| Kim | c |'],
]


def written(chapters: list[list[str]]) -> Report:
    """Return a report of four files."""
    return report(
        *('\n\n'.join(blocks) + '\n' for blocks in chapters),
        faulty=True,
        actors=(KIM, RUSSIA),
        sources=(BRIEFING,),
        timeline=EVENTS,
        in_chapters=True,
    )


@st.composite
def edits(draw: st.DrawFn) -> tuple[int, list[str]]:
    """Draw a file and its blocks after an edit."""
    index = draw(st.integers(0, len(CHAPTERS) - 1))
    blocks = list(CHAPTERS[index])
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(blocks) - 1))
        how = draw(st.sampled_from(['words', 'words', 'words', 'block', 'gone', 'changed']))
        if how == 'words' and not blocks[at].startswith((':::', '!', '[^')):
            blocks[at] += ' ' + draw(st.sampled_from(PIECES))
        elif how == 'block':
            blocks.insert(at, draw(st.sampled_from(BLOCKS_OF_TEXT)))
        elif how == 'gone' and len(blocks) > 1:
            del blocks[at]
        else:
            blocks[at] = blocks[at].replace('Kim', 'He', 1)
    return index, blocks


def text_of(section: Section) -> tuple[bytes, object]:
    """Return all that a section is."""
    return etree.tostring(section.tree), replace(section, tree=None)  # type: ignore[arg-type]


def is_part_of(part: Part, whole: Book) -> None:
    """Hold a part to the whole."""
    wanted = {section.id: text_of(section) for section in whole.sections}
    for section in part.sections:
        assert text_of(section) == wanted[section.id]
    names = {
        str(node.get('id')) for one in part.sections for node in one.tree.iter() if node.get('id')
    }
    assert names <= part.record.names


@settings(max_examples=80, deadline=None)
@given(st.lists(edits(), min_size=1, max_size=3))
def test_a_part_is_as_the_whole_book_has_it(drawn: list[tuple[int, list[str]]]) -> None:
    """A preview with the note numbers of another version would be believed."""
    chapters = [list(blocks) for blocks in CHAPTERS]
    record = compose_recorded(written(chapters), MEMO).record
    for index, blocks in drawn:
        chapters[index] = blocks
        edited = written(chapters)
        # Files that did not change are the same values, as from a reading with a memo.
        kept = record.report.chapters
        edited = replace(
            edited,
            chapters=tuple(
                new if new != old else old for old, new in zip(kept, edited.chapters, strict=True)
            ),
        )
        part = compose_part(record, edited, MEMO)
        whole = compose_recorded(edited, MEMO)
        if part is not None:
            is_part_of(part, whole.record.book)
        record = whole.record if part is None else part.record


def test_most_edits_are_composed_in_part() -> None:
    """A part that always gives up is right, and no use."""
    record = compose_recorded(written([list(blocks) for blocks in CHAPTERS]), MEMO).record
    alike = {(0, ' and'), (1, ' more'), (1, ' @fig-map')}
    for index, added in (*alike, (1, ' Kim'), (1, ' [^1]'), (1, ' [@briefing]')):
        chapters = [list(blocks) for blocks in CHAPTERS]
        chapters[index][1] += added
        part = compose_part(record, written(chapters), MEMO)
        assert part is not None, added
        is_alike = (index, added) in alike
        assert part.record.changed == (frozenset() if is_alike else {index}), added


def test_a_file_waits_for_the_whole_after_an_edit_that_renumbers_it() -> None:
    """A new note in the first file gives all others other numbers."""
    chapters = [list(blocks) for blocks in CHAPTERS]
    record = compose_recorded(written(chapters), MEMO).record
    chapters[0][1] += ' Again.[^1]'
    part = compose_part(record, written(chapters), MEMO)
    assert part is not None
    chapters[1][1] += ' more'
    later = written(chapters)
    assert compose_part(part.record, later, MEMO) is None
    chapters[0] = list(CHAPTERS[0])
    restored = compose_part(part.record, written([*chapters[:1], *map(list, CHAPTERS[1:])]), MEMO)
    assert restored is not None
    assert compose_part(restored.record, written(chapters), MEMO) is not None


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(REPORTS.filter(lambda one: bool(one.chapters)), BLOCKS, FOOTNOTES, st.data())
def test_a_part_of_any_report_is_as_the_whole_book_has_it(
    made: Report, blocks: tuple[object, ...], footnotes: tuple[object, ...], data: st.DataObject
) -> None:
    """Nobody writes such reports, until somebody does."""
    index = data.draw(st.integers(0, len(made.chapters) - 1))
    old = made.chapters[index]
    mixed = data.draw(st.sampled_from([(*old.blocks, *blocks), blocks, old.blocks[::-1]]))
    new = replace(
        old, blocks=mixed, footnotes=data.draw(st.sampled_from([old.footnotes, footnotes]))
    )
    edited = replace(made, chapters=(*made.chapters[:index], new, *made.chapters[index + 1 :]))
    part = compose_part(compose_recorded(made, MEMO).record, edited, MEMO)
    if part is not None:
        is_part_of(part, compose_recorded(edited, MEMO).record.book)
