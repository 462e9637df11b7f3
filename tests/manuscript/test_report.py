"""What the author wrote in the files of a report is what the model holds, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress.manuscript import read_report
from proofpress.model.actors import ActorKind
from proofpress.model.prose import plain_text
from proofpress.model.report import Numbering, Paper, Report, Status
from proofpress.model.slug import slug_of_folder
from proofpress.model.timeline import Date, Interval
from proofpress.span import Span
from tests.manuscript.folders import change, good_folder, only_fault, read


def _good_report(tmp_path: Path) -> Report:
    manuscript = read_report(good_folder(tmp_path))
    assert manuscript.diagnostics == ()
    assert manuscript.unread == ()
    assert manuscript.report is not None
    return manuscript.report


def test_front_matter_keeps_every_word_as_written(tmp_path: Path) -> None:
    """A version 1.10 printed as 1.1, or a keyword `no` as False, would be a wrong page."""
    front = _good_report(tmp_path).front_matter
    assert (front.title, front.subtitle, front.short_title) == ("No: a Report", "한국", "A Report")
    assert (front.number, front.version) == ('007', '1.10')
    assert front.keywords == ('troops', 'no', '1.10')
    assert (front.lang, front.toc_depth, front.csl) == ('en-GB', 3, 'apa')
    assert (front.date, front.date_modified) == (Date(2024, 11, 18), Date(2024, 11))
    assert front.isbn.pdf == '978-3-16-148410-0'
    assert (front.status, front.numbering) == (Status.DRAFT, Numbering.NONE)
    assert (front.house, front.paper) == ('plain', Paper.LETTER)
    assert [(one.date, one.type) for one in front.changes] == [(Date(2024, 11, 19), 'correction')]


def test_authors_are_names_or_say_more(tmp_path: Path) -> None:
    """Credit goes to whom the report names, in the order in which it names them."""
    first, second = _good_report(tmp_path).front_matter.authors
    assert (first.name, first.span) == ("Jane Doe", Span('report.md', 6, 5))
    assert (second.name, second.affiliation, second.role) == ("John Roe", "House", 'editor')
    assert (second.orcid, second.email) == ('0000-0002-1825-0097', 'j@roe.org')


def test_markdown_in_front_matter_knows_its_lines(tmp_path: Path) -> None:
    """A fault in an abstract is mended in the file, so it is counted there."""
    front = _good_report(tmp_path).front_matter
    first, second = front.abstract
    assert plain_text(first.children) == "One abstract of two lines."
    assert (first.span, second.span) == (Span('report.md', 12, 3), Span('report.md', 15, 3))
    findings = [plain_text(one.children) for one in front.key_findings]
    assert findings == ["First finding.", "Second finding goes on."]
    assert front.key_findings[1].span == Span('report.md', 30, 7)


def test_markdown_in_a_plain_scalar_knows_the_columns_of_its_lines(tmp_path: Path) -> None:
    """A sentence may run on over lines without any mark; its second line is indented otherwise."""
    text = "---\ntitle: A\nabstract: one\n     two\n     three <b> four\n---\nWords.\n"
    fault = only_fault(read(tmp_path, report_md=text))
    assert (fault.id, fault.span) == ('raw-html', Span('report.md', 5, 12))


def test_defaults_come_from_the_imprint(tmp_path: Path) -> None:
    """A publisher says once what holds for every report."""
    folder = good_folder(tmp_path)
    change(folder / 'report.md', "license: CC BY 4.0\n", "")
    change(folder / 'report.md', "  paper: letter\n", "")
    change(folder / 'report.md', "short_title: A Report\n", "")
    report = read_report(folder).report
    assert report is not None
    assert (report.front_matter.publisher, report.front_matter.license) == ("Example House", 'CC0')
    assert report.front_matter.paper is Paper.A4
    assert report.front_matter.short_title == "No: a Report"
    assert report.imprint.address == ("1 Street", "City")
    assert report.imprint.logo is not None
    assert report.imprint.logo.path == '../logo.svg'


@pytest.mark.parametrize(
    ('written', 'read'),
    [
        ('WCAG 2.2 AA', 'EPUB Accessibility 1.1 - WCAG 2.2 Level AA'),
        ('2.1 Level A', 'EPUB Accessibility 1.1 - WCAG 2.1 Level A'),
        ('wcag 2.0 aaa', 'EPUB Accessibility 1.1 - WCAG 2.0 Level AAA'),
    ],
)
def test_a_claim_of_conformance_is_read_as_epub_writes_it(
    written: str, read: str, tmp_path: Path
) -> None:
    """Buyers' programs look for these very words."""
    folder = good_folder(tmp_path)
    change(tmp_path / 'imprint.yaml', "paper: a4", f"accessibility_conformance: {written}")
    report = read_report(folder).report
    assert report is not None
    assert report.imprint.accessibility_conformance == read
    assert report.imprint.accessibility_certifier == "Example House"


