"""The doors of the viewer: uvicorn in this process, on ports that were taken before.

On loopback it speaks plain HTTP; anywhere else TLS, with the certificate that mail has.
"""

import asyncio
import socket
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from glassine.config.settings import Config
from glassine.config.tables.doors import TlsVersion
from glassine.serve.web_patience import PatientProtocol

CROWD = 500  # connections at once
GOODBYE = 2  # seconds that a live tail has to end
HEAD = 16 << 10  # octets of a request's header
MINIMUM = {
    TlsVersion.TLS_1_2: ssl.TLSVersion.TLSv1_2,
    TlsVersion.TLS_1_3: ssl.TLSVersion.TLSv1_3,
}


class _Server(uvicorn.Server):
    """Leaves the process's signals to the house."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class WebDoors:
    """Every port of the viewer."""

    def __init__(
        self, config: Config, application: Callable[[bool], Starlette]
    ) -> None:
        """`application` is asked for one that stands behind TLS, or does not."""
        self._config = config
        self._application = application
        self._context: ssl.SSLContext | None = None
        self._servers: list[tuple[_Server, asyncio.Task[None]]] = []

    def open(self, ports: Sequence[socket.socket]) -> None:
        """Let browsers in; who comes before all is ready waits in the port's queue."""
        near = [port for port in ports if _is_near(port)]
        far = [port for port in ports if not _is_near(port)]
        if near:
            self._serve(near, None, self._config.web.behind_tls)
        if far:
            self._context = self._new_context()
            self._serve(far, self._context, True)

    def reload(self) -> None:
        """Show the certificate as it is now; connections that are open keep theirs."""
        if self._context is not None:
            tls = self._config.tls
            self._context.load_cert_chain(tls.certificate, tls.key)

    async def close(self) -> None:
        """Say goodbye to all, and wait until they have left."""
        for server, _ in self._servers:
            server.should_exit = True
        serving = [task for _, task in self._servers]
        await asyncio.gather(*serving, return_exceptions=True)

    def _serve(
        self, ports: list[socket.socket], context: ssl.SSLContext | None, tls: bool
    ) -> None:
        config = _settings(self._application(tls))
        config.load()
        config.ssl = context
        server = _Server(config)
        task = asyncio.get_running_loop().create_task(server.serve(sockets=ports))
        self._servers.append((server, task))

    def _new_context(self) -> ssl.SSLContext:
        tls = self._config.tls
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = MINIMUM[tls.minimum]
        context.load_cert_chain(tls.certificate, tls.key)
        return context


def _settings(application: Starlette) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=CROWD,
        timeout_graceful_shutdown=GOODBYE,
        h11_max_incomplete_event_size=HEAD,
    )


def _is_near(port: socket.socket) -> bool:
    place = port.getsockname()[0]
    return bool(place.startswith("127.") or place == "::1")
