"""House rules: a test may be a coroutine, and in CI one that is skipped has failed."""

import asyncio
import inspect
import os
import signal
from collections.abc import Generator

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None)  # the machine may be busy
settings.load_profile("house")

# A run that was started in the background ignores Ctrl-C, and so would what it starts.
signal.signal(signal.SIGINT, signal.default_int_handler)

_STRICT = os.environ.get("CI") == "true"


def _fail_if_skipped(
    report: pytest.TestReport | pytest.CollectReport,
) -> None:
    if _STRICT and report.outcome == "skipped":
        report.outcome = "failed"
        report.longrepr = f"skipped, and CI allows no skips: {report.longrepr}"
        vars(report).pop("wasxfail", None)  # with it, a failure does not count


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that is a coroutine to its end, on an event loop of its own."""
    if not inspect.iscoroutinefunction(pyfuncitem.obj):
        return None
    wanted = inspect.signature(pyfuncitem.obj).parameters
    asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in wanted}))
    return True


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