@pytest.mark.parametrize(
    ('line', 'id_'),
    [
        ('accessibility_conformance: WCAG 2.3 AA', 'unknown-value'),
        ('accessibility_conformance: very good', 'unknown-value'),
        ('accessibility_report: auditor', 'bad-web-address'),
    ],
)
def test_a_claim_that_nobody_could_read_is_none(line: str, id_: str, tmp_path: Path) -> None:
    """A shop that finds a claim in other words takes the book for one without."""
    folder = good_folder(tmp_path)
    change(tmp_path / 'imprint.yaml', "paper: a4", line)
    (fault,) = read_report(folder).diagnostics
    assert (fault.id, fault.span and fault.span.path) == (id_, '../imprint.yaml')


def test_a_claim_for_which_nobody_vouches_is_a_fault(tmp_path: Path) -> None:
    """EPUB Accessibility asks for a name beside it."""
    folder = good_folder(tmp_path)
    change(tmp_path / 'imprint.yaml', "name: Example House", "accessibility_conformance: 2.2 AA")
    assert [one.id for one in read_report(folder).diagnostics] == ['missing-key']


def test_the_identifier_is_the_doi_or_never_changes(tmp_path: Path) -> None:
    """An e-reader that meets a new identifier shows the corrected report as another book."""
    folder = good_folder(tmp_path)
    report = read_report(folder).report
    assert report is not None
    assert report.front_matter.identifier == 'https://doi.org/10.1234/abc'
    assert report.front_matter.doi == '10.1234/abc'
    change(folder / 'report.md', "doi: https://doi.org/10.1234/abc\n", "")
    report = read_report(folder).report
    assert report is not None
    made = report.front_matter.identifier
    assert made == 'urn:uuid:102d0295-fdea-59d0-a039-7768ad38b215'


def test_the_article_is_the_body_and_then_the_chapters(tmp_path: Path) -> None:
    """Chapters stand in the order in which the author names them, each with its own lines."""
    report = _good_report(tmp_path)
    assert [chapter.path for chapter in report.chapters] == ['report.md', 'two.md']
    assert [chapter.blocks[0].span for chapter in report.chapters] == [
        Span('report.md', 39, 1),
        Span('two.md', 1, 1),
    ]
    assert report.in_chapters


def test_a_lone_file_is_a_complete_report(tmp_path: Path) -> None:
    """Nobody should need five files to publish a page."""
    manuscript = read(tmp_path, report_md="---\ntitle: A\n---\nWords.\n")
    assert manuscript.diagnostics == ()
    report = manuscript.report
    assert report is not None
    assert report.front_matter.title == 'A'
    assert not report.in_chapters
    assert report.imprint.name == ''


def test_events_know_what_carries_them(tmp_path: Path) -> None:
    """An event is as good as the passage, the actors and the sources that it names."""
    (event,) = _good_report(tmp_path).timeline
    assert event.date == Interval(Date(2024, 10), None)
    assert (event.id, event.edtf, event.title) == ('landing', '2024-10/..', "They land")
    assert (event.text, event.place, event.confidence) == ("Told in two lines.", "Kursk", 'high')
    assert [(one.id, one.span) for one in event.actors] == [('kim', Span('timeline.yaml', 7, 12))]
    assert [(one.text, one.span) for one in event.evidence] == [
        ("Words and", Span('timeline.yaml', 10, 7)),
        ("A note.", Span('timeline.yaml', 11, 7)),
    ]
    assert [one.id for one in event.sources] == ['briefing']


