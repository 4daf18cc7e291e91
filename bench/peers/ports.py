"""Ports for peers that cannot pick a free one by themselves."""

import socket
import time

HOST = "127.0.0.1"
PATIENCE = 60


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server((HOST, 0)) as free:
        port: int = free.getsockname()[1]
        return port


def wait_until_it_listens(port: int) -> None:
    """Return once somebody answers there."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            socket.create_connection((HOST, port)).close()
        except ConnectionRefusedError:
            time.sleep(0.02)
        else:
            return
    raise TimeoutError(f"nobody listens on port {port}")
