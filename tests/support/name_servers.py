"""Real name servers on loopback: NSD holds the zones of a test, Unbound validates.

    with name_servers(tmp_path, {"example.org": "@ MX 10 mx\nmx A 192.0.2.1"}) as ns:
        resolver = ns.resolver()          # the house's own, asking Unbound
        ns.resolver_port                  # for a config: servers = ["127.0.0.1:PORT"]

A zone is written in the lines of a zone file (RFC 1035 §5.1); SOA and NS are put
before them. Zones named in `signed` are signed and trusted; those in `bogus` are
signed by a key that is not the trusted one, so that each question ends in SERVFAIL;
those in `silent` are at a server that never answers. What is in no zone is not there.
"""

import contextlib
import socket
import subprocess
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import dns.dnssec
import dns.dnssectypes
import dns.exception
import dns.message
import dns.query
import dns.rcode
import dns.zone
from cryptography.hazmat.primitives.asymmetric import ec
from dns.rdtypes.ANY.DNSKEY import DNSKEY

from glassine.net.resolve import DnsResolver
from glassine.words.clock import Clock, SystemClock
from glassine.words.public import Endpoint, ip_address
from support.free_port import free_port
from support.programs import find

LOOPBACK = "127.0.0.1"
PATIENCE = 30  # seconds until both answer
_HEAD = "$TTL 300\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n"


@dataclass(frozen=True)
class NameServers:
    """Both servers, as a test reaches them."""

    resolver_port: int
    authority_port: int

    @property
    def endpoint(self) -> Endpoint:
        """Where Unbound answers."""
        return Endpoint(ip_address(LOOPBACK), self.resolver_port)

    def resolver(self, timeout: float = 5, clock: Clock | None = None) -> DnsResolver:
        """Return a resolver of ours that asks Unbound."""
        return DnsResolver(
            servers=[self.endpoint], timeout=timeout, clock=clock or SystemClock()
        )


@contextmanager
def name_servers(
    place: Path,
    zones: Mapping[str, str],
    *,
    signed: Collection[str] = (),
    bogus: Collection[str] = (),
    silent: Collection[str] = (),
) -> Iterator[NameServers]:
    """Run both servers for these zones, by their process ids, until the block ends."""
    place.mkdir(exist_ok=True)
    zones = {".": "", **zones}
    anchors = [
        _write_zone(place, origin, text, origin in signed, origin in bogus)
        for origin, text in zones.items()
    ]
    with _mute() as nobody:
        authority = free_port()
        (place / "nsd.conf").write_text(_nsd(place, authority, zones))
        with _running("nsd", "-d", "-c", str(place / "nsd.conf")):
            _wait(authority)
            resolver = free_port()
            at = dict.fromkeys(zones, authority) | dict.fromkeys(silent, nobody)
            config = _unbound(place, resolver, at, filter(None, anchors))
            (place / "unbound.conf").write_text(config)
            with _running("unbound", "-d", "-p", "-c", str(place / "unbound.conf")):
                _wait(resolver)
                yield NameServers(resolver, authority)


def _write_zone(
    place: Path, origin: str, text: str, signed: bool, bogus: bool
) -> str | None:
    """Write the zone; return the anchor to trust, if it is signed."""
    zone = dns.zone.from_text(_HEAD + text + "\n", origin, relativize=False)
    anchor = None
    if signed or bogus:
        key, public = _key()
        dns.dnssec.sign_zone(zone, keys=[(key, public)], lifetime=86400)
        trusted = _key()[1] if bogus else public
        anchor = f"{origin}. 300 IN DNSKEY {trusted.to_text()}"
    zone.to_file(str(place / _file(origin)), relativize=False, want_origin=True)
    return anchor


def _key() -> tuple[ec.EllipticCurvePrivateKey, DNSKEY]:
    key = ec.generate_private_key(ec.SECP256R1())
    algorithm = dns.dnssectypes.Algorithm.ECDSAP256SHA256
    return key, dns.dnssec.make_dnskey(key.public_key(), algorithm, flags=257)


def _file(origin: str) -> str:
    return f"zone-{origin.replace('/', '-') if origin != '.' else 'root'}"


def _nsd(place: Path, port: int, zones: Mapping[str, str]) -> str:
    parts = [
        f"""\
server:
  ip-address: {LOOPBACK}@{port}
  port: {port}
  zonesdir: "{place}"
  pidfile: "{place}/nsd.pid"
  xfrdfile: "{place}/xfrd.state"
  xfrdir: "{place}"
  zonelistfile: "{place}/zone.list"
  database: ""
  logfile: "{place}/nsd.log"
  username: ""
  server-count: 1
remote-control:
  control-enable: no
"""
    ]
    parts += [
        f'zone:\n  name: "{origin}"\n  zonefile: "{_file(origin)}"\n'
        for origin in zones
    ]
    return "".join(parts)


def _unbound(
    place: Path, port: int, zones: Mapping[str, int], anchors: Iterator[str]
) -> str:
    lines = [
        "server:",
        f"  interface: {LOOPBACK}",
        f"  port: {port}",
        f'  directory: "{place}"',
        f'  logfile: "{place}/unbound.log"',
        '  username: ""',
        '  chroot: ""',
        "  use-syslog: no",
        "  num-threads: 1",
        "  do-ip6: no",
        "  do-not-query-localhost: no",
        "  trust-anchor-signaling: no",
        "  unblock-lan-zones: yes",  # the reverse zones of addresses that nobody has
        '  module-config: "validator iterator"',
        *(f'  local-zone: "{origin}" nodefault' for origin in ("test", *zones)),
        *(f'  trust-anchor: "{anchor}"' for anchor in anchors),
        "remote-control:",
        "  control-enable: no",
    ]
    for origin, at in zones.items():
        lines += [
            "stub-zone:",
            f'  name: "{origin}"',
            f"  stub-addr: {LOOPBACK}@{at}",
            "  stub-no-cache: no",
        ]
    return "\n".join(lines) + "\n"


@contextmanager
def _running(name: str, *options: str) -> Iterator[None]:
    process = subprocess.Popen(
        [find(name), *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def _mute() -> Iterator[int]:
    """Yield a port that takes questions and never answers one."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as nobody:
        nobody.bind((LOOPBACK, 0))
        yield nobody.getsockname()[1]


def _wait(port: int) -> None:
    """Return once a server answers for the root."""
    question = dns.message.make_query(".", "SOA")
    end = monotonic() + PATIENCE
    while monotonic() < end:
        with contextlib.suppress(dns.exception.DNSException, OSError):
            answer = dns.query.udp(question, LOOPBACK, timeout=0.5, port=port)
            if answer.rcode() == dns.rcode.NOERROR:
                return
        sleep(0.02)
    raise TimeoutError(f"no name server came up on port {port}")
