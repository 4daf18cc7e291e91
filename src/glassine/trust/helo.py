"""Is a client that greets more than once still the same? Haraka's two HELO checks.

STARTTLS makes honest clients greet twice (RFC 3207 §4.2), in the same words; changing
them within one connection is what some bots do. Clients of one's own networks are
skipped, since they are judged by their login.
"""

from dataclasses import dataclass

from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import HostName
from glassine.words.reason import Reason

CHANGED = 0.5  # weight
OF_TWO = (CheckName.PROTO_MISMATCH, CheckName.HOST_MISMATCH)  # they compare greetings


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a client said of itself, and in which of the two verbs."""

    host: HostName
    extended: bool  # EHLO


def compare(
    before: Greeting | None, now: Greeting, own: Reason | None
) -> tuple[Finding, ...]:
    """Return what is found of a greeting, given the one before it, if any.

    `own` is why the client is not judged, where it is not.
    """
    if own is not None:
        return tuple(Finding(check, Result.SKIP, own) for check in OF_TWO)
    if before is None:
        return ()
    same_host = folded(before.host) == folded(now.host)
    return (
        _finding(CheckName.PROTO_MISMATCH, before.extended == now.extended),
        _finding(CheckName.HOST_MISMATCH, same_host),
    )


def folded(host: HostName) -> str:
    """Return the name as DNS compares it. RFC 4343"""
    return host.name.lower().removesuffix(".")


def _finding(check: CheckName, same: bool) -> Finding:
    if same:
        return Finding(check, Result.PASS)
    return Finding(check, Result.FAIL, Reason.CHANGED, weight=CHANGED)