def test_evidence_over_lines_stands_where_its_words_begin(tmp_path: Path) -> None:
    """When the article no longer says so, the editor is led to the words themselves."""
    folder = good_folder(tmp_path)
    change(
        folder / 'timeline.yaml',
        '  evidence:\n    - Words and\n    - "A note."\n',
        "  evidence: |\n\n    Words\n    and\n",
    )
    report = read_report(folder).report
    assert report is not None
    (evidence,) = report.timeline[0].evidence
    assert (evidence.text, evidence.span) == ("Words and", Span('timeline.yaml', 11, 5))


def test_actors_have_names_in_their_own_scripts_and_ties(tmp_path: Path) -> None:
    """A name in its own script is how a reader of that language finds the person."""
    kim, army = _good_report(tmp_path).actors
    assert (kim.id, kim.kind, army.kind) == ('kim', ActorKind.PERSON, ActorKind.UNIT)
    assert [(one.lang, one.name) for one in kim.native] == [('ko', '김정은')]
    assert kim.names == ("Kim Jong Un", "Kim", "the Marshal")
    assert kim.part_of is not None
    assert (kim.part_of.id, kim.part_of.span) == ('army', Span('actors.yaml', 6, 12))
    assert [(one.to.id, one.as_) for one in kim.relations] == [('army', 'commands')]


def test_pictures_are_read_from_article_and_notes(tmp_path: Path) -> None:
    """A picture in a note is as much part of the report as one in the text."""
    pictures = _good_report(tmp_path).pictures
    found = {path: (one.media_type, one.width, one.height) for path, one in pictures.items()}
    assert found == {
        'figures/map.svg': ('image/svg+xml', 40, 30),
        'figures/dots.png': ('image/png', 2, 3),
    }


def test_texts_are_kept_for_showing_the_guilty_line(tmp_path: Path) -> None:
    """A message that shows the line is mended without opening the wrong file first."""
    texts = read_report(good_folder(tmp_path)).texts
    assert set(texts) == {
        '../imprint.yaml', 'actors.yaml', 'report.md', 'sources.yaml', 'timeline.yaml', 'two.md',
    }  # fmt: skip
    assert texts['two.md'].startswith("# Two\n")


def test_a_file_that_cannot_be_read_is_named_as_such(tmp_path: Path) -> None:
    """Actors in a broken file are not unknown: nobody should mend the events for that."""
    folder = good_folder(tmp_path)
    (folder / 'actors.yaml').write_text("- id: [", 'utf-8')
    manuscript = read_report(folder)
    assert manuscript.unread == ('actors.yaml',)
    assert manuscript.report is not None


def test_all_files_are_judged_in_one_run(tmp_path: Path) -> None:
    """An author who mends one fault a build gives up before the tenth."""
    folder = good_folder(tmp_path)
    change(folder / 'report.md', "title: \"No: a Report\"\n", "titel: x\n")
    change(folder / 'actors.yaml', "kind: person", "kind: persona")
    change(folder / 'timeline.yaml', "2024-10/..", "2024-13")
    change(folder / 'sources.yaml', "type: speech", "type: talk")
    change(tmp_path / 'imprint.yaml', "paper: a4", "paper: a5")
    manuscript = read_report(folder)
    assert manuscript.report is None
    assert [(one.span.path if one.span else '', one.id) for one in manuscript.diagnostics] == [
        ('../imprint.yaml', 'unknown-value'),
        ('actors.yaml', 'unknown-value'),
        ('report.md', 'missing-key'),
        ('report.md', 'unknown-key'),
        ('sources.yaml', 'unknown-value'),
        ('timeline.yaml', 'impossible-date'),
    ]


def test_any_folder_has_a_slug() -> None:
    """The slug names files and addresses on every system."""
    assert slug_of_folder('north-korean-troops') == 'north-korean-troops'
    assert slug_of_folder('Ünder Score_2') == 'under-score-2'
    assert slug_of_folder('2024 Troops') == '2024-troops'
    assert slug_of_folder('한국') == 'report'
