"""What is wrong in the front matter, and in the imprint beside the report."""

from __future__ import annotations

from tests.hostile.case import Append, Case, Make, Swap, Write

LONG = 'x' * 300


def head(name: str, lines: str, *verdict: str, status: int = 1) -> Case:
    """Put lines into the front matter, above the language."""
    return Case(name, (Swap('report.md', 'lang: en-GB', f'{lines}\nlang: en-GB'),), verdict, status)


def change(name: str, old: str, new: str, *verdict: str, status: int = 1) -> Case:
    """Change words of `report.md`."""
    return Case(name, (Swap('report.md', old, new),), verdict, status)


def whole(name: str, content: str | bytes, *verdict: str, status: int = 1) -> Case:
    """Replace `report.md`."""
    return Case(name, (Write('report.md', content),), verdict, status)


def imprint(name: str, lines: str, *verdict: str, status: int = 1) -> Case:
    """Put lines at the end of the imprint."""
    return Case(name, (Append('../imprint.yaml', lines),), verdict, status)


_ALONE = (
    Make('actors.yaml', lambda path: None),
    Make('timeline.yaml', lambda path: None),
    Make('sources.yaml', lambda path: None),
)


def alone(name: str, content: str | bytes, *verdict: str, status: int = 1) -> Case:
    """Leave nothing but a `report.md`."""
    return Case(name, (*_ALONE, Write('report.md', content)), verdict, status)


KEYS = (
    head('key-misspelt', "▸sub-title: A", 'unknown-key'),
    head('key-of-another-tool', "▸bibliography: refs.bib", 'unknown-key'),
    head('key-without-end', f"▸{LONG}: A", 'unknown-key'),
    head('key-of-right-to-left', "▸عنوان: A", 'unknown-key'),
    head('key-that-is-a-template', '▸"{{ 7*7 }}": A', 'unknown-key'),
    head('key-that-is-a-number', "▸5: A", 'unknown-key'),
    head('key-under-report-misspelt', "series: A\n", status=0),
    change('report-key-misspelt', "  key_findings:", "  ▸key_findngs:", 'unknown-key'),
    change('author-key-misspelt', "    affiliation:", "    ▸afiliation:", 'unknown-key'),
    change('isbn-key-misspelt', "  pdf: 978", "  ▸mobi: 978", 'unknown-key'),
    change('title-twice', "subtitle: What", "▸title: What", 'duplicate-key'),
    change('title-gone', "title: Across the Tumen\nsubtitle", "subtitle",
           'missing-key@report.md:2:1'),
    change('title-empty', "title: Across the Tumen\nsubtitle", "▸title:\nsubtitle", 'missing-key'),
    change('title-a-tilde', "title: Across the Tumen\nsubtitle", "▸title: ~\nsubtitle",
           'missing-key'),
    change('title-of-blanks', "title: Across the Tumen\nsubtitle", "▸title: '  '\nsubtitle",
           'missing-key'),
    change('title-a-list', "title: Across the Tumen\nsubtitle", "title: ▸[A, B]\nsubtitle",
           'wrong-type'),
    change('title-with-a-colon', "title: Across the Tumen\nsubtitle",
           "title: Across▸: the Tumen\nsubtitle", 'yaml-syntax'),
    change('author-of-authors', "  - name: Ada Reed", "  - ▸[Ada]\n  - name: Ada Reed",
           'wrong-type'),
    change('author-without-name', "  - name: Ada Reed\n    affiliation", "  - ▸affiliation",
           'missing-key'),
    change('mail-broken', "ada@lantern.example", "▸ada at lantern", 'bad-email'),
    change('mail-with-line-end', "ada@lantern.example", '▸"ada@lantern.example\\nBcc: all"',
           'bad-email'),
    change('orcid-wrong-digit', "0000-0002-1825-0097", "▸0000-0002-1825-0098", 'bad-orcid'),
    change('doi-broken', "doi: 10.5555/12345678", "doi: ▸doi.org", 'bad-doi'),
    change('isbn-wrong-digit', "978-3-16-148410-0", "▸978-3-16-148410-1", 'bad-isbn'),
    change('isbn-a-word', "isbn:\n  pdf: 978-3-16-148410-0", "isbn: ▸none", 'wrong-type'),
    change('keywords-a-mapping', "[border, ferries]", "▸{a: b}", 'wrong-type'),
    change('findings-in-a-list-of-lists', "    - Four ferries", "    - ▸- Four ferries",
           'wrong-type'),
    change('findings-a-heading', "    - Four ferries", "    - ▸'# Four'\n    - Four ferries",
           'only-paragraphs'),
    head('depth-of-contents-seven', "toc-depth: ▸7", 'unknown-value'),
    head('style-of-citations-a-path', "csl: ▸../../outside/secret", 'unknown-citation-style'),
    head('style-of-citations-absolute', "csl: ▸/etc/passwd", 'unknown-citation-style'),
    head('style-of-citations-on-the-web', "csl: ▸CANARY-WEB/a.csl", 'unknown-citation-style'),
    change('house-a-path', "  key_findings:", "  house: ▸../../secret\n  key_findings:", 'bad-id'),
    change('house-unknown', "  key_findings:", "  house: ▸nobody\n  key_findings:",
           'unknown-house'),
    change('status-unknown', "  key_findings:", "  status: ▸done\n  key_findings:",
           'unknown-value'),
    change('type-of-change-unknown', "type: correction", "type: ▸corection", 'unknown-value'),
    change('marking-not-made', "  key_findings:", "  ▸marking: TLP:RED\n  key_findings:",
           'not-yet'),
    change('markup-in-findings', "    - Four ferries crossed", "    - ▸<b>Four ferries crossed",
           'raw-html'),
    change('script-in-abstract', "  In the autumn", "  ▸<script>alert(1)</script> In the autumn",
           'raw-html'),
)  # fmt: skip

