"""A plugin for pytest that script/test loads under CI=true: a test that is skipped there has failed."""

from collections.abc import Generator
from typing import Any

import pytest


def _failed[Report: (pytest.TestReport, pytest.CollectReport)](report: Report) -> Report:
    """Turns a skip into a failure that keeps its reason; an expected failure is none."""
    if report.skipped and not hasattr(report, "wasxfail"):
        reason: Any = report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI=true forbids: {reason[2] if isinstance(reason, tuple) else reason}"
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Looks at each test."""
    return _failed((yield))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Looks at each file."""
    return _failed((yield))
