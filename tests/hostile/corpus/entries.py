"""What is wrong in the lists of actors, events and sources."""

from __future__ import annotations

from tests.hostile.case import Append, Case, Swap, Write


def actors(name: str, entry: str, *verdict: str, status: int = 1) -> Case:
    """Put an entry at the end of `actors.yaml`."""
    return Case(name, (Append('actors.yaml', entry),), verdict, status)


def events(name: str, entry: str, *verdict: str, status: int = 1) -> Case:
    """Put an entry at the end of `timeline.yaml`."""
    return Case(name, (Append('timeline.yaml', entry),), verdict, status)


def sources(name: str, entry: str, *verdict: str, status: int = 1) -> Case:
    """Put an entry at the end of `sources.yaml`."""
    return Case(name, (Append('sources.yaml', entry),), verdict, status)


def change(name: str, path: str, old: str, new: str, *verdict: str, status: int = 1) -> Case:
    """Change words of a file."""
    return Case(name, (Swap(path, old, new),), verdict, status)


ACTORS = (
    actors('actor-never-mentioned', "- ▸id: ghost\n  name: Ghost\n  kind: person\n",
           'actor-unmentioned', status=0),
    change('actor-name-shared', 'actors.yaml', "  role: duty officer",
           "  role: duty officer\n  aliases: [Guard]", status=0),
    change('actor-alias-of-two', 'actors.yaml', "  role: duty officer",
           "  role: duty officer\n  aliases: [Border Guard]",
           'alias-shared@actors.yaml:8:3',
           'actor-unmentioned@actors.yaml:8:3'),
    change('actor-id-twice', 'actors.yaml', "- id: border-guard\n", "- ▸id: pak-chol\n",
           'duplicate-id', 'unknown-actor@actors.yaml:6:12', 'unknown-actor@timeline.yaml:6:22'),
    change('actor-id-a-path', 'actors.yaml', "- id: harbour-office",
           "- id: ▸../../outside/secret", 'bad-id'),
    change('actor-id-absolute', 'actors.yaml', "- id: harbour-office", "- id: ▸/etc/passwd",
           'bad-id'),
    change('actor-id-in-capitals', 'actors.yaml', "- id: harbour-office", "- id: ▸Harbour-Office",
           'bad-id'),
    change('actor-id-with-blanks', 'actors.yaml', "- id: harbour-office", "- id: ▸harbour office",
           'bad-id'),
    change('actor-id-of-look-alikes', 'actors.yaml', "- id: harbour-office",
           "- id: ▸hаrbour-office", 'bad-id'),
    change('actor-id-of-markup', 'actors.yaml', "- id: harbour-office",
           "- id: ▸'\"><script>alert(1)</script>'", 'bad-id'),
    change('actor-id-without-end', 'actors.yaml', "- id: harbour-office", f"- id: ▸{'a' * 81}",
           'bad-id'),
    change('actor-without-id', 'actors.yaml', "- id: harbour-office\n  name:", "- ▸name:",
           'missing-key'),
    change('actor-without-name', 'actors.yaml', "  name: Harbour Office\n", "",
           'missing-key@actors.yaml:15:3'),
    change('actor-kind-unknown', 'actors.yaml', "kind: alliance", "kind: ▸club", 'unknown-value'),
    change('actor-key-misspelt', 'actors.yaml', "  kind: alliance", "  ▸knid: alliance",
           'unknown-key', 'missing-key@actors.yaml:20:3'),
    change('actor-part-of-nobody', 'actors.yaml', "part_of: ministry", "part_of: ▸ministy",
           'unknown-actor'),
    change('actor-part-of-itself', 'actors.yaml', "part_of: ministry", "part_of: ▸border-guard",
           'part-of-circle'),
    change('actor-part-of-two', 'actors.yaml', "part_of: ministry", "part_of: [ministry, ▸mission]",
           'wrong-type'),
    change('actor-related-to-nobody', 'actors.yaml', "{to: ministry,", "{to: ▸nobody,",
           'unknown-actor'),
    change('actor-related-in-words', 'actors.yaml', "    - {to: ministry, as: reports to}",
           "    - ▸reports to the ministry", 'wrong-type'),
    change('actor-name-in-bad-language', 'actors.yaml', "{ru: Ирина", "{▸russian: Ирина",
           'bad-language'),
    change('actor-name-in-language-twice', 'actors.yaml', "{ko: 박철}", "{ko: 박철, ▸ko: 박}",
           'duplicate-key'),
    change('actor-source-unknown', 'actors.yaml', "sources: [border-atlas]",
           "sources: [▸border-map]", 'unknown-source'),
    Case('actors-a-mapping', (Write('actors.yaml', "▸a: b\n"),), ('wrong-type',)),
    Case('actors-a-word', (Write('actors.yaml', "▸nobody\n"),), ('wrong-type',)),
    actors('actors-hold-a-word', "- ▸a word\n", 'wrong-type'),
    actors('actors-hold-a-list', "- ▸[a, b]\n", 'wrong-type'),
    actors('actors-hold-nothing', "-▸ \n", 'wrong-type'),
)  # fmt: skip

