"""Who talks before being greeted does not wait for answers: software for spam.

Whether somebody did is known once they are greeted, so it is asked with their HELO.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.bearing import Modes, borne
from glassine.flow.judging.client import Client
from glassine.words.finding import CheckName, Finding, Result

WEIGHT = 2.0  # RFC 5321 §4.3.1: a client waits. No server of standing does not


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyTalker:
    """Looks whether the client waited for the greeting."""

    modes: Modes
    origin: CheckOrigin = CheckOrigin.EARLY_TALKER

    async def __call__(self, client: Client) -> Sequence[Finding]:
        """Return a finding about one who did not wait; a second HELO adds nothing."""
        if not client.early:
            return ()
        weight = 0.0 if client.greeting_before else WEIGHT
        found = Finding(CheckName.EARLY_TALKER, Result.FAIL, weight=weight)
        return borne(self.modes, (found,))
