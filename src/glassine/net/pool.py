"""Connections kept for the next message: a handshake costs more than a letter.

A connection serves the terms it was opened on and no others, so that nothing that asks
for proven TLS goes by one that was not proven.
"""

import asyncio
from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from glassine.net.connection import Connection, Lost
from glassine.net.terms import Terms
from glassine.words.public import Domain, IpAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How many connections are kept when nobody needs them, and for how long."""

    most: int = 200
    idle: float = 30.0  # seconds
    messages: int = 100  # by one connection: then others take their turn
    messages_of: Mapping[Domain, int] = field(
        default_factory=dict
    )  # that have their own

    def messages_to(self, domain: Domain) -> int:
        """Return how many messages for a domain go by one connection."""
        return self.messages_of.get(domain, self.messages)


class Pool:
    """The connections that nobody uses now."""

    def __init__(self, keeping: Keeping) -> None:
        self._keeping = keeping
        self._kept: dict[Connection, asyncio.TimerHandle] = {}  # the oldest first
        self._by_terms: dict[Terms, list[Connection]] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    def take(self, terms: Terms, ips: Container[IpAddress]) -> Connection | None:
        """Return a connection on these terms, to one of these addresses, if any lives.

        The one that was used last: the others may go.
        """
        for connection in reversed(self._by_terms.get(terms, ())):
            remote = connection.remote
            if remote is None or remote.ip in ips:
                self._forget(connection)
                if connection.usable:
                    return connection
                connection.link.close()
        return None

    def give(self, connection: Connection, domain: Domain) -> None:
        """Keep a connection that has taken a message for a domain, or take leave."""
        worn = connection.messages >= self._keeping.messages_to(domain)
        if worn or not connection.usable or not self._keeping.most:
            self._part(connection)
            return
        if len(self._kept) >= self._keeping.most:
            self._part(next(iter(self._kept)))
        loop = asyncio.get_running_loop()
        self._kept[connection] = loop.call_later(
            self._keeping.idle, self._part, connection
        )
        self._by_terms.setdefault(connection.terms, []).append(connection)

    async def close(self) -> None:
        """Take leave of everybody; return once they have answered, or should have."""
        for connection in tuple(self._kept):
            self._part(connection)
        await asyncio.gather(*self._leaving)

    def _part(self, connection: Connection) -> None:
        self._forget(connection)
        if not connection.usable:
            connection.link.close()
            return
        task = asyncio.create_task(_take_leave(connection))
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    def _forget(self, connection: Connection) -> None:
        timer = self._kept.pop(connection, None)
        if timer is None:
            return
        timer.cancel()
        alike = self._by_terms[connection.terms]
        alike.remove(connection)
        if not alike:
            del self._by_terms[connection.terms]


async def _take_leave(connection: Connection) -> None:
    """RFC 5321 §4.1.1.10: QUIT, and wait for its answer; not for ever."""
    try:
        async with asyncio.timeout(connection.waits.quit):
            connection.client.quit()
            await connection.hear()
    except (Lost, TimeoutError):
        pass
    finally:
        connection.link.close()