EVENTS = (
    change('event-on-the-thirtieth-of-february', 'timeline.yaml', "date: 2024-10-18",
           "date: ▸2024-02-30", 'impossible-date'),
    change('event-backwards', 'timeline.yaml', "date: 2024-09~/2024-11-15",
           "date: ▸2024-11-15/2024-09", 'date-backwards'),
    change('event-backwards-by-years', 'timeline.yaml', "date: 2024-10-18", "date: ▸2024/2023",
           'date-backwards'),
    change('event-without-end', 'timeline.yaml', "date: 2024-10-18", "date: ▸2024-10-18/",
           'bad-date'),
    change('event-without-beginning', 'timeline.yaml', "date: 2024-10-18", "date: ▸../2024-10-18",
           'bad-date'),
    change('event-of-two-spans', 'timeline.yaml', "date: 2024-10-18", "date: ▸2024/2025/2026",
           'bad-date'),
    change('event-ends-on-no-day', 'timeline.yaml', "date: 2024-10-18",
           "date: ▸2024-10-18/2024-11-31", 'impossible-date'),
    change('event-on-a-season', 'timeline.yaml', "date: 2024-10-18", "date: ▸2024-21",
           'impossible-date'),
    change('event-without-date', 'timeline.yaml', "  date: 2024-10-18\n", "",
           'missing-key@timeline.yaml:9:3'),
    change('event-without-title', 'timeline.yaml', "  title: Two ferries cross together\n", "",
           'missing-key@timeline.yaml:9:3'),
    change('event-of-unknown-actor', 'timeline.yaml', "[mission, irina", "[mission, ▸nobody, irina",
           'unknown-actor'),
    change('event-of-unknown-source', 'timeline.yaml', "[harbour-log]", "[▸harbor-log]",
           'unknown-source'),
    change('event-not-in-the-article', 'timeline.yaml', "evidence: two ferries",
           "evidence: ▸three ferries", 'evidence-not-found'),
    change('event-evidence-second-not-there', 'timeline.yaml',
           "evidence: two ferries crossed together",
           "evidence:\n    - two ferries crossed together\n    - ▸They sank.",
           'evidence-not-found'),
    change('event-evidence-a-mapping', 'timeline.yaml', "evidence: two ferries crossed together",
           "evidence: ▸{a: b}", 'wrong-type', 'event-without-source@timeline.yaml:9:3'),
    change('event-evidence-with-colon', 'timeline.yaml', "evidence: two ferries",
           "evidence: two▸: ferries", 'yaml-syntax'),
    change('event-id-twice', 'timeline.yaml', "- id: two-ferries", "- ▸id: first-ferry",
           'duplicate-id'),
    change('event-key-twice', 'timeline.yaml', "  actors: [mission]\n",
           "  actors: [mission]\n  ▸actors: [mission]\n", 'duplicate-key'),
    events('event-says-markup', "- id: x\n  date: 2024\n  title: <b>A</b>\n  sources: "
           "[harbour-log]\n", status=0),
    Case('timeline-a-mapping', (Write('timeline.yaml', "▸events:\n- id: a\n"),),
         ('wrong-type',)),
)  # fmt: skip

