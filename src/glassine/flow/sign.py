"""DKIM signatures of our own domains, with keys that are sealed at rest."""

from collections.abc import Iterable, Mapping

from glassine.flow.intake import Arrival
from glassine.store.api.accounts import SigningKey
from glassine.store.api.store import Store
from glassine.trust import arc_seal, dkim_keys, dkim_sign
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_field import algorithm
from glassine.trust.dkim_sign import Signer
from glassine.vault.server_key import ServerKey
from glassine.words.clock import Clock, Seconds
from glassine.words.public import Domain

_OF_CHAINS = b"rsa-sha256"
KEPT = 60.0  # seconds an opened key is used before the store is asked again


class Signatures:
    """Opens each domain's keys when they are needed, and keeps them a little while."""

    def __init__(self, *, store: Store, server_key: ServerKey, clock: Clock) -> None:
        self._store = store
        self._server_key = server_key
        self._clock = clock
        self._signers: dict[Domain, tuple[Seconds, list[Signer]]] = {}

    async def sign(self, domain: Domain, arrival: Arrival) -> bytes:
        """Return the DKIM-Signature fields; none for a domain without keys."""
        signers = await self._of(domain)
        scanned = arrival.scanned
        if not signers or arrival.body_hash is None or not _is_whole(arrival):
            return b""
        head = arrival.added + scanned.header
        return dkim_sign.sign(
            signers, head, arrival.body_hash.digest(), self._clock.now()
        )

    async def seal(
        self,
        domains: Iterable[Domain],
        arrival: Arrival,
        *,
        fields: bytes,
        results: bytes,
        chain: ArcOutcome,
    ) -> Mapping[Domain, bytes]:
        """Return an ARC set of each domain that has keys. RFC 8617 §5.1

        `fields` are those that we put before the message; `results` and `chain` are
        what was found when it came.
        """
        signers = {each: _of_chains(await self._of(each)) for each in domains}
        if arrival.body_hash is None or not _is_whole(arrival):
            return {}
        digest, now = arrival.body_hash.digest(), self._clock.now()
        return {
            domain: arc_seal.seal(
                signer,
                head=fields + arrival.scanned.header,
                body_hash=digest,
                results=results,
                chain=chain,
                now=now,
            )
            for domain, signer in signers.items()
            if signer is not None
        }

    async def _of(self, domain: Domain) -> list[Signer]:
        now = self._clock.ticks()
        opened, signers = self._signers.get(domain, (None, []))
        if opened is None or now - opened > KEPT:
            keys = await self._store.look(
                lambda books: books.accounts.signing_keys(domain)
            )
            signers = [self._open(key) for key in keys]
            self._signers[domain] = now, signers
        return signers

    def _open(self, key: SigningKey) -> Signer:
        private = self._server_key.open_dkim(key.sealed, key.domain, key.selector)
        return Signer(key.domain, key.selector, dkim_keys.load(private))


def _is_whole(arrival: Arrival) -> bool:
    """Tell whether all of the header was read; of a longer one there is less."""
    return len(arrival.scanned.header) == arrival.scanned.root.body


def _of_chains(signers: Iterable[Signer]) -> Signer | None:
    """Return who seals: by RSA, for ARC names no other algorithm. RFC 8617 §4.1"""
    return next((s for s in signers if algorithm(s.key) == _OF_CHAINS), None)
