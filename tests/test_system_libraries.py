"""What `make` does about libraries that pip cannot bring."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parent.parent
SCRIPT = ROOT / 'tools' / 'system_libraries.py'


@pytest.fixture(scope='module')
def tool() -> ModuleType:
    specification = importlib.util.spec_from_file_location('system_libraries', SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules['system_libraries'] = module
    specification.loader.exec_module(module)
    return module


def test_a_machine_that_has_everything_is_left_alone() -> None:
    """`make` on a set-up machine asks nothing of apt and says nothing."""
    result = subprocess.run([sys.executable, SCRIPT, 'press'], capture_output=True, text=True)
    assert (result.returncode, result.stdout, result.stderr) == (0, '', '')


def test_what_is_missing_is_known_to_be_missing(tool: ModuleType) -> None:
    """A library that cannot be loaded, a program and a module that cannot be found."""
    assert not tool.is_there(tool.Need('a', 'a', 'a', libraries=('libno-such-thing.so.0',)))
    assert not tool.is_there(tool.Need('a', 'a', 'a', program='no-such-program'))
    assert not tool.is_there(tool.Need('a', 'a', 'a', module='no_such_module'))


def test_the_command_names_each_package_once(tool: ModuleType) -> None:
    """Pango comes as two packages on Debian and as one on macOS."""
    needs = [need for need in tool.PRESS if need.name.startswith('Pango')]
    assert tool.command_for(needs, 'linux')[-2:] == ['libpango-1.0-0', 'libpangoft2-1.0-0']
    assert tool.command_for(needs, 'darwin') == ['brew', 'install', 'pango']


def test_without_the_right_to_install_one_line_says_what_to_run(tmp_path: Path) -> None:
    """A user who is not root gets the command, and exit status 3."""
    program = (
        f'import sys; sys.path.insert(0, {str(SCRIPT.parent)!r})\n'
        'import os, shutil, system_libraries as tool\n'
        'os.geteuid = lambda: 1000\n'
        'shutil.which = lambda name: None\n'
        'tool.PRESS = (tool.Need("Pango", "libpango-1.0-0", "pango", ("libno-such.so.0",)),)\n'
        'sys.exit(tool.main("press"))\n'
    )
    result = subprocess.run(
        [sys.executable, '-c', program], capture_output=True, text=True, env={**os.environ}
    )
    assert result.returncode == 3
    assert result.stderr.count('\n') == 1
    assert 'Pango' in result.stderr
    assert 'libpango-1.0-0' in result.stderr or 'brew install pango' in result.stderr


def test_the_error_of_a_missing_pango_names_its_package() -> None:
    """When WeasyPrint cannot load a library, the user gets one line, not a traceback."""
    from proofpress.cli import missing_library

    said = missing_library(OSError("cannot load library 'libpango-1.0-0': not found"))
    assert said is not None
    assert 'libpango-1.0-0' in said
    assert '\n' not in said
