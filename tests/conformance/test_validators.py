"""The validators that shops, libraries and laws name: EPUBCheck and Ace by DAISY."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.conformance.published import Published, spoiled
from tests.judges import ace, epubcheck_all

pytestmark = pytest.mark.slow


def test_epubcheck_finds_nothing_in_any_report(published: Sequence[Published]) -> None:
    """Shops and libraries send back what it complains of, warnings too."""
    files = [path for one in published for path in (one.epub, one.kepub)]
    found = epubcheck_all(files)
    assert len(found) == len(files) >= 48
    assert {path.name: said for path, said in found.items() if said} == {}


def test_epubcheck_refuses_spoiled_books(river: Published, tmp_path: Path) -> None:
    """A judge that is asleep finds nothing either."""
    slips = {
        'RSC-005': ('package.opf', '<item id="stylesheet"', '<item id="stylesheet" x=""'),
        'RSC-012': ('nav.xhtml', '.xhtml#', '.xhtml#nowhere-'),
        'CSS-008': ('book.css', 'body', 'body{;}}\nbody'),
    }
    bad = {spoiled(river.epub, tmp_path / id_, *slip): id_ for id_, slip in slips.items()}
    for path, said in epubcheck_all(list(bad)).items():
        assert bad[path] in ' '.join(said)


def test_ace_finds_no_barrier_in_any_report(published: Sequence[Published]) -> None:
    """The European Accessibility Act binds publishers; this is the checker that they are shown."""
    found = ace([one.epub for one in published])
    assert len(found) == len(published) >= 24
    assert {path.name: said for path, said in found.items() if said} == {}


def test_ace_refuses_spoiled_books(river: Published, tmp_path: Path) -> None:
    """Each of its parts is awake: the pages' axe, and the package's own rules."""
    slips = {
        'image-alt': ('cover.xhtml', ' alt=', ' data-alt='),
        'metadata-': ('package.opf', 'schema:accessibilitySummary', 'schema:about'),
        'aria-roles': ('nav.xhtml', 'role="doc-toc"', 'role="doc-nonsense"'),
    }
    bad = {spoiled(river.epub, tmp_path / rule, *slip): rule for rule, slip in slips.items()}
    for path, said in ace(list(bad)).items():
        assert bad[path] in ' '.join(said)
