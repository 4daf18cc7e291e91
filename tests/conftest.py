"""House rules of the test run: in CI a test that is skipped has failed."""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # the machine may be busy
settings.load_profile("house")

_STRICT = os.environ.get("CI") == "true"


def _fail_if_skipped(
    report: pytest.TestReport | pytest.CollectReport,
) -> None:
    if _STRICT and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI allows no skips: {report.longrepr}"
        vars(report).pop("wasxfail", None)  # with it, a failure does not count


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[
    None, pytest.TestReport, pytest.TestReport
]:
    """Fail a skipped test, and one that is expected to fail: both prove nothing."""
    report = yield
    _fail_if_skipped(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[
    None, pytest.CollectReport, pytest.CollectReport
]:
    """Fail a file that skips itself."""
    report = yield
    _fail_if_skipped(report)
    return report
