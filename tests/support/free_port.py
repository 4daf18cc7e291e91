"""Ports for servers that cannot pick one themselves.

A port that was free a moment ago may be another's by the time a server asks for it: the
system hands out the same range to every outgoing connection, and test workers run side
by side. So these come from below that range, and stay reserved until this process ends.
"""

import random
import socket
from contextlib import ExitStack

LOOPBACK = "127.0.0.1"
RANGE = range(20000, 32000)  # below /proc/sys/net/ipv4/ip_local_port_range
_reserved: list[socket.socket] = []  # held open until this process ends


def free_port() -> int:
    """Return a port that is free for TCP and UDP and that no other test is given."""
    for port in random.sample(RANGE, len(RANGE)):
        if _is_free(port) and _reserve(port):
            return port
    raise OSError("every port for tests is taken")


def _reserve(port: int) -> bool:
    """Take a name that is ours until this process ends; false: another has it."""
    mark = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        mark.bind(f"\0glassine-test-port-{port}")
    except OSError:
        mark.close()
        return False
    _reserved.append(mark)
    return True


def _is_free(port: int) -> bool:
    with ExitStack() as stack:
        for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
            probe = stack.enter_context(socket.socket(socket.AF_INET, kind))
            try:
                probe.bind((LOOPBACK, port))
            except OSError:
                return False
    return True
