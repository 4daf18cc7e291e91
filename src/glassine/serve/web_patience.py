"""HTTP with an end to waiting: who takes too long to say a request is hung up on.

uvicorn limits how long a connection may rest between requests, and not how long the
first may take to come, nor how slowly its header; some hundred such connections would
keep everybody else out.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

FOR_HEAD = 10.0  # seconds, from the connection or the last answer on


class PatientProtocol(H11Protocol):
    """Waits so long for the header of a request, and no longer."""

    patience = FOR_HEAD
    _due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Begin to wait."""
        super().connection_made(transport)
        self._wait()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._stop()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._stop()
        self._due = self.loop.call_later(self.patience, self._hang_up, self.cycle)

    def _stop(self) -> None:
        if self._due is not None:
            self._due.cancel()

    def _hang_up(self, last: RequestResponseCycle | None) -> None:
        waits = last is None or last.response_complete
        if waits and self.cycle is last and not self.transport.is_closing():
            self.transport.close()
