"""A build ends with the catalogue, which says of the products what they say of themselves."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from proofpress.catalogue.record import accessibility_of
from proofpress.cli import main
from proofpress.exit_status import ExitStatus
from proofpress.manifest import content_sha256

ROOT = Path(__file__).parent.parent.parent
NAMES = ('index.html', 'opds.json', 'opds.xml')
OPF = {'opf': 'http://www.idpf.org/2007/opf'}


@pytest.fixture(scope='module')
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp('catalogue')
    shutil.copytree(ROOT / 'tests' / 'good_report', folder, dirs_exist_ok=True)
    assert main(['build', str(folder / 'river'), '--out', str(folder / 'out')]) == ExitStatus.FINE
    return folder


def listed(out: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((out / 'opds.json').read_text('utf-8'))['publications']
    return found


def test_every_file_that_is_named_is_there_and_is_that_file(built: Path) -> None:
    """Size and checksum are what the reader of the page will find."""
    out = built / 'out'
    [report] = listed(out)
    for link in (*report['links'], *report['images']):
        assert (out / link['href']).is_file()
        if 'size' in link:
            assert (out / link['href']).stat().st_size == link['size']
    page = (out / 'index.html').read_text('utf-8')
    for path in (out / 'river' / 'river.epub', out / 'river' / 'river.pdf'):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in page
    manifest = json.loads((out / 'river' / 'manifest.json').read_text('utf-8'))
    epub = (out / 'river' / 'river.epub').read_bytes()
    assert manifest['content_sha256'] == {'river.epub': content_sha256(epub)}


def test_the_pictures_are_as_large_as_is_said(built: Path) -> None:
    """An e-reader lays out its shelf before the covers have come."""
    for image in listed(built / 'out')[0]['images']:
        content = (built / 'out' / image['href']).read_bytes()
        size = (int.from_bytes(content[16:20]), int.from_bytes(content[20:24]))
        assert size == (image['width'], image['height'])


def test_accessibility_is_what_the_e_book_says_word_for_word(built: Path) -> None:
    """Never more: a claim that is not in the file has not been checked on it."""
    epub = (built / 'out' / 'river' / 'river.epub').read_bytes()
    with zipfile.ZipFile(built / 'out' / 'river' / 'river.epub') as archive:
        package = etree.fromstring(archive.read('EPUB/package.opf'))

    def said(name: str) -> list[str]:
        path = f'//opf:meta[@property="{name}"]'
        return [meta.text or '' for meta in package.iterfind(f'.{path}', OPF)]

    read = accessibility_of(epub)
    assert [read.summary] == said('schema:accessibilitySummary')
    assert list(read.features) == said('schema:accessibilityFeature')
    assert list(read.hazards) == said('schema:accessibilityHazard')
    shown = listed(built / 'out')[0]['metadata']['accessibility']
    assert shown['summary'] == read.summary
    assert shown['accessMode'] == said('schema:accessMode')
    # OPDS knows one word for marks of pages and the list of them.
    assert len(shown['feature']) == len(set(read.features) - {'pageNavigation'})
    assert read.conforms_to == ()
    assert not {'conformsTo', 'certification'} & set(shown)


def test_a_report_that_fails_keeps_its_place_with_its_former_products(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A slip in today's text must not take last year's edition from its readers."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    out = tmp_path / 'out'
    before = {name: (out / name).read_bytes() for name in NAMES}
    for name in NAMES:
        (out / name).unlink()
    article = tmp_path / 'river' / 'report.md'
    article.write_text(article.read_text('utf-8') + "\n\n[nothing]()\n", 'utf-8')
    assert main(['build', str(tmp_path / 'river'), '--out', str(out)]) == ExitStatus.FINDINGS
    assert 'error[link-scheme]' in capsys.readouterr().err
    assert {name: (out / name).read_bytes() for name in NAMES} == before


def test_a_first_build_that_fails_leaves_no_catalogue(tmp_path: Path) -> None:
    """There is nothing to list, and no folder to list it in."""
    shutil.copytree(ROOT / 'tests' / 'good_report', tmp_path, dirs_exist_ok=True)
    (tmp_path / 'river' / 'report.md').write_text('---\ntitle: X\n---\n\n[nothing]()\n', 'utf-8')
    out = tmp_path / 'out'
    assert main(['build', str(tmp_path / 'river'), '--out', str(out)]) == ExitStatus.FINDINGS
    assert not out.exists()


def test_what_is_wrong_with_the_catalogue_spoils_no_product(
    built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The report is published; that a page of somebody else's stands in the way is a warning."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    out = tmp_path / 'out'
    (out / 'index.html').write_text("<h1>Our institute</h1>", 'utf-8')
    (out / 'torn').mkdir()
    (out / 'torn' / 'manifest.json').write_bytes(b'{')
    article = tmp_path / 'river' / 'report.md'
    article.write_text(f"{article.read_text('utf-8')}\nThe river rose again.\n", 'utf-8')
    epub = (out / 'river' / 'river.epub').read_bytes()
    assert main(['build', str(tmp_path / 'river'), '--out', str(out)]) == ExitStatus.FINE
    said = capsys.readouterr().err
    assert "warning[out-not-ours]" in said
    assert "warning[report-not-listed]" in said
    assert (out / 'river' / 'river.epub').read_bytes() != epub
    assert (out / 'index.html').read_text('utf-8') == "<h1>Our institute</h1>"
    assert len(listed(out)) == 1


def test_a_draft_is_listed_as_one(built: Path, tmp_path: Path) -> None:
    """Who downloads it knows before opening it; and its PDF is given out for no standard."""
    shutil.copytree(built / 'river', tmp_path / 'river')
    shutil.copy(built / 'imprint.yaml', tmp_path)
    out = tmp_path / 'out'
    main(['build', str(tmp_path / 'river'), '--out', str(out), '--draft'])
    page = (out / 'index.html').read_text('utf-8')
    assert '<strong class="draft">Draft</strong>' in page
    assert 'PDF/UA' not in page
    assert listed(out)[0]['metadata']['description'].startswith("Draft.")
