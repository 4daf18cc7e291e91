"""What another server answered, made fit for the log: without the message's words.

Most answers say nothing that could be the message's, and then it is not looked at.
"""

from collections.abc import Collection

from glassine.events.facts import ScrubbedText
from glassine.events.heard import Ears, Heard, Unheard
from glassine.events.scrub import is_harmless, scrub
from glassine.flow.sending.load import Load
from glassine.mail.said import said
from glassine.store.api.ids import StoreError
from glassine.vault.suite import Damaged
from glassine.wire.smtp.answer import Answer
from glassine.words.public import HostName

LISTENED_TO = 1 << 20  # octets; of a larger message it is not known what it says


class Hearing:
    """One load while its report is settled: it is listened to once, if at all."""

    def __init__(self, load: Load, hostname: HostName) -> None:
        self._load = load
        self._known = {hostname.name, load.transaction, *_addresses(load)}
        self._ears: Ears | None = None

    def scrubbed(self, answer: Answer, known: Collection[str]) -> ScrubbedText:
        """Return the answer on one line; `known` are names seen in the connection."""
        words = answer.text.reveal().decode("utf-8", "replace").replace("\n", " ")
        names = self._known.union(known)
        if is_harmless(words, names):
            return ScrubbedText(words)
        return scrub(words, self._heard(), names)

    def _heard(self) -> Ears:
        if self._ears is None:
            self._ears = _listened(self._load)
        return self._ears


def _addresses(load: Load) -> list[str]:
    named = [str(each.recipient.path) for each in load.addressed]
    return named if load.sender.path is None else [str(load.sender.path), *named]


def _listened(load: Load) -> Ears:
    if load.size > LISTENED_TO:
        return Unheard()
    try:
        return Heard(said(b"".join(run.reveal() for run in load.content())))
    except (Damaged, StoreError):
        return Unheard()
