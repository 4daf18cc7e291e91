"""Take the messages of an APPEND as they come, in bounded memory. RFC 9051 §6.3.12"""

from collections.abc import Generator

from glassine.wire.imap import replies
from glassine.wire.imap.events import (
    AppendBegun,
    AppendDropped,
    AppendEnded,
    AppendPart,
    AppendWhole,
    Event,
    Say,
)
from glassine.wire.imap.grammar import appending
from glassine.wire.imap.grammar.scan import Malformed, Scanner
from glassine.wire.imap.intake import Intake
from glassine.wire.imap.limits import Limits
from glassine.words.private import Message


class Appends:
    """Reads from the intake what follows `tag APPEND mailbox …{310}`."""

    def __init__(self, intake: Intake, limits: Limits) -> None:
        self._intake = intake
        self._limits = limits
        self._refused = False

    def refuse(self) -> None:
        """Take nothing of the message that was just begun."""
        self._refused = True

    def take(self, begun: AppendBegun) -> Generator[Event | None, None, None]:
        """Yield this message and those after it in the same command. RFC 3502

        Raises `Malformed` where what follows a message is not part of an APPEND.
        """
        following: AppendBegun | None = begun
        while following is not None:
            begun = following
            if not (yield from self._admitted(begun)):
                return
            yield from self._octets()
            following = yield from self._following(begun)
        yield AppendEnded(begun.tag)

    def _admitted(self, begun: AppendBegun) -> Generator[Event | None, None, bool]:
        if begun.size > self._limits.message:
            raise Malformed(replies.TOO_BIG)
        self._refused = False
        yield begun
        if self._refused:
            yield from self._intake.let_go_by(
                self._limits.message, self._limits.command
            )
        return not self._refused

    def _octets(self) -> Generator[Event | None, None, None]:
        pending = self._intake.pending
        if pending is not None and pending.waits:
            yield Say(replies.CONTINUE)
        for part in self._intake.parts():
            yield None if part is None else AppendPart(Message(part))
        yield AppendWhole()

    def _following(
        self, begun: AppendBegun
    ) -> Generator[Event | None, None, AppendBegun | None]:
        line = yield from self._intake.line(self._limits.command)
        try:
            scan = Scanner(line)
            if begun.utf8:
                scan.need(b")")
            if scan.skip(b"\r\n"):
                return None
            return appending.message(scan, begun.tag, begun.mailbox)
        except Malformed:
            yield AppendDropped(begun.tag)
            raise
