"""The manuals say what is there: commands, keys, targets, links.

A manual that has fallen behind sends an editor looking for what does not exist.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from proofpress import cli

ROOT = Path(__file__).parent.parent
MANUALS = sorted([*ROOT.glob('*.md'), *(ROOT / 'docs').glob('*.md'), ROOT / 'styles' / 'README.md'])


def _commands() -> Iterator[tuple[str, argparse.ArgumentParser]]:
    parser = cli._parser()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            yield from action.choices.items()


@pytest.mark.parametrize('name', [name for name, _ in _commands()])
def test_each_command_and_option_is_in_the_manual(name: str) -> None:
    """Whoever reads the manual learns of everything that can be typed."""
    manual = (ROOT / 'docs' / 'commands.md').read_text('utf-8')
    assert f'proofpress {name}' in manual
    command = dict(_commands())[name]
    for action in command._actions:
        for option in action.option_strings:
            if option.startswith('--') and option != '--help':
                assert option in manual, f"{name} {option}"


@pytest.mark.parametrize('manual', MANUALS, ids=lambda path: path.name)
def test_links_between_manuals_lead_somewhere(manual: Path) -> None:
    """A reader who follows a link arrives."""
    prose = re.sub(r'```.*?```|`[^`]*`', '', manual.read_text('utf-8'), flags=re.DOTALL)
    for target in re.findall(r'\]\(([^)#:]+)\)', prose):
        assert (manual.parent / target).exists(), target


def written_readme(folder: Path) -> Path:
    """Write the report of the README, with what it cites and shows, and return its article."""
    readme = (ROOT / 'README.md').read_text('utf-8')
    article = re.search(r'```markdown\n(.*?)```', readme, re.DOTALL)
    assert article is not None
    (folder / 'figures').mkdir(parents=True)
    (folder / 'report.md').write_text(article[1], 'utf-8')
    (folder / 'figures' / 'route.svg').write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
        'utf-8',
    )
    (folder / 'sources.yaml').write_text(
        'references:\n  - {id: un-initiative, title: The Initiative, issued: 2022-07-22}\n', 'utf-8'
    )
    return folder / 'report.md'


def test_the_report_of_the_readme_is_sound(tmp_path: Path) -> None:
    """The first thing that a newcomer types works."""
    assert cli.main(['check', str(written_readme(tmp_path / 'grain').parent)]) == 0


def test_the_message_of_the_readme_is_what_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A newcomer who makes the slip sees the very line that was shown."""
    article = written_readme(tmp_path / 'seeds' / 'grain')
    article.write_text(article.read_text('utf-8').replace('route.svg', 'rout.svg'), 'utf-8')
    monkeypatch.chdir(tmp_path)
    assert cli.main(['check', 'seeds/grain']) == 1
    message, count = capsys.readouterr().err.splitlines()
    assert count == "1 error"
    assert f'\n{message}\n' in (ROOT / 'README.md').read_text('utf-8')


def test_make_conformance_hears_the_judge_of_pdfs() -> None:
    """It is quick, so `-m slow` leaves it out; a file that claims a standard is to be judged."""
    asked = subprocess.run(
        ['make', '--no-print-directory', '--dry-run', '--always-make', 'conformance'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    *_, last = asked.stdout.splitlines()
    assert last.split()[-1] == 'tests/pdf/test_conformance.py'
    assert (ROOT / last.split()[-1]).is_file()


def test_each_make_target_of_the_manuals_exists() -> None:
    """A command that is recommended can be run."""
    makefile = (ROOT / 'Makefile').read_text('utf-8')
    targets = set(re.findall(r'^([a-z-]+):', makefile, re.MULTILINE))
    for manual in MANUALS:
        for target in re.findall(
            r'(?:`|^)make ([a-z-]+)(?:`|$| +#)', manual.read_text('utf-8'), re.MULTILINE
        ):
            assert target in targets, f"{manual.name}: make {target}"