DATES = (
    change('date-the-thirtieth-of-february', "date: 2024-11-20", "date: ▸2024-02-30",
           'impossible-date'),
    change('date-no-leap-year', "date: 2024-11-20", "date: ▸2023-02-29", 'impossible-date'),
    change('date-month-thirteen', "date: 2024-11-20", "date: ▸2024-13", 'impossible-date'),
    change('date-year-nought', "date: 2024-11-20", "date: ▸0000", 'impossible-date'),
    change('date-american', "date: 2024-11-20", "date: ▸11/20/2024", 'bad-date'),
    change('date-in-words', "date: 2024-11-20", "date: ▸20 November 2024", 'bad-date'),
    change('date-without-noughts', "date: 2024-11-20", "date: ▸2024-1-2", 'bad-date'),
    change('date-of-other-digits', "date: 2024-11-20", "date: ▸٢٠٢٤-11-20", 'bad-date'),
    change('date-of-five-digits', "date: 2024-11-20", "date: ▸20240-11-20", 'bad-date'),
    change('date-of-many-digits', "date: 2024-11-20", f"date: ▸{'9' * 5000}", 'bad-date'),
    change('date-negative', "date: 2024-11-20", "date: ▸-2024", 'bad-date'),
    change('date-with-time', "date: 2024-11-20", "date: ▸2024-11-20T25:00", 'bad-date'),
    change('date-today', "date: 2024-11-20", "date: ▸today", 'bad-date'),
    change('date-a-span', "date: 2024-11-20", "date: ▸2024-11-20/2024-11-21", 'bad-date'),
    change('date-a-list', "date: 2024-11-20", "date: ▸[2024]", 'wrong-type'),
    change('date-modified-impossible', "date-modified: 2024-12-02", "date-modified: ▸2024-04-31",
           'impossible-date'),
    change('date-of-change-impossible', "{date: 2024-12-02,", "{date: ▸2024-06-31,",
           'impossible-date'),
)  # fmt: skip

LANGUAGES = (
    change('language-of-report-unknown', "lang: en-GB", "lang: ▸xx", 'bad-language'),
    change('language-of-report-a-word', "lang: en-GB", "lang: ▸english", 'bad-language'),
    change('language-of-report-underscored', "lang: en-GB", "lang: ▸en_GB", 'bad-language'),
    change('language-that-leaves-its-attribute', "lang: en-GB", "lang: ▸en\"><script>",
           'bad-language'),
    change('language-no-is-norwegian', "lang: en-GB", "lang: no", status=0),
)  # fmt: skip

