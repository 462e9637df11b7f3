"""Real reading systems read the catalogue with their own parsers, and find what there is."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route

from tests.catalogue.standing import catalogue, publication, put
from tests.judges import chromium, from_npm, installed_from_npm, program

pytestmark = pytest.mark.slow

SITE = 'http://reader.test/'
OPEN_ACCESS = 'http://opds-spec.org/acquisition/open-access'
FILES = [
    [OPEN_ACCESS, 'x/x.epub', 'application/epub+zip'],
    [OPEN_ACCESS, 'x/x.pdf', 'application/pdf'],
]
FOUND = {
    'title': "The x",
    'authors': ["Ada Reed", "Ben Okoro"],
    'language': 'en-GB',
    'date': '2024-11-25',
    'files': FILES,
}
COVERS = ['x/cover.png', 'x/cover-small.png']

# Thorium's parsers of both formats.
THORIUM = """
const { readFileSync } = require('node:fs')
const dist = name => require(name.replace('/', '/dist/es8-es2017/src/'))
const { OPDSFeed } = dist('r2-opds-js/opds/opds2/opds2')
const { OPDS } = dist('r2-opds-js/opds/opds1/opds')
const { convertOpds1ToOpds2 } = dist('r2-opds-js/opds/converter')
const { TaJsonDeserialize } = dist('r2-lcp-js/serializable')
const { XML } = dist('r2-utils-js/_utils/xml-js-mapper')
const { DOMParser } = require('@xmldom/xmldom')
dist('r2-opds-js/opds/init-globals').initGlobalConverters_OPDS()
dist('r2-shared-js/init-globals').initGlobalConverters_GENERIC()
const text = name => readFileSync(`${process.argv[2]}/${name}`, 'utf8')
const xml = new DOMParser().parseFromString(text('opds.xml'), 'application/xml')
const feeds = [
  convertOpds1ToOpds2(XML.deserialize(xml, OPDS)),
  TaJsonDeserialize(JSON.parse(text('opds.json')), OPDSFeed),
]
console.log(JSON.stringify(feeds.map(({ Publications: [{ Metadata, Links, Images }] }) => ({
  title: Metadata.Title,
  authors: Metadata.Author.map(author => author.Name),
  language: Metadata.Language[0],
  date: Metadata.PublicationDate.toISOString().slice(0, 10),
  files: Links.filter(link => link.Rel[0].includes('acquisition'))
    .map(link => [link.Rel[0], link.Href, link.TypeLink]),
  images: Images.map(image => image.Href),
}))))
"""

# Two libraries that feed web readers.
WEB = """
import { readFileSync } from 'node:fs'
import { Feed } from 'opds-ts/v1.2'
import parser from 'opds-feed-parser'
const xml = readFileSync(`${process.argv[2]}/opds.xml`, 'utf8')
const [{ options }] = Feed.fromXml(xml).entries
const feed = await new parser.default().parse(xml)
const [entry] = feed.entries
const files = links => links.filter(link => link.rel.includes('acquisition'))
  .map(link => [link.rel, link.href, link.type])
console.log(JSON.stringify([{
  title: options.title,
  language: options.dcMetadata.language,
  date: options.dcMetadata.issued,
  files: files(options.links),
}, {
  kind: feed.constructor.name,
  title: entry.title,
  authors: entry.authors.map(author => author.name),
  language: entry.language,
  date: entry.issued,
  files: files(entry.links),
}]))
"""

FOLIATE = """<!DOCTYPE html><meta charset="utf-8"><script type="module">
import { getFeed, isOPDSCatalog } from './opds.js'
const text = await (await fetch('opds.xml')).text()
const feed = getFeed(new DOMParser().parseFromString(text, 'application/xml'))
const [{ metadata, links, images }] = feed.publications
window.found = {
  title: metadata.title,
  authors: metadata.author.map(author => author.name),
  language: metadata.language,
  date: metadata.published,
  files: links.filter(link => link.rel[0].includes('acquisition'))
    .map(link => [link.rel[0], link.href, link.type]),
  images: images.map(image => image.href),
}
window.catalogues = feed.links.filter(link => isOPDSCatalog(link.type)).map(link => link.href)
</script>"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path / 'build', publication('x'))
    catalogue(tmp_path / 'build')
    return tmp_path / 'build'


def told(home: Path, name: str, script: str, folder: Path) -> list[dict[str, Any]]:
    """Run a script beside the packages; return what it says."""
    (home / name).write_text(script, 'utf-8')
    command = [program('node'), name, str(folder)]
    run = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    found: list[dict[str, Any]] = json.loads(run.stdout)
    return found


def test_thorium_reads_both_feeds_alike(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """It is the reading system that libraries recommend to readers with print disabilities."""
    home = installed_from_npm(tmp_path_factory.mktemp('npm'), 'r2-opds-js@1.0.47')
    one, two = told(home, 'read.cjs', THORIUM, folder)
    assert one == two == {**FOUND, 'images': COVERS}


def test_the_parsers_of_web_readers_find_the_files(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """What two strangers understand alike is said clearly."""
    home = installed_from_npm(
        tmp_path_factory.mktemp('npm'), 'opds-ts@2.1.1', 'opds-feed-parser@0.1.0'
    )
    one, two = told(home, 'read.mjs', WEB, folder)
    assert one == {name: value for name, value in FOUND.items() if name != 'authors'}
    assert two == {**FOUND, 'kind': 'AcquisitionFeed'}


def test_foliate_reads_the_feed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """The reader of many Linux desktops, in a real browser."""
    foliate = from_npm('foliate-js@1.0.1', tmp_path_factory.mktemp('foliate'))

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(SITE)
        if not name:
            route.fulfill(body=FOLIATE, content_type='text/html')
        elif name.endswith('.js'):
            route.fulfill(path=foliate / name, content_type='text/javascript')
        else:
            route.fulfill(path=folder / name)

    with chromium() as browser:
        page = browser.new_page()
        page.route(f'{SITE}**', answer)
        page.goto(SITE)
        page.wait_for_function('window.catalogues')
        assert page.evaluate('window.found') == {**FOUND, 'images': COVERS}
        assert page.evaluate('window.catalogues') == ['opds.xml', 'opds.xml', 'opds.json']
