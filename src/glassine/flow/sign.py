"""DKIM signatures of our own domains, with keys that are sealed at rest."""

from glassine.flow.intake import Arrival
from glassine.store.api.accounts import SigningKey
from glassine.store.api.store import Store
from glassine.trust import dkim_keys, dkim_sign
from glassine.trust.dkim_sign import Signer
from glassine.vault.server_key import ServerKey
from glassine.words.clock import Clock, Seconds
from glassine.words.public import Domain

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
        whole = len(scanned.header) == scanned.root.body  # a longer one is cut
        if not signers or arrival.body_hash is None or not whole:
            return b""
        head = arrival.added + scanned.header
        return dkim_sign.sign(
            signers, head, arrival.body_hash.digest(), self._clock.now()
        )

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
