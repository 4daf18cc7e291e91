"""How fast the bare SMTP engine is: no sockets, no sealing, one core.

    python bench/smtp_engine.py

Prints pipelined commands, 4 KB messages and megabytes a second, and the peak memory
of one 50 MB message that is thrown away as it comes.
"""

import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from glassine.wire.smtp import replies
from glassine.wire.smtp.events import Abandoned, Arrived, Closing, Part, Reset
from glassine.wire.smtp.limits import Dialect, Limits, Offer
from glassine.wire.smtp.server import SmtpServer

ENVELOPE = b"MAIL FROM:<x@a.example> SIZE=4000\r\nRCPT TO:<y@example.org>\r\nDATA\r\n"
LINE = b"The quick brown fox jumps over the lazy dog, and then once more, slowly.\r\n"
RECEIVED_AT_ONCE = 262_144  # what one read from a socket brings at most


def engine() -> SmtpServer:
    """Return an engine that has been greeted, and has no small limits."""
    many = 1 << 60
    limits = Limits(transactions=many, idle_commands=many, message=many)
    smtp = SmtpServer(
        hostname="mx.example.org", dialect=Dialect.MX, limits=limits, offer=Offer()
    )
    smtp.greet()
    say(smtp, b"EHLO a.example\r\n")
    return smtp


def say(smtp: SmtpServer, data: bytes) -> None:
    """Feed and agree to everything."""
    for event in smtp.receive(data):
        match event:
            case Part() | Reset():
                pass
            case Arrived():
                smtp.answer(replies.OK)
            case Abandoned() | Closing():
                raise SystemExit("the engine refused the message")
            case _:
                smtp.answer()
    smtp.to_send()


def send(smtp: SmtpServer, content: bytes) -> None:
    """Send one message, its content in pieces as a socket brings them."""
    say(smtp, ENVELOPE)
    for start in range(0, len(content), RECEIVED_AT_ONCE):
        say(smtp, content[start : start + RECEIVED_AT_ONCE])


def rate(times: int, act: Callable[[], None]) -> float:
    """Return how often a second `act` can be done, in the best of five rounds."""
    best = 0.0
    for _ in range(5):
        started = perf_counter()
        for _ in range(times):
            act()
        best = max(best, times / (perf_counter() - started))
    return best


def commands() -> float:
    """Return pipelined RCPT commands a second."""
    smtp = engine()
    batch = b"MAIL FROM:<x@a.example>\r\n" + b"RCPT TO:<y@example.org>\r\n" * 98
    batch += b"RSET\r\n"
    return 100 * rate(40, lambda: say(smtp, batch))


def messages(size: int, times: int) -> float:
    """Return messages of about `size` octets a second."""
    smtp = engine()
    content = LINE * (size // len(LINE)) + b".\r\n"
    return rate(times, lambda: send(smtp, content))


def peak(megabytes: int) -> float:
    """Return the most memory, in MB, that one long message made the engine use."""
    smtp = engine()
    say(smtp, ENVELOPE)
    piece = LINE * (RECEIVED_AT_ONCE // len(LINE))
    tracemalloc.start()
    for _ in range(megabytes * 1_000_000 // len(piece)):
        say(smtp, piece)
    say(smtp, b".\r\n")
    return tracemalloc.get_traced_memory()[1] / 1e6


def main() -> None:
    """Measure and print."""
    print(f"{commands():>10,.0f} pipelined commands/s")
    print(f"{messages(4096, 4_000):>10,.0f} messages of 4 KB/s")
    print(f"{messages(1_000_000, 60):>10,.0f} MB/s in messages of 1 MB")
    print(f"{peak(50):>10,.1f} MB of memory at most for a message of 50 MB")


if __name__ == "__main__":
    main()
