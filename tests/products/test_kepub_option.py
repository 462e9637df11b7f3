"""`proofpress build --kepub`: Kobo's variant of the EPUB among the products."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from proofpress import cli

RIVER = Path(__file__).parent.parent / 'good_report' / 'river'


def test_the_variant_is_proved_recorded_and_offered(tmp_path: Path) -> None:
    """A reader with a Kobo finds it on the download page, with its sum."""
    assert cli.main(['build', str(RIVER), '--out', str(tmp_path), '--kepub']) == 0
    content = (tmp_path / 'river' / 'river.kepub.epub').read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    manifest = json.loads((tmp_path / 'river' / 'manifest.json').read_text('utf-8'))
    assert manifest['products']['river.kepub.epub'] == digest
    assert 'river.kepub.epub' in manifest['content_sha256']
    offered = {one['path']: one['sha256'] for one in manifest['publication']['downloads']}
    assert list(offered) == ['river.epub', 'river.kepub.epub', 'river.pdf']
    assert offered['river.kepub.epub'] == digest
    proof = json.loads((tmp_path / 'river' / 'proof.json').read_text('utf-8'))
    assert proof['counts']['kepub-words'] == proof['counts']['epub-words'] > 100
    assert "EPUB for Kobo" in (tmp_path / 'river' / 'proof.html').read_text('utf-8')
    for listing in ('index.html', 'opds.xml', 'opds.json'):
        assert 'river/river.kepub.epub' in (tmp_path / listing).read_text('utf-8'), listing
    assert cli.main(['proof', str(RIVER), '--out', str(tmp_path)]) == 0
