"""The courier: carries a load along a course, from host to host until one has heard it.

RFC 5321 §5.1: the next address, or host, is tried where this one cannot be reached,
fails us, or says later before it has spoken of any recipient. A host that turns us away
before MAIL, even for good, has spoken of itself and not of the mail; so has one that
lacks what the message needs (RFC 8689 §4.2.1 asks for the next one then). After that,
what was said is said: nobody else is asked in the same try.
"""

from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import TypeAlias

from glassine.flow.sending.carrier import Outcome, Phase, Report, Trouble
from glassine.flow.sending.course import Course, Handshake, Hop
from glassine.flow.sending.load import Load
from glassine.net.connection import Connection
from glassine.net.dial import Dialler, NoAnswer, Unreachable
from glassine.net.hand_over import Word, hand_over
from glassine.net.introduce import Failed, better_in_clear, introduce
from glassine.net.link import Link
from glassine.net.pool import Keeping, Pool
from glassine.net.protect import Protector
from glassine.net.terms import Terms, terms_of
from glassine.net.waits import Waits
from glassine.store.api.tls_results import TlsResultType
from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.needs import NotAble
from glassine.words.public import EnhancedCode, HostName, IpAddress

Attempt: TypeAlias = Sequence[Outcome]
"""What became of each recipient at one host, in the load's order."""

_TOO_MANY = (EnhancedCode(4, 5, 3), EnhancedCode(5, 5, 3))  # RFC 3463 §3.6
_ORDER = {phase: place for place, phase in enumerate(Phase)}
_BEFORE_MAIL = frozenset({Phase.CONNECT, Phase.HELLO, Phase.STARTTLS, Phase.AUTH})


class SmtpCarrier:
    """The `Carrier` that speaks SMTP and LMTP."""

    def __init__(
        self,
        *,
        hello: HostName,
        dialler: Dialler,
        protector: Protector,
        keeping: Keeping,
        waits: Waits,
    ) -> None:
        """`hello` is how we call ourselves; our addresses should lead back to it."""
        self._hello = hello
        self._dialler = dialler
        self._protector = protector
        self._waits = waits
        self._pool = Pool(keeping)

    async def carry(self, load: Load, course: Course) -> Report:
        """Try the hosts of a course in order; report of every recipient.

        A host that has taken some, and has room for no more in one transaction, is
        given the others in the next. RFC 5321 §4.5.3.1.10
        """
        report = dict(await self._carry(load, course))
        rest = _too_many(load, report)
        while rest is not None:
            report |= await self._carry(rest, course)
            rest = _too_many(rest, report)
        return report

    async def _carry(self, load: Load, course: Course) -> Report:
        failed: list[Attempt] = []
        async with aclosing(self._attempts(load, course)) as attempts:
            async for attempt in attempts:
                if not _may_go_on(attempt):
                    return _report(load, attempt)
                failed.append(attempt)
        return _report(load, max(failed, key=_weight))

    async def close(self) -> None:
        """Say QUIT to every server we still talk to."""
        await self._pool.close()

    async def _attempts(
        self, load: Load, course: Course
    ) -> AsyncGenerator[Attempt, None]:
        for hop in course.hops:
            terms = terms_of(course, hop, require_tls=load.require_tls)
            kept = self._pool.take(terms, hop.ips)
            if kept is not None:
                attempt = await self._deliver(kept, hop, load)
                if not _may_go_on(attempt):
                    yield attempt
                # what a connection that had waited says is not the host's last word
            async for attempt in self._fresh(terms, hop, load):
                yield attempt

    async def _fresh(
        self, terms: Terms, hop: Hop, load: Load
    ) -> AsyncGenerator[Attempt, None]:
        """Try the addresses of one host, each by a new connection."""
        ips = hop.ips
        while True:
            try:
                ip, link = await self._dial(terms, ips)
            except Unreachable as failure:
                silent = isinstance(failure, NoAnswer)
                why = Trouble.TIMED_OUT if silent else Trouble.UNREACHABLE
                yield [_outcome(hop, (why, Phase.CONNECT))] * len(load.addressed)
                return
            yield await self._visit(link, ip, terms, hop, load)
            if ip is None or ip == ips[-1]:
                return
            ips = ips[ips.index(ip) + 1 :]

    async def _dial(
        self, terms: Terms, ips: Sequence[IpAddress]
    ) -> tuple[IpAddress | None, Link]:
        if terms.socket is not None:
            return None, await self._dialler.dial_socket(terms.socket)
        return await self._dialler.dial(ips, terms.port)

    async def _visit(
        self, link: Link, ip: IpAddress | None, terms: Terms, hop: Hop, load: Load
    ) -> Attempt:
        handshake = terms.protection.handshake
        connection = self._connection(link, ip, terms)
        try:
            await self._introduce(connection, handshake)
        except Failed as failure:
            if not better_in_clear(connection, failure):
                return _refused(connection, hop, load, failure)
            result = connection.tls_result
        else:
            return await self._deliver(connection, hop, load)
        return await self._visit_in_clear(ip, terms, hop, load, result)

    async def _visit_in_clear(
        self,
        ip: IpAddress | None,
        terms: Terms,
        hop: Hop,
        load: Load,
        result: TlsResultType | None,
    ) -> Attempt:
        """Call the same address again, and do not ask for TLS. RFC 7435 §3"""
        try:
            _, link = await self._dial(terms, [] if ip is None else [ip])
        except Unreachable:
            word = (Trouble.UNREACHABLE, Phase.CONNECT)
            return [_outcome(hop, word)] * len(load.addressed)
        connection = self._connection(link, ip, terms)
        connection.tls_result = result
        try:
            await self._introduce(connection, Handshake.NEVER)
        except Failed as failure:
            return _refused(connection, hop, load, failure)
        return await self._deliver(connection, hop, load)

    def _connection(self, link: Link, ip: IpAddress | None, terms: Terms) -> Connection:
        return Connection(link, terms, ip, hello=self._hello, waits=self._waits)

    async def _introduce(self, connection: Connection, handshake: Handshake) -> None:
        """Raises `Failed`; then, and when we are stopped, the connection is closed."""
        try:
            await introduce(connection, self._protector, handshake)
        except BaseException:
            connection.hang_up()
            raise

    async def _deliver(self, connection: Connection, hop: Hop, load: Load) -> Attempt:
        """Hand the load over; keep the connection if it is good for another."""
        try:
            words = await hand_over(connection, load)
        except BaseException:  # we are stopped: no end of a message may go out
            connection.link.close()
            raise
        self._pool.give(connection, load.addressed[0].recipient.path.domain)
        return [_outcome(hop, word, connection) for word in words]


