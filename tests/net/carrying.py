"""A letter for a server on this machine, and a courier to bring it there."""

import ssl
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.flow.sending.carrier import Outcome
from glassine.flow.sending.course import (
    Course,
    Credentials,
    Handshake,
    Hop,
    Protection,
)
from glassine.flow.sending.load import Addressed, Load
from glassine.net.authorities import Authorities
from glassine.net.courier import SmtpCarrier
from glassine.net.dial import Dialler
from glassine.net.pool import Keeping
from glassine.net.protect import Protector
from glassine.net.waits import Waits
from glassine.words.clock import SystemClock
from glassine.words.envelope import Recipient, Sender
from glassine.words.private import Message
from glassine.words.public import (
    HostName,
    IpAddress,
    QueueId,
    Size,
    TransactionId,
    ip_address,
    parse_address,
)
from support.authority import Authority, Issued
from support.misbehaving_server import MisbehavingServer

LETTER = b"Subject: hello\r\n\r\n.first\r\nlast\r\n"
HERE = ip_address("127.0.0.1")
MX = HostName("mx.example.net")
BOB, EVE = "bob@example.net", "eve@example.net"
IN_CLEAR = Protection(rule=TlsRule.NONE, handshake=Handshake.NEVER)
LENIENT = Protection(rule=TlsRule.OPPORTUNISTIC, handshake=Handshake.STARTTLS)
STRICT = Protection(rule=TlsRule.REQUIRED, handshake=Handshake.STARTTLS, names=(MX,))
QUICK = Waits(
    greeting=5, hello=5, tls=5, login=5, mail=5, rcpt=5, data=5, block=5, dot=5, quit=2
)
HASTY = Waits(
    greeting=0.3,
    hello=0.3,
    tls=0.3,
    login=0.3,
    mail=0.3,
    rcpt=0.3,
    data=0.3,
    block=0.3,
    dot=0.3,
    quit=0.3,
)


def load(*recipients: str, content: bytes = LETTER, require_tls: bool = False) -> Load:
    """Return a message for these people, or for Bob."""
    return Load(
        transaction=TransactionId("C.1"),
        sender=Sender(parse_address("ann@example.org")),
        addressed=tuple(
            Addressed(QueueId(to), Recipient(parse_address(to)))
            for to in recipients or (BOB,)
        ),
        content=lambda: runs(content),
        size=Size(len(content)),
        eight_bit=False,
        binary=False,
        utf8_header=False,
        require_tls=require_tls,
    )


def runs(content: bytes) -> Iterator[Message]:
    """Cut a message as a load does."""
    for at in range(0, len(content), 1 << 16):
        yield Message(content[at : at + (1 << 16)])


def hop(
    server: MisbehavingServer | int,
    protection: Protection = IN_CLEAR,
    *,
    host: HostName = MX,
    ips: Sequence[IpAddress] = (HERE,),
) -> Hop:
    """Return where a server listens."""
    port = server if isinstance(server, int) else server.address[1]
    return Hop(host=host, port=port, ips=tuple(ips), protection=protection)


def course(
    *hops: Hop, mode: Mode = Mode.SMTP, credentials: Credentials | None = None
) -> Course:
    """Return a way over these hosts."""
    return Course(mode=mode, hops=hops, credentials=credentials)


@asynccontextmanager
async def courier(
    *,
    trusted: Path | None = None,
    keeping: Keeping = Keeping(),  # noqa: B008 (frozen)
    waits: Waits = QUICK,
    dialler: Dialler = Dialler(within=2, pace=0.2),  # noqa: B008 (frozen)
) -> AsyncIterator[SmtpCarrier]:
    """Lend a courier, and see it take leave of all."""
    clock = SystemClock()
    carrier = SmtpCarrier(
        hello=HostName("mail.example.org"),
        dialler=dialler,
        protector=Protector(Authorities(clock, trusted), clock),
        keeping=keeping,
        waits=waits,
    )
    try:
        yield carrier
    finally:
        await carrier.close()


async def sent(carrier: SmtpCarrier, *hops: Hop, to: Sequence[str] = (BOB,)) -> Outcome:
    """Carry one letter; return what became of the first recipient."""
    report = await carrier.carry(load(*to), course(*hops))
    return report[QueueId(to[0])]


def showing(issued: Issued, place: Path) -> ssl.SSLContext:
    """Return what a TLS server needs to show a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*issued.write(place))
    return context


def trusting(authority: Authority, place: Path) -> Path:
    """Return the file by which an authority of a test is believed."""
    return authority.write(place / "trusted.pem")
