"""The report that is made before many others: it is sound, and leaves no trace in theirs."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from proofpress import press
from proofpress.assets import make_ready_folder

ROOT = Path(__file__).parent.parent
_CODE = """
import hashlib, json, sys
from pathlib import Path
from proofpress import press
press.load()
for name in sys.argv[1:]:
    made = press.make(Path(name))
digests = {file.path: hashlib.sha256(file.content).hexdigest() for file in made.files}
print(json.dumps(digests))
"""


def made_in_a_new_process(*folders: Path) -> dict[str, str]:
    """Make reports one after the other; return the digests of the products of the last."""
    command = [sys.executable, '-c', _CODE, *folders]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return dict(json.loads(ended.stdout.splitlines()[-1]))


def test_the_report_that_makes_ready_is_sound() -> None:
    """Else a command for many reports would end before the first."""
    made = press.make(make_ready_folder())
    assert made.diagnostics == ()
    assert made.files


def test_a_report_does_not_tell_what_was_made_before_it() -> None:
    """An archive compares digests, and another machine builds another number of reports."""
    report = ROOT / 'tests' / 'good_report' / 'river'
    alone = made_in_a_new_process(report)
    assert len(alone) > 10
    assert made_in_a_new_process(make_ready_folder(), report) == alone
