"""Who answers for this message? DKIM signatures, verified. RFC 6376 §6"""

import base64
from dataclasses import dataclass, replace

from glassine.events.facts import Checked
from glassine.trust.body_hashes import Hashed
from glassine.trust.dkim_header import Field, Header
from glassine.trust.dkim_proof import Proof, prove
from glassine.trust.dkim_signature import (
    Algorithm,
    BadSignature,
    Signature,
    parse_signature,
)
from glassine.trust.resolver import Resolver
from glassine.words.public import Domain
from glassine.words.sender import DkimFault

MOST_SIGNATURES = 8  # of one message; the rest are not looked at
_SKEW = 3600  # seconds that a signer's clock may be ahead of ours


@dataclass(frozen=True, slots=True, kw_only=True)
class DkimResult:
    """What became of one signature. RFC 8601 §2.7.1"""

    result: Checked
    fault: DkimFault | None = None
    domain: Domain | None = None  # None where the field cannot be read
    selector: str = ""
    algorithm: Algorithm | None = None
    bits: int = 0  # of the key, where it was looked at
    testing: bool = False
    partial: bool = False  # `l=`: more may have been added below what was signed
    unsigned: int = 0  # octets that were
    digits: str = ""  # the first of `b=`, to tell signatures apart. RFC 6008

    @property
    def vouches(self) -> bool:
        """Whether it passed and is of the whole message. RFC 6376 §8.2"""
        return self.result is Checked.PASS and not self.unsigned


@dataclass(frozen=True, slots=True)
class Claimed:
    """A DKIM-Signature field; `signature` is None where it cannot be read."""

    field: Field
    signature: Signature | None


def claimed(header: Header) -> tuple[Claimed, ...]:
    """Return the signatures of a header, those that are looked at."""
    fields = header.fields(b"dkim-signature")[:MOST_SIGNATURES]
    return tuple(Claimed(field, _read(field.value)) for field in fields)


async def verify(
    resolver: Resolver, header: Header, field: Field, signature: Signature, body: Hashed
) -> Proof:
    """Tell whether a signature of a header and its body holds, whenever it was made."""
    if signature.algorithm is Algorithm.HISTORIC:
        return Proof(DkimFault.ALGORITHM)
    if body.digest != signature.body_hash:
        return Proof(DkimFault.BODY)
    relax = signature.relaxed_header
    chosen = header.signed(signature.names, relax=relax)
    return await prove(resolver, signature, chosen + field.unsigned(relax=relax))


def fault_of_time(signature: Signature, now: int) -> DkimFault | None:
    """Return what is wrong with a signature's times. RFC 6376 §3.5"""
    if signature.expires is not None and signature.expires < now:
        return DkimFault.EXPIRED
    if signature.signed is not None and signature.signed > now + _SKEW:
        return DkimFault.FUTURE
    return None


def unanswered(claim: Claimed) -> DkimResult:
    """Return what a signature is worth whose key DNS has not given in time."""
    signature = claim.signature
    if signature is None:
        return DkimResult(result=Checked.NEUTRAL, fault=DkimFault.SYNTAX)
    return DkimResult(
        result=Checked.TEMPERROR,
        fault=DkimFault.DNS,
        domain=signature.domain,
        selector=signature.selector,
        algorithm=signature.algorithm,
        partial=signature.length is not None,
        digits=base64.b64encode(signature.signature[:6]).decode(),
    )


async def judge(
    resolver: Resolver, header: Header, claim: Claimed, body: Hashed | None, now: int
) -> DkimResult:
    """Tell what a signature is worth; `now` in seconds since the epoch."""
    read, signature = unanswered(claim), claim.signature
    if signature is None or body is None:
        return read
    fault = fault_of_time(signature, now)
    if fault is not None:
        return replace(read, result=Checked.FAIL, fault=fault, unsigned=body.unsigned)
    proof = await verify(resolver, header, claim.field, signature, body)
    stray = proof.strict and signature.identity != signature.domain
    return replace(
        read,
        result=Checked.FAIL if stray else proof.result,
        fault=DkimFault.SIGNATURE if stray else proof.fault,
        bits=proof.bits,
        testing=proof.testing,
        unsigned=body.unsigned,
    )


def _read(value: bytes) -> Signature | None:
    try:
        return parse_signature(value)
    except BadSignature:
        return None
