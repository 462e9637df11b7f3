"""What the tests of tagged PDFs share: two samples, each printed once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pdf.printed import SEED, TORTURE, Printed, printed


def _shared(factory: pytest.TempPathFactory, worker: str) -> Path:
    """Return the folder that the workers of a session share."""
    base = factory.getbasetemp()
    return base if worker == 'master' else base.parent


@pytest.fixture(scope='session')
def seed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Printed:
    """Return the seed report."""
    return printed(SEED, _shared(tmp_path_factory, worker_id) / 'seed')


@pytest.fixture(scope='session')
def torture(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Printed:
    """Return the sample with every construct."""
    return printed(TORTURE, _shared(tmp_path_factory, worker_id) / 'torture')


@pytest.fixture(params=['seed', 'torture'])
def sample(request: pytest.FixtureRequest) -> Printed:
    """Return each of the two in turn."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Printed)
    return found
