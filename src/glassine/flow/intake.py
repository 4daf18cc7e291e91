"""A message on its way in: scanned, hashed and sealed as it arrives, never kept whole.

This is where a message's octets come out of their private word and go into the
sealer; what leaves is ciphertext, and facts that will be sealed too.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from glassine.mail.scan import Scanned, Scanner
from glassine.mail.structure import HeaderEnvelope
from glassine.store.api.blobs import BlobWriter
from glassine.trust.dkim_body import BodyHash
from glassine.trust.forged_results import forged, without
from glassine.trust.held_header import LONGEST, HeldHeader
from glassine.trust.verifier import Verifier
from glassine.vault.box import Sealer
from glassine.words.private import Key, Message
from glassine.words.public import Domain, HostName


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
    came_with: bytes = (
        b""  # its header before anything was cut, where any was looked for
    )
    signatures: Verifier | None = None  # of that header, and of the body


MOST_LINES = 5000  # of a header; each may be a field, and each is looked at often


class HeaderTooLong(Exception):
    """There is no end of the header in sight, or it has too many lines."""


class Intake:
    """Takes runs of a message. What the disk refuses comes out as `StoreError`."""

    def __init__(
        self,
        *,
        blob: BlobWriter,
        message_key: Key,
        body_hash: BodyHash | None,
        keep: int = 0,  # octets
        ours: Collection[HostName | Domain] = (),  # who only we may report as
        verifier: Callable[[bytes], Verifier] | None = None,  # of a header
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
        self._ours = ours
        self._held = HeldHeader() if ours else None
        self._came_with = b""
        self._verifier = verifier
        self._signatures: Verifier | None = None

    def take(self, run: Message) -> None:
        """Scan, hash and seal one run. Raises `HeaderTooLong` too."""
        octets = run.reveal()
        if self._held is None:
            self._verify(octets)
            self._seal(octets)
        elif (split := self._held.take(octets)) is not None:
            self._open(*split)
        elif self._held.overlong:
            raise HeaderTooLong

    def _open(self, head: bytes, rest: bytes) -> None:
        """The header is whole: see who signed it, then cut what we did not write."""
        if len(head) > LONGEST or head.count(b"\n") > MOST_LINES:
            raise HeaderTooLong
        self._held, self._came_with = None, head
        if self._verifier is not None:
            self._signatures = self._verifier(head)
        self._verify(rest[rest.find(b"\n") + 1 :])  # without the empty line
        self._seal(without(head, forged(head, self._ours)) + rest)

    def _verify(self, body: bytes) -> None:
        if self._signatures is not None:
            self._signatures.feed(body)

    def _seal(self, octets: bytes) -> None:
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
        if self._held is not None:
            self._open(self._held.close(), b"")
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
            came_with=self._came_with,
            signatures=self._signatures,
        )

    def abandon(self) -> None:
        """Forget it; nothing of it stays on disk."""
        self._blob.abandon()

    def _hash(self, body_hash: BodyHash, octets: bytes) -> None:
        """Hash what of the run is body; the header is hashed when it is signed."""
        begins = self._scanner.body_at
        if begins is not None:
            body_hash.feed(octets[max(0, begins - self._size) :])
