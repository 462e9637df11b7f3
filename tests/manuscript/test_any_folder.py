"""Whatever a folder holds, reading it ends in values and diagnostics, never in a traceback."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from proofpress.manuscript import actors, front_matter, imprint, read_report, timeline
from proofpress.manuscript.vocabularies import vocabularies
from proofpress.memo import RoundMemo
from tests.manuscript.folders import good_folder

KEYS = sorted(
    {
        *front_matter.KEYS,
        *front_matter.REPORT_KEYS,
        *front_matter.AUTHOR_KEYS,
        *front_matter.CHANGE_KEYS,
        *actors.KEYS,
        *timeline.KEYS,
        *imprint.KEYS,
        *vocabularies().csl_variables,
        *vocabularies().csl_date_parts,
        'references',
    }
)
VALUES = """
    a ~ "" 2024-10-23 2024-10/.. 2024-13 en 10.1/a https://a.org ../a.md two.md a.svg [] {} [[2024]]
    [[a]] {a: b} [~] [[],{}] 김정은 *a &a !a | figures/map.svg figures
    0000-0002-1825-0097 "\\0" {ko: a}
    """
_LINES = st.tuples(
    st.sampled_from(['', '- ', '  ', '  - ', '    ', '- - ']),
    st.sampled_from(KEYS),
    st.sampled_from(['', *VALUES.split()]),
).map(lambda line: f'{line[0]}{line[1]}: {line[2]}\n')
_TEXTS = st.lists(_LINES, max_size=12).map(''.join)
MEMO = RoundMemo()
"""Has read every folder of these tests: what it knows of one is never said of another."""
FILES = ('timeline.yaml', 'actors.yaml', 'sources.yaml', 'sources.json', '../imprint.yaml')


@settings(max_examples=60, deadline=None)
@given(head=_TEXTS, path=st.sampled_from(FILES), text=_TEXTS, junk=st.binary(max_size=40))
def test_any_folder_is_read(head: str, path: str, text: str, junk: bytes) -> None:
    """A slip in one file must never hide what is wrong in the others."""
    with tempfile.TemporaryDirectory() as parent:
        folder = good_folder(Path(parent))
        (folder / 'report.md').write_text(f'---\ntitle: A\n{head}---\nWords.\n', 'utf-8')
        (folder / path).write_text(text, 'utf-8')
        (folder / 'two.md').write_bytes(junk)
        manuscript = read_report(folder)
        assert read_report(folder, memo=MEMO) == manuscript
        assert read_report(folder, memo=MEMO) == manuscript
        (folder / 'two.md').write_text('# Two\n\nWords.\n', 'utf-8')
        assert read_report(folder, memo=MEMO) == read_report(folder)
    for one in manuscript.diagnostics:
        assert one.span is not None
        lines = manuscript.texts.get(one.span.path, '').split('\n')
        assert 1 <= one.span.line <= len(lines)
        assert 1 <= one.span.column <= len(lines[one.span.line - 1]) + 1
    if manuscript.report is not None:
        for event in manuscript.report.timeline:
            assert event.title
        for actor in manuscript.report.actors:
            assert actor.name
        for source in manuscript.report.sources:
            assert source.id


def test_the_manual_tells_every_key() -> None:
    """A key that no manual names is found by nobody."""
    manual = (Path(__file__).parents[2] / 'docs' / 'report-folder.md').read_text('utf-8')
    keys = {
        *front_matter.KEYS,
        *front_matter.REPORT_KEYS,
        *front_matter.AUTHOR_KEYS,
        *front_matter.CHANGE_KEYS,
        *front_matter.ISBN_KEYS,
        *imprint.KEYS,
        *timeline.KEYS,
        *actors.KEYS,
        *actors.RELATION_KEYS,
    }
    told = set(re.findall(r'[a-z][a-z_-]*', ' '.join(re.findall(r'`([^`\n]+)`', manual))))
    assert keys <= told
