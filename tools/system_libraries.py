"""See to the system libraries that pip cannot install.

In: the word `press` (what building a report needs) or `test` (that, and the tools that the tests
read products with).  Out: exit status 0 when all that is needed is there, having installed it
where that is allowed (apt as root, or Homebrew); else 3 and the one command to run.  Uses the
standard library only: it runs before anything is installed.
"""

from __future__ import annotations

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

EXIT_MISSING = 3


@dataclass(frozen=True)
class Need:
    """Something that must be on the system, and the packages that bring it."""

    name: str
    debian: str
    homebrew: str
    libraries: tuple[str, ...] = ()
    """Shared libraries, any one of which will do."""
    program: str = ''
    module: str = ''


PRESS = (
    Need('Python venv', 'python3-venv', 'python', module='ensurepip'),
    Need(
        'Pango',
        'libpango-1.0-0',
        'pango',
        ('libpango-1.0.so.0', 'libpango-1.0.dylib', 'libpango-1.0.0.dylib'),
    ),
    Need(
        'PangoFT2',
        'libpangoft2-1.0-0',
        'pango',
        ('libpangoft2-1.0.so.0', 'libpangoft2-1.0.dylib', 'libpangoft2-1.0.0.dylib'),
    ),
    Need(
        'HarfBuzz-subset',
        'libharfbuzz-subset0',
        'harfbuzz',
        ('libharfbuzz-subset.so.0', 'libharfbuzz-subset.dylib', 'libharfbuzz-subset.0.dylib'),
    ),
)
TEST = (
    Need('poppler', 'poppler-utils', 'poppler', program='pdftotext'),
    Need('MuPDF', 'mupdf-tools', 'mupdf-tools', program='mutool'),
    Need('qpdf', 'qpdf', 'qpdf', program='qpdf'),
    Need('Chromium', 'chromium', 'chromium', program='chromium'),
)


def is_there(need: Need) -> bool:
    """Tell whether the system has what is needed."""
    if need.module:
        return importlib.util.find_spec(need.module) is not None
    if need.program:
        return shutil.which(need.program) is not None
    return any(_loads(library) for library in need.libraries)


def _loads(library: str) -> bool:
    brew = os.environ.get('HOMEBREW_PREFIX', '/opt/homebrew')
    for name in (library, f'{brew}/lib/{library}', f'/usr/local/lib/{library}'):
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def command_for(missing: list[Need], platform: str = sys.platform) -> list[str]:
    """Return the command that installs what is missing."""
    if platform == 'darwin':
        return ['brew', 'install', *sorted({need.homebrew for need in missing})]
    packages = sorted({need.debian for need in missing})
    return ['apt-get', 'install', '-y', '--no-install-recommends', *packages]


def _install(missing: list[Need]) -> str:
    """Install what is missing if that is allowed; return the command that does or would do it."""
    command = command_for(missing)
    if command[0] == 'brew':
        if shutil.which('brew'):
            subprocess.run(command, check=False)
        return ' '.join(command)
    if shutil.which('apt-get') and os.geteuid() == 0:
        environment = {**os.environ, 'DEBIAN_FRONTEND': 'noninteractive'}
        subprocess.run(['apt-get', 'update', '-qq'], check=False, env=environment)
        subprocess.run([command[0], '-qq', *command[1:]], check=False, env=environment)
    return 'sudo ' + ' '.join(command)


def main(purpose: str) -> int:
    """See to the needs of the purpose, `press` or `test`; return the exit status."""
    if sys.version_info < (3, 11):
        print(f"Proofpress needs Python 3.11 or newer; this is {sys.version.split()[0]}")
        return EXIT_MISSING
    missing = [need for need in PRESS if not is_there(need)]
    tools = [need for need in TEST if not is_there(need)] if purpose == 'test' else []
    if not missing and not tools:
        return 0
    command = _install([*missing, *tools])
    still = [need.name for need in missing if not is_there(need)]
    if still:
        print(f"missing: {', '.join(still)}; run: {command}", file=sys.stderr)
        return EXIT_MISSING
    skipped = [need.name for need in tools if not is_there(need)]
    if skipped:
        print(
            f"missing: {', '.join(skipped)}; tests that need them will be skipped; run: {command}",
            file=sys.stderr,
        )
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1]))
