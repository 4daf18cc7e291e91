"""What each check looks at, and what it would take for it to end otherwise.

A record names a check by its id and a reason by a word; here is what to tell the owner
of a domain, or a user who misses a letter. One entry for each check, no more to do.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

Finding: TypeAlias = dict[str, Any]
"""A finding as a record has it, under `findings`."""


@dataclass(frozen=True, slots=True)
class CheckWords:
    """What was looked at, and the advice to whom it went against."""

    subject: str
    advice: str


_ENDINGS = {
    "pass": "is in order",
    "fail": "failed",
    "skip": "said nothing",
    "err": "could not be found out",
}
_BEARINGS = {
    "deny": "this alone refuses the message",
    "defer": "this alone puts the message off",
    "allow": "this lets the message in, whatever else was found",
}
_NAME_ITSELF = "the client must give its own full host name, the same all along"
_NO_NAME = CheckWords("the check", "ask who runs this server what it looks at")

CHECKS = {
    # HELO
    "proto_mismatch": CheckWords("the second greeting", _NAME_ITSELF),
    "host_mismatch": CheckWords("the name in the second greeting", _NAME_ITSELF),
    # Who sent it
    "spf": CheckWords(
        "SPF of the sender's domain",
        "the domain's SPF record must name this client, or whoever forwards the mail"
        " must do so under a domain of its own (SRS)",
    ),
    "spf_helo": CheckWords(
        "SPF of the name in the greeting",
        "the name's SPF record must name this client",
    ),
    "dkim": CheckWords(
        "a DKIM signature",
        "its domain must sign the letter as it leaves and publish the key; nobody may"
        " change the letter on its way",
    ),
    "dmarc": CheckWords(
        "DMARC of the author's domain",
        "SPF or a DKIM signature must pass for the author's own domain; if you know"
        " better than its owner, write a [[dmarc_override]], or the forwarder's domain"
        " into [arc] trust",
    ),
    "arc": CheckWords(
        "the chain of ARC seals",
        "one of the servers that passed the letter on has broken the chain; it is no"
        " reason to refuse by itself",
    ),
}


def told(finding: Finding) -> str:
    """Return a finding in words, without its weight: `SPF … failed (why): value`."""
    words = CHECKS.get(finding["check"], _NO_NAME)
    why = f" ({finding['why']})".replace("_", " ") if finding["why"] else ""
    value = f": {finding['value']}" if finding["value"] else ""
    ending = _ENDINGS.get(finding["result"], finding["result"])
    return f"{words.subject} {ending}{why}{value}"


def consequence(finding: Finding) -> str:
    """Return what a finding does to the message; nothing where it only is noted."""
    if finding["bearing"] in _BEARINGS:
        return _BEARINGS[finding["bearing"]]
    weight = finding["weight"]
    return f"it weighs {weight:+.1f}" if weight else ""


def advice(finding: Finding) -> str:
    """Return what it would take to change a finding; nothing where all is well."""
    against = finding["weight"] > 0 or finding["bearing"] in ("deny", "defer")
    words = CHECKS.get(finding["check"], _NO_NAME)
    return words.advice if against else ""
