"""Settings of what is known of those who write: by the operator, and from before."""

from dataclasses import dataclass
from typing import Annotated

from glassine.config.access import DATE, MATCH, REASON
from glassine.config.kinds import SWITCH, one_of, or_none
from glassine.config.quantities import DAY, MINUTE, duration
from glassine.config.rates import RATES
from glassine.words.access import AccessAction, Match, OperatorText
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.rates import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who is let in whatever other checks find, and who is not; see `glassine list`."""

    match: Annotated[Match, MATCH, "Whom or what the rule is about."]
    action: Annotated[AccessAction, one_of(AccessAction), "What the rule does."]
    reason: Annotated[
        OperatorText | None,
        or_none(REASON),
        "Why, for those who run this server. No client is told.",
    ] = None
    until: Annotated[
        Milliseconds | None,
        or_none(DATE),
        "The day, in UTC, with whose beginning the rule ends.",
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How much of a stranger's is let in, and how fast. A restart counts anew."""

    connections_per_ip: Annotated[
        tuple[Rate, ...], RATES, "Connections from one IP address, or one /64 of IPv6."
    ] = (Rate(300, Seconds(MINUTE)),)
    connections_per_network: Annotated[
        tuple[Rate, ...], RATES, "Connections from one /24 of IPv4, or one /48 of IPv6."
    ] = (Rate(600, Seconds(MINUTE)),)
    per_ip: Annotated[
        tuple[Rate, ...], RATES, "Messages from one IP address, or one /64 of IPv6."
    ] = ()
    per_network: Annotated[
        tuple[Rate, ...], RATES, "Messages from one /24 of IPv4, or one /48 of IPv6."
    ] = ()
    per_sender_domain: Annotated[
        tuple[Rate, ...], RATES, "Messages whose sender is in one domain."
    ] = ()
    per_recipient: Annotated[tuple[Rate, ...], RATES, "Messages to one recipient."] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Greylisting:
    """Ask strangers to come again: those who only pretend to be servers do not."""

    enabled: Annotated[bool, SWITCH, "Do it."] = False
    wait: Annotated[Seconds, duration("1s", "1d"), "How long they wait at least."] = (
        Seconds(5 * MINUTE)
    )
    retry_within: Annotated[
        Seconds, duration("1m", "30d"), "How long they have to come again."
    ] = Seconds(DAY)
    keep: Annotated[
        Seconds,
        duration("1h", "3650d"),
        "How long those who came again are remembered, since they last came.",
    ] = Seconds(36 * DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reputation:
    """What mail of before, wanted or not, tells of those who bring more of it."""

    enabled: Annotated[bool, SWITCH, "Count, and weigh what was counted."] = True
    half_life: Annotated[
        Seconds,
        duration("1h", "365d"),
        "How long until what was counted counts half.",
    ] = Seconds(14 * DAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correspondents:
    """To whom each account has written, as keyed hashes: their answers are welcome."""

    enabled: Annotated[bool, SWITCH, "Keep that, and welcome them."] = True
    keep: Annotated[
        Seconds, duration("1d", "3650d"), "How long, since the account last wrote."
    ] = Seconds(365 * DAY)
