"""Settings of what those may do who come in: how much, how long, how fast."""

from dataclasses import dataclass
from typing import Annotated

from glassine.config.kinds import NETWORKS, SWITCH, count, one_of
from glassine.config.quantities import HOUR, MIB, MINUTE, duration, size
from glassine.words.clock import Seconds
from glassine.words.finding import CheckMode
from glassine.words.public import IpNetwork, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much anyone may have. What is over is refused, in the RFC's words."""

    command_line: Annotated[
        int, count(512, 65536), "Octets of an SMTP command. RFC 5321 §4.5.3.1.4"
    ] = 4096
    text_line: Annotated[
        Size,
        size("1000B", "64MiB"),
        "A line of a message. RFC 5321 says 1000 octets; real mail does not heed it.",
    ] = Size(MIB)
    recipients: Annotated[
        int, count(1, 100_000), "Recipients of one message. RFC 5321 §4.5.3.1.8"
    ] = 1000
    message_size: Annotated[
        Size, size("1KiB", "1GiB"), "One message, by SMTP or IMAP."
    ] = Size(50 * MIB)
    errors: Annotated[
        int, count(1, 1000), "Commands refused in a session since the last message."
    ] = 20
    idle_commands: Annotated[
        int,
        count(1, 10_000),
        "Commands without progress (NOOP, RSET and the like) since the last message.",
    ] = 100
    transactions: Annotated[
        int, count(1, 100_000), "Messages begun in one session."
    ] = 1000
    auth_failures: Annotated[
        int, count(1, 100), "Failed logins in one SMTP session; then it is closed."
    ] = 3
    hops: Annotated[
        int, count(10, 1000), "Received fields of a message; more are a loop."
    ] = 100
    connections: Annotated[
        int, count(1, 100_000), "Connections at once, of all listeners together."
    ] = 1000
    connections_per_ip: Annotated[
        int,
        count(1, 100_000),
        "Connections at once from one IP address, or one /64 of IPv6.",
    ] = 30
    connections_per_network: Annotated[
        int,
        count(1, 100_000),
        "Connections at once from one /24, or one /48 of IPv6, that is not our own.",
    ] = 200
    idle: Annotated[
        Seconds,
        duration("1s", "1h"),
        "Silence in an SMTP session before it is closed. RFC 5321 §4.5.3.2.7",
    ] = Seconds(5 * MINUTE)
    imap_idle: Annotated[
        Seconds,
        duration("1s", "1d"),
        "Silence in an IMAP session before it is closed. RFC 9051 §5.4 asks for 30m.",
    ] = Seconds(30 * MINUTE)
    total: Annotated[
        Seconds, duration("1s", "7d"), "The longest that an SMTP session may last."
    ] = Seconds(2 * HOUR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """Manners towards those who bring mail."""

    delay_deny: Annotated[
        bool,
        SWITCH,
        "Hold refusals of HELO until RCPT, and drop them for who logged in.",
    ] = True
    greeting_delay: Annotated[
        Seconds,
        duration("0s", "1m"),
        "Wait before the greeting on `mx`, to notice more of those who talk early.",
    ] = Seconds(0)
    early_talker: Annotated[
        CheckMode, one_of(CheckMode), "What is done with those who talk early."
    ] = CheckMode.NOTE
    proxy_from: Annotated[
        tuple[IpNetwork, ...],
        NETWORKS,
        "Networks whose connections begin with a PROXY protocol header.",
    ] = ()
    hide_submitter: Annotated[
        bool,
        SWITCH,
        "Leave the IP address and HELO name of who logged in out of Received.",
    ] = True
