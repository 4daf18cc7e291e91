"""An rspamd that repeats the whole message, wherever an answer has room for words."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Gossip(BaseHTTPRequestHandler):
    """Says all it was told."""

    score = 1.0

    def do_POST(self) -> None:
        """Answer with the message's own words."""
        said = self.rfile.read(int(self.headers["Content-Length"])).decode()
        words = [word for word in said.split() if word.isalpha()]
        told = {"score": self.score, "options": words}
        symbols = {said: told, " ".join(words): told, "OURS": told}
        answer = {"action": said, "symbols": symbols, "messages": words}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@contextmanager
def gossip() -> Iterator[int]:
    """Run the gossip; return its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Gossip) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
