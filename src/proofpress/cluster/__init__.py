"""The cluster: reports made as tasks on Dask distributed, on other machines.

In: jobs as the batch gives them, and the address of a scheduler.  Out: what was made of each.  Only
data travels: the files of a report there (`parcels.py`), its products back.  There, a task
(`task.py`) hands them to a foreman (`foreman.py`), who has them made by the very same confined
worker as here.  Only this room imports `distributed`.
"""

from __future__ import annotations

import re

_ADDRESS = re.compile(r'(?:[a-z]+://)?(?:[^\s:/\[\]]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})', re.ASCII)


class ClusterError(Exception):
    """The cluster cannot be used, or no longer; the message says why and what to do."""


def is_address(words: str) -> bool:
    """Tell whether this may be the address of a scheduler: `tcp://HOST:PORT` or `HOST:PORT`."""
    match = _ADDRESS.fullmatch(words)
    return match is not None and 0 < int(match[1]) < 65536
