"""The tags name the parts of a report: one element for each part, however many pages it takes."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator

from lxml import etree

from proofpress.compose.book import XHTML, Book
from tests.pdf.printed import Printed
from tests.pdf.tag_tree import Tag, TaggedPdf

_NAMES = {
    'Table': 'table',
    'THead': 'thead',
    'TBody': 'tbody',
    'TR': 'tr',
    'TH': 'th',
    'TD': 'td',
    'BlockQuote': 'blockquote',
    'H2': 'h2',
    'H3': 'h3',
    'H4': 'h4',
    'H5': 'h5',
    'H6': 'h6',
}
HEADINGS = ('H1', 'H2', 'H3', 'H4', 'H5', 'H6')


def elements(book: Book, *names: str) -> Iterator[etree._Element]:
    """Yield the elements of the composed trees with one of the names."""
    for section in book.sections:
        yield from section.tree.iter(*(f'{{{XHTML}}}{name}' for name in names))


def number(tag: Tag, name: str) -> int:
    """Return a number among the attributes, 1 where it is left out."""
    value = tag.attributes.get(name, 1)
    assert isinstance(value, int)
    return value


def notes(tagged: TaggedPdf) -> dict[str, Tag]:
    """Return the notes by id."""
    return {tag.id: tag for tag in tagged.root.all('Note', 'FENote')}


def test_each_part_is_one_element(sample: Printed) -> None:
    """A table on three pages is one table, not three: a listener asks how many rows it has."""
    expected = {role: len(list(elements(sample.book, name))) for role, name in _NAMES.items()}
    found = Counter(tag.role for tag in sample.tagged.root.all())
    assert {role: found[role] for role in _NAMES} == expected


def test_a_table_goes_on_over_pages(torture: Printed) -> None:
    """Its head is said once: on the pages after, it is there for the eye alone."""
    table = next(torture.tagged.root.all('Table'))
    pages = table.page_indices
    assert len(pages) >= 3
    assert pages == list(range(pages[0], pages[-1] + 1))
    head = next(table.all('THead'))
    assert head.page_indices == pages[:1]
    words = ''.join(head.text.split())
    for page in pages[1:]:
        repeated = [
            text
            for page_index, values, text in torture.tagged.artifacts()
            if page_index == page and values == {'Type': 'Pagination'}
        ]
        assert ''.join(''.join(repeated).split()) == words


def test_a_paragraph_goes_on_over_pages(torture: Printed) -> None:
    """A sentence that a page break cuts is heard in one piece."""
    assert any(len(tag.page_indices) == 2 for tag in torture.tagged.root.all('P'))


def test_head_cells_say_what_they_head(sample: Printed) -> None:
    """Without a scope, a listener hears a number and not whose it is."""
    heads = list(sample.tagged.root.all('TH'))
    assert heads
    for cell, element in zip(heads, elements(sample.book, 'th'), strict=True):
        is_row = element.get('scope') in ('row', 'rowgroup')
        assert cell.attributes['Table.Scope'] == ('Row' if is_row else 'Column')


def test_joined_cells_say_how_far_they_reach(torture: Printed) -> None:
    """The tree's own spans, and each row then has as many columns as the others."""
    cells = list(torture.tagged.root.all('TH', 'TD'))
    trees = list(elements(torture.book, 'th', 'td'))
    for cell, element in zip(cells, trees, strict=True):
        assert number(cell, 'Table.ColSpan') == int(element.get('colspan', '1'))
        assert number(cell, 'Table.RowSpan') == int(element.get('rowspan', '1'))
    assert {number(cell, 'Table.ColSpan') for cell in cells} == {1, 2}
    assert max(number(cell, 'Table.RowSpan') for cell in cells) >= 9
    for table in torture.tagged.root.all('Table'):
        widths = set()
        below: list[tuple[int, int]] = []
        for row in table.all('TR'):
            above = [(rows, columns) for rows, columns in below if rows]
            own = [(number(c, 'Table.RowSpan'), number(c, 'Table.ColSpan')) for c in row.tags]
            widths.add(sum(columns for _, columns in above + own))
            below = [(rows - 1, columns) for rows, columns in above + own]
        assert len(widths) == 1


def test_a_caption_belongs_to_its_table_or_figure(sample: Printed) -> None:
    """It is heard with what it names."""
    captions = list(sample.tagged.root.all('Caption'))
    wanted = len(list(elements(sample.book, 'caption', 'figcaption')))
    assert len(captions) == wanted
    for caption in captions:
        holder = caption.parent
        assert holder is not None
        assert holder.role == 'Table' or any(tag.role == 'Figure' for tag in holder.tags)


