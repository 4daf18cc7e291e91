"""Settings of mail that goes out: when it is tried, and how much at a time."""

from dataclasses import dataclass
from typing import Annotated

from glassine.config.kinds import DOMAIN, count, or_none
from glassine.config.quantities import DAY, HOUR, MINUTE, duration
from glassine.config.retries import RETRIES
from glassine.words.clock import Seconds
from glassine.words.public import Domain
from glassine.words.waits import Waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How mail goes out: when it is tried, how much at a time, and who may send it."""

    retry: Annotated[Waits, RETRIES, "When a try that failed is made again."] = Waits(
        tuple(Seconds(m * MINUTE) for m in (1, 5, 5, 15, 60, 60, 60, 60, 240)),
        for_ever=True,
    )
    jitter: Annotated[
        int,
        count(0, 100),
        "By how many hundredths at most a wait grows by chance, to spread the tries.",
    ] = 20
    lifetime: Annotated[
        Seconds,
        duration("1m", "30d"),
        "How long a message is tried; then its sender is told. RFC 5321 §4.5.4.1",
    ] = Seconds(5 * DAY)
    delay_notice: Annotated[
        Seconds,
        duration("1m", "30d"),
        "When the sender is told that it takes long; with the lifetime or more, never.",
    ] = Seconds(4 * HOUR)
    at_once: Annotated[
        int, count(1, 10_000), "Deliveries at once, to all destinations together."
    ] = 200
    connections: Annotated[
        int, count(1, 1000), "Connections at once to one destination domain."
    ] = 20
    messages_per_connection: Annotated[
        int, count(1, 100_000), "Messages on one connection; then it is closed."
    ] = 100
    messages_per_minute: Annotated[
        int,
        count(0, 1_000_000),
        "Messages to one destination domain in a minute; 0 is as many as it takes.",
    ] = 0
    back_off: Annotated[
        Seconds,
        duration("1s", "1h"),
        "How long a destination that cannot be reached is left alone at first; it "
        "doubles each time.",
    ] = Seconds(MINUTE)
    back_off_most: Annotated[
        Seconds, duration("1s", "1d"), "The longest that it is left alone."
    ] = Seconds(15 * MINUTE)
    account_messages_per_hour: Annotated[
        int, count(0, 10_000_000), "Messages of one account in an hour; 0 is no limit."
    ] = 0
    account_messages_per_day: Annotated[
        int, count(0, 10_000_000), "The same in 24 hours."
    ] = 0
    account_recipients_per_hour: Annotated[
        int,
        count(0, 10_000_000),
        "Recipients of all messages of one account in an hour; 0 is no limit.",
    ] = 0
    account_recipients_per_day: Annotated[
        int, count(0, 10_000_000), "The same in 24 hours."
    ] = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """What is different for one destination domain; the rest is as in `[sending]`."""

    domain: Annotated[Domain, DOMAIN, "The domain of the recipients."]
    retry: Annotated[
        Waits | None,
        or_none(RETRIES),
        "When a try that failed is made again.",
    ] = None
    connections: Annotated[
        int | None, or_none(count(1, 1000)), "Connections at once."
    ] = None
    messages_per_connection: Annotated[
        int | None, or_none(count(1, 100_000)), "Messages on one connection."
    ] = None
    messages_per_minute: Annotated[
        int | None,
        or_none(count(0, 1_000_000)),
        "Messages in a minute; 0 is as many as it takes.",
    ] = None
