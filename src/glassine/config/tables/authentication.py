"""Settings of who sent a message: SPF, DMARC, and whose seals are believed."""

from dataclasses import dataclass
from typing import Annotated

from glassine.config.kinds import DOMAIN, list_of, one_of
from glassine.config.quantities import duration
from glassine.words.clock import Seconds
from glassine.words.finding import CheckMode
from glassine.words.public import Domain
from glassine.words.sender import DmarcPolicy


@dataclass(frozen=True, slots=True, kw_only=True)
class Spf:
    """SPF of the client's name and of the envelope's sender. RFC 7208"""

    fail: Annotated[
        CheckMode,
        one_of(CheckMode),
        "A domain says that the client may not use it. Forwarded mail fails too, so"
        " `deny` loses some; with `off` DMARC goes by signatures alone.",
    ] = CheckMode.NOTE
    time_limit: Annotated[
        Seconds,
        duration("1s", "5m"),
        "How long the records of each of the two names may ask DNS; RFC 7208 §4.6.4"
        " asks for 20 seconds or more.",
    ] = Seconds(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dmarc:
    """DMARC: what the author's domain asks of mail it does not vouch for. RFC 9989"""

    reject: Annotated[
        CheckMode,
        one_of(CheckMode),
        "The domain asks to refuse it: `deny` does so, unless it came by a mailing"
        " list that somebody answers for; with `note` it weighs as spam; with `off`"
        " nobody asks.",
    ] = CheckMode.DENY
    time_limit: Annotated[
        Seconds,
        duration("1s", "5m"),
        "How long the signatures of one message, and then its policy, may ask DNS.",
    ] = Seconds(20)


@dataclass(frozen=True, slots=True, kw_only=True)
class DmarcOverride:
    """A policy of your own for one author's domain, whatever its owner publishes."""

    domain: Annotated[Domain, DOMAIN, "The domain of the author, or the one above."]
    policy: Annotated[
        DmarcPolicy, one_of(DmarcPolicy), "What is asked of mail that fails."
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """Servers whose word counts for mail that they changed. RFC 8617"""

    trust: Annotated[
        tuple[Domain, ...],
        list_of(DOMAIN, 'a list of domains such as ["lists.example.net"]'),
        "Domains whose seals are believed: what passed DMARC there is not held to it"
        " here, if nobody else has had it since.",
    ] = ()