def _refused(connection: Connection, hop: Hop, load: Load, failure: Failed) -> Attempt:
    word = (failure.said, failure.phase)
    return [_outcome(hop, word, connection)] * len(load.addressed)


def _outcome(hop: Hop, word: Word, connection: Connection | None = None) -> Outcome:
    said, phase = word
    if connection is None:
        return Outcome(
            said=said, phase=phase, hop=hop, remote=None, tls=None, auth=False
        )
    return Outcome(
        said=said,
        phase=phase,
        hop=hop,
        remote=connection.remote,
        tls=connection.tls,
        auth=connection.logged_in,
        tls_result=connection.tls_result,
        dsn=connection.client.extensions.dsn,
    )


def _may_go_on(attempt: Attempt) -> bool:
    """Tell whether nobody has spoken of the mail yet. RFC 5321 §5.1"""
    return all(
        each.phase in _BEFORE_MAIL
        or isinstance(each.said, NotAble)
        or (each.phase is Phase.MAIL and not _is_final(each))
        for each in attempt
    )


def _is_final(outcome: Outcome) -> bool:
    said = outcome.said
    return not isinstance(said, Trouble) and said.permanent


def _too_many(load: Load, report: Report) -> Load | None:
    """Return the load of those there was no room for beside those that were taken."""
    left = tuple(each for each in load.addressed if _has_no_room(report[each.row]))
    if not left or not any(report[each.row].delivered for each in load.addressed):
        return None
    return replace(load, addressed=left)


def _has_no_room(outcome: Outcome) -> bool:
    """RFC 5321 §4.5.3.1.10: 452, and some say 552 for it."""
    said = outcome.said
    if not isinstance(said, Answer) or outcome.phase is not Phase.RCPT:
        return False
    return said.code in (452, 552) and said.enhanced in (None, *_TOO_MANY)


def _weight(attempt: Attempt) -> tuple[bool, int]:
    """Of several failures one that may pass counts, then the one that came furthest.

    Where any host may yet take the mail, it must not be given up.
    """
    return not _is_final(attempt[0]), _ORDER[attempt[0].phase]


def _report(load: Load, attempt: Attempt) -> Report:
    rows = (each.row for each in load.addressed)
    return dict(zip(rows, attempt, strict=True))
