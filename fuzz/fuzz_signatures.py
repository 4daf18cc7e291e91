"""Throw headers and bodies at the verifier of DKIM and ARC; it may raise nothing.

The key that it finds in DNS is always the same good one.
"""

import asyncio
from typing import cast

from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_verify import MOST_SIGNATURES, DkimResult
from glassine.trust.resolver import Ending, Found, Resolver
from glassine.trust.verifier import Verifier

KEY = b"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="


class OneKey:
    """Knows one key under every name; nothing else is asked."""

    async def txt(self, name: str) -> Found[bytes]:
        """Return the key."""
        return Found(Ending.FOUND, (KEY,))


def one(data: bytes) -> None:
    """Verify one message."""
    head, _, body = data.partition(b"\r\n\r\n")
    verifier = Verifier(head)
    verifier.feed(body[:7])
    verifier.feed(body[7:])
    found = asyncio.run(verifier.results(cast(Resolver, OneKey()), 1_800_000_000))
    assert len(found.dkim) <= MOST_SIGNATURES
    assert all(isinstance(each, DkimResult) for each in found.dkim)
    assert isinstance(found.arc, ArcOutcome)
