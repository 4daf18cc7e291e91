"""Our server among the others: each runs once; routes and zones lead to it."""

from collections.abc import Iterator

import pytest

from counterparts import zones
from counterparts.sending import ANN, listening
from support.counterparts.dovecot import Dovecot
from support.counterparts.dovecot import dovecot as run_dovecot
from support.counterparts.exim import Exim
from support.counterparts.exim import exim as run_exim
from support.counterparts.opensmtpd import OpenSmtpd
from support.counterparts.opensmtpd import opensmtpd as run_opensmtpd
from support.counterparts.postfix import Postfix
from support.counterparts.postfix import postfix as run_postfix
from support.free_port import free_port
from support.name_servers import NameServers, name_servers
from support.running_server import PASSWORD, RunningServer, running_server

ROUTES = {
    "dovecot.example.net": "lmtp://127.0.0.1:{dovecot.lmtp}",
    "first-byte.example.net": "lmtps://127.0.0.1:{dovecot.lmtps}",
    "socket.example.net": "lmtp+unix://{dovecot.socket}",
    "down.example.net": "lmtp://127.0.0.1:{nowhere}",
    "postfix.example.net": "smtp://127.0.0.1:{postfix.port}",
    "exim.example.net": "smtp://127.0.0.1:{exim.port}",
    "opensmtpd.example.net": "smtp://127.0.0.1:{opensmtpd.port}",
}
REQUIRED = {
    "proven.example.net": "lmtp://store.example:{dovecot.lmtp}",
    "strict.example.net": "smtp://127.0.0.1:{opensmtpd.port}",
}
SETTINGS = """
[dns]
servers = ["127.0.0.1:{names.resolver_port}"]
timeout = "1s"
[delivery]
port = {postfix.port}
private_mx = true
mta_sts = false
ca_file = "{dovecot.certificate}"
"""
POSTFIX = """\
relayhost = [127.0.0.1]:{}
virtual_mailbox_domains = postfix.example.net {}
"""


@pytest.fixture(scope="package")
def mx() -> int:
    """The port of our MX, that others must know before we start."""
    return free_port()


@pytest.fixture(scope="package")
def dovecot() -> Iterator[Dovecot]:
    """It takes mail by LMTP, and shows a certificate for store.example."""
    with run_dovecot("store.example") as running:
        yield running


@pytest.fixture(scope="package")
def postfix(mx: int) -> Iterator[Postfix]:
    """It takes mail for the domains of our zones, and sends the rest to us."""
    settings = POSTFIX.format(mx, " ".join(zones.SERVED))
    with run_postfix("postfix.example.net", settings) as running:
        yield running


@pytest.fixture(scope="package")
def exim() -> Iterator[Exim]:
    """It takes mail, but for two."""
    with run_exim("exim.example.net") as running:
        yield running


@pytest.fixture(scope="package")
def opensmtpd(mx: int) -> Iterator[OpenSmtpd]:
    """It takes mail without TLS, and sends the rest to us."""
    relay = f'relay host "smtp://127.0.0.1:{mx}"'
    with run_opensmtpd("opensmtpd.example.net", relay) as running:
        yield running


@pytest.fixture(scope="package")
def names(
    postfix: Postfix, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NameServers]:
    """The zones whose mail hosts are Postfix, and some that go wrong."""
    with name_servers(
        tmp_path_factory.mktemp("names"),
        zones.of(postfix),
        signed=[zones.PROVEN, zones.FORGED],
        bogus=[zones.BROKEN],
        silent=[zones.SILENT],
    ) as names:
        yield names


@pytest.fixture(scope="package")
def server(
    mx: int,
    dovecot: Dovecot,
    postfix: Postfix,
    exim: Exim,
    opensmtpd: OpenSmtpd,
    names: NameServers,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[RunningServer]:
    """Our own, where Ann is."""
    routes = [
        f'[[route]]\ndomain = "{domain}"\nto = "{to}"\ntls = "{tls}"\n'
        for tls, those in (("opportunistic", ROUTES), ("required", REQUIRED))
        for domain, to in those.items()
    ]
    settings = ("\n".join((SETTINGS, *routes))).format(
        dovecot=dovecot,
        postfix=postfix,
        exim=exim,
        opensmtpd=opensmtpd,
        names=names,
        nowhere=free_port(),
    )
    home = tmp_path_factory.mktemp("server")
    with running_server(home, {ANN: PASSWORD}, listening(mx) + settings) as server:
        yield server
