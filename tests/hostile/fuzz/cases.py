"""How many cases each property is tried on, and how they are counted.

In: a property.  Out: the property, tried as often as the table says.  What one process counts
comes to the test's report as a property of its own; `conftest` adds it all up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from hypothesis import HealthCheck, settings

CASES = {
    'dates': 4000,
    'values': 2000,
    'yaml': 4000,
    'json': 1500,
    'bibtex': 500,
    'markdown': 4000,
    'paragraphs': 1000,
    'pictures': 1500,
    'front-matter': 1500,
    'reports': 2000,
    'builds': 60,
}
"""By property; the dearer it is, the fewer."""
MOST_SECONDS = 10.0
"""Of a processor, for one case."""

counted: dict[str, int] = {}
"""Cases that this process has tried."""


def tried(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return what has hypothesis try a property so often."""
    return settings(
        max_examples=CASES[name],
        deadline=None,
        print_blob=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


@contextmanager
def case(name: str) -> Iterator[None]:
    """Count a case, and fail when it takes too long."""
    counted[name] = counted.get(name, 0) + 1
    before = time.process_time()
    yield
    assert time.process_time() - before < MOST_SECONDS
