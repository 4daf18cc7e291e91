"""dkimpy as a sealer and a judge of ARC chains that is not ours.

To seal, it wants the package authres to read the Authentication-Results it copies; it
is given a reader of the few lines that it needs here instead.
"""

from collections.abc import Callable
from types import SimpleNamespace

import dkim

SERVER = b"mx.example.com"
DnsFunction = Callable[..., bytes | None]


class _Result:
    def __init__(self, text: str) -> None:
        self._text = text
        self.method, _, self.result = text.partition("=")

    def __str__(self) -> str:
        return self._text


def _parse(field: str) -> SimpleNamespace:
    server, *results = field.partition(":")[2].split(";")
    return SimpleNamespace(
        authserv_id=server.strip(),
        results=[_Result(text.strip()) for text in results],
    )


def sealed(
    message: bytes, pem: bytes, chain: str, domain: bytes, selector: bytes
) -> bytes:
    """Return the message with one more set, by a sealer who found `chain` before."""
    reader = SimpleNamespace(parse=_parse)
    dkim.authres = SimpleNamespace(AuthenticationResultsHeader=reader)
    found = b"Authentication-Results: %b; spf=pass; arc=%b\r\n" % (
        SERVER,
        chain.encode(),
    )
    sealer = dkim.ARC(found + message)
    names = [b"from", b"to", b"subject", b"date", b"cc"]
    fields = sealer.sign(selector, domain, pem, SERVER, include_headers=names)
    assert fields
    return b"".join(fields) + message


def judged(message: bytes, dns: DnsFunction) -> str:
    """Return what dkimpy says of the chain; a chain that ended has failed."""
    result = dkim.ARC(message).verify(dnsfunc=dns)[0]
    return "fail" if result is None else result.decode()
