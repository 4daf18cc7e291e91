"""An exception in any verb: its words go nowhere, and the server goes on.

Every public function of `glassine.flow` fails once, with the canaries in the text of
the exception, as `int("secret")` would quote them. Days are had until each has failed;
then a whole day goes well on the same server.
"""

import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from pathlib import Path

import pytest

import glassine.flow
from canary.day import APP, DAY, PERSON
from canary.searching import entries, leaks_of
from canary.words import Canaries
from support import faulty_server
from support.running_server import PASSWORD, RunningServer

ENTRY = (str(Path(faulty_server.__file__)),)
DAYS = 44
ELSEWHERE = (
    *("accounts", "credentials", "domains", "key_slots:to_keep", "spelling:fit"),
    "mailbox.append:refusal",
    "forwarding:through_us",  # no alias of the day leads elsewhere
    # Nobody is a stranger to it: test_judging_content.py brings their letters.
    *("judging.aside:", "judging.rereading:", "judging.extra:", "judging.weigh:"),
    *("judging.denial:", "judging.answers:", "rejects:", "filing:file_rejected"),
    *("access_list:", "judging.access:", "judging.authentic:", "judging.bearing:"),
    *("judging.content_words:", "judging.greylist:", "judging.inquiry:"),
    *("judging.outcome:", "judging.rehearse:", "judging.reputation:"),
    *("judging.spf:", "judging.vouched:"),
    *("viewing.", "operators:", "owners:"),  # test_viewer.py drives the pages
    "first_lessons:",  # before the server opens
    "sending.",  # tests/flow/sending has its faults: a load goes back into the queue
)
"""What only commands do, in processes of their own; what a full disk calls for; and
what no letter of the day comes by.
"""
# No letter of the day leaves the house.
POSTING = "glassine.flow.queueing:queue"


def verbs() -> Iterator[str]:
    """Yield every public function of the flow as `module:function`."""
    for found in pkgutil.walk_packages(glassine.flow.__path__, "glassine.flow."):
        for name, thing in vars(import_module(found.name)).items():
            public = inspect.isfunction(thing) and not name.startswith("_")
            if public and thing.__module__ == found.name:
                yield f"{found.name}:{name}"


@dataclass(frozen=True, slots=True)
class Breaking:
    """One fault, as `faulty_server.Fault` reads it."""

    where: str
    when: str
    says: str
    mark: str
    once_there: str
    does: str = "raise"


def _have(server: RunningServer, words: Canaries) -> None:
    """Have a day on which any step may fail, as long as the server answers on."""
    for step in DAY:
        try:
            step(server, words)
        except (AssertionError, ConnectionError, ValueError, IndexError):
            assert server.running, f"{step.__name__} ended the server"


@pytest.mark.parametrize("when", ["before", "after"])
def test_verbs_that_fail_tell_nothing_and_stop_nothing(
    tmp_path: Path, when: str
) -> None:
    words, before = Canaries(), entries()
    server = RunningServer(tmp_path, ENTRY)
    server.make()
    for address in (PERSON, APP):
        server.add_account(address)
    struck = tmp_path / "struck"
    says = " ".join([PASSWORD, *words.by_name().values()])
    commands = tuple(f"glassine.flow.{name}" for name in ELSEWHERE)
    wanted = {verb for verb in verbs() if not verb.startswith(commands)} - {POSTING}
    faults = [
        Breaking(verb, when, says, str(struck), str(tmp_path / "ready"))
        for verb in sorted(wanted)
    ]
    listed = [asdict(fault) for fault in faults]
    server.environment |= faulty_server.environment(server.home, listed)
    server.start()
    known = words.by_name() | {"password": PASSWORD}
    try:
        for _ in range(DAYS):
            _have(server, words)
            assert leaks_of(server, known, before) == []
            if struck.exists() and set(struck.read_text().split()) == wanted:
                break
        unreached = wanted - set(struck.read_text().split())
        assert sorted(unreached) == [], "no day reaches these: they are not proven"
        for step in DAY:
            step(server, words)
        server.stop()
    finally:
        if server.running:
            server.kill()
    assert leaks_of(server, known, before) == []
