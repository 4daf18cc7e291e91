"""Who vouches for a message that has arrived: DKIM, ARC, and DMARC over all of it.

SPF was asked while the client was talking; the rest needs the message. DNS has a
limited time for it, since the client waits: what is not answered by then is a
temporary error.
"""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from glassine.events.facts import Checked, CheckOrigin, SenderChecks
from glassine.flow.judging import authentic
from glassine.trust import dmarc
from glassine.trust.arc_trust import vouched
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.author import authors
from glassine.trust.dkim_header import Header
from glassine.trust.dmarc import DmarcOutcome
from glassine.trust.identifiers import identifiers
from glassine.trust.kindred_names import are_in_line
from glassine.trust.resolver import Resolver
from glassine.trust.sender_checks import sender_checks
from glassine.trust.spf_sender import SpfOutcomes
from glassine.trust.verifier import Verified, Verifier
from glassine.words.clock import Clock, Seconds
from glassine.words.finding import CheckMode, Finding
from glassine.words.public import Domain
from glassine.words.sender import DmarcPolicy

# Each question has its own, shorter limit: who takes so long in all means to be let by.
_TOO_SLOW = DmarcOutcome(result=Checked.TEMPERROR, policy=DmarcPolicy.REJECT)
_NOT_READ = Verified((), ArcOutcome(result=Checked.NONE))


@dataclass(frozen=True, slots=True)
class Authenticity:
    """What was found of the sender: typed, and as findings by who speaks."""

    spf: SpfOutcomes
    signed: Verified
    dmarc: DmarcOutcome
    told: Mapping[CheckOrigin, tuple[Finding, ...]]
    broken: Exception | None = None  # what looking at the signatures came to

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, in the order of the log."""
        return tuple(found for each in self.told.values() for found in each)

    @property
    def signers(self) -> frozenset[Domain]:
        """The domains whose signatures vouch for it."""
        vouching = (each.domain for each in self.signed.dkim if each.vouches)
        return frozenset(filter(None, vouching))

    @property
    def forged(self) -> bool:
        """Whether the envelope's sender is most likely not who it says.

        SPF proves it, or a signature of its own domain. What proves the author proves
        no sender: whoever forges one can be the author, and sign as that.
        """
        sender = self.spf.mail_from
        if sender.result is Checked.PASS or _is_signed(sender.domain, self.signers):
            return False
        return Checked.FAIL in (sender.result, self.dmarc.result)

    @property
    def sender_checks(self) -> SenderChecks:
        """The record's `authResults`."""
        return sender_checks(self.spf, self.signed, self.dmarc)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authentication:
    """Judges who sent a message, by the operator's rules."""

    resolver: Resolver
    clock: Clock
    patience: Seconds  # for all of DNS that one message asks
    reject: CheckMode  # what is done where a domain asks to refuse
    overrides: Mapping[Domain, DmarcPolicy]
    trusted_sealers: frozenset[Domain]
    asks_spf: bool = True

    async def judge(
        self, signatures: Verifier | None, head: bytes, spf: SpfOutcomes
    ) -> Authenticity:
        """Return what is found, of a header as it arrived."""
        header = signatures.header if signatures else Header(head)
        signed, broken = await self._verified(signatures)
        policy = await self._policy(header, spf, signed)
        told = {
            CheckOrigin.DKIM: authentic.of_signatures(signed.dkim),
            CheckOrigin.ARC: authentic.of_chain(signed.arc),
            CheckOrigin.DMARC: authentic.of_policy(
                policy,
                reject=self.reject,
                sealed=vouched(header, signed.arc, self.trusted_sealers),
                listed=_by_a_list(header, spf, signed),
            ),
        }
        return Authenticity(spf, signed, policy, told, broken)

    async def _verified(
        self, signatures: Verifier | None
    ) -> tuple[Verified, Exception | None]:
        """Return what became of the signatures, and what broke us, if anything.

        Who breaks us may have meant to: the author's domain is asked nevertheless.
        """
        if signatures is None:
            return _NOT_READ, None
        try:
            async with asyncio.timeout(self.patience):
                now = self.clock.now() // 1000
                return await signatures.results(self.resolver, now), None
        except TimeoutError:  # a slow key of one domain says nothing of another's
            return signatures.so_far(), None
        except Exception as broken:
            return signatures.so_far(), broken

    async def _policy(
        self, header: Header, spf: SpfOutcomes, signed: Verified
    ) -> DmarcOutcome:
        if self.reject is CheckMode.OFF:
            return DmarcOutcome(result=Checked.UNCHECKED)
        who = authors(header)
        try:
            async with asyncio.timeout(self.patience):
                return await dmarc.check(
                    self.resolver,
                    authors=who,
                    identifiers=identifiers(spf, signed.dkim),
                    overrides=self.overrides,
                )
        except TimeoutError:
            author = who.domains[0] if who.domains else None
            return replace(_TOO_SLOW, author=author)


def _is_signed(sender: Domain | None, signers: Iterable[Domain]) -> bool:
    if sender is None:
        return False
    return any(are_in_line(sender.name, each.name) for each in signers)


def _by_a_list(header: Header, spf: SpfOutcomes, signed: Verified) -> bool:
    """Tell whether a mailing list that somebody answers for sent it. RFC 2919"""
    if not header.fields(b"list-id"):
        return False
    sent = spf.mail_from.result is Checked.PASS
    return sent or any(each.vouches for each in signed.dkim)