def test_a_list_has_items_with_label_and_body(sample: Printed) -> None:
    """A listener hears how many there are, and the number of each."""
    lists = list(sample.tagged.root.all('L'))
    assert lists
    for one in lists:
        assert {tag.role for tag in one.tags} <= {'LI', 'Caption', 'L'}
        for item in one.tags:
            assert [tag.role for tag in item.tags if tag.role != 'Lbl'][:1] == ['LBody']
        labels = [
            ''.join(t.text for t in item.tags if t.role == 'Lbl').strip() for item in one.tags
        ]
        numbering = one.attributes['List.ListNumbering']
        assert {
            'Decimal': all(label.rstrip('.').isdecimal() for label in labels),
            'Disc': all(label in ('•', '◦', '▪') for label in labels),
            'None': True,
        }[str(numbering)]


def test_the_numbers_of_a_list_are_those_of_the_author(torture: Printed) -> None:
    """A list that starts at twelve is heard from twelve."""
    labels = [
        [''.join(tag.text for tag in item.tags if tag.role == 'Lbl').strip() for item in one.tags]
        for one in torture.tagged.root.all('L')
    ]
    assert ['12.', '13.'] in labels
    assert ['1.', '2.', '3.', '4.'] in labels


def test_lists_stand_in_lists(torture: Printed) -> None:
    """Five levels deep, each in the item that it belongs to."""

    def depth(tag: Tag) -> int:
        return (tag.role == 'L') + max((depth(kid) for kid in tag.tags), default=0)

    assert depth(torture.tagged.root) >= 4
    for one in torture.tagged.root.all('L'):
        assert one.parent is not None
        assert one.parent.role not in ('L', 'LI', 'P')


def test_a_term_stands_before_what_it_means(torture: Printed) -> None:
    """Definition lists, also in a box: the term is the label of its item."""
    terms = [
        ' '.join(tag.text.split())
        for item in torture.tagged.root.all('LI')
        for tag in item.tags
        if tag.role == 'Lbl'
    ]
    for element in elements(torture.book, 'dt'):
        assert ' '.join(''.join(map(str, element.itertext())).split()) in terms


def test_headings_leave_no_level_out(sample: Printed) -> None:
    """Whoever goes from heading to heading looks for the level between."""
    levels = [int(tag.role[1]) for tag in sample.tagged.root.all(*HEADINGS)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_contents_are_a_table_of_contents(sample: Printed) -> None:
    """Each line is an item that refers to its heading by a link; lines of parts stand in a line."""
    tables = list(sample.tagged.root.all('TOC'))
    assert tables
    lines = list(sample.tagged.root.all('TOCI'))
    contents = next(one for one in sample.book.sections if one.kind.value == 'contents')
    assert len(lines) == len(list(contents.tree.iter(f'{{{XHTML}}}li')))
    for line in lines:
        assert line.parent is not None
        assert line.parent.role == 'TOC'
        assert [tag.role for tag in line.tags] in (['Reference'], ['Reference', 'TOC'])
        (link,) = line.tags[0].tags
        assert link.role == 'Link'
        assert link.annotations


def test_a_note_stands_at_its_call(sample: Printed) -> None:
    """It is heard where the eye would look down, with its number first and its own id."""
    found = notes(sample.tagged)
    wanted = [one.get('id') for one in elements(sample.book, 'aside') if one.get('role')]
    assert sorted(found) == sorted(one for one in wanted if one and one.startswith('note-'))
    names = sample.tagged.pdf.Root.StructTreeRoot.IDTree.Names
    by_id = {str(k): v.objgen[0] for k, v in zip(names[::2], names[1::2], strict=True)}
    assert by_id == {id_: note.number for id_, note in found.items()}
    for note in found.values():
        label = note.tags[0]
        assert label.role == 'Lbl'
        assert note.parent is not None
        before = note.parent.tags[note.parent.tags.index(note) - 1]
        if before.role == 'Reference':  # else it is the note that calls this one
            assert before.text.strip() == label.text.strip()


def test_the_next_profile_ties_calls_and_notes(torture: Printed) -> None:
    """PDF 2.0 lets a reader go from the call to the note and back without the page."""
    found = notes(torture.tagged_next)
    assert len(found) > 100
    by_number = {tag.number: tag for tag in torture.tagged_next.root.all()}
    for note in found.values():
        calls = [by_number[one] for one in note.references]
        assert calls
        for call in calls:
            assert call.role == 'Reference'
            assert note.number in call.references
            assert call.text.strip() == note.tags[0].text.strip()


def test_the_next_profile_ties_contents_to_headings(torture: Printed) -> None:
    """A line of the contents refers to the part that it names."""
    by_number = {tag.number: tag for tag in torture.tagged_next.root.all()}
    for line in torture.tagged_next.root.all('TOCI'):
        (target,) = line.references
        title = line.tags[0].text.split()[:-1]
        assert ' '.join(by_number[target].text.split()).startswith(' '.join(title))
