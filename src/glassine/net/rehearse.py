"""Rehearse a delivery with one host: all that is said before a message is, and no more.

MAIL FROM:<> and RCPT ask whether it would take mail for an address; QUIT ends it.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from glassine.events.facts_of_sending import TlsUse
from glassine.flow.sending.carrier import Phase, Trouble
from glassine.flow.sending.course import Course, Hop
from glassine.net.connection import Connection, Lost
from glassine.net.dial import Dialler, NoAnswer, Unreachable
from glassine.net.introduce import Failed, introduce
from glassine.net.link import Link
from glassine.net.protect import Protector
from glassine.net.terms import Terms, terms_of
from glassine.net.waits import Waits
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.events import Closing, Finished, Result
from glassine.wire.smtp.client.extensions import Extensions
from glassine.wire.smtp.client.needs import NotAble
from glassine.wire.smtp.client.transaction import Transaction
from glassine.words.envelope import Recipient, Sender
from glassine.words.public import Address, Endpoint, HostName, IpAddress

Said: TypeAlias = Answer | NotAble | Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """How far it came with one host.

    `said` is its word on the address, or what stood in the way; None where all went
    well and no address was asked about.
    """

    hop: Hop
    said: Said | None
    phase: Phase
    remote: Endpoint | None = None
    tls: TlsUse | None = None
    extensions: Extensions | None = None

    @property
    def fine(self) -> bool:
        """Tell whether the host would take mail, as far as one has asked."""
        yes = isinstance(self.said, Answer) and self.said.positive
        return self.said is None or yes


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsal:
    """Rehearses, in our name."""

    hello: HostName
    dialler: Dialler
    protector: Protector
    waits: Waits

    async def with_host(
        self, course: Course, hop: Hop, address: Address | None, *, require_tls: bool
    ) -> Rehearsed:
        """Return how far it comes with a host of the course."""
        terms = terms_of(course, hop, require_tls=require_tls)
        try:
            ip, link = await self._dial(terms, hop)
        except Unreachable as failure:
            silent = isinstance(failure, NoAnswer)
            why = Trouble.TIMED_OUT if silent else Trouble.UNREACHABLE
            return Rehearsed(hop=hop, said=why, phase=Phase.CONNECT)
        connection = Connection(link, terms, ip, hello=self.hello, waits=self.waits)
        try:
            return await self._talk(connection, hop, address, require_tls)
        finally:
            await _leave(connection)

    async def _dial(self, terms: Terms, hop: Hop) -> tuple[IpAddress | None, Link]:
        if terms.socket is not None:
            return None, await self.dialler.dial_socket(terms.socket)
        return await self.dialler.dial(hop.ips, terms.port)

    async def _talk(
        self,
        connection: Connection,
        hop: Hop,
        address: Address | None,
        require_tls: bool,
    ) -> Rehearsed:
        said: Said | None = None
        phase = Phase.HELLO
        handshake = connection.terms.protection.handshake
        try:
            await introduce(connection, self.protector, handshake)
            if address is not None:
                said, phase = await _ask(connection, address, require_tls)
        except Failed as failed:
            said, phase = failed.said, failed.phase
        except Lost as lost:
            said, phase = lost.trouble, connection.client.phase
        return Rehearsed(
            hop=hop,
            said=said,
            phase=phase,
            remote=connection.remote,
            tls=connection.tls,
            extensions=connection.client.extensions,
        )


async def _ask(
    connection: Connection, address: Address, require_tls: bool
) -> tuple[Said, Phase]:
    """Return what the host says of an address. Raises `Lost`."""
    transaction = Transaction(
        sender=Sender(None),
        recipients=(Recipient(address),),
        size=0,
        require_tls=require_tls,
    )
    finished = connection.client.rehearse(transaction)
    while finished is None:
        match await connection.hear():
            case Finished() as finished:
                pass
            case Closing(answer):
                return answer, connection.client.phase
    return _word(finished.results[0])


def _word(result: Result) -> tuple[Said, Phase]:
    return result.said if result.said is not None else Trouble.CUT, result.phase


async def _leave(connection: Connection) -> None:
    """Say QUIT and wait a little for the answer. RFC 5321 §4.1.1.10"""
    with suppress(Lost, TimeoutError):
        async with asyncio.timeout(connection.waits.quit):
            connection.client.quit()
            await connection.hear()
    connection.link.close()
