"""Why mail is where it is though no check of the sender found anything.

Most of what people ask about was refused for a plain cause: there is no such mailbox,
or nobody had logged in. One entry for each cause, so that nobody has to know its word.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from glassine.events.facts import Check

Record: TypeAlias = dict[str, Any]
"""A JSON record, as `docs/events.md` says."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why mail was refused, what would change it, and what can be done here."""

    why: str
    advice: str
    ours: str


_RELAY = Cause(
    "the recipient's domain is not one of ours, and nobody had logged in",
    "send it to that domain's own server, or log in",
    "`glassine domain add`, if the domain is to be ours",
)
_FOREIGN = Cause(
    "the sender's address does not belong to the account that had logged in",
    "use the account's own address",
    "give the account that address in [aliases]",
)
_LOGIN = Cause(
    "nobody had logged in, or TLS had not begun",
    "the mail program must use TLS and log in",
    "[auth] allow_plain_from names the networks that need no TLS",
)
_ACCESS = {550: _RELAY, 553: _FOREIGN}

CAUSES = {
    Check.ADDRESS: Cause(
        "there is no such mailbox here",
        "correct the address",
        "make it by `glassine account add`, or write it into [aliases]",
    ),
    Check.ALLOWANCE: Cause(
        "the account has sent as much as it may for now",
        "it may go on later",
        "[sending] says how much an account may",
    ),
    Check.AUTH: Cause(
        "too many logins failed",
        "correct the password in the mail program",
        "`glassine app-password list` and `glassine events --type auth` tell more",
    ),
    Check.CONNECTIONS: Cause(
        "too many connections were open",
        "open fewer",
        "[limits] says how many there may be",
    ),
    Check.LIMITS: Cause(
        "it was too large, too much or too slow",
        "the reply said which, and less of it is taken",
        "[limits] says how much",
    ),
    Check.LOOP: Cause(
        "it goes round in a circle",
        "look where its recipient is forwarded to, and forwarded back from",
        "look at [aliases] and [[route]]",
    ),
    Check.PROTOCOL: Cause(
        "the client did not keep to SMTP",
        "the program that sent it must be corrected",
        "the raw lines tell what it said last: `glassine trace`",
    ),
    Check.RETURN_PATH: Cause(
        "its return path was not made here, or not lately",
        "only bounces of mail that was forwarded here go to such an address",
        "nothing has to be done",
    ),
    Check.SUPPRESSED: Cause(
        "the recipient's address has bounced for good before",
        "see whether the address is right",
        "let it have mail again by `glassine suppress remove`",
    ),
    Check.STORAGE: Cause(
        "it could not be stored",
        "nothing has to be done; real servers come again by themselves",
        "see whether the disk is full",
    ),
}

_OUR_OWN = "It was not judged, since its sender had logged in."
_WAITS = "It waits to be sent; see: glassine queue show"
_ENDED = ("delivered", "bounce")
_UNJUDGED = (
    "Nothing was found for or against it. Mail by LMTP and from [judging] own_networks "
    "is not judged at all."
)


def cause(denied: Record) -> Cause | None:
    """Return why a record says `denied`; None where its check speaks for itself."""
    said = denied["details"]
    if said["check"] == Check.ACCESS:
        return _ACCESS.get(said["code"], _LOGIN)
    return CAUSES.get(said["check"])


def unjudged(records: Sequence[Record]) -> str:
    """Return what to tell of a transaction in which no check found anything."""
    for record in records:
        if record["type"] == "denied" and (found := cause(record)):
            return f"What can be done here: {found.ours}."
        if record["type"] == "queued":
            return f"{_queued(record)}{_waiting(record, records)}"
    return _UNJUDGED


def _queued(record: Record) -> str:
    if about := record["details"]["dsnOf"]:
        return f"It is this server's own report on another: glassine trace {about}"
    return _OUR_OWN


def _waiting(queued: Record, records: Sequence[Record]) -> str:
    """Return where to look for it while it is still to be sent."""
    if any(record["type"] in _ENDED for record in records):
        return ""
    return f" {_WAITS} {queued['uuid']}"
