"""Throw local parts at return paths: as ones to read, and as senders to rewrite."""

import hashlib
import hmac

from glassine.trust.srs import Expired, Forged, ReturnPaths
from glassine.words.clock import Milliseconds
from glassine.words.public import Address, Domain, NotPublic

NOW = Milliseconds(1603755945209)
OURS = Domain("example.org")
PATHS = ReturnPaths(lambda words: hmac.digest(b"key", words, hashlib.sha256))


def one(data: bytes) -> None:
    """See that none is taken for ours, and that each rewritten one comes back."""
    try:
        sender = Address(data.decode("utf-8", "replace"), Domain("example.com"))
    except NotPublic:
        return
    try:
        PATHS.back(sender, NOW)
    except (Forged, Expired):
        pass
    else:
        raise AssertionError
    made = PATHS.through(OURS, sender, NOW)
    if made is not None:
        back = PATHS.back(made, NOW)
        assert str(back).casefold().endswith(str(back.domain))
        assert PATHS.through(OURS, back, NOW) == made
