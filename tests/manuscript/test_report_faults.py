"""One thing is wrong in a good report: it is named once, where it stands, and nothing else is."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress.diagnostics import Severity
from proofpress.manuscript import read_report
from tests.manuscript.folders import change, good_folder, only_fault, place, png, read

PAGES = Path(__file__).parents[2] / 'docs' / 'diagnostics'

# The fault's id, the file, and the words that become others; ▸ is where the fault then stands.
FAULTS: list[tuple[str, str, str, str]] = [
    # Front matter.
    ('unknown-key', 'report.md', "subtitle:", "▸sub-title:"),
    ('unknown-key', 'report.md', "date-modified:", "▸date_modified:"),
    ('unknown-key', 'report.md', "affiliation:", "▸affilation:"),
    ('unknown-key', 'report.md', "key_findings:", "▸key-findings:"),
    ('duplicate-key', 'report.md', "series: Briefs", "▸lang: ko"),
    ('missing-key', 'report.md', 'title: "No: a Report"', '▸title:'),
    ('missing-key', 'report.md', 'title: "No: a Report"', '▸title: " "'),
    ('missing-key', 'report.md', 'title: "No: a Report"', '▸title: ~'),
    ('missing-key', 'report.md', "{name: John Roe, ", "▸{"),
    ('yaml-syntax', 'report.md', "한국", "No▸: a"),
    ('wrong-type', 'report.md', "한국", "▸[a]"),
    ('wrong-type', 'report.md', "{pdf: 978-3-16-148410-0}", "▸978-3-16-148410-0"),
    ('wrong-type', 'report.md', "- Jane Doe", "- ▸[a]"),
    ('wrong-type', 'report.md', "- First finding.", "- ▸a: b"),
    ('bad-language', 'report.md', "en-GB", "▸english"),
    ('bad-language', 'report.md', "en-GB", "▸en_GB"),
    ('bad-doi', 'report.md', "https://doi.org/10.1234/abc", "▸11.1/abc"),
    ('bad-isbn', 'report.md', "978-3-16-148410-0", "▸978-3-16-148410-1"),
    ('bad-isbn', 'report.md', "978-3-16-148410-0", "▸3-16-148410-X"),
    ('bad-orcid', 'report.md', "0000-0002-1825-0097", "▸0000-0002-1825-0098"),
    ('bad-orcid', 'report.md', "0000-0002-1825-0097", "▸0000-0002-1825"),
    ('bad-email', 'report.md', "j@roe.org", "▸j.roe.org"),
    ('bad-date', 'report.md', "2024-11-18", "▸18 November 2024"),
    ('bad-date', 'report.md', "2024-11-18", "▸2024-11-18/2024-11-19"),
    ('impossible-date', 'report.md', "2024-11-18", "▸2024-02-30"),
    ('impossible-date', 'report.md', "2024-11-19", "▸2023-02-29"),
    ('unknown-value', 'report.md', "status: draft", "status: ▸drfat"),
    ('unknown-value', 'report.md', "toc-depth: 3", "toc-depth: ▸7"),
    ('unknown-value', 'report.md', "correction", "▸mistake"),
    ('unknown-citation-style', 'report.md', "csl: apa", "csl: ▸apaa"),
    ('not-yet', 'report.md', "numbering: none", "▸numbering: paragraphs"),
    ('not-yet', 'report.md', "numbering: none", "▸marking: TLP:GREEN"),
    ('not-yet', 'report.md', "numbering: none", "▸embargo: 2025-01-01"),
    ('bad-id', 'report.md', "house: plain", "house: ▸../plain"),
    ('file-missing', 'report.md', "[two.md]", "[two.md, ▸three.md]"),
    ('bad-chapter', 'report.md', "[two.md]", "[two.md, ▸two.md]"),
    ('bad-chapter', 'report.md', "[two.md]", "[two.md, ▸report.md]"),
    ('bad-chapter', 'report.md', "[two.md]", "[two.md, ▸a.docx]"),
    ('path-outside', 'report.md', "[two.md]", "[two.md, ▸../../a.md]"),
    ('path-outside', 'report.md', "[two.md]", "[two.md, ▸/etc/a.md]"),
    ('raw-html', 'report.md', "One *abstract*", "One ▸<b>"),
    # YAML.
    ('yaml-anchor', 'report.md', "한국", "▸&a 한국"),
    ('yaml-anchor', 'report.md', "series: Briefs", "▸<<: {series: Briefs}"),
    ('yaml-tag', 'report.md', "한국", "▸!!binary aaaa"),
    ('yaml-key', 'actors.yaml', "kind: unit", "kind: unit, ▸[a]: b"),
    ('yaml-documents', 'actors.yaml', "- {id: army", "▸---\n- {id: army"),
    ('yaml-too-deep', 'actors.yaml', "[Kim, the", "[[[[[[[[[[▸[[[Kim, the"),
    ('yaml-syntax', 'timeline.yaml', "  place: Kursk", "▸\tplace: Kursk"),
    ('control-character', 'timeline.yaml', "Kursk", "Kur▸\x07sk"),
    ('control-character', 'timeline.yaml', '"A note."', '▸"A note.\\0"'),
    ('hidden-character', 'timeline.yaml', "Kursk", "Kur▸\u202esk"),
    # Timeline.
    ('wrong-type', 'timeline.yaml', "- Words and", "- ▸{a: b}"),
    ('bad-date', 'timeline.yaml', "2024-10/..", "▸../2024"),
    ('date-backwards', 'timeline.yaml', "2024-10/..", "▸2024-10/2024-09"),
    ('missing-key', 'timeline.yaml', "date: 2024-10/..", "▸date:"),
    ('bad-id', 'timeline.yaml', "id: landing", "id: ▸The_Landing"),
    # Actors.
    ('missing-key', 'actors.yaml', "{id: army, name: Army, kind: unit}", "▸{id: army, name: Army}"),
    ('missing-key', 'actors.yaml', "{id: army, name: Army, ", "▸{id: army, "),
    ('missing-key', 'actors.yaml', "ko: 김정은", '▸ko: ""'),
    ('bad-language', 'actors.yaml', "ko:", "▸korean:"),
    ('missing-key', 'actors.yaml', "{to: army, as: commands}", "▸{to: army}"),
    ('wrong-type', 'actors.yaml', "part_of: army", "part_of: [army, ▸kim]"),
    # Sources.
    ('unknown-key', 'sources.yaml', "  type: speech", "  ▸typ: speech"),
    ('unknown-key', 'sources.yaml', "URL:", "▸url:"),
    ('unknown-key', 'sources.yaml', "family:", "▸familiy:"),
    ('unknown-value', 'sources.yaml', "speech", "▸blogpost"),
    ('bad-web-address', 'sources.yaml', "https:", "▸javascript:"),
    ('impossible-date', 'sources.yaml', "2024-10-23", "▸2024-10-32"),
    ('impossible-date', 'sources.yaml', "2024, 11, 1", "▸2024, 13, 1"),
    ('bad-doi', 'sources.yaml', "10.1234/def", "▸def"),
    ('unknown-key', 'sources.yaml', "references:", "▸refs:"),
    # Imprint.
    ('unknown-key', '../imprint.yaml', "licence:", "▸license:"),
    ('bad-web-address', '../imprint.yaml', "https://example", "▸example"),
    ('picture-missing', '../imprint.yaml', "logo.svg", "▸logos.svg"),
    ('path-outside', '../imprint.yaml', "logo.svg", "▸../logo.svg"),
    # Pictures.
    ('picture-missing', 'report.md', "![a map](figures/map.svg)", "▸![a map](figures/Map.svg)"),
    ('picture-missing', 'two.md', "![dots](figures/dots.png)", "▸![dots](dots.png)"),
]  # fmt: skip


@pytest.mark.parametrize(('id_', 'path', 'old', 'new'), FAULTS)
def test_a_fault_is_named_once_where_it_stands(
    tmp_path: Path, id_: str, path: str, old: str, new: str
) -> None:
    """An editor goes to the place and mends it; a second message would send her elsewhere."""
    folder = good_folder(tmp_path)
    where = change(folder / path, old, new)
    fault = only_fault(read_report(folder))
    assert (fault.id, place(fault)) == (id_, f'{path}:{where}')
    assert fault.severity is Severity.ERROR
    assert fault.help
    assert (PAGES / f'{id_}.md').is_file()


# What stands in `report.md`, the fault's id, and its place.
HEADS: list[tuple[str, str, str]] = [
    ("Words.\n", 'front-matter-missing', 'report.md:1:1'),
    ("", 'file-empty', 'report.md:1:1'),
    ("---\ntitle: A\n\nWords.\n", 'front-matter-unclosed', 'report.md:1:1'),
    ("---\n- a\n---\nWords.\n", 'wrong-type', 'report.md:2:1'),
    ("---\n---\nWords.\n", 'missing-key', 'report.md:1:1'),
    ("---\ntitle: A\n---\n \n", 'report-empty', 'report.md:4:1'),
    ("---\ntitle: [\n---\nWords.\n", 'yaml-syntax', 'report.md:3:1'),
]


@pytest.mark.parametrize(('text', 'id_', 'where'), HEADS)
def test_a_broken_head_is_named(tmp_path: Path, text: str, id_: str, where: str) -> None:
    """Without a head there is no report, and the author must know which line to write."""
    fault = only_fault(read(tmp_path, report_md=text))
    assert (fault.id, place(fault)) == (id_, where)


def test_a_folder_without_a_report_says_so(tmp_path: Path) -> None:
    """The likeliest cause is a mistyped folder."""
    for folder in (tmp_path, tmp_path / 'nowhere'):
        manuscript = read_report(folder)
        assert only_fault(manuscript).id == 'report-missing'
        assert manuscript.report is None


def test_help_names_what_was_likely_meant(tmp_path: Path) -> None:
    """Most unknown words are known words mistyped."""
    wanted = {
        ('report.md', "subtitle:", "sub-title:"): 'subtitle',
        ('report.md', "short_title:", "Short-Title:"): 'short_title',
        ('report.md', "csl: apa", "csl: chicago-note-bibliography-x"): 'chicago',
        ('actors.yaml', "kind: person", "kind: persn"): 'person',
        ('sources.yaml', "issued:", "isued:"): 'issued',
        ('report.md', "figures/map.svg", "map.svg"): 'figures/map.svg',
        ('report.md', "2024-11-18", "2024.11.8"): 'write 2024-11-08',
        ('timeline.yaml', "id: landing", "id: The Landing"): 'write the-landing',
    }
    for number, ((path, old, new), words) in enumerate(wanted.items()):
        folder = good_folder(tmp_path / str(number))
        change(folder / path, old, new)
        assert words in (only_fault(read_report(folder)).help or '')


def test_a_former_name_of_a_citation_style_still_finds_it(tmp_path: Path) -> None:
    """Styles are renamed upstream; reports of last year are built again."""
    folder = good_folder(tmp_path)
    change(folder / 'report.md', "csl: apa", "csl: chicago-fullnote-bibliography")
    assert read_report(folder).diagnostics == ()


def test_faults_without_end_are_cut_off(tmp_path: Path) -> None:
    """A file of another kind under the name of ours must not fill the screen for minutes."""
    keys = ''.join(f'key{number}: x\n' for number in range(1000))
    manuscript = read(tmp_path, report_md=f"---\ntitle: A\n{keys}---\nWords.\n")
    assert len(manuscript.diagnostics) == 201
    assert sum(one.id == 'too-many-faults' for one in manuscript.diagnostics) == 1


def test_a_logo_is_a_drawing(tmp_path: Path) -> None:
    """A logo of dots is coarse on a cover."""
    folder = good_folder(tmp_path)
    (tmp_path / 'logo.svg').write_bytes(png())
    assert only_fault(read_report(folder)).id == 'picture-type'


def test_an_empty_file_is_named_once(tmp_path: Path) -> None:
    """What an interrupted copy left must not be published as if it were all there is."""
    head = "---\ntitle: A\nchapters: [two.md]\n---\nWords and ![dots](dots.png).\n"
    (tmp_path / 'dots.png').write_bytes(b'')
    found = read(
        tmp_path, report_md=head, two_md=" \n", actors_yaml="", sources_json=""
    ).diagnostics
    assert [(one.id, place(one)) for one in found] == [
        ('file-empty', 'actors.yaml:1:1'),
        ('file-empty', 'report.md:3:12'),
        ('file-empty', 'report.md:5:11'),
        ('file-empty', 'sources.json:1:1'),
    ]
