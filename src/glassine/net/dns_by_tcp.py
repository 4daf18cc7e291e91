"""A name server that is asked by TCP where an answer is large, and how large it may be.

Whoever owns a zone writes its answers. Thousands of records in one keep dnspython busy
for many seconds, since it compares each with all before it: so they are counted, by
what the head of the answer says, before any of it is read. RFC 1035 §4.1.1, §4.2.2
"""

import asyncio
import struct

import dns.message
from dns._asyncbackend import Backend
from dns.exception import FormError
from dns.message import Message, QueryMessage
from dns.nameserver import Do53Nameserver

LONGEST = 16 * 1024  # octets of an answer; the largest that is of use has a few
MOST_RECORDS = 200  # in all sections of it
_HEAD = struct.Struct("!6H")  # id, flags, and how many are in each section


class CarefulNameserver(Do53Nameserver):
    """Asks by UDP as any other does, and by TCP for no more than can be read soon."""

    async def async_query(
        self,
        request: QueryMessage,
        timeout: float,  # noqa: ASYNC109 (likewise)
        source: str | None,
        source_port: int,
        max_size: bool,
        backend: Backend,
        one_rr_per_rrset: bool = False,
        ignore_trailing: bool = False,
    ) -> Message:
        """Return the answer. Raises `FormError` for one that is too large."""
        if not max_size:
            answer: Message = await super().async_query(
                request,
                timeout,
                source,
                source_port,
                max_size,
                backend,
                one_rr_per_rrset,
                ignore_trailing,
            )
            return answer
        async with asyncio.timeout(timeout):
            wire = await self._asked(request.to_wire())
        response = dns.message.from_wire(wire)
        if not request.is_response(response):
            raise FormError
        return response

    async def _asked(self, question: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(self.address, self.port)
        try:
            writer.write(len(question).to_bytes(2, "big") + question)
            size = int.from_bytes(await reader.readexactly(2), "big")
            if not _HEAD.size <= size <= LONGEST:
                raise FormError
            wire = await reader.readexactly(size)
        finally:
            writer.transport.abort()
        if sum(_HEAD.unpack_from(wire)[2:]) > MOST_RECORDS:
            raise FormError
        return wire
