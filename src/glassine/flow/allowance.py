"""How much an account of ours may send, in an hour and in a day.

It is a net for the case that somebody has got hold of a password: what is sent by
hand does not come near it. Hours are those of the clock, in UTC.
"""

from dataclasses import dataclass

from glassine.store.api.store import Books
from glassine.store.api.usage import HOUR
from glassine.wire.smtp import replies
from glassine.wire.smtp.replies import Reply
from glassine.words.clock import Milliseconds
from glassine.words.public import Address

_DAY_BEFORE = 23 * HOUR  # with the hour that runs, a day


@dataclass(frozen=True, slots=True)
class Share:
    """How much of something; 0 is no limit."""

    hourly: int = 0
    daily: int = 0

    @property
    def limited(self) -> bool:
        """Tell whether there is any limit."""
        return bool(self.hourly or self.daily)


@dataclass(frozen=True, slots=True)
class Allowance:
    """How much every account may send."""

    messages: Share = Share()
    recipients: Share = Share()

    @property
    def limited(self) -> bool:
        """Tell whether anything has to be counted."""
        return self.messages.limited or self.recipients.limited

    def refuse_message(
        self, books: Books, account: Address, now: Milliseconds
    ) -> Reply | None:
        """Return why the account may not begin a message now, if so."""
        for limit, since, period in _periods(self.messages, now):
            sent = books.usage.used(account, since).messages
            if sent >= limit:
                return replies.messages_used_up(sent, limit, period, _again(now))
        return None

    def refuse_recipient(
        self, books: Books, account: Address, now: Milliseconds, in_hand: int
    ) -> Reply | None:
        """Return why there may be no recipient besides those in hand, if so."""
        for limit, since, period in _periods(self.recipients, now):
            sent = books.usage.used(account, since).recipients
            if sent + in_hand >= limit:
                return replies.recipients_used_up(sent, limit, period, _again(now))
        return None


def _periods(share: Share, now: Milliseconds) -> list[tuple[int, Milliseconds, str]]:
    """Return each limit, since when what was sent counts, and the period's name."""
    day = Milliseconds(now - _DAY_BEFORE)
    periods = [(share.hourly, now, "hour"), (share.daily, day, "day")]
    return [each for each in periods if each[0]]


def _again(now: Milliseconds) -> str:
    """Return when the next hour begins: something may be free again then."""
    return f"{(now // HOUR + 1) % 24:02}:00 UTC"
