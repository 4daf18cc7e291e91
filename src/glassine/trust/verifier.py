"""The signatures of one message, DKIM and ARC, from its header to its last octet.

They are known when the header is, so the body is hashed for all of them while it
passes; DNS is asked, through the Resolver given, when all of it has come, and for all
of them at once.
"""

import asyncio
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
        self.header = Header(head)
        self._claims = dkim_verify.claimed(self.header)
        self._chain = arc_verify.read_chain(self.header)
        read = [each.signature for each in self._claims if each.signature is not None]
        self._bodies = BodyHashes([*read, *self._chain.hashed()])
        self._dkim = [dkim_verify.unanswered(each) for each in self._claims]
        self._arc = arc_verify.unanswered(self._chain)

    def feed(self, octets: bytes) -> None:
        """Hash octets of the body, in any cuts."""
        self._bodies.feed(octets)

    async def results(self, resolver: Resolver, now: int) -> Verified:
        """Return what became of it all; `now` in seconds since the epoch.

        What one of them raises is raised when all have ended: see `so_far`.
        """
        self._bodies.close()
        asked = [
            self._judge_signature(each, resolver, now)
            for each in range(len(self._claims))
        ]
        if self._chain.sets:
            asked.append(self._judge_chain(resolver, now))
        if len(asked) == 1:
            await asked[0]
        else:
            ended = await asyncio.gather(*asked, return_exceptions=True)
            for broken in filter(None, ended):
                raise broken
        return self.so_far()

    def so_far(self) -> Verified:
        """Return what is known where `results` was given no more time, or broke.

        What has not been answered is a temporary error of its own domain, so that a
        slow signature of a stranger leaves nothing open but itself.
        """
        return Verified(tuple(self._dkim), self._arc)

    async def _judge_signature(self, number: int, resolver: Resolver, now: int) -> None:
        claim = self._claims[number]
        signature = claim.signature
        body = None if signature is None else self._bodies.of(signature)
        self._dkim[number] = await dkim_verify.judge(
            resolver, self.header, claim, body, now
        )

    async def _judge_chain(self, resolver: Resolver, now: int) -> None:
        self._arc = await arc_verify.judge(
            resolver, self.header, self._chain, self._bodies, now
        )
