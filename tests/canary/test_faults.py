"""An exception in any verb: its words go nowhere, and the server goes on.

Every public function of `glassine.flow`, and every check of a stranger, fails once,
with the canaries in the text of the exception, as `int("secret")` would quote them.
Days are had until each has failed; then a whole day goes well on the same server.
"""

from pathlib import Path

import pytest

from canary import day
from canary.faults import Breaking, checks, faulty, verbs
from canary.judged_day import STRANGERS
from canary.searching import entries, leaks_of
from canary.words import Canaries
from support.running_server import RunningServer

DAY = (*day.DAY, *STRANGERS)
DAYS = 30
LISTS = "judging.list_trials:ListTrials"
ELSEWHERE = (
    # What only commands do, in processes of their own
    *("accounts", "credentials", "domains", "key_slots:to_keep", "spelling:fit"),
    *("access_list:", "judging.rehearse:"),
    # What is done before the server opens, in the background, and as it closes
    *("first_lessons:", "judging.access:by_key", "judging.extra:extra_check"),
    *("rejects:prune", f"{LISTS}.keep_trying", f"{LISTS}.close"),
    *("viewing.", "operator", "owners:"),  # test_viewer.py drives the pages
    "mailbox.append:refusal",  # what a full disk calls for
    "judging.spf:lost",  # what a check that broke calls for
    "sending.",  # tests/flow/sending has its faults: a load goes back into the queue
    *("forwarding:through_us", "queueing:queue"),  # no letter of the day goes on
)


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
    elsewhere = tuple(f"glassine.flow.{name}" for name in ELSEWHERE)
    wanted = {verb for verb in (*verbs(), *checks()) if not verb.startswith(elsewhere)}
    before = entries()
    with faulty(tmp_path, [Breaking(verb, when) for verb in sorted(wanted)]) as broken:
        server, words = broken.server, broken.words
        for _ in range(DAYS):
            _have(server, words)
            assert leaks_of(server, broken.known, before) == []
            if broken.struck == wanted:
                break
        unreached = wanted - broken.struck
        assert sorted(unreached) == [], "no day reaches these: they are not proven"
        for step in DAY:
            step(server, words)
        server.stop()
        assert leaks_of(server, broken.known, before) == []
