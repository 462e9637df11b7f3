"""What strangers write is words in every product: no program, no door, no secret.

One report holds all of it and is built once; another holds everything that the corpus refuses and
is built as a draft.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pypdf
import pytest
from lxml import etree, html

from proofpress import cli
from tests.hostile.case import SECRET, Append, Case, Edit, Swap, Write, lay
from tests.hostile.conftest import Canary
from tests.hostile.corpus import CASES
from tests.hostile.corpus.words import HOSTILE, WORDS
from tests.manuscript.folders import SVG

_XHTML = '{http://www.w3.org/1999/xhtml}'
_RUNS = re.compile(r'\s*(javascript|vbscript|data|file):', re.IGNORECASE)
_QUOTED = "'" + HOSTILE.replace("'", "''") + "'"
_ODD_NAME = "figures/{{x}}%s'&$(id).svg"


@dataclass(frozen=True, slots=True)
class Built:
    """The products of a report."""

    folder: Path
    """Of the products."""
    source: Path
    """Of the report."""
    said: str
    status: int

    @property
    def files(self) -> dict[str, bytes]:
        """Every file, those in the EPUB as well."""
        found = {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob('*'))
            if path.is_file()
        }
        with zipfile.ZipFile(io.BytesIO(found['river/river.epub'])) as epub:
            inner = {f'epub/{name}': epub.read(name) for name in epub.namelist()}
        return found | inner

    def trees(self) -> Iterator[tuple[str, etree._Element]]:
        """Yield each page of the EPUB and of the web page as a tree."""
        for name, content in self.files.items():
            if name.startswith('epub/') and name.endswith('.xhtml'):
                yield name, etree.fromstring(content)
            elif name == 'river/index.html':
                yield name, html.document_fromstring(content)


def _words() -> Case:
    body = '\n\n'.join(written for written, _ in WORDS)
    return Case('words', (
        Append('report.md', f'\n\n{body}\n\n![A map](<{_ODD_NAME}>)\n'),
        Swap('report.md', 'What a border river saw in one autumn', _QUOTED),
        Swap('report.md', 'keywords: [border, ferries]', f'keywords: [{_QUOTED}]'),
        Swap('actors.yaml', 'role: duty officer', f'role: {_QUOTED}'),
        Swap('timeline.yaml', 'text: It leaves at dusk.', f'text: {_QUOTED}'),
        Swap('timeline.yaml', 'place: Tumangang', f'place: {_QUOTED}'),
        Swap('sources.yaml', 'title: A note on the season', f'title: {_QUOTED}'),
        Swap('../imprint.yaml', 'name: Lantern House', f'name: {_QUOTED}'),
        Write(_ODD_NAME, SVG),
    ))  # fmt: skip


def _all_that_is_refused() -> Case:
    """Return one report with all words that cases put at the end of a file."""
    edits: list[Edit] = []
    for case in CASES:
        for edit in case.edits:
            is_refused = case.status == 1 and 'never-closed' not in case.name
            if isinstance(edit, Append) and edit.path == 'report.md' and is_refused:
                words = edit.words.replace('▸', '')
                edits.append(replace(edit, words=f'\n\n{words}'))
            elif isinstance(edit, Write) and edit.path.startswith('figures/'):
                edits.append(edit)
    return Case('refused', tuple(edits))


def _build(case: Case, parent: Path, canary: Canary, *options: str) -> Built:
    laid = lay(case, parent, canary.address, is_judged=False)
    out = parent / 'out'
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr('sys.stderr', said)
        status = cli.main(['build', *options, '--out', str(out), str(laid.folder)])
    return Built(out, laid.folder, said.getvalue(), status)


@pytest.fixture(scope='module')
def built(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Built:
    """Return the products of the words."""
    return _build(_words(), tmp_path_factory.mktemp('words'), canary)


@pytest.fixture(scope='module')
def draft(tmp_path_factory: pytest.TempPathFactory, canary: Canary) -> Built:
    """Return the products of what is refused."""
    return _build(_all_that_is_refused(), tmp_path_factory.mktemp('draft'), canary, '--draft')


def assert_harmless(built: Built, canary: Canary) -> None:
    """Assert that nothing runs, nothing leads out and nothing was let in."""
    for name, tree in built.trees():
        for element in tree.iter(etree.Element):
            tag = str(element.tag).removeprefix(_XHTML)
            assert tag not in {'iframe', 'object', 'embed', 'base', 'form', 'audio'}, name
            if tag == 'script':
                # What search engines read; no browser runs it.
                assert element.get('type') == 'application/ld+json'
                assert json.loads(str(element.text))
            for key, value in element.attrib.items():
                assert not str(key).lower().startswith('on'), f"{name}: {key}={value}"
                is_address = str(key) in {'href', 'src', 'data', 'action'}
                assert not (is_address and _RUNS.match(str(value)) and tag != 'img'), (
                    f"{name}: {value}"
                )
    for name, content in built.files.items():
        assert SECRET.encode() not in content, name
        assert str(built.source.parent).encode() not in content, name
        assert b'root:x:0' not in content, name
    assert SECRET not in built.said
    assert canary.heard == []


def test_what_programs_would_read_is_printed_as_it_is_written(built: Built) -> None:
    """A report on templates, attacks or typesetting must quote them."""
    assert (built.status, built.said) == (0, '')
    for name, tree in built.trees():
        if name == 'river/index.html':
            words = ' '.join(''.join(map(str, tree.itertext())).split())
            assert [seen for _, seen in WORDS if seen not in words] == []
            assert words.count(HOSTILE) >= 6
    pages = pypdf.PdfReader(io.BytesIO(built.files['river/river.pdf'])).pages
    printed = re.sub(r'\s', '', ''.join(page.extract_text() for page in pages))
    assert [seen for _, seen in WORDS if re.sub(r'\s', '', seen) not in printed] == []


def test_the_epub_has_the_same_words(built: Built) -> None:
    """Each edition is somebody's only one."""
    pages = [tree for name, tree in built.trees() if name.startswith('epub/')]
    words = ' '.join(' '.join(''.join(map(str, tree.itertext())) for tree in pages).split())
    assert [seen for _, seen in WORDS if seen not in words] == []


def test_what_programs_would_read_runs_nowhere(built: Built, canary: Canary) -> None:
    """A publication that runs what its sources say is an attack on its readers."""
    assert_harmless(built, canary)


@pytest.mark.slow
def test_a_draft_of_all_that_is_refused_is_harmless(draft: Built, canary: Canary) -> None:
    """Whoever asks for a draft gets one in spite of the findings, and it must be safe to open."""
    assert draft.status in {1, 4}
    assert 'Traceback' not in draft.said
    assert_harmless(draft, canary)
