"""The bench: what it adds up and draws is what was there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.bench.bare import write_bare
from tests.bench.chart import HEIGHT, WIDTH, chart
from tests.bench.many import SEED, Many, other_words
from tests.bench.measure import Cost, Sampler, family, median, memory, ratio, run
from tests.generated_report import HUGE, LARGE, scaled
from tests.laid_over import lay_over

linux = pytest.mark.skipif(sys.platform != 'linux', reason="memory is read in /proc")

_TREE = """
import os, sys, time
mine = bytearray(int(sys.argv[1]) * 2**20)
for place in range(0, len(mine), 4096):
    mine[place] = 1
child = os.fork()
if not child:
    theirs = bytearray(int(sys.argv[2]) * 2**20)
    for place in range(0, len(theirs), 4096):
        theirs[place] = 1
    time.sleep(float(sys.argv[3]))
    os._exit(0)
os.waitpid(child, 0)
"""


@linux
def test_memory_is_that_of_all_processes_and_shared_pages_count_once() -> None:
    """A hundred MiB in a parent, which its child shares, and fifty in the child."""
    cost = run([sys.executable, '-c', _TREE, '100', '50', '3'], os.environ, Path('/'))
    bare = run([sys.executable, '-c', _TREE, '0', '0', '3'], os.environ, Path('/'))
    assert 145 < cost.memory - bare.memory < 155
    assert 3 <= cost.wall < 30
    assert cost.cpu < cost.wall


@linux
def test_a_process_that_is_gone_has_no_memory_and_no_family() -> None:
    """It may end while it is looked at."""
    with subprocess.Popen([sys.executable, '-c', '']) as process:
        process.wait()
    assert memory(process.pid) == 0
    assert list(family(process.pid)) == [process.pid]


@linux
def test_the_peak_is_kept_when_memory_is_given_back() -> None:
    """What counts is whether the machine had room for it."""
    code = 'import time; a = bytearray(b"x" * 60 * 2**20); time.sleep(2); del a; time.sleep(1)'
    with subprocess.Popen([sys.executable, '-c', code]) as process, Sampler(process.pid) as seen:
        process.wait()
    assert seen.peak > 60 * 2**20


def test_cpu_is_that_of_children_too() -> None:
    """Workers are children."""
    burn = 'import time\nwhile time.process_time() < 0.3: pass'
    parent = f'import subprocess, sys; subprocess.run([sys.executable, "-c", {burn!r}])'
    start = time.monotonic()
    cost = run([sys.executable, '-c', parent], os.environ, Path('/'))
    assert cost.cpu >= 0.3
    assert cost.wall <= time.monotonic() - start


def test_a_command_that_fails_is_no_measurement() -> None:
    """Half the work would be the best time ever."""
    with pytest.raises(subprocess.CalledProcessError) as raised:
        run([sys.executable, '-c', 'exit("no room")'], os.environ, Path('/'))
    assert 'no room' in raised.value.stderr
    assert run([sys.executable, '-c', 'exit(3)'], os.environ, Path('/'), status=3).wall > 0


def test_ratios_are_those_of_turns() -> None:
    """Where the machine was busy during one turn, both were slow, and the ratio stands."""
    ours = [Cost(2, 4, 10), Cost(20, 40, 10), Cost(2, 6, 30)]
    theirs = [Cost(4, 4, 20), Cost(40, 20, 20), Cost(4, 4, 20)]
    assert ratio(ours, theirs) == 0.5
    assert ratio(ours, theirs, 'wall') == 1.5
    assert ratio(ours, theirs, 'memory') == 0.5
    assert median(ours) == Cost(2, 6, 10)


def test_throughput_is_reports_in_a_second() -> None:
    """Ten together in 20 s, five apart in 20 s: twice as many."""
    apart = tuple(Cost(4, 5, 100) for _ in range(5))
    many = Many(10, Cost(20, 10, 300), apart, 20.0)
    assert many.cpu == 2.0
    assert many.wall == 4.0


def test_copies_differ_in_words_and_keep_what_others_look_for() -> None:
    """They are built, each with all of its stages."""
    article = (SEED / 'report.md').read_text('utf-8')
    kept = ['Russia invaded Ukraine on February 24, 2022']
    one, other = (other_words(article, kept, number) for number in (0, 1))
    assert other_words(article, kept, 0) == one
    assert len({article, one, other}) == 3
    assert all(kept[0] in text for text in (article, one, other))
    words = [set(text.split()) for text in (one, other)]
    assert len(words[0] ^ words[1]) > len(words[0]) / 2
    for text in (one, other):
        assert text.partition('\n---\n')[0] == article.partition('\n---\n')[0]
        assert [line for line in text.splitlines() if line.startswith(('#', '|', '[^'))] == [
            line for line in article.splitlines() if line.startswith(('#', '|', '[^'))
        ]


def test_sizes_are_as_named() -> None:
    """L is ten times M."""
    assert (HUGE.chapters, HUGE.notes, HUGE.actors) == (400, 3000, 4000)
    assert (HUGE.tables, HUGE.figures, HUGE.paragraphs) == (300, 200, LARGE.paragraphs)
    assert scaled(1) == LARGE


def test_the_chart_is_an_image_with_a_line_for_each_tool() -> None:
    """Well-formed, titled, and with every point inside of it."""
    lines = {
        "we & they": [(45, 4.5), (180, 18), (1900, 190)],
        'a <tool>': [(180, 3.3), (45, 0.9)],
        'none': [],
    }
    root = ElementTree.fromstring(chart(lines, "CPU", "what & why"))
    name = '{http://www.w3.org/2000/svg}'
    assert root.tag == f'{name}svg'
    assert root.findtext(f'{name}title') == "CPU"
    assert root.findtext(f'{name}desc') == "what & why"
    drawn = root.findall(f'{name}polyline')
    assert len(drawn) == 2
    assert len(root.findall(f'{name}circle')) == 5
    for line in drawn:
        places = [tuple(map(float, pair.split(','))) for pair in str(line.get('points')).split()]
        assert places == sorted(places)
        assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)
        assert all(one[1] > other[1] for one, other in pairwise(places))
    words = [text.text for text in root.iter(f'{name}text')]
    assert {"we & they", 'a <tool>', 'pages', 'CPU s'} <= set(words)


def test_a_chart_of_one_point_can_be_drawn_and_one_of_none_cannot() -> None:
    """After the first report there is one."""
    assert 'circle' in chart({'a': [(19, 3.0)]}, '', '')
    with pytest.raises(ValueError, match="nothing"):
        chart({'a': []}, '', '')


def test_the_bare_twin_says_what_the_report_says(tmp_path: Path) -> None:
    """In UTF-8, with its drawings as drawings, and a counter wherever a number is printed."""
    bare = write_bare(lay_over(None, tmp_path), tmp_path / 'bare')
    printed, counting = (path.read_text('utf-8') for path in (bare.document, bare.counting))
    for text in (printed, counting):
        assert '<meta charset="utf-8">' in text
        assert '<svg' in text
        assert 'ns0:' not in text
    assert 'data-page' not in printed
    targets = re.findall(r'data-page="#([^"]+)"', counting)
    assert targets
    assert all(f'id="{target}"' in counting for target in targets)
    assert re.findall(r'<h1[^>]*>.*?</h1>', printed) == re.findall(r'<h1[^>]*>.*?</h1>', counting)
