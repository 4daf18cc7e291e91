"""Settings of what is asked about strangers: their names, their address, their sender.

Out of the box everything is noted and nothing refused, and nobody is asked about who
writes to us but the name servers of the names themselves.
"""

import re
from dataclasses import dataclass
from typing import Annotated

from glassine.config.judging_kinds import (
    ANSWERS,
    COMPANIES,
    PATTERNS,
    WEIGHT,
    ZONE,
    Companies,
)
from glassine.config.kinds import one_of
from glassine.words.dns_list import DnsListing, ListAbout, ListAnswers, ListKind
from glassine.words.finding import CheckMode
from glassine.words.public import Domain

_MODE = one_of(CheckMode)


def _homes(*homes: str) -> tuple[Domain, ...]:
    return tuple(map(Domain, homes))


COMPANIES_KNOWN: Companies = (
    (Domain("aol.com"), _homes("aol.com", "yahoo.com")),
    (Domain("facebook.com"), _homes("facebook.com", "facebookmail.com")),
    (Domain("gmail.com"), _homes("google.com")),
    (Domain("google.com"), _homes("google.com", "googleusercontent.com")),
    (Domain("hotmail.com"), _homes("hotmail.com", "outlook.com")),
    (Domain("microsoft.com"), _homes("microsoft.com", "outlook.com")),
    (Domain("outlook.com"), _homes("outlook.com")),
    (Domain("yahoo.com"), _homes("yahoo.com", "yahoo.net")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Helo:
    """Checks of what a client calls itself: off, noted, or reason to refuse it."""

    proto_mismatch: Annotated[
        CheckMode, _MODE, "It says HELO now and EHLO before, or otherwise."
    ] = CheckMode.NOTE
    host_mismatch: Annotated[CheckMode, _MODE, "It names another host than before."] = (
        CheckMode.NOTE
    )
    match_re: Annotated[CheckMode, _MODE, "The name matches one of `patterns`."] = (
        CheckMode.NOTE
    )
    patterns: Annotated[
        tuple[re.Pattern[str], ...],
        PATTERNS,
        "What `match_re` looks for in the name, in small letters or capitals.",
    ] = ()
    bare_ip: Annotated[CheckMode, _MODE, "It is an address without brackets."] = (
        CheckMode.NOTE
    )
    dynamic: Annotated[
        CheckMode, _MODE, "It is a name such as providers give to lent addresses."
    ] = CheckMode.NOTE
    big_company: Annotated[
        CheckMode, _MODE, "It is one of `companies`, and reverse DNS is not theirs."
    ] = CheckMode.NOTE
    companies: Annotated[
        Companies,
        COMPANIES,
        "Names that are often borrowed, and where their owners' machines are.",
    ] = COMPANIES_KNOWN
    literal_mismatch: Annotated[
        CheckMode, _MODE, "It is an address in brackets, and not the client's."
    ] = CheckMode.NOTE
    valid_hostname: Annotated[
        CheckMode, _MODE, "It is no full name that a host can have in public."
    ] = CheckMode.NOTE
    forward_dns: Annotated[
        CheckMode, _MODE, "The name does not lead to the client's address."
    ] = CheckMode.NOTE
    rdns_match: Annotated[
        CheckMode, _MODE, "The name is of another house than reverse DNS says."
    ] = CheckMode.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class ReverseDns:
    """Checks of the name that reverse DNS gives to a client's address."""

    no_rdns: Annotated[CheckMode, _MODE, "The address has no name."] = CheckMode.NOTE
    fcrdns: Annotated[
        CheckMode, _MODE, "It has one, which does not lead back to the address."
    ] = CheckMode.NOTE
    generic_rdns: Annotated[
        CheckMode, _MODE, "Its name is such as providers give to lent addresses."
    ] = CheckMode.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class MailFrom:
    """Checks of the sender's domain, when MAIL FROM has named it."""

    sender_dns: Annotated[
        CheckMode, _MODE, "DNS knows no server that takes the sender's mail."
    ] = CheckMode.NOTE
    null_mx: Annotated[
        CheckMode, _MODE, "The domain says that it has no mail. RFC 7505"
    ] = CheckMode.NOTE
    private_mx: Annotated[
        CheckMode, _MODE, "All of its servers have private addresses."
    ] = CheckMode.NOTE
    own_sender: Annotated[
        CheckMode, _MODE, "It is a domain of ours, and nobody has logged in."
    ] = CheckMode.NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class DnsList:
    """A list in DNS to ask. By default none: a list learns who writes to you."""

    zone: Annotated[Domain, ZONE, "The zone that is asked."]
    kind: Annotated[
        ListKind,
        one_of(ListKind),
        "Who is on it is refused, or it weighs against them, or for them.",
    ] = ListKind.NOTE
    about: Annotated[ListAbout, one_of(ListAbout), "What it is asked for."] = (
        ListAbout.IP
    )
    weight: Annotated[float, WEIGHT, "What it weighs to be on it."] = 2.0
    answers: Annotated[
        tuple[ListAnswers, ...],
        ANSWERS,
        "What single answers mean; with any, others than these mean nothing.",
    ] = ()

    def listing(self) -> DnsListing:
        """Return it as the checks know it."""
        return DnsListing(
            zone=self.zone,
            kind=self.kind,
            about=self.about,
            weight=self.weight,
            answers=self.answers,
        )
