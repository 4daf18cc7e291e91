"""The seed's message, event by event, gives the seed's record and the seed's lines.

The lines differ from the seed's document in what `docs/events.md` says: no SASL line,
a digest for `mid=`, `[auth]` with the connection's id, a route that can be read, and
no lines of the pool.
"""

import json
from pathlib import Path
from typing import Any

from glassine.events import lines, record
from sample_events import SEED_QUEUED, SEED_SESSION

GOLDEN = Path(__file__).parent / "golden"
OURS = {"size", "messageIdDigest", "signedFor", "authMethod", "tls", "tlsVersion"}
OURS |= {"dsnOf"}


def in_order(json_text: bytes) -> Any:
    """Read JSON with its objects as lists of pairs, so that order counts."""
    return json.loads(json_text, object_pairs_hook=list)


def test_the_record_is_the_seeds_with_our_details_after_it() -> None:
    ours = json.loads(record.render(SEED_QUEUED))
    assert set(list(ours["details"])[2:]) == OURS
    ours["details"] = {k: v for k, v in ours["details"].items() if k not in OURS}
    theirs = (GOLDEN / "queued.json").read_bytes()
    assert in_order(json.dumps(ours).encode()) == in_order(theirs)


def test_the_lines_are_the_seeds_to_the_character() -> None:
    ours = b"".join(map(lines.render, SEED_SESSION))
    assert ours.decode() == (GOLDEN / "session.log").read_text()


def test_the_record_is_compact_and_on_one_line() -> None:
    rendered = record.render(SEED_QUEUED)
    assert rendered.startswith(b'{"ts":1603755945209,"type":"queued",')
    assert b"\n" not in rendered
