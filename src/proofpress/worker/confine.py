"""Confinement: what a worker takes from itself before it opens a file of a report.

In: what it is to reach, and the limits.  Out: nothing; the process can do less from then on.

Everywhere: limits of memory, time and file sizes (setrlimit(2)), and no core dumps.  On Linux also:
an end with its parent (prctl(2)); no sockets, no new programs and no debugging of others (seccomp
filters, seccomp(2)); and files by a list of folders that may be read and one that may be written
(Landlock, landlock(7), since Linux 5.13), with no TCP and no signals to others where the kernel
knows how (6.7, 6.12).  A kernel without one of them goes without it: the loader of the report stays
as strict as ever.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from proofpress.limits import MIB, Limits

SPARE = 128 * MIB
"""Address space that is left for saying that there is no more of it."""
_MOST_FILE_BYTES = 256 * MIB
"""Of a font that the layout engine unpacks into the folder of its own."""

# linux/prctl.h
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_PR_SET_SECCOMP = 22
_SECCOMP_MODE_FILTER = 2
# linux/landlock.h; the numbers of its calls are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_RULESET_VERSION = 1
_RULE_PATH_BENEATH = 1
_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_TRUNCATE = 1 << 14
_OF_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | 1 << 15
_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
"""Rights over files that a kernel knows, by the version of Landlock that brought them."""
_NET_SINCE, _SCOPE_SINCE = 4, 6
# linux/seccomp.h, linux/filter.h, linux/audit.h
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000
_LOAD, _IS, _IS_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_EPERM = 1
_X32 = 0x40000000
_CALLS = {
    # Architecture: its name in audit.h; socket socketpair connect execve execveat ptrace
    # process_vm_readv process_vm_writev io_uring_setup kill.
    'x86_64': (0xC000003E, (41, 53, 42, 59, 322, 101, 310, 311, 425, 62)),
    'aarch64': (0xC00000B7, (198, 199, 203, 221, 281, 117, 270, 271, 425, 129)),
}


@dataclass(frozen=True, slots=True)
class Reach:
    """What a worker may open."""

    read: tuple[Path, ...]
    """Files and folders; those of Python and of the system come with it."""
    write: Path
    """The folder of its own."""


def confine(reach: Reach, limits: Limits, parent: int) -> None:
    """Take from this process what it does not need; `parent` is the process that it ends with.

    Works on Linux as far as the kernel does, elsewhere with limits alone.
    """
    os.environ['TMPDIR'] = str(reach.write)
    _limit_resources(limits)
    if sys.platform != 'linux':
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0:
        _restrict_files(libc, reach)
        _restrict_calls(libc)


def spare_memory() -> None:
    """Give back what was kept for saying that there is no more."""
    with suppress(OSError, ValueError):
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def landlock_version() -> int:
    """Return which Landlock the kernel has, 0 for none."""
    if sys.platform != 'linux':
        return 0
    libc = ctypes.CDLL(None, use_errno=True)
    return max(0, int(libc.syscall(_CREATE_RULESET, None, 0, _RULESET_VERSION)))


def _limit_resources(limits: Limits) -> None:
    memory = limits.memory * MIB
    for which, soft, hard in (
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_FSIZE, _MOST_FILE_BYTES, _MOST_FILE_BYTES),
        # A worker that sleeps is ended by its parent.
        (resource.RLIMIT_CPU, limits.seconds, limits.seconds + 5),
        (resource.RLIMIT_AS, memory, memory + SPARE),
    ):
        _, most = resource.getrlimit(which)
        if most != resource.RLIM_INFINITY:
            soft, hard = min(soft, most), min(hard, most)
        # macOS does not limit address space.
        with suppress(OSError, ValueError):
            resource.setrlimit(which, (soft, hard))


def _restrict_files(libc: ctypes.CDLL, reach: Reach) -> None:
    version = landlock_version()
    if not version:
        return
    handled = max(rights for since, rights in _RIGHTS.items() if since <= version)
    attributes = struct.pack(
        '=QQQ',
        handled,
        3 if version >= _NET_SINCE else 0,  # bind and connect of TCP
        3 if version >= _SCOPE_SINCE else 0,  # abstract sockets and signals
    )
    size = 24 if version >= _SCOPE_SINCE else 16 if version >= _NET_SINCE else 8
    rules = libc.syscall(_CREATE_RULESET, attributes, size, 0)
    if rules < 0:
        return
    try:
        for path in (*_foundations(), *reach.read):
            _allow(libc, rules, path, (_READ_FILE | _READ_DIR) & handled)
        _allow(libc, rules, Path(os.devnull), (_READ_FILE | _WRITE_FILE | _TRUNCATE) & handled)
        _allow(libc, rules, reach.write, handled & ~_EXECUTE)
        libc.syscall(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _foundations() -> Iterable[Path]:
    """Yield where Python, its packages and the system's libraries lie."""
    here = os.getcwd()
    yield from map(Path, {sys.prefix, sys.base_prefix, sys.exec_prefix})
    yield from (Path(entry) for entry in sys.path if entry and os.path.abspath(entry) != here)
    yield Path(__file__).parent.parent
    for name in ('/usr', '/lib', '/lib64', '/nix/store', '/etc/fonts', '/etc/ld.so.cache'):
        yield Path(name)
    for name in (
        '/etc/mime.types',
        '/etc/localtime',
        '/dev/urandom',
        '/proc/self',
        '/proc/meminfo',
    ):
        yield Path(name)


def _allow(libc: ctypes.CDLL, rules: int, path: Path, rights: int) -> None:
    """Allow rights beneath a folder, or on a file, that is there."""
    try:
        opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            rights &= _OF_FILES
        beneath = struct.pack('=Qi', rights, opened)
        libc.syscall(_ADD_RULE, rules, _RULE_PATH_BENEATH, beneath, 0)
    finally:
        os.close(opened)


def _restrict_calls(libc: ctypes.CDLL) -> None:
    """Refuse the calls that reach other processes and machines, as if we had no right to them."""
    known = _CALLS.get(platform.machine())
    if known is None:
        return
    architecture, calls = known
    refusals = len(calls)
    # The architecture first (offset 4 of seccomp_data): numbers mean other calls on others.
    steps = [
        (_LOAD, 0, 0, 4),
        (_IS, 0, refusals + 3, architecture),
        (_LOAD, 0, 0, 0),
        (_IS_AT_LEAST, refusals + 1, 0, _X32),
        *((_IS, refusals - place, 0, call) for place, call in enumerate(calls)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE | _EPERM),
    ]
    program = b''.join(struct.pack('=HBBI', *step) for step in steps)
    code = ctypes.create_string_buffer(program, len(program))
    filter_ = struct.pack('@HP', len(steps), ctypes.addressof(code))
    libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, filter_, 0, 0)
