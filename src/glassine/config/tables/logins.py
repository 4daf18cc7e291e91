"""Settings of those who log in: from where, and how dear a guess is."""

from dataclasses import dataclass
from typing import Annotated

from glassine.config.kinds import NETWORKS, count
from glassine.config.quantities import MIB, MINUTE, duration, size
from glassine.words.clock import Seconds
from glassine.words.networks import LOOPBACK
from glassine.words.public import IpNetwork, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Auth:
    """Who may log in, from where, and how dear a guess is."""

    allow_plain_from: Annotated[
        tuple[IpNetwork, ...],
        NETWORKS,
        "Networks that may log in without TLS, by any protocol.",
    ] = LOOPBACK
    key_cache: Annotated[
        Seconds,
        duration("0s", "1d"),
        "How long an opened account key is kept in memory after a login by password.",
    ] = Seconds(5 * MINUTE)
    argon2_memory: Annotated[
        Size, size("8MiB", "1GiB"), "Memory of one Argon2id run. RFC 9106 §4"
    ] = Size(64 * MIB)
    argon2_passes: Annotated[int, count(1, 16), "Passes of one Argon2id run."] = 1
    argon2_lanes: Annotated[int, count(1, 16), "Lanes of one Argon2id run."] = 1
    argon2_runs: Annotated[
        int, count(1, 64), "Argon2id runs at once; further logins wait."
    ] = 2
    failures_per_ip: Annotated[
        int,
        count(1, 10_000),
        "Failed logins from one IP address, or one /64 of IPv6, within the window.",
    ] = 30
    failures_per_account: Annotated[
        int,
        count(1, 10_000),
        "Failed logins to one account within the window; an app password "
        "counts for itself.",
    ] = 20
    failure_window: Annotated[
        Seconds, duration("1s", "1d"), "How long a failed login is remembered."
    ] = Seconds(15 * MINUTE)
    failure_delay: Annotated[
        Seconds,
        duration("0s", "1m"),
        "Wait before the answer to a failed login; it doubles with each further one.",
    ] = Seconds(1)
