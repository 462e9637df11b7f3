"""Texts that are large, deep or repeated without end; each is read or refused in time."""

from __future__ import annotations

from tests.hostile.case import Append, Case, Make, Write

_HEAD = "---\ntitle: A\n---\n"
_ALONE = tuple(
    Make(path, lambda path: None) for path in ('actors.yaml', 'timeline.yaml', 'sources.yaml')
)
MIB = 2**20


def alone(name: str, body: str, *verdict: str, floods: tuple[str, ...] = ()) -> Case:
    """Leave nothing but an article."""
    status = 1 if verdict or floods else 0
    status = 4 if 'file-too-large@report.md:1:1' in verdict else status
    edits = (*_ALONE, Write('report.md', _HEAD + body))
    return Case(name, edits, verdict, status, frozenset(floods))


LINES = (
    alone('word-of-ten-megabytes', "a" * (10 * MIB),
          'file-too-large@report.md:1:1'),
    alone('word-of-three-megabytes', "▸" * 2 + "a" * (3 * MIB), 'word-too-long',
          'paragraph-too-long'),
    alone('line-of-three-megabytes', "▸" + "a " * (3 * MIB // 2), 'paragraph-too-long'),
    alone('lines-without-end', "a\n" * 1_000_000, 'file-too-large@report.md:1:1'),
    alone('lines-by-the-thousand', "▸" + "a\n" * 90_000, 'paragraph-too-long'),
    alone('empty-lines', "Words.\n" + "\n" * (3 * MIB), 'file-too-large@report.md:1:1'),
    alone('blanks', "Words.\n" + " " * (3 * MIB)),
    alone('paragraphs', "A.\n\n" * 20_000),
)  # fmt: skip

NESTING = (
    alone('quotations', "> " * 1000 + "a", 'too-deep@report.md:4:41'),
    alone('quotations-below', "".join(">" * i + " a\n" for i in range(1, 200)),
          'too-deep@report.md:24:21'),
    alone('lists', "".join(" " * (2 * i) + "- a\n" for i in range(300)),
          'too-deep@report.md:24:41', 'paragraph-too-long@report.md:25:43'),
    alone('lists-in-one-line', "- " * 3000 + "a", 'too-deep@report.md:4:41'),
    alone('divisions', "::: {.key-findings}\n" * 1000, floods=('division-unclosed',
              'attributes-astray', 'too-deep', 'too-many-faults')),
    alone('emphasis', "*a **b " * 2000),
    alone('emphasis-closed', "*a **b " * 30 + "c** d*" * 30, floods=('too-deep',)),
    alone('emphasis-open', "▸" + "*" * 49_000 + "a", 'word-too-long'),
    alone('stars-apart', "* " * 5000 + "a", 'too-deep@report.md:4:41'),
    alone('brackets', "▸" + "[" * 900, 'too-deep'),
    alone('too-many-brackets', "▸▸" + "[" * 20_000, 'paragraph-too-long', 'word-too-long'),
    alone('brackets-closed', "▸" + "[" * 900 + "a" + "]" * 900, 'too-deep'),
    alone('pictures-in-pictures', "![a " * 40 + "](b.svg)" * 40, floods=('picture-missing',)),
    alone('links-in-links', "[a " * 40 + "](https://b.org) " * 40, floods=('bad-link',)),
    alone('notes-in-notes', "^[" * 400 + "a" + "]" * 400, floods=('note-nested', 'note-empty',
              'too-deep')),
    alone('backticks', "".join("`" * i + " " for i in range(1, 300))),
    alone('backslashes', "\\ " * 24_000),
    alone('entities', "&amp; " * 8_000),
    alone('entities-broken', "&a " * 16_000),
    alone('angles', "< " * 24_000),
    alone('html-comments', "▸<!-- " + "a\n" * 4000, 'raw-html'),
    alone('addresses', "<https://a.org/ " * 2000),
    alone('definitions', "".join(f"[a{i}]: https://a.org/{i}\n" for i in range(5000)),
          floods=('link-unused', 'too-many-faults')),
    alone('definition-lists', "A\n: B\n\n" * 2000),
    alone('attributes', "[a]{" + ".b " * 9_000 + "}",),
    alone('tables', "| a |\n|---|\n| b |\n\n" * 1000),
    alone('table-of-many-columns', "▸" + "|a" * 500 + "|\n" + "|-" * 500 + "|\n", 'table-too-wide'),
    alone('table-of-many-rows', "| a | b |\n|---|---|\n" + "| c | d |\n" * 20_000),
    alone('headings', "# A\n\n" * 5000),
    alone('rules', "---\n\n" * 20_000),
    alone('code-fences', "```\n" * 20_001, 'code-unclosed@report.md:20004:1'),
)  # fmt: skip

NOTES = (
    alone('notes-by-the-thousand',
          "".join(f"A.[^{i}]\n\n" for i in range(3000))
          + "".join(f"[^{i}]: B.\n" for i in range(3000))),
    alone('note-called-by-thousands', "A[^a]. " * 900 + "\n\n[^a]: B.\n"),
    alone('calls-without-notes', "A[^a]. " * 900, floods=('note-undefined', 'too-many-faults')),
    alone('calls-in-what-is-too-long', "▸" + "A[^a]. " * 3000 + "\n\n[^a]: B.\n",
          'paragraph-too-long'),
    alone('citations-without-source', "A [@a; @b; @c]. " * 1000,
          floods=('unknown-source', )),
)  # fmt: skip

LISTS = (
    Case('actors-by-the-thousand', (Append('actors.yaml', ''.join(
        f"- {{id: a{i}, name: Name {i}, kind: person}}\n" for i in range(2000))),), (), 0,
        frozenset({'actor-unmentioned'})),
    Case('events-by-the-thousand', (Append('timeline.yaml', ''.join(
        f"- {{id: a{i}, date: 2024, title: T, sources: [harbour-log]}}\n" for i in range(2000))),),
        (), 0),
    Case('evidence-without-end', (Append('timeline.yaml',
        f"- {{id: a, date: 2024, title: T, evidence: {'ferry ' * 20_000}}}\n"),),
        ('evidence-not-found@timeline.yaml:22:43',)),
    Case('aliases-by-the-thousand', (Append('actors.yaml',
        "- {id: a, name: N, kind: person, aliases: [" + "".join(f"x{i}, " for i in range(5000))
        + "]}\n"),),
        ('actor-unmentioned@actors.yaml:29:3',), 0),
    Case('aliases-that-are-patterns', (Append('actors.yaml',
        "- {id: a, name: '(a+)+$', kind: person, aliases: ['.*', '[', '(?:', '\\\\']}\n"),),
        ('actor-unmentioned@actors.yaml:29:3',), 0),
)  # fmt: skip
CASES = (*LINES, *NESTING, *NOTES, *LISTS)