SOURCES = (
    change('source-key-unknown', 'sources.yaml', "  publisher: Vostok", "  ▸publishr: Vostok",
           'unknown-key'),
    change('source-type-unknown', 'sources.yaml', "type: webpage", "type: ▸website",
           'unknown-value'),
    change('source-address-runs', 'sources.yaml', "https://mission.example/note",
           "▸javascript:alert(1)", 'bad-web-address'),
    change('source-address-of-a-file', 'sources.yaml', "https://mission.example/note",
           "▸file:///etc/passwd", 'bad-web-address'),
    change('source-address-with-password', 'sources.yaml', "https://mission.example/note",
           "▸https://me:secret@mission.example/", 'bad-web-address'),
    change('source-date-impossible', 'sources.yaml', "issued: 2024-11-01", "issued: ▸2024-11-31",
           'impossible-date'),
    change('source-date-backwards', 'sources.yaml', "issued: 2024-11-01", "issued: ▸2024/2023",
           'date-backwards'),
    change('source-date-parts-impossible', 'sources.yaml', "issued: 2024-11-01",
           "issued: {date-parts: [[▸2024, 2, 30]]}", 'impossible-date'),
    change('source-date-parts-a-word', 'sources.yaml', "issued: 2024-11-01",
           "issued: {date-parts: ▸never}", 'wrong-type'),
    change('source-language-unknown', 'sources.yaml', "language: ru", "language: ▸russian",
           'bad-language', 'script-language@sources.yaml:6:3'),
    change('source-id-twice', 'sources.yaml', "- id: orlova-note", "- ▸id: border-atlas",
           'duplicate-id', 'unknown-source@report.md:55:62', 'unknown-source@timeline.yaml:21:13'),
    change('source-without-title', 'sources.yaml', "  title: A note on the season\n", "",
           'missing-key@sources.yaml:12:3'),
    change('source-title-a-list', 'sources.yaml', "title: A note on the season",
           "title: ▸[a]", 'wrong-type'),
    sources('source-never-cited', "- ▸id: idle\n  title: Idle\n", 'source-uncited', status=0),
    Case('sources-json-broken', (Write('sources.json', '[{"id": ▸nobody}]'),), ('json-syntax',)),
    Case('sources-json-not-ended', (Write('sources.json', '[{"id": "a"▸'),), ('json-syntax',)),
    Case('sources-json-infinite', (Write('sources.json', '[{"id": ▸Infinity}]'),),
         ('json-syntax',)),
    Case('sources-json-deep', (Write('sources.json', '[' * 200_000),),
              ('json-syntax@sources.json:1:14',)),
    Case('sources-json-lone-surrogate',
         (Write('sources.json', '[{"id": "idle", "title": ▸"A \\ud800"}]'),),
         ('control-character', 'source-uncited@sources.json:1:2')),
    Case('sources-json-key-twice', (Write('sources.json', '[{"id": "a", ▸"id": "b"}]'),),
         ('duplicate-key', 'missing-key@sources.json:1:2')),
    Case('sources-bib-not-ended', (Write('sources.bib', '▸@book{a, title = {A'),),
         ('bibtex-syntax',)),
    Case('sources-bib-includes', (Write('sources.bib',
         '▸@book{idle, title = {\\input{/etc/passwd}}}\n'),), ('missing-key',)),
)  # fmt: skip
LEFT_OUT = (
    change('event-with-bad-date-is-not-unknown', 'timeline.yaml', "  date: 2024-11\n",
           "  date: ▸2024-11-31\n", 'impossible-date'),
    change('event-without-date-is-not-unknown', 'timeline.yaml', "- id: silence\n  date: 2024-11\n",
           "- ▸id: silence\n", 'missing-key'),
    change('actor-without-name-is-not-unknown', 'actors.yaml', "  name: Pak Chol\n", "",
           'missing-key@actors.yaml:1:3'),
    Case('bib-without-title-is-not-unknown', (
        Append('report.md', "\nWords [@a].\n"), Write('sources.bib', "▸@book{a, year = 2024}\n")),
        ('missing-key',)),
    Case('bib-in-a-language-by-name', (
        Append('report.md', "\nWords [@a].\n"),
        Write('sources.bib', "@book{a, title = {A}, langid = {ngerman}}\n")), (), 0),
    Case('bib-in-no-language', (
        Append('report.md', "\nWords [@a].\n"),
        Write('sources.bib', "@book{a, title = {A},\n▸langid = {elvish}}\n")), ('bad-language',)),
)  # fmt: skip
CASES = (*LEFT_OUT, *ACTORS, *EVENTS, *SOURCES)
