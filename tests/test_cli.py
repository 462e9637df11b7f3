"""The command line: what a user types, sees and gets back."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from proofpress.cli import main
from proofpress.exit_status import ExitStatus
from proofpress.missing import missing_library
from tests.laid_over import GOOD, lay_over

ROOT = Path(__file__).parent.parent
CASES = ROOT / 'tests' / 'cases'
_RUN = 'import sys; from proofpress.cli import main; sys.exit(main())'
# Tests that run in the background have Control-C ignored, and what they start inherits that.
_RUN_IN_FRONT = f'import signal; signal.signal(signal.SIGINT, signal.default_int_handler); {_RUN}'


@pytest.fixture
def seeds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Lay the good report into `seeds/` of the working folder."""
    lay_over(None, tmp_path / 'seeds')
    monkeypatch.chdir(tmp_path)
    return tmp_path / 'seeds'


def proofpress(
    *arguments: str, cwd: Path = ROOT, stdout: int = subprocess.PIPE
) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, '-c', _RUN, *arguments],
        cwd=cwd,
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def test_a_sound_report_is_passed_in_silence(
    seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No news is good news: logs of sound builds are empty."""
    assert main(['check']) == ExitStatus.FINE
    assert capsys.readouterr() == ('', '')


def test_findings_name_the_file_as_the_user_wrote_it(
    seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A click on the line opens the file."""
    lay_over(CASES / 'unknown-actor' / 'in', seeds)
    assert main(['check', './seeds/river/']) == ExitStatus.FINDINGS
    said = capsys.readouterr().err.splitlines()
    assert said[0].startswith('seeds/river/timeline.yaml:6:12: error[unknown-actor]: ')
    assert said[1:] == ["1 error"]


def test_warnings_do_not_fail_a_report(seeds: Path) -> None:
    """A source that nothing cites keeps no report from its readers."""
    lay_over(CASES / 'source-uncited' / 'in', seeds)
    assert main(['check']) == ExitStatus.FINE


def test_all_findings_of_all_reports_come_in_one_run(
    seeds: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Mending one fault must not bring the next to light."""
    lay_over(CASES / 'unknown-actor' / 'in', seeds)
    (seeds / 'river').rename(seeds / 'lake')
    lay_over(CASES / 'alt-missing' / 'in', seeds)
    assert main(['check']) == ExitStatus.FINDINGS
    said = capsys.readouterr().err.splitlines()
    assert [line.partition(':')[0] for line in said] == [
        'seeds/lake/timeline.yaml',
        'seeds/river/report.md',
        "2 errors",
    ]


def test_json_goes_to_standard_output(seeds: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`proofpress check --json | jq` works."""
    lay_over(CASES / 'unknown-actor' / 'in', seeds)
    assert main(['check', '--json']) == ExitStatus.FINDINGS
    said = capsys.readouterr()
    assert json.loads(said.out)['id'] == 'unknown-actor'
    assert said.err == ''


def test_a_sarif_log_is_written_for_sound_reports_too(seeds: Path) -> None:
    """An absent log would leave old alerts standing."""
    assert main(['check', '--sarif', 'log.sarif']) == ExitStatus.FINE
    assert json.loads(Path('log.sarif').read_text())['runs'][0]['results'] == []
    assert main(['check', '--sarif', 'none/log.sarif']) == ExitStatus.FINDINGS
    for words in ('.', ''):
        with pytest.raises(SystemExit) as ended:
            main(['check', '--sarif', words])
        assert ended.value.code == ExitStatus.USAGE


@pytest.mark.parametrize(
    ('arguments', 'words'),
    [
        (['check', 'nowhere'], "there is no folder “nowhere”"),
        (['check', 'seeds'], "the folder “seeds” holds no report.md, so it is no report"),
        (['explain', 'unknown-author'], "did you mean “unknown-actor”?"),
        (['explain', '../commands'], "there is no diagnostic"),
        (['build', 'seeds/river', 'river'], "would both go to “river”"),
        (['build', '한국', '日本'], "the products of “한국” and “日本” would both go to “report”"),
        (['serve', 'Water', 'wäter'], "would both go to “water”"),
    ],
)
def test_what_does_not_exist_is_a_usage_error_in_one_line(
    seeds: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    """The user learns what to type instead."""
    lay_over(None, seeds.parent)
    for name in ('한국', '日本', 'Water', 'wäter'):
        Path(name).mkdir()
        Path(name, 'report.md').write_text("")
    assert main(arguments) == ExitStatus.USAGE
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("proofpress: ")
    assert words in line


def test_without_seeds_and_folders_the_user_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command was run in the wrong folder."""
    monkeypatch.chdir(tmp_path)
    assert main(['build']) == ExitStatus.USAGE
    assert "there is no report in seeds/ here" in capsys.readouterr().err


def test_a_report_may_be_named_by_its_article(seeds: Path) -> None:
    """Shells complete file names."""
    assert main(['check', 'seeds/river/report.md', 'seeds/river']) == ExitStatus.FINE


def test_explain_prints_the_page_of_the_manual(capsys: pytest.CaptureFixture[str]) -> None:
    """The answer is at hand where the question arises."""
    assert main(['explain', 'alt-missing']) == ExitStatus.FINE
    page = (ROOT / 'docs' / 'diagnostics' / 'alt-missing.md').read_text()
    assert capsys.readouterr().out == page


@pytest.mark.parametrize('option', ['--watch'])
def test_an_option_that_is_not_made_yet_is_refused(option: str) -> None:
    """Nothing is pretended."""
    with pytest.raises(SystemExit) as ended:
        main(['build', option])
    assert ended.value.code == ExitStatus.USAGE


def test_a_broken_report_leaves_the_former_products(seeds: Path) -> None:
    """Readers keep what they have until something better is ready."""
    former = seeds.parent / 'build' / 'river'
    former.mkdir(parents=True)
    (former / 'manifest.json').write_text('{"proofpress": "0"}')
    lay_over(CASES / 'evidence-not-found' / 'in', seeds)
    assert main(['build']) == ExitStatus.FINDINGS
    assert [path.name for path in former.iterdir()] == ['manifest.json']


@pytest.mark.parametrize(
    ('error', 'package'),
    [
        (OSError("cannot load library 'libpango-1.0-0': no such file"), 'libpango-1.0-0'),
        (OSError("cannot load library 'libharfbuzz-subset-0': none"), 'libharfbuzz-subset0'),
        (OSError("cannot load library 'libgobject-2.0-0': none"), 'libglib2.0-0'),
        (ModuleNotFoundError("No module named 'lxml'", name='lxml'), '“lxml”'),
    ],
)
def test_a_missing_library_is_named_with_its_package(error: Exception, package: str) -> None:
    """One line to copy instead of a traceback."""
    sentence = missing_library(error)
    assert sentence is not None
    assert package in sentence


def test_other_errors_are_no_missing_library() -> None:
    """A fault of ours must not be laid at the machine's door."""
    assert missing_library(OSError("no space left")) is None
    assert missing_library(ModuleNotFoundError("x", name='proofpress.nothing')) is None


def test_a_reader_who_leaves_early_sees_no_traceback() -> None:
    """`proofpress explain alt-missing | head -1` ends quietly."""
    read, write = os.pipe()
    os.close(read)
    ended = proofpress('explain', 'alt-missing', stdout=write)
    os.close(write)
    assert ended.stderr == ''


def test_a_full_disk_behind_standard_output_is_one_line() -> None:
    """A log on a full disk is the machine's fault, and is said so."""
    with open('/dev/full', 'w') as full:
        ended = proofpress('explain', 'alt-missing', stdout=full.fileno())
    assert ended.returncode == ExitStatus.FINDINGS
    assert ended.stderr.count('\n') == 1


def test_interruption_is_said_in_one_line(tmp_path: Path) -> None:
    """Control-C ends a build without a traceback, with the shell's number for it."""
    command = [sys.executable, '-c', _RUN_IN_FRONT, 'build', str(GOOD / 'river')]
    command += ['--out', str(tmp_path)]
    environment = os.environ | {'TMPDIR': str(tmp_path)}
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, text=True, env=environment, start_new_session=True
    ) as build:
        while not list(tmp_path.glob('proofpress-worker-*')):
            time.sleep(0.01)
        time.sleep(0.5)
        # As a terminal does: to the worker too.
        os.killpg(build.pid, signal.SIGINT)
        said = build.communicate()[1]
    assert build.returncode == ExitStatus.INTERRUPTED
    assert re.fullmatch(
        r"proofpress: interrupted while .* of .*river; former products are untouched\n", said
    )
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_ours_is_said_to_be_ours(tmp_path: Path) -> None:
    """The author must not search the report for what is wrong with Proofpress."""
    code = (
        'import sys\n'
        'from proofpress.cli import main\n'
        'def fail(event, arguments):\n'
        '    if event == "open" and str(arguments[0]).endswith("timeline.yaml"):\n'
        '        raise ZeroDivisionError\n'
        'sys.addaudithook(fail)\n'
        f'sys.exit(main(["check", {str(GOOD / "river")!r}]))\n'
    )
    ended = subprocess.run(
        [sys.executable, '-c', code], capture_output=True, text=True, cwd=tmp_path, check=False
    )
    assert ended.returncode == ExitStatus.FAULT
    (said,) = ended.stderr.splitlines()
    assert "this is a fault of Proofpress, not of the report: ZeroDivisionError while " in said
    assert "reading the report of " in said
    traced = subprocess.run(
        [sys.executable, '-c', code.replace('"check"', '"check", "--trace"')],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert "in fail\n" in traced.stderr


def test_every_command_option_and_status_stands_in_the_manual() -> None:
    """What is not written down cannot be relied on."""
    manual = (ROOT / 'docs' / 'commands.md').read_text()
    for command in ('build', 'check', 'explain'):
        assert f'## proofpress {command} ' in manual
    for option in ('--out', '--json', '--sarif', '--version'):
        assert option in manual
    for status in ExitStatus:
        assert f'| {status.value} |' in manual


def test_starting_loads_no_press(tmp_path: Path) -> None:
    """`make` calls often; an explanation needs no typesetter."""
    code = (
        'import sys; from proofpress.cli import main; main(["explain", "alt-missing"])\n'
        'assert not {"weasyprint", "lxml", "yaml"} & set(sys.modules)'
    )
    subprocess.run([sys.executable, '-c', code], check=True, capture_output=True)


@pytest.mark.parametrize(
    ('arguments', 'words'),
    [
        (['serve', '--address', '192.0.2.1:8000'], "there is no report in seeds/ here"),
        (['serve', 'r', '--catalogue'], "it takes no folders"),
        (
            ['serve', '--catalogue'],
            "there is no catalogue in “build”; run `proofpress",
        ),
        (['serve', '--catalogue', '--out', 'out', '--address', '8000'], "“8000” is no HOST:PORT"),
        (['serve', '--catalogue', '--out', 'out', '--address', 'x:99999'], "is no HOST:PORT"),
        (['serve', '--catalogue', '--out', 'out', '--address', '192.0.2.1:8000'], "--address"),
    ],
)
def test_what_cannot_be_served_is_a_usage_error_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    words: str,
) -> None:
    """The user learns what to type instead."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / 'out').mkdir()
    (tmp_path / 'out' / 'opds.xml').write_text('<feed/>')
    assert main(arguments) == ExitStatus.USAGE
    [line] = capsys.readouterr().err.splitlines()
    assert line.startswith("proofpress: ")
    assert words in line


def test_the_catalogue_is_served_until_it_is_interrupted(tmp_path: Path) -> None:
    """Control-C is how one stops it, and no failure."""
    (tmp_path / 'build').mkdir()
    (tmp_path / 'build' / 'opds.xml').write_text('<feed/>')
    running = subprocess.Popen(
        [sys.executable, '-c', _RUN_IN_FRONT, 'serve', '--catalogue', '--address', '127.0.0.1:0'],
        cwd=tmp_path,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    said = running.stderr.readline()
    match = re.fullmatch(r"proofpress: “build” is served at (http://\S+) until Control-C\n", said)
    assert match is not None
    with urllib.request.urlopen(f'{match[1]}opds.xml', timeout=10) as answer:
        assert answer.read() == b'<feed/>'
    running.send_signal(signal.SIGINT)
    assert running.communicate(timeout=10)[1] == ''
    assert running.returncode == ExitStatus.FINE
