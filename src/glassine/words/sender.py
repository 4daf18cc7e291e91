"""What can be said of whether a message is from whom it says: kinds, and no more.

Everything a check of the sender tells the operator is one of these, a domain, or a
number; what a record or a field really said is not repeated.
"""

from enum import StrEnum


class DmarcPolicy(StrEnum):
    """What the owner of a domain asks for mail that fails. RFC 9989 §4.7"""

    NONE = "none"
    QUARANTINE = "quarantine"
    REJECT = "reject"


class AuthorFault(StrEnum):
    """Why a From field does not say, in one way only, who wrote. RFC 5322 §3.6.2"""

    MISSING = "missing"  # there is none
    REPEATED = "repeated"  # there are several
    NOBODY = "nobody"  # an empty group: it names no address. RFC 6854
    SYNTAX = "syntax"
    TOO_MANY = "too many"  # more than are looked at


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

    DNS = "dns"
    SYNTAX = "syntax"
    SEVERAL = "several records"
    NOWHERE = "no record"  # where `include` or `redirect` leads
    LOOKUPS = "too many lookups"
    VOID = "too many void lookups"


class DkimFault(StrEnum):
    """Why a signature does not count. RFC 6376 §6.1"""

    SYNTAX = "syntax"
    ALGORITHM = "algorithm"  # it is signed with SHA-1. RFC 8301 §3.1
    EXPIRED = "expired"
    FUTURE = "future"
    NO_KEY = "no key"
    REVOKED = "revoked"
    WEAK_KEY = "weak key"  # RFC 8301 §3.2
    BODY = "body"  # the body is not the one that was signed
    SIGNATURE = "signature"  # the header is not, or the key is another
    DNS = "dns"


class ArcFault(StrEnum):
    """Why a chain does not hold. RFC 8617 §5.2"""

    TOO_MANY = "too many"
    FAILED = "failed before"  # who sealed last says so
    STRUCTURE = "structure"  # a set is missing, or not whole, or there twice
    MESSAGE = "message"  # the last signature of the message does not hold
    SEAL = "seal"
    DNS = "dns"
