"""Building: what a worker made is published as what was asked for, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofpress.building import Building
from proofpress.model.wish import Wish
from proofpress.outcome import Made
from proofpress.product import ProductFile

PDF = ProductFile('water.pdf', b'%PDF')
MANIFEST = ProductFile('manifest.json', b'{}')


@pytest.mark.parametrize(
    ('slug', 'files'), [('air', (PDF, MANIFEST)), ('../water', (PDF, MANIFEST)), ('water', (PDF,))]
)
def test_a_worker_makes_no_other_report(
    slug: str, files: tuple[ProductFile, ...], tmp_path: Path
) -> None:
    """A picture that takes hold of it must not replace what others have published."""
    (tmp_path / 'out' / 'air').mkdir(parents=True)
    before = sorted(tmp_path.rglob('*'))
    outcome = Building(tmp_path / 'out', Wish()).place(
        tmp_path / 'Water', Made((), {}, slug, files)
    )
    assert not outcome.is_published
    assert [one.id for one in outcome.diagnostics] == ['worker-died']
    assert slug in outcome.diagnostics[0].message
    assert sorted(tmp_path.rglob('*')) == before
