"""Settings of what the operator keeps and sees: records, and the raw log."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from glassine.config.kinds import one_of
from glassine.config.quantities import DAY, duration
from glassine.words.clock import Seconds


class MessageIdForm(StrEnum):
    """How the log shows a Message-ID."""

    DIGEST = "digest"
    CLEAR = "clear"


LONGEST = Seconds(3650 * DAY)  # that anything is kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Privacy:
    """What the operator keeps of what the operator may see."""

    message_id: Annotated[
        MessageIdForm,
        one_of(MessageIdForm),
        "How the log shows a Message-ID: as a keyed digest, or as it is.",
    ] = MessageIdForm.DIGEST
    keep_events: Annotated[
        Seconds, duration("1h", "3650d"), "How long JSON records are kept."
    ] = Seconds(30 * DAY)
    keep_traces: Annotated[
        Seconds, duration("1h", "3650d"), "How long raw log lines are kept."
    ] = Seconds(7 * DAY)
    blur_addresses: Annotated[
        Seconds,
        duration("1h", "3650d"),
        "When remote IP addresses are cut to /24 and /48 in what is kept. As it stands"
        " nothing is kept that long, so it never happens.",
    ] = LONGEST
    drop_addresses: Annotated[
        Seconds,
        duration("1h", "3650d"),
        "When remote IP addresses, remote host names and answers, and the local parts"
        " of foreign addresses go from what is kept. As it stands, never.",
    ] = LONGEST


class LogLevel(StrEnum):
    """How much of the raw log `serve` prints: this level and graver ones."""

    ERROR = "error"
    NOTICE = "notice"
    INFO = "info"


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The raw log on standard output. Nothing of a message is in it at any level."""

    level: Annotated[
        LogLevel, one_of(LogLevel), "Print lines of this level and graver ones."
    ] = LogLevel.INFO