CHAPTERS = (
    head('chapter-absent', "chapters: [▸two.md]", 'file-missing'),
    head('chapter-outside', "chapters: [▸../../outside/secret.md]", 'path-outside'),
    head('chapter-beside-the-report', "chapters: [▸../two.md]", 'path-outside'),
    head('chapter-beside-the-report-by-slashes', "chapters: [▸..//etc/two.md]", 'path-outside'),
    head('chapter-absolute', "chapters: [▸CANARY-FOLDER/secret.md]", 'path-outside'),
    head('chapter-outside-in-between', "chapters: [▸figures/../../../outside/secret.md]",
         'path-outside'),
    head('chapter-with-backslashes', "chapters: [▸'..\\..\\outside\\secret.md']", 'path-outside'),
    head('chapter-on-the-web', "chapters: [▸'CANARY-WEB/a.md']", 'file-missing'),
    head('chapter-a-file-address', "chapters: [▸'file:///etc/passwd.md']", 'file-missing'),
    head('chapter-percent-encoded', "chapters: [▸'%2e%2e/%2e%2e/outside/secret.md']",
         'file-missing'),
    head('chapter-with-a-nul', 'chapters: [▸"two\\0.md"]', 'control-character',
         'file-missing@report.md:12:12'),
    head('chapter-no-markdown', "chapters: [▸/etc/passwd]", 'bad-chapter'),
    head('chapter-itself', "chapters: [▸report.md]", 'bad-chapter'),
    head('chapter-of-endless-name', f"chapters: [▸{LONG}.md]", 'file-missing'),
    head('chapter-a-parent-of-dots', "chapters: [▸.../two.md]", 'file-missing'),
)  # fmt: skip

FILES = (
    whole('report-empty-file', "", 'file-empty@report.md:1:1'),
    whole('report-of-blanks', " \n\n", 'file-empty@report.md:1:1'),
    whole('report-without-head', "# Words\n", 'front-matter-missing@report.md:1:1'),
    whole('report-head-not-closed', "---\ntitle: A\n\nWords.\n",
          'front-matter-unclosed@report.md:1:1'),
    whole('report-head-a-list', "---\n▸- a\n---\nWords.\n", 'wrong-type'),
    whole('report-head-a-word', "---\n▸words\n---\nWords.\n", 'wrong-type'),
    alone('report-head-two-documents', "---\ntitle: A\n--- # b\nb: c\n---\nWords.\n",
          'yaml-documents@report.md:3:1'),
    alone('report-without-article', "---\ntitle: A\n---\n▸", 'report-empty'),
    alone('report-of-noughts', b'\0' * 500, 'front-matter-missing@report.md:1:1',
          *(f'control-character@report.md:1:{column}' for column in range(1, 22))),
    whole('report-a-program', b'\x7fELF\x02\x01\x01' + bytes(range(256)),
          'not-utf-8@report.md:3:115'),
    whole('report-a-word-document', b'PK\x03\x04\x14\0\x06\0\x08\0\0\0!\0\xff',
          'not-utf-8@report.md:1:15'),
)  # fmt: skip

IMPRINT = (
    imprint('imprint-key-misspelt', "▸web: https://a.org\n", 'unknown-key'),
    imprint('imprint-logo-outside', "logo: ▸../outside/secret.svg\n", 'path-outside'),
    imprint('imprint-logo-absolute', "logo: ▸/etc/passwd\n", 'path-outside'),
    imprint('imprint-logo-on-the-web', "logo: ▸CANARY-WEB/logo.svg\n", 'picture-missing'),
    imprint('imprint-paper-unknown', "paper: ▸A3\n", 'unknown-value'),
    Case(
        'imprint-website-runs',
        (Swap('../imprint.yaml', 'https://lantern.example', "▸'javascript:alert(1)'"),),
        ('bad-web-address',),
    ),
    Case('imprint-a-list', (Write('../imprint.yaml', '▸- name: A\n'),), ('wrong-type',)),
    Case('imprint-empty', (Write('../imprint.yaml', '▸'),), ('file-empty',), 0),
)  # fmt: skip

CASES = (*KEYS, *DATES, *LANGUAGES, *CHAPTERS, *FILES, *IMPRINT)
