"""For all tests: what is missing skips with its remedy, and fails where CI demands it (`REQUIRE_EMULATORS=1`)."""

import os
from collections.abc import Generator
from typing import Any

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    if report.skipped and os.environ.get("REQUIRE_EMULATORS") == "1":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        report.outcome = "failed"
        report.longrepr = f"nothing may be missing here (REQUIRE_EMULATORS=1): {item.nodeid}: {reason}"
    return report
