"""Notes: every body once, numbered in the order in which readers meet the calls."""

from __future__ import annotations

from dataclasses import replace

from proofpress.model.prose import NoteCall, Paragraph, Text
from proofpress.model.sources import Source
from tests.compose.reports import BRIEFING, HERE, composed, find, paragraphs, report, said

NOTES = "\n\n[^a]: First note.\n\n[^b]: Second note.\n"


def test_notes_are_numbered_through_the_book_in_the_order_of_calls() -> None:
    """A reader who is told “note 3” must find one note 3."""
    book = composed(report(f"# A\n\nX.[^b]\n\n# B\n\nY.[^a]{NOTES}"))
    assert said(book, 'a', './/h:aside') == ["1 Second note."]
    assert said(book, 'b', './/h:aside') == ["2 First note."]


def test_call_and_note_lead_to_each_other() -> None:
    """Who jumps to a note wants to come back."""
    book = composed(report("# A\n\nX.[^a]\n\n[^a]: Note.\n"))
    (call,) = find(book, 'a', './/h:a[@role="doc-noteref"]')
    (back,) = find(book, 'a', './/h:aside[@id="note-1"]/h:p/h:a[@role="doc-backlink"]')
    assert (call.get('id'), call.get('href'), call.text) == ('call-1', '#note-1', '1')
    assert (back.get('href'), back.text) == ('#call-1', '1')
    (notes,) = find(book, 'a', '*[last()]')
    assert (notes.get('class'), notes.get('role')) == ('notes', 'doc-endnotes')


def test_a_note_called_twice_stands_once() -> None:
    """The second call leads to the number that the reader knows."""
    book = composed(report("# A\n\nX.[^a] Y.[^a]\n\n# B\n\nZ.[^a]\n\n[^a]: Note.\n"))
    assert said(book, 'a', './/h:aside') == ["1 Note."]
    assert find(book, 'a', './/h:a[@class="note-call"]/@id') == ['call-1', 'call-1-2']
    assert find(book, 'b', './/h:a[@class="note-call"]/@href') == ['#note-1']
    assert find(book, 'b', './/h:aside') == []


def test_labels_are_local_to_their_file() -> None:
    """Two authors may both call their first note 1."""
    book = composed(report("# A\n\nX.[^1]\n\n[^1]: One.\n", "# B\n\nY.[^1]\n\n[^1]: Two.\n"))
    assert said(book, 'a', './/h:aside') == ["1 One."]
    assert said(book, 'b', './/h:aside') == ["2 Two."]


def test_a_note_called_in_a_note_follows_it() -> None:
    """Its body must not be lost."""
    made = report("# A\n\nX.[^a] [^b]\n\n[^a]: One.\n\n[^b]: Two.\n")
    (chapter,) = made.chapters
    heading, paragraph = chapter.blocks
    assert isinstance(paragraph, Paragraph)
    first, second = (one for one in paragraph.children if isinstance(one, NoteCall))
    one, two = chapter.footnotes
    nested = replace(one, children=(Paragraph(HERE, (Text(HERE, "One."), second)),))
    called = Paragraph(HERE, (first,))
    changed = replace(chapter, blocks=(heading, called), footnotes=(nested, two))
    made = replace(made, chapters=(changed,))
    assert said(composed(made), 'a', './/h:aside') == ["1 One.2", "2 Two."]


def test_a_note_that_begins_with_a_list_still_has_its_number() -> None:
    """A note without a number cannot be found from its call."""
    book = composed(report("# A\n\nX.[^a]\n\n[^a]: - one\n    - two\n"))
    assert said(book, 'a', './/h:aside/h:p') == ["1"]
    assert said(book, 'a', './/h:aside//h:li') == ["one", "two"]


def test_notes_may_stand_in_tables_captions_and_headings() -> None:
    """A figure in a table needs its source most of all."""
    table = "| h[^a] |\n|---|\n| c[^b] |\n\n: Aid[^c]\n"
    notes = "".join(f"\n[^{label}]: {label}.\n" for label in 'abcd')
    book = composed(report(f"# A[^d]\n\n{table}{notes}"))
    assert said(book, 'a', './/h:aside') == ["1 d.", "2 c.", "3 a.", "4 b."]


def test_a_citation_becomes_a_note_where_the_style_says_so() -> None:
    """Chicago's readers look for sources at the foot of the page."""
    book = composed(report("# A\n\nX.[@briefing, p. 3]\n", sources=(BRIEFING,)))
    (note,) = find(book, 'a', './/h:aside')
    assert note.xpath('string(.//*[@class="citation"])')
    assert find(book, 'a', 'h:p//*[@class="citation"]') == []


def test_a_citation_in_a_note_stands_in_its_line() -> None:
    """A note on a note would send the reader in circles."""
    book = composed(report("# A\n\nX.[^a]\n\n[^a]: See [@briefing].\n", sources=(BRIEFING,)))
    assert len(find(book, 'a', './/h:aside')) == 1
    assert len(find(book, 'a', './/h:aside/h:p/h:span[@class="citation"]')) == 1


def test_an_author_date_style_cites_in_the_text() -> None:
    """Social scientists read names and years where they stand."""
    csl = {**BRIEFING.csl, 'issued': {'date-parts': ((2024,),)}}
    source = Source(HERE, 'briefing', "Press Briefing", csl=csl)
    front = {'csl': 'chicago-author-date'}
    book = composed(report("# A\n\nX [@briefing].\n", front=front, sources=(source,)))
    assert find(book, 'a', './/h:aside') == []
    assert len(find(book, 'a', 'h:p/h:span[@class="citation"]')) == 1


def test_a_cited_source_is_linked_to_the_references() -> None:
    """From the note to the full entry is one step."""
    book = composed(report("# A\n\nX.[@briefing]\n", sources=(BRIEFING,)))
    assert '#source-briefing' in find(book, 'a', './/h:aside//h:a[@class="cited"]/@href')
    assert find(book, 'references', './/h:li/@id') == ['source-briefing']


def test_the_summary_calls_the_notes_of_its_file() -> None:
    """A key finding may rest on a source like any sentence."""
    made = report("# A\n\nX.\n", front={'key_findings': paragraphs("One.[@briefing]")})
    book = composed(made)
    assert len(find(book, 'summary', './/h:section[@class="notes"]/h:aside')) == 1
