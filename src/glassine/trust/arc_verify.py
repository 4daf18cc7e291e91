"""Who passed this message on, and what did they find? ARC, verified. RFC 8617 §5.2

A chain that holds says that its sealers saw what they say they saw; whether one of
them is to be believed is judged elsewhere.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.facts import Checked
from glassine.trust.arc_set import ArcSet, BadChain, highest, read_sets
from glassine.trust.body_hashes import BodyHashes
from glassine.trust.dkim_header import Header
from glassine.trust.dkim_proof import prove
from glassine.trust.dkim_signature import Signature
from glassine.trust.dkim_verify import fault_of_time, verify
from glassine.trust.resolver import Resolver
from glassine.words.public import Domain
from glassine.words.sender import ArcFault, DkimFault


@dataclass(frozen=True, slots=True, kw_only=True)
class ArcOutcome:
    """What became of a chain: `result` is none, pass, fail or temperror."""

    result: Checked
    fault: ArcFault | None = None
    sets: int = 0  # the highest number
    oldest_pass: int = 0  # the first set since which the message is unchanged; 0: all
    sealers: tuple[Domain, ...] = ()  # from the first to the last, where it passed


_NO_CHAIN = ArcOutcome(result=Checked.NONE)


@dataclass(frozen=True, slots=True)
class Chain:
    """The sets of a header, or what is wrong with them."""

    sets: Sequence[ArcSet]
    length: int
    fault: ArcFault | None = None

    def hashed(self) -> list[Signature]:
        """Return the signatures for which the body is to be hashed.

        Of older ones only those of a whole body, so that there are few forms.
        """
        messages = [each.message for each in self.sets if each.message is not None]
        return messages[-1:] + [each for each in messages if each.length is None]


def read_chain(header: Header) -> Chain:
    """Return the chain of a header."""
    try:
        sets = read_sets(header)
    except BadChain as bad:
        return Chain((), highest(header), bad.fault)
    return Chain(sets, len(sets))


def unanswered(chain: Chain) -> ArcOutcome:
    """Return what can be said of a chain before DNS has said anything."""
    if chain.fault is not None:
        return _failed(chain, chain.fault)
    return _failed(chain, ArcFault.DNS) if chain.sets else _NO_CHAIN


async def judge(
    resolver: Resolver, header: Header, chain: Chain, bodies: BodyHashes, now: int
) -> ArcOutcome:
    """Tell whether a chain holds; `now` in seconds since the epoch."""
    if chain.fault is not None or not chain.sets:
        return unanswered(chain)
    last = chain.sets[-1].message
    if last is not None and fault_of_time(last, now) is not None:
        return _failed(chain, ArcFault.MESSAGE)
    fault = await _fault_of_message(resolver, header, chain.sets[-1], bodies)
    if fault is not None:
        return _failed(chain, fault)
    for number in range(chain.length, 0, -1):
        broken = await _fault_of_seal(resolver, chain.sets[:number])
        if broken is not None:
            return _failed(chain, broken)
    return ArcOutcome(
        result=Checked.PASS,
        sets=chain.length,
        oldest_pass=await _oldest_pass(resolver, header, chain, bodies),
        sealers=tuple(each.seal.domain for each in chain.sets),
    )


def _failed(chain: Chain, fault: ArcFault) -> ArcOutcome:
    result = Checked.TEMPERROR if fault is ArcFault.DNS else Checked.FAIL
    return ArcOutcome(result=result, fault=fault, sets=chain.length)


async def _fault_of_message(
    resolver: Resolver, header: Header, each: ArcSet, bodies: BodyHashes
) -> ArcFault | None:
    if each.message is None:
        return ArcFault.MESSAGE
    body = bodies.of(each.message)
    proof = await verify(resolver, header, each.message_field, each.message, body)
    return _fault(proof.fault, ArcFault.MESSAGE)


async def _fault_of_seal(resolver: Resolver, sets: Sequence[ArcSet]) -> ArcFault | None:
    """Tell what is wrong with the last seal of these sets. RFC 8617 §5.1.1"""
    await asyncio.sleep(0)  # a chain has a hundred to prove: others have turns between
    *before, last = sets
    fields = [field for each in before for field in each.sealed()]
    proof = await prove(resolver, last.seal, b"\r\n".join([*fields, *last.own()]))
    return _fault(proof.fault, ArcFault.SEAL)


async def _oldest_pass(
    resolver: Resolver, header: Header, chain: Chain, bodies: BodyHashes
) -> int:
    """Return from which set on the message is unchanged, 0 for all. RFC 8617 §5.2"""
    for number in range(chain.length - 1, 0, -1):
        each = chain.sets[number - 1]
        await asyncio.sleep(0)  # likewise
        hashed = each.message is not None and each.message.length is None
        if not hashed or await _fault_of_message(resolver, header, each, bodies):
            return number + 1
    return 0


def _fault(fault: DkimFault | None, named: ArcFault) -> ArcFault | None:
    return ArcFault.DNS if fault is DkimFault.DNS else named if fault else None
