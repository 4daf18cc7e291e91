"""A message on its way in: scanned, hashed and sealed as it arrives, never kept whole.

This is where a message's octets come out of their private word and go into the
sealer; what leaves is ciphertext, and facts that will be sealed too.
"""

from dataclasses import dataclass

from glassine.mail.scan import Scanned, Scanner
from glassine.mail.structure import HeaderEnvelope
from glassine.store.api.blobs import BlobWriter
from glassine.trust.dkim_body import BodyHash
from glassine.vault.box import Sealer
from glassine.words.private import Key, Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A whole message, sealed; `blob` becomes visible with its transaction."""

    blob: BlobWriter
    message_key: Key
    scanned: Scanned
    envelope: HeaderEnvelope
    body_hash: BodyHash | None  # where it is to be signed
    eight_bit: bool
    kept: Message  # its first octets in the clear, as long as it is judged
    added: bytes = b""  # header fields that stand before the message as its own


class Intake:
    """Takes runs of a message. What the disk refuses comes out as `StoreError`."""

    def __init__(
        self,
        *,
        blob: BlobWriter,
        message_key: Key,
        body_hash: BodyHash | None,
        keep: int = 0,  # octets
    ) -> None:
        self._blob = blob
        self._key = message_key
        self._sealer = Sealer(message_key)
        self._scanner = Scanner()
        self._body_hash = body_hash
        self._keep = keep
        self._kept: list[bytes] = []
        self._eight_bit = False
        self._size = 0

    def take(self, run: Message) -> None:
        """Scan, hash and seal one run."""
        octets = run.reveal()
        self._scanner.feed(octets)
        self._eight_bit = self._eight_bit or not octets.isascii()
        if self._body_hash is not None:
            self._hash(self._body_hash, octets)
        if self._size < self._keep:
            self._kept.append(octets[: self._keep - self._size])
        self._size += len(octets)
        if sealed := self._sealer.update(octets):
            self._blob.write(sealed)

    def finish(self) -> Arrival:
        """Seal the last of it and return the whole."""
        self._blob.write(self._sealer.finish())
        scanned = self._scanner.close()
        return Arrival(
            blob=self._blob,
            message_key=self._key,
            scanned=scanned,
            envelope=scanned.envelope,
            body_hash=self._body_hash,
            eight_bit=self._eight_bit,
            kept=Message(b"".join(self._kept)),
        )

    def abandon(self) -> None:
        """Forget it; nothing of it stays on disk."""
        self._blob.abandon()

    def _hash(self, body_hash: BodyHash, octets: bytes) -> None:
        """Hash what of the run is body; the header is hashed when it is signed."""
        begins = self._scanner.body_at
        if begins is not None:
            body_hash.feed(octets[max(0, begins - self._size) :])
