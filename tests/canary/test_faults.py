"""An exception in any verb: its words go nowhere, and the server goes on.

Every public function of `glassine.flow` fails once, with the canaries in the text of
the exception, in the middle of a day; then the day is had again and goes well.
"""

import inspect
import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import glassine.flow
from canary.day import APP, DAY, PERSON
from canary.searching import entries, leaks_of
from canary.words import Canaries
from support import faulty_server
from support.running_server import PASSWORD, RunningServer, ServerFailed

ENTRY = (str(Path(faulty_server.__file__)),)


def verbs() -> Iterator[str]:
    """Yield every public function of the flow as `module:function`."""
    for found in pkgutil.walk_packages(glassine.flow.__path__, "glassine.flow."):
        for name, thing in vars(import_module(found.name)).items():
            public = inspect.isfunction(thing) and not name.startswith("_")
            if public and thing.__module__ == found.name:
                yield f"{found.name}:{name}"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> RunningServer:
    """Make a server whose verbs can be made to fail; do not start it."""
    server = RunningServer(tmp_path_factory.mktemp("faults"), ENTRY)
    server.make()
    server.add_account(PERSON)
    server.add_account(APP)
    return server


def _bad_day(server: RunningServer, words: Canaries) -> None:
    """Have a day on which any step may fail, as long as the server answers on."""
    for step in DAY:
        try:
            step(server, words)
        except (AssertionError, ConnectionError, ValueError):
            assert server.running


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("verb", sorted(verbs()))
def test_a_verb_that_fails_tells_nothing_and_stops_nothing(
    home: RunningServer, verb: str, when: str
) -> None:
    words, before = Canaries(), entries()
    struck = home.home / "struck"
    struck.unlink(missing_ok=True)
    fault = {"where": verb, "does": "raise", "when": when, "mark": str(struck)}
    says = " ".join([PASSWORD, *words.by_name().values()])
    home.environment["GLASSINE_TEST_FAULT"] = json.dumps(fault | {"says": says})
    home.start()
    try:
        _bad_day(home, words)
        for step in DAY:
            step(home, words)
    finally:
        try:
            home.stop()
        except ServerFailed:
            home.kill()
            raise
    assert struck.exists(), "the verb was never called: the day does not reach it"
    known = words.by_name() | {"password": PASSWORD}
    assert leaks_of(home, known, before) == []
