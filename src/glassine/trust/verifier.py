"""The signatures of one message, DKIM and ARC, from its header to its last octet.

They are known when the header is, so the body is hashed for all of them while it
passes; DNS is asked, through the Resolver given, when all of it has come.
"""

from dataclasses import dataclass

from glassine.trust import arc_verify, dkim_verify
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.body_hashes import BodyHashes
from glassine.trust.dkim_header import Header
from glassine.trust.dkim_verify import DkimResult
from glassine.trust.resolver import Resolver


@dataclass(frozen=True, slots=True)
class Verified:
    """What became of every signature that was looked at, and of the chain."""

    dkim: tuple[DkimResult, ...]
    arc: ArcOutcome


class Verifier:
    """Made of a whole header, as it arrived; fed the body; asked once at the end."""

    def __init__(self, head: bytes) -> None:
        self._header = Header(head)
        self._claims = dkim_verify.claimed(self._header)
        self._chain = arc_verify.read_chain(self._header)
        read = [each.signature for each in self._claims if each.signature is not None]
        self._bodies = BodyHashes([*read, *self._chain.hashed()])

    def feed(self, octets: bytes) -> None:
        """Hash octets of the body, in any cuts."""
        self._bodies.feed(octets)

    async def results(self, resolver: Resolver, now: int) -> Verified:
        """Return what became of it all; `now` in seconds since the epoch."""
        header, bodies = self._header, self._bodies
        bodies.close()
        dkim = []
        for claim in self._claims:
            signature = claim.signature
            body = None if signature is None else bodies.of(signature)
            dkim.append(await dkim_verify.judge(resolver, header, claim, body, now))
        arc = await arc_verify.judge(resolver, header, self._chain, bodies, now)
        return Verified(tuple(dkim), arc)
