"""Judges elsewhere as checks of ours: their rules become findings, with weights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.flow.judging.scanners import (
    Opinion,
    Shown,
    Silence,
    SpamScanner,
    Symbol,
    VirusScanner,
)
from glassine.words.elsewhere import OnFailure, RspamdAction
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing, CheckName, Finding, Result
from glassine.words.public import Size
from glassine.words.reason import Reason

MOST_SYMBOLS = 60  # of one message; the lightest are left out
MALWARE = 20.0  # it is refused anyhow
_ASKED = {
    RspamdAction.REJECT: (Reason.REFUSED, Bearing.DENY),
    RspamdAction.SOFT_REJECT: (Reason.PUT_OFF, Bearing.DEFER),
    RspamdAction.GREYLIST: (Reason.PUT_OFF, Bearing.DEFER),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RspamdCheck:
    """Asks rspamd."""

    scanner: SpamScanner
    weight: float  # of a point of its score
    obey: frozenset[RspamdAction]
    on_failure: OnFailure
    largest: Size
    origin: CheckOrigin = CheckOrigin.RSPAMD

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return its symbols as findings, and its action where that is obeyed."""
        if contents.scanned.size > self.largest:
            return (Finding(CheckName.RSPAMD, Result.SKIP, Reason.SIZE),)
        said = await self.scanner.scan(_shown(client, envelope, contents))
        if isinstance(said, Silence):
            return (_unanswered(CheckName.RSPAMD, self.on_failure),)
        return tuple(self._findings(said))

    def _findings(self, said: Opinion) -> Iterator[Finding]:
        heaviest = sorted(said.symbols, key=lambda symbol: -abs(symbol.score))
        yield from map(self._finding, heaviest[:MOST_SYMBOLS])
        if said.action is not None and said.action in self.obey:
            why, bearing = _ASKED[said.action]
            yield Finding(CheckName.RSPAMD, Result.FAIL, why, bearing=bearing)

    def _finding(self, symbol: Symbol) -> Finding:
        return Finding(
            CheckName.RSPAMD,
            Result.FAIL if symbol.score > 0 else Result.PASS,
            value=symbol.name,
            weight=round(symbol.score * self.weight, 2),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClamavCheck:
    """Asks ClamAV; what it knows is refused."""

    scanner: VirusScanner
    on_failure: OnFailure
    largest: Size
    origin: CheckOrigin = CheckOrigin.CLAMD

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return the signatures that fit."""
        if contents.scanned.size > self.largest:
            return (Finding(CheckName.CLAMAV, Result.SKIP, Reason.SIZE),)
        said = await self.scanner.scan(_shown(client, envelope, contents))
        if isinstance(said, Silence):
            return (_unanswered(CheckName.CLAMAV, self.on_failure),)
        return tuple(
            Finding(
                CheckName.CLAMAV,
                Result.FAIL,
                Reason.MALWARE,
                name,
                weight=MALWARE,
                bearing=Bearing.DENY,
            )
            for name in said
        )


def _shown(client: Client, envelope: Envelope, contents: Contents) -> Shown:
    size, whole = Size(contents.scanned.size), contents.whole
    runs = iter([contents.octets]) if whole else contents.runs()
    return Shown(client, envelope, size, runs)


def _unanswered(check: CheckName, on_failure: OnFailure) -> Finding:
    """Return that it did not answer, and what that means."""
    later = on_failure is OnFailure.DEFER
    bearing = Bearing.DEFER if later else Bearing.NOTE
    return Finding(check, Result.ERR, Reason.NO_ANSWER, bearing=bearing)
