"""Whether a record has the form of the seed's."""

import json
from pathlib import Path
from typing import Any

import pytest

from glassine.cli.play.window import check_form
from glassine.cli.refused import Refused

SEED = Path(__file__).parents[2] / "events" / "golden" / "queued.json"


def changed(**changes: Any) -> tuple[bytes]:
    return (json.dumps({**json.loads(SEED.read_text()), **changes}).encode(),)


def test_the_seeds_record_has_it() -> None:
    check_form(changed())


def test_details_may_say_more_after_what_the_seeds_say() -> None:
    check_form(changed(details={"spamStatus": "", "message": "", "size": 4058}))


@pytest.mark.parametrize(
    "changes",
    [
        {"ts": "1603755945209"},
        {"ts": True},
        {"rcptTo": "<dustin@example.org>"},
        {"more": 1},
        {"remote": {}},
        {"remote": None},
        {"details": {"message": "", "spamStatus": ""}},
        {"details": {"size": 4058, "spamStatus": "", "message": ""}},
    ],
)
def test_a_record_with_other_keys_or_types_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="keys and types"):
        check_form(changed(**changes))


def test_keys_in_another_order_are_refused() -> None:
    turned = dict(reversed(json.loads(SEED.read_text()).items()))
    with pytest.raises(Refused, match="keys and types"):
        check_form((json.dumps(turned).encode(),))
