"""A client that comes from wherever it says, by way of a balancer that we trust."""

from ipaddress import ip_network

from glassine.config.tables.manners import Smtp
from support.smtp_client import Reply, SmtpTalk

TRUSTING = Smtp(proxy_from=(ip_network("127.0.0.0/8"),))


class BehindProxy(SmtpTalk):
    """A connection whose first bytes name who made it."""

    def __init__(self, address: tuple[str, int], ip: str, port: int = 41064) -> None:
        way = "TCP6 {} 2001:db8::2" if ":" in ip else "TCP4 {} 172.18.0.2"
        self._header = f"PROXY {way.format(ip)} {port} 2525\r\n".encode()
        super().__init__(address)

    def reply(self) -> Reply:
        """Read one reply; the greeting comes after the header."""
        header, self._header = self._header, b""
        self.send(header)
        return super().reply()
