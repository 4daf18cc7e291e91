"""A listener on this machine with a talk of the test's own, and who visits it."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager

from glassine.net.listen import Listener, Talk
from glassine.net.patience import Patience
from glassine.words.public import Endpoint, IpNetwork, ip_address

HERE = Endpoint(ip_address("127.0.0.1"), 0)
PATIENT = Patience(idle=20, total=None)


@asynccontextmanager
async def door(
    talk: Talk,
    patience: Patience = PATIENT,
    proxies: Iterable[IpNetwork] = (),
    place: Endpoint = HERE,
) -> AsyncIterator[Endpoint]:
    """Listen; give where."""
    listener = Listener(talk, patience, proxies)
    try:
        yield await listener.open(place)
    finally:
        await listener.close(0.2)


Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@asynccontextmanager
async def visitor(place: Endpoint) -> AsyncIterator[Stream]:
    """Connect, and hang up in the end."""
    reader, writer = await asyncio.open_connection(str(place.ip), place.port)
    try:
        yield reader, writer
    finally:
        writer.transport.abort()
