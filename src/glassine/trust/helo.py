"""Is a client that greets more than once still the same? Haraka's two HELO checks.

STARTTLS makes honest clients greet twice (RFC 3207 §4.2), in the same words; changing
them within one connection is what some bots do. Clients of one's own networks are
skipped, since they are judged by their login.
"""

import ipaddress
from dataclasses import dataclass
from functools import lru_cache

from glassine.words.finding import CheckName, Finding, Reason, Result
from glassine.words.public import HostName, IpAddress

_PRIVATE = tuple(
    ipaddress.ip_network(text)
    for text in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"),
        *("100.64.0.0/10", "fc00::/7", "fe80::/10"),
    )
)  # RFC 1918, RFC 3927, RFC 6598, RFC 4193, RFC 4291


_CHECKS = (CheckName.PROTO_MISMATCH, CheckName.HOST_MISMATCH)


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a client said of itself, and in which of the two verbs."""

    host: HostName
    extended: bool  # EHLO


@dataclass(frozen=True, slots=True)
class HeloFindings:
    """What the checks found of the greetings so far."""

    multi: bool  # the client greeted more than once
    findings: tuple[Finding, ...]


def judge(before: Greeting | None, now: Greeting, client: IpAddress) -> HeloFindings:
    """Return what the checks find of a greeting, given the one before it, if any."""
    reason = own_network(client)
    if reason is not None:
        return HeloFindings(before is not None, _skipped(reason))
    if before is None:
        return HeloFindings(False, ())
    same_verb = before.extended == now.extended
    same_host = _name(before.host) == _name(now.host)
    return HeloFindings(
        True,
        (
            _finding(CheckName.PROTO_MISMATCH, same_verb),
            _finding(CheckName.HOST_MISMATCH, same_host),
        ),
    )


@lru_cache(maxsize=4096)  # a client that has come will come again
def own_network(client: IpAddress) -> Reason | None:
    """Return whether the client is this machine or in a private network."""
    if client.is_loopback or client.is_unspecified:
        return Reason.LOCAL
    private = any(client in network for network in _PRIVATE)
    return Reason.PRIVATE if private else None


def _skipped(reason: Reason) -> tuple[Finding, ...]:
    return tuple(Finding(check, Result.SKIP, reason) for check in _CHECKS)


def _finding(check: CheckName, same: bool) -> Finding:
    if same:
        return Finding(check, Result.PASS)
    return Finding(check, Result.FAIL, Reason.CHANGED)


def _name(host: HostName) -> str:
    """Return the name as DNS compares it. RFC 4343"""
    return host.name.lower().removesuffix(".")
