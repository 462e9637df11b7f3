"""Counts the cases and says how many there were."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from tests.hostile.fuzz.cases import counted

_NAME = 'cases'


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None]:
    """Add what a test has tried to its report, which reaches the process that prints."""
    before = sum(counted.values())
    try:
        yield
    finally:
        item.user_properties.append((_NAME, sum(counted.values()) - before))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the number of cases."""
    total = 0
    for kind in ('passed', 'failed'):
        for report in terminalreporter.getreports(kind):
            total += sum(int(str(value)) for name, value in report.user_properties if name == _NAME)
    terminalreporter.write_line(f"fuzz: {total} cases")
