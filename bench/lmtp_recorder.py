"""An LMTP server that keeps only the moment at which each numbered letter came."""

import re
import socketserver
import threading
import time
from types import TracebackType
from typing import Self

_NUMBER = re.compile(rb"^Message-ID: <(\d+)@bench\.", re.MULTILINE | re.IGNORECASE)


class LmtpRecorder:
    """Runs in threads of this process within a `with` block."""

    def __init__(self) -> None:
        self._arrived: dict[int, float] = {}
        arrived = self._arrived

        class Talk(socketserver.StreamRequestHandler):
            disable_nagle_algorithm = True

            def handle(self) -> None:
                _talk(self, arrived)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Talk)
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def clear(self) -> None:
        """Forget what came."""
        self._arrived.clear()

    def wait_for(self, count: int, patience: float) -> dict[int, float]:
        """Return the moment of each, by number, once so many have come."""
        limit = time.monotonic() + patience
        while len(self._arrived) < count:
            if time.monotonic() > limit:
                raise TimeoutError(f"{len(self._arrived)} of {count} came")
            time.sleep(0.01)
        return dict(self._arrived)


def _talk(talk: socketserver.StreamRequestHandler, arrived: dict[int, float]) -> None:
    say = talk.wfile.write
    say(b"220 recorder LMTP\r\n")
    recipients = 0
    while line := talk.rfile.readline():
        verb = line[:4].upper()
        if verb == b"LHLO":
            say(b"250-recorder\r\n250-PIPELINING\r\n250 8BITMIME\r\n")
        elif verb == b"DATA":
            say(b"354 go\r\n")
            _take(talk, arrived)
            say(b"250 taken\r\n" * recipients)
            recipients = 0
        elif verb == b"QUIT":
            say(b"221 bye\r\n")
            return
        else:
            recipients += verb == b"RCPT"
            say(b"250 ok\r\n")


def _take(talk: socketserver.StreamRequestHandler, arrived: dict[int, float]) -> None:
    lines = []
    while (line := talk.rfile.readline()) not in (b".\r\n", b""):
        lines.append(line)
    found = _NUMBER.search(b"".join(lines))
    if found:
        arrived.setdefault(int(found[1]), time.monotonic())
