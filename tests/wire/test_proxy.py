"""The PROXY header says who connected; anything else is refused by name."""

import struct
from ipaddress import ip_address

import pytest

from glassine.wire.proxy import (
    SIGNATURE,
    Local,
    NotProxy,
    Proxied,
    read_header,
)
from glassine.words.public import Endpoint

CLIENT = Endpoint(ip_address("192.0.2.1"), 40001)
SERVER = Endpoint(ip_address("198.51.100.2"), 25)
CLIENT_6 = Endpoint(ip_address("2001:db8::1"), 40001)
SERVER_6 = Endpoint(ip_address("2001:db8::2"), 25)


def version_2(command: int, family: int, rest: bytes) -> bytes:
    return SIGNATURE + struct.pack("!BBH", command, family, len(rest)) + rest


def packed(source: Endpoint, target: Endpoint) -> bytes:
    ports = struct.pack("!HH", source.port, target.port)
    return source.ip.packed + target.ip.packed + ports


FOUR = version_2(0x21, 0x11, packed(CLIENT, SERVER))
SIX = version_2(0x21, 0x21, packed(CLIENT_6, SERVER_6))
TEXT_4 = b"PROXY TCP4 192.0.2.1 198.51.100.2 40001 25\r\n"
TEXT_6 = b"PROXY TCP6 2001:db8::1 2001:db8::2 40001 25\r\n"


@pytest.mark.parametrize(
    ("header", "said"),
    [
        (TEXT_4, Proxied(CLIENT, SERVER)),
        (TEXT_6, Proxied(CLIENT_6, SERVER_6)),
        (FOUR, Proxied(CLIENT, SERVER)),
        (SIX, Proxied(CLIENT_6, SERVER_6)),
        (b"PROXY UNKNOWN\r\n", Local()),
        (b"PROXY UNKNOWN whatever it says\r\n", Local()),
        (version_2(0x20, 0x00, b""), Local()),
        (version_2(0x20, 0x11, packed(CLIENT, SERVER)), Local()),
        (version_2(0x21, 0x00, b"tlv"), Local()),
        (version_2(0x21, 0x31, b"\0" * 216), Local()),
    ],
)
def test_a_header_is_read_and_what_follows_is_left(
    header: bytes, said: Proxied | Local
) -> None:
    assert read_header(header + b"EHLO a.example\r\n") == (said, len(header))


def test_what_follows_the_addresses_is_skipped() -> None:
    header = version_2(0x21, 0x11, packed(CLIENT, SERVER) + b"\x04\x00\x01x")
    assert read_header(header) == (Proxied(CLIENT, SERVER), len(header))


def test_an_ipv4_address_in_ipv6_dress_comes_out_as_ipv4() -> None:
    mapped = Endpoint(ip_address("::ffff:192.0.2.1"), 40001)
    header = version_2(0x21, 0x21, packed(mapped, SERVER_6))
    assert read_header(header) == (Proxied(CLIENT, SERVER_6), len(header))


@pytest.mark.parametrize("header", [TEXT_4, TEXT_6, FOUR, SIX])
def test_a_header_may_come_in_pieces(header: bytes) -> None:
    assert all(read_header(header[:cut]) is None for cut in range(len(header)))


@pytest.mark.parametrize(
    "data",
    [
        b"EHLO a.example\r\n",
        b"PROXY\r\n",
        b"PROXY TCP4\r\n",
        b"PROXY TCP4 192.0.2.1 198.51.100.2 40001\r\n",
        b"PROXY TCP4 192.0.2.1 198.51.100.2 40001 70000\r\n",
        b"PROXY TCP4 192.0.2.1 198.51.100.2 040001 25\r\n",
        b"PROXY TCP4 192.0.2.300 198.51.100.2 40001 25\r\n",
        b"PROXY TCP4 2001:db8::1 2001:db8::2 40001 25\r\n",
        b"PROXY TCP6 192.0.2.1 198.51.100.2 40001 25\r\n",
        b"PROXY TCP4 192.0.2.1 198.51.100.2 40001 25\nEHLO a.example\r\n",
        b"proxy TCP4 192.0.2.1 198.51.100.2 40001 25\r\n",
        b"PROXY UNKNOWN " + b"x" * 100,
        version_2(0x11, 0x11, packed(CLIENT, SERVER)),
        version_2(0x22, 0x11, packed(CLIENT, SERVER)),
        version_2(0x21, 0x99, packed(CLIENT, SERVER)),
        version_2(0x21, 0x11, b"short"),
        SIGNATURE[:11] + b"x",
    ],
)
def test_what_is_no_header_is_refused(data: bytes) -> None:
    with pytest.raises(NotProxy):
        read_header(data)
