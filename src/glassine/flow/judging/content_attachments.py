"""Does the message bring files that nobody should open?

What is done about each class is the operator's choice; the client is told the class.
Files are looked at aside, however small: one of 20 KiB may unpack for a second.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from glassine.events.facts import CheckOrigin
from glassine.flow.judging.aside import Aside
from glassine.flow.judging.client import Client
from glassine.flow.judging.contents import Contents
from glassine.spam.attachments import brings_files, dangers_in
from glassine.spam.weights import found
from glassine.words.envelope import Envelope
from glassine.words.finding import Bearing, CheckMode, CheckName, Finding, Result
from glassine.words.reason import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentCheck:
    """Looks at attached files, and into their archives."""

    modes: Mapping[Reason, CheckMode]  # a class that is not named is noted
    aside: Aside
    origin: CheckOrigin = CheckOrigin.ATTACHMENT

    async def __call__(
        self, client: Client, envelope: Envelope, contents: Contents
    ) -> Sequence[Finding]:
        """Return the classes of danger found, in the order of their names."""
        root, octets = contents.scanned.root, contents.octets.reveal()
        dangers = set[Reason]()
        if brings_files(root, octets):
            dangers = await self.aside(lambda: dangers_in(root, octets))
        if contents.scanned.unread:  # built so that we do not see what others open
            dangers.add(Reason.BOMB)
        findings = list(self._borne(dangers - {Reason.SIZE}))
        if Reason.SIZE in dangers or not contents.whole:
            findings.append(Finding(CheckName.ATTACHMENT, Result.SKIP, Reason.SIZE))
        return findings

    def _borne(self, dangers: set[Reason]) -> Iterator[Finding]:
        for why in sorted(dangers):
            mode = self.modes.get(why, CheckMode.NOTE)
            if mode is CheckMode.OFF:
                continue
            finding = found(CheckName.ATTACHMENT, why)
            denies = mode is CheckMode.DENY
            yield replace(finding, bearing=Bearing.DENY) if denies else finding
