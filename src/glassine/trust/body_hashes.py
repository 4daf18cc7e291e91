"""The body hashes that the signatures of one message ask for, taken in one pass.

Signatures that agree on the form of the body share its hash.
"""

from collections.abc import Iterable
from typing import NamedTuple

from glassine.trust.dkim_body import BodyHash
from glassine.trust.dkim_signature import Signature


class Hashed(NamedTuple):
    """What a body came to in one form."""

    digest: bytes  # empty where the body is shorter than the length signed
    unsigned: int  # octets beyond the length signed


class BodyHashes:
    """Octets of the body in with `feed`; every hash out with `close`."""

    def __init__(self, signatures: Iterable[Signature]) -> None:
        forms = {(each.relaxed_body, each.length) for each in signatures}
        self._open = {form: BodyHash(*form) for form in forms}
        self._closed: dict[tuple[bool, int | None], Hashed] = {}

    def feed(self, octets: bytes) -> None:
        """Hash on."""
        for body in self._open.values():
            body.feed(octets)

    def close(self) -> None:
        """Take the hashes: what was fed is the whole body."""
        for form, body in self._open.items():
            digest = body.digest()
            self._closed[form] = Hashed(b"" if body.too_short else digest, body.beyond)
        self._open.clear()

    def of(self, signature: Signature) -> Hashed:
        """Return the hash in the form that a signature asks for, once closed."""
        return self._closed[signature.relaxed_body, signature.length]
