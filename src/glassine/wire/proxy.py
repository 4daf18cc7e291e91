"""Read the PROXY protocol's header: who connected to the balancer before us.

Versions 1 (a line of text) and 2 (binary) of haproxy's proxy-protocol.txt. Whether
the peer may say so is for the caller to know.
"""

import ipaddress
import re
import struct
from dataclasses import dataclass
from typing import TypeAlias

from glassine.words.public import Endpoint, ip_address

SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
LONGEST_LINE = 107  # version 1, with its CRLF

_PORT = rb"(0|[1-9][0-9]{0,4})"
_LINE = re.compile(
    rb"PROXY (?:UNKNOWN(?: .*)?|(TCP4|TCP6) ([0-9a-fA-F.:]+) ([0-9a-fA-F.:]+) "
    + _PORT
    + rb" "
    + _PORT
    + rb")\Z"
)
_FIXED = struct.Struct("!12sBBH")
_ADDRESSES = {0x11: struct.Struct("!4s4sHH"), 0x21: struct.Struct("!16s16sHH")}
_UNSPECIFIED = {0x00, 0x12, 0x22, 0x31, 0x32}  # legal, and of no use for mail
_LOCAL, _PROXY = 0x20, 0x21  # version 2, with its two commands


class NotProxy(Exception):
    """The bytes are no PROXY header."""


@dataclass(frozen=True, slots=True)
class Proxied:
    """The connection was made from `source` to `destination`."""

    source: Endpoint
    destination: Endpoint


@dataclass(frozen=True, slots=True)
class Local:
    """The balancer speaks for itself, or does not say for whom."""


Header: TypeAlias = Proxied | Local


def read_header(data: bytes) -> tuple[Header, int] | None:
    """Return the header and its length, or None until it is whole.

    Call it with all bytes since the connection's start. Raises `NotProxy`.
    """
    if data[:12] == SIGNATURE[: len(data)]:
        return _version_2(data)
    if data[:6] == b"PROXY "[: len(data)]:
        return _version_1(data)
    raise NotProxy


def _version_1(data: bytes) -> tuple[Header, int] | None:
    end = data.find(b"\r\n", 0, LONGEST_LINE)
    if end < 0:
        if len(data) >= LONGEST_LINE:
            raise NotProxy
        return None
    match = _LINE.match(data[:end])
    if match is None:
        raise NotProxy
    if match[1] is None:
        return Local(), end + 2
    version = 4 if match[1] == b"TCP4" else 6
    source = _endpoint(version, match[2], match[4])
    return Proxied(source, _endpoint(version, match[3], match[5])), end + 2


def _endpoint(version: int, host: bytes, port: bytes) -> Endpoint:
    try:
        ip = ipaddress.ip_address(host.decode("ascii"))
    except ValueError:
        raise NotProxy from None
    if ip.version != version or int(port) > 0xFFFF:
        raise NotProxy
    return Endpoint(ip_address(str(ip)), int(port))


def _version_2(data: bytes) -> tuple[Header, int] | None:
    if len(data) < _FIXED.size:
        return None
    _, command, family, length = _FIXED.unpack_from(data)
    if command not in (_LOCAL, _PROXY):
        raise NotProxy
    end = _FIXED.size + length
    if len(data) < end:
        return None
    if command == _LOCAL or family in _UNSPECIFIED:
        return Local(), end
    layout = _ADDRESSES.get(family)
    if layout is None or length < layout.size:  # what follows the addresses is TLVs
        raise NotProxy
    source, target, source_port, target_port = layout.unpack_from(data, _FIXED.size)
    return Proxied(_packed(source, source_port), _packed(target, target_port)), end


def _packed(address: bytes, port: int) -> Endpoint:
    return Endpoint(ip_address(str(ipaddress.ip_address(address))), port)
