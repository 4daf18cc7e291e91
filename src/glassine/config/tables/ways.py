"""Settings of the ways out: name servers, mail exchangers, routes."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from glassine.config.kinds import (
    ADDRESSES,
    ANY_DOMAIN,
    PATH,
    SWITCH,
    WORD,
    count,
    one_of,
    or_none,
)
from glassine.config.quantities import duration
from glassine.config.whereabouts import NAME_SERVERS, TARGET, Target
from glassine.words.clock import Seconds
from glassine.words.public import Domain, Endpoint, IpAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Dns:
    """Who is asked for names."""

    servers: Annotated[
        tuple[Endpoint, ...],
        NAME_SERVERS,
        "Name servers to ask; none means those of this machine. DANE needs one that"
        " validates, on loopback.",
    ] = ()
    timeout: Annotated[
        Seconds, duration("1s", "1m"), "How long an answer may take."
    ] = Seconds(3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How mail goes to other servers where no route says otherwise: by MX."""

    port: Annotated[
        int, count(1, 65535), "The port of mail exchangers. RFC 5321 knows but 25."
    ] = 25
    ipv6: Annotated[bool, SWITCH, "Use IPv6 addresses too."] = True
    sources: Annotated[
        tuple[IpAddress, ...],
        ADDRESSES,
        "Addresses of this machine to send from; none means the system chooses.",
    ] = ()
    private_mx: Annotated[
        bool,
        SWITCH,
        "Deliver to mail exchangers with private addresses, which a stranger's zone"
        " should not lead us to.",
    ] = False
    dane: Annotated[
        bool,
        SWITCH,
        "Keep DANE. It needs a validating name server on loopback. RFC 7672",
    ] = True
    mta_sts: Annotated[bool, SWITCH, "Keep MTA-STS. RFC 8461"] = True
    mta_sts_port: Annotated[
        int, count(1, 65535), "The port of web servers with MTA-STS policies."
    ] = 443
    ca_file: Annotated[
        Path | None,
        or_none(PATH),
        "Certificates in PEM of authorities to believe besides this machine's.",
    ] = None


class RouteTls(StrEnum):
    """What TLS a route asks for."""

    REQUIRED = "required"
    OPPORTUNISTIC = "opportunistic"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a domain's mail goes if not here and not by MX: the first that fits."""

    domain: Annotated[
        Domain | None,
        ANY_DOMAIN,
        "The domain of the recipients. Our own domains go out by their name only.",
    ]
    to: Annotated[Target, TARGET, "The server that takes their mail."]
    tls: Annotated[
        RouteTls,
        one_of(RouteTls),
        "`required`: with a certificate that proves the host; `opportunistic`: if"
        " offered, whoever it is.",
    ] = RouteTls.OPPORTUNISTIC
    user: Annotated[
        str | None, or_none(WORD), "The user to log in as, where the server asks."
    ] = None
    password_file: Annotated[
        Path | None, or_none(PATH), "The file whose first line is the user's password."
    ] = None
    password_variable: Annotated[
        str | None, or_none(WORD), "Or the environment variable that holds it."
    ] = None
