"""What can be said of whether a message is from whom it says: kinds, and no more.

Everything a check of the sender tells the operator is one of these, a domain, or a
number; what a record or a field really said is not repeated. Every fault is a `Reason`.
"""

from enum import StrEnum

from glassine.words.reason import Reason


class DmarcPolicy(StrEnum):
    """What the owner of a domain asks for mail that fails. RFC 9989 §4.7"""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


class AuthorFault(StrEnum):
    """Why a From field does not say, in one way only, who wrote. RFC 5322 §3.6.2"""

    MISSING = Reason.MISSING.value  # there is none
    REPEATED = Reason.REPEATED.value  # there are several
    NOBODY = Reason.NOBODY.value  # an empty group: it names no address. RFC 6854
    SYNTAX = Reason.SYNTAX.value
    TOO_MANY = Reason.TOO_MANY.value  # more than are looked at


class SpfIdentity(StrEnum):
    """Whose name the client uses. RFC 7208 §2.3, §2.4"""

    HELO = "helo"
    MAIL_FROM = "mailfrom"


class SpfTerm(StrEnum):
    """Which mechanism of a record matched. RFC 7208 §5"""

    ALL = "all"
    INCLUDE = "include"
    A = "a"
    MX = "mx"
    PTR = "ptr"
    IP4 = "ip4"
    IP6 = "ip6"
    EXISTS = "exists"


class SpfFault(StrEnum):
    """Why a domain's records cannot be evaluated. RFC 7208 §2.6.6, §2.6.7"""

    DNS = Reason.DNS.value
    SYNTAX = Reason.SYNTAX.value
    SEVERAL = Reason.SEVERAL.value
    NOWHERE = Reason.NO_RECORD.value  # where `include` or `redirect` leads
    LOOKUPS = Reason.LOOKUPS.value
    VOID = Reason.VOID.value


class DkimFault(StrEnum):
    """Why a signature does not count. RFC 6376 §6.1"""

    SYNTAX = Reason.SYNTAX.value
    ALGORITHM = Reason.ALGORITHM.value  # it is signed with SHA-1. RFC 8301 §3.1
    EXPIRED = Reason.EXPIRED.value
    FUTURE = Reason.FUTURE.value
    NO_KEY = Reason.NO_KEY.value
    REVOKED = Reason.REVOKED.value
    WEAK_KEY = Reason.WEAK_KEY.value  # RFC 8301 §3.2
    BODY = Reason.BODY.value  # the body is not the one that was signed
    SIGNATURE = Reason.SIGNATURE.value  # the header is not, or the key is another
    DNS = Reason.DNS.value


class ArcFault(StrEnum):
    """Why a chain does not hold. RFC 8617 §5.2"""

    TOO_MANY = Reason.TOO_MANY.value
    FAILED = Reason.FAILED_BEFORE.value  # who sealed last says so
    STRUCTURE = Reason.STRUCTURE.value  # a set is missing, or not whole, or there twice
    MESSAGE = Reason.MESSAGE.value  # the last signature of the message does not hold
    SEAL = Reason.SEAL.value
    DNS = Reason.DNS.value
