"""Read the ARC sets of a header. RFC 8617 §4

Each server that passed a message on wrote one set of three fields, all of one number:
what it found, a signature of the message, and a seal over all sets so far.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glassine.events.facts import Checked
from glassine.trust.dkim_header import Field, Header
from glassine.trust.dkim_signature import (
    Algorithm,
    BadSignature,
    Signature,
    octets,
    selector,
    signature_of,
)
from glassine.trust.tags import TagSyntax, parse_tags
from glassine.words.public import Domain, parse_domain
from glassine.words.sender import ArcFault

MOST_SETS = 50  # RFC 8617 §5.1
RESULTS, MESSAGE, SEAL = (
    b"arc-authentication-results",
    b"arc-message-signature",
    b"arc-seal",
)
_INSTANCE = re.compile(r"[1-9][0-9]?\Z")
_OF_RESULTS = re.compile(rb"\s*+i\s*+=\s*+([1-9][0-9]?)\s*+;")


class BadChain(Exception):
    """The sets are not one whole set of each number."""

    def __init__(self, fault: ArcFault) -> None:
        super().__init__()
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Seal:
    """What an ARC-Seal says. RFC 8617 §4.1.3"""

    algorithm: Algorithm
    domain: Domain
    selector: str
    signature: bytes
    validation: Checked  # `cv`: what its sealer found of the sets before


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcSet:
    """What one server wrote: its three fields, and what the signed ones say."""

    results_field: Field
    message_field: Field
    seal_field: Field
    message: Signature | None  # None where it cannot be read
    seal: Seal

    def sealed(self) -> Iterator[bytes]:
        """Yield the fields as later seals cover them. RFC 8617 §5.1.1"""
        yield self.results_field.relaxed()
        yield self.message_field.relaxed()
        yield self.seal_field.relaxed()

    def own(self) -> Iterator[bytes]:
        """Yield the fields as this set's own seal covers them."""
        yield self.results_field.relaxed()
        yield self.message_field.relaxed()
        yield self.seal_field.unsigned()


def read_sets(header: Header) -> Sequence[ArcSet]:
    """Return the sets from the first on; none for a message without. Raises `BadChain`.

    RFC 8617 §5.2: each number once, all three fields of each, and a `cv` that fits.
    """
    numbered = [_numbered(header, name) for name in (RESULTS, MESSAGE, SEAL)]
    last = highest(header)
    if last > MOST_SETS:
        raise BadChain(ArcFault.TOO_MANY)
    if any(sorted(fields) != list(range(1, last + 1)) for fields in numbered):
        raise BadChain(ArcFault.STRUCTURE)
    results, messages, seals = numbered
    sets = []
    for number in range(1, last + 1):
        message, seal = messages[number], seals[number]
        each = ArcSet(
            results_field=results[number],
            message_field=message,
            seal_field=seal,
            message=_message(message.value),
            seal=_seal(seal.value),
        )
        sets.append(each)
    if sets and sets[-1].seal.validation is Checked.FAIL:
        raise BadChain(ArcFault.FAILED)
    wanted = [Checked.NONE, *[Checked.PASS] * (last - 1)]
    if [each.seal.validation for each in sets] != wanted[:last]:
        raise BadChain(ArcFault.STRUCTURE)
    return sets


def highest(header: Header) -> int:
    """Return the highest number of any ARC field that has one; 0 for none."""
    numbers = [
        number or 0
        for name in (RESULTS, MESSAGE, SEAL)
        for field in header.fields(name)
        for number in [_number(name, field.value)]
    ]
    return max(numbers, default=0)


def _numbered(header: Header, name: bytes) -> dict[int, Field]:
    """Return the fields of one name by their numbers."""
    found: dict[int, Field] = {}
    for field in header.fields(name):
        number = _number(name, field.value)
        if number is None or number in found:
            raise BadChain(ArcFault.STRUCTURE)
        found[number] = field
    return found


def _number(name: bytes, value: bytes) -> int | None:
    if name == RESULTS:
        found = _OF_RESULTS.match(value)
        return int(found[1]) if found else None
    try:
        text = parse_tags(value).get("i", "")
    except TagSyntax:
        return None
    return int(text) if _INSTANCE.match(text) else None


def _message(value: bytes) -> Signature | None:
    """Read an ARC-Message-Signature; its `i=` is a number. RFC 8617 §4.1.2"""
    try:
        tags = parse_tags(value)
        del tags["i"]
        signature = signature_of(tags)
    except (TagSyntax, BadSignature, KeyError):
        return None
    return None if SEAL in signature.names else signature


def _seal(value: bytes) -> Seal:
    """Read an ARC-Seal. Raises `BadChain`."""
    try:
        tags = parse_tags(value)
        if "h" in tags:  # RFC 8617 §4.1.3
            raise BadChain(ArcFault.STRUCTURE)
        return Seal(
            algorithm=Algorithm(tags["a"].lower()),
            domain=parse_domain(tags["d"]),
            selector=selector(tags["s"]),
            signature=octets(tags["b"]),
            validation=_validation(tags["cv"]),
        )
    except (TagSyntax, BadSignature, KeyError, ValueError):
        raise BadChain(ArcFault.STRUCTURE) from None


def _validation(text: str) -> Checked:
    found = Checked(text.lower())
    if found not in (Checked.NONE, Checked.PASS, Checked.FAIL):
        raise BadSignature
    return found
