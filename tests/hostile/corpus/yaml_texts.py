"""What is wrong in YAML as such: its syntax, and what it would let a few lines unfold to."""

from __future__ import annotations

from tests.hostile.case import Case, Write

_LAUGHS = 'a: &a [x,x,x,x,x,x,x,x,x]\n' + ''.join(
    f'{after}: &{after} [{",".join([f"*{before}"] * 9)}]\n'
    for before, after in zip('abcdefgh', 'bcdefghi', strict=True)
)
_MERGES = 'a: &a {x: 1}\n' + ''.join(
    f'{after}: &{after} {{<<: [{",".join([f"*{before}"] * 30)}]}}\n'
    for before, after in zip('abcdefg', 'bcdefgh', strict=True)
)


def imprint(name: str, words: str, *verdict: str, status: int = 1) -> Case:
    """Replace the imprint: nothing else refers to what it says."""
    return Case(name, (Write('../imprint.yaml', words),), verdict, status)


def flood(name: str, words: str, *ids: str) -> Case:
    """Replace the imprint by what is wrong all over."""
    return Case(name, (Write('../imprint.yaml', words),), (), 1, frozenset(ids))


SYNTAX = (
    imprint('yaml-tab-for-indentation', "name: A\naddress:\n▸\t- One\n", 'yaml-syntax'),
    imprint('yaml-tab-in-mapping', "name: A\n▸\tpaper: a4\n", 'yaml-syntax'),
    imprint('yaml-tab-within-words', 'name: "A\tB"\n', status=0),
    imprint('yaml-quotes-not-closed', 'name: "A\npaper: a4\n▸', 'yaml-syntax'),
    imprint('yaml-bracket-not-closed', "address: [A, B\n▸", 'yaml-syntax'),
    imprint('yaml-value-begins-with-at', "name: ▸@A\n", 'yaml-syntax'),
    imprint('yaml-value-begins-with-percent', "name: ▸%s\n", 'yaml-syntax'),
    imprint('yaml-value-begins-with-backtick', "name: ▸`id`\n", 'yaml-syntax'),
    imprint('yaml-value-is-a-template', "name: ▸{{ name }}\n", 'wrong-type',
              'yaml-key@../imprint.yaml:1:8'),
    imprint('yaml-two-documents', "name: A\n▸---\nname: B\n", 'yaml-documents'),
    imprint('yaml-directive', "▸%YAML 9.9\n---\nname: A\n", 'yaml-syntax'),
    imprint('yaml-key-twice', "name: A\n▸name: B\n", 'duplicate-key'),
    imprint('yaml-key-twice-in-quotes', "name: A\n▸\"name\": B\n", 'duplicate-key'),
    imprint('yaml-key-a-list', "? ▸[a, b]\n: c\nname: A\n", 'yaml-key'),
    imprint('yaml-key-nothing', "▸: c\nname: A\n", 'yaml-syntax'),
    imprint('yaml-control-escaped', 'name: ▸"A\\0B"\n', 'control-character'),
    imprint('yaml-surrogate-escaped', 'name: "A\\u▸d800B"\n', 'yaml-syntax'),
    imprint('yaml-override-escaped', 'name: ▸"A\\u202eB"\n', 'hidden-character'),
    imprint('yaml-escape-unknown', 'name: "A▸\\qB"\n', 'yaml-syntax'),
    imprint('yaml-nothing-but-comment', "# nothing\n", status=0),
    imprint('yaml-words-of-other-types', "name: no\naddress: [0123, 12:30, 1_000, ~x]\n", status=0),
)  # fmt: skip

UNFOLDING = (
    imprint('yaml-anchor', "name: ▸&a A\nemail: ▸*a\n", 'yaml-anchor', 'yaml-anchor'),
    flood('yaml-billion-laughs', _LAUGHS, 'yaml-anchor', 'unknown-key'),
    flood('yaml-merge-bomb', _MERGES, 'yaml-anchor', 'too-many-faults'),
    imprint('yaml-merge-key', "name: A\n▸<<: {paper: a4}\n", 'yaml-anchor'),
    imprint('yaml-anchor-in-itself', "name: A\naddress: ▸&a [▸*a]\n", 'yaml-anchor', 'yaml-anchor'),
    imprint('yaml-tag-of-python', "name: ▸!!python/object/apply:os.system ['id']\n", 'yaml-tag',
            'wrong-type@../imprint.yaml:1:7'),
    imprint('yaml-tag-of-python-name', "name: ▸!!python/name:os.system\n", 'yaml-tag'),
    imprint('yaml-tag-binary', "name: ▸!!binary aGk=\n", 'yaml-tag'),
    imprint('yaml-tag-own', "name: ▸!include /etc/passwd\n", 'yaml-tag'),
    imprint('yaml-tag-of-secret-file', "name: ▸!env HOME\n", 'yaml-tag'),
    imprint('yaml-too-deep', f"name: A\naddress: {'[' * 20}{']' * 20}\n",
              'yaml-too-deep@../imprint.yaml:2:21'),
    imprint('yaml-too-deep-by-lines', ''.join(f"{' ' * i}a:\n" for i in range(500)),
              'yaml-too-deep@../imprint.yaml:13:13'),
    imprint('yaml-hundred-thousand-brackets', f"name: {'[' * 100_000}\n",
              'yaml-too-deep@../imprint.yaml:1:18'),
    imprint('yaml-hundred-thousand-braces', f"name: {'{a: ' * 100_000}\n",
              'yaml-too-deep@../imprint.yaml:1:51'),
)  # fmt: skip
CASES = (*SYNTAX, *UNFOLDING)
