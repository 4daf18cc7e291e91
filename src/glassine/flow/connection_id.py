"""Names for connections, and for what begins here without one."""

from uuid import UUID

from glassine.words.public import ConnectionId


def new_connection_id(octets: bytes) -> ConnectionId:
    """Return a random UUID in upper case. RFC 9562 §5.4"""
    return ConnectionId(str(UUID(bytes=octets, version=4)).upper())
