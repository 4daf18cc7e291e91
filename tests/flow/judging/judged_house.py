"""A house whose strangers are judged by what is remembered, and a clock set by hand."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.client import Client
from glassine.flow.judging.judges import EnvelopeCheck, Judges
from glassine.serve.compose import deeds
from glassine.serve.judging_counters import remembering
from glassine.words.clock import Clock, Milliseconds, Seconds
from glassine.words.envelope import Envelope
from glassine.words.finding import CheckName, Finding, Result
from glassine.words.public import Protocol
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import House, house

ANN, BOB = "ann@example.org", "bob@example.org"
ZOE, MAX = "zoe@example.net", "max@example.com"
STRANGER = "198.51.100.7"


class AheadClock:
    """The machine's clock, as far ahead as a test wants."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = 0.0

    def now(self) -> Milliseconds:
        """Return the time of day."""
        return Milliseconds(self._clock.now() + int(self._ahead * 1000))

    def ticks(self) -> Seconds:
        """Return a reading that only grows."""
        return Seconds(self._clock.ticks() + self._ahead)

    def ahead(self, seconds: float) -> None:
        """Let time pass."""
        self._ahead += seconds


class Vouching:
    """Says of senders what a test has it say: that SPF passes for these domains."""

    origin = CheckOrigin.ACCESS

    def __init__(self) -> None:
        self.domains: set[str] = set()

    async def __call__(self, client: Client, envelope: Envelope) -> Sequence[Finding]:
        """Return that SPF passes, if so it shall be."""
        sender = envelope.sender.path
        if sender is None or sender.domain.name not in self.domains:
            return ()
        return (Finding(CheckName.SPF, Result.PASS, None, sender.domain),)


class Judged:
    """What a test does with the house."""

    def __init__(self, home: House) -> None:
        self.home = home
        self.clock = AheadClock(home.desk.clock)
        self.spf = Vouching()
        made = remembering(
            home.config,
            store=home.desk.store,
            clock=self.clock,
            rules=home.desk.rules,
            server_key=home.server_key,
        )
        sender: tuple[EnvelopeCheck, ...] = (self.spf, *made.sender)
        judges = Judges(
            turnstile=made.turnstile,
            connection=made.connection,
            greeting=made.greeting,
            sender=sender,
            recipient=made.recipient,
            welcome=made.welcome,
        )
        counting = deeds(home.config, home.desk.store, self.clock)
        home.desk = replace(home.desk, clock=self.clock, judges=judges, deeds=counting)
        self.door = home.open(Protocol.MX)

    def later(self, seconds: float) -> None:
        """Let time pass."""
        self.clock.ahead(seconds)

    def settle(self) -> None:
        """Wait until what was to be written is on disk."""
        self.home.records()

    def come(self, ip: str = STRANGER) -> BehindProxy:
        """Come in from an address."""
        return BehindProxy(self.door, ip)

    def answer(
        self, sender: str, recipient: str, ip: str = STRANGER, helo: str = "mx.example"
    ) -> str:
        """Return what RCPT is answered, once all before it is on disk."""
        self.settle()
        with self.come(ip) as talk:
            talk.hello(helo)
            assert talk.say(f"MAIL FROM:<{sender}>").code == 250
            reply = talk.say(f"RCPT TO:<{recipient}>")
            return f"{reply.code} {reply.text}"


@contextmanager
def judged(place: Path, **settings: Any) -> Iterator[Judged]:
    """Run a house with Ann and Bob in it, for a while."""
    with house(place, **{"smtp": TRUSTING, **settings}) as home:
        home.add(ANN)
        home.add(BOB)
        yield Judged(home)
