"""What is to be said, gathered, so that small answers leave together."""

from glassine.net.link import Link

ENOUGH = 64 * 1024  # octets that leave at once


class Pen:
    """Writes to a link."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._said: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> None:
        """Say this, soon."""
        self._said.append(data)
        self._size += len(data)
        if self._size >= ENOUGH:
            self.flush()

    def flush(self) -> None:
        """Send what has been said."""
        said, self._said, self._size = self._said, [], 0
        self._link.write(b"".join(said))

    async def drain(self) -> None:
        """Send it, and wait until the client has taken most of it."""
        self.flush()
        await self._link.drain()
