"""Throw octets at the reader of DKIM keys, as what a domain publishes; it may raise
nothing, since what it raises would keep DMARC from being asked.
"""

import asyncio
import base64
from typing import cast

from glassine.trust.dkim_proof import Proof, prove
from glassine.trust.dkim_signature import Algorithm, Signature
from glassine.trust.resolver import Ending, Found, Resolver
from glassine.words.public import Domain


class Published:
    """Has one record under every name; nothing else is asked."""

    def __init__(self, record: bytes) -> None:
        self._record = record

    async def txt(self, name: str) -> Found[bytes]:
        """Return the record."""
        return Found(Ending.FOUND, (self._record,))


def one(data: bytes) -> None:
    """Try octets as a key of either kind, and as a record."""
    key = base64.b64encode(data)
    for record in (b"p=" + key, b"k=ed25519; p=" + key, data):
        for algorithm in (Algorithm.RSA, Algorithm.ED25519):
            resolver = cast(Resolver, Published(record))
            found = asyncio.run(prove(resolver, _signed(algorithm), b"a letter"))
            assert isinstance(found, Proof)
            assert found.fault is not None  # nobody has signed that letter


def _signed(algorithm: Algorithm) -> Signature:
    return Signature(
        algorithm=algorithm,
        domain=Domain("example.net"),
        selector="s1",
        identity=Domain("example.net"),
        names=(b"from",),
        relaxed_header=True,
        relaxed_body=True,
        body_hash=b"",
        signature=bytes(256),
        length=None,
        signed=None,
        expires=None,
    )
