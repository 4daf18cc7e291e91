"""Settings of judging as a whole: whom it spares, and where its scores lead."""

from dataclasses import dataclass
from typing import Annotated

from glassine.config.kinds import (
    NETWORKS,
    SWITCH,
    WHOSE,
    WORD,
    list_of,
    number,
    or_none,
)
from glassine.config.quantities import DAY, MIB, duration, size
from glassine.words.clock import Seconds
from glassine.words.networks import PRIVATE_NETWORKS
from glassine.words.public import Address, Domain, IpNetwork, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """Who is judged, for how long, and how much of a message is looked at."""

    own_networks: Annotated[
        tuple[IpNetwork, ...],
        NETWORKS,
        "Networks whose clients pass `mx` unjudged: private ones and this machine.",
    ] = PRIVATE_NETWORKS
    dns_wait: Annotated[
        Seconds,
        duration("1s", "1m"),
        "How long a check may wait for DNS; then it goes on without the answer.",
    ] = Seconds(5)
    look_at: Annotated[
        Size,
        size("16KiB", "256MiB"),
        "How much of a message is kept in memory while its content is judged.",
    ] = Size(2 * MIB)
    rejects: Annotated[
        bool,
        SWITCH,
        "Keep what is refused for reputation, sealed, in the folder `Rejects` of its"
        " recipients. The sender is refused all the same, after DATA.",
    ] = False
    rejects_keep: Annotated[
        Seconds, duration("1h", "365d"), "How long it stays in that folder."
    ] = Seconds(14 * DAY)
    extra: Annotated[
        tuple[str, ...],
        list_of(WORD, 'a list of names such as ["local-rules"]'),
        "Checks from other packages, by entry point; see judging-content.md.",
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """From which score on a message is probably spam, goes to Junk, is refused."""

    probable: Annotated[float, number(-100, 1000), "Probably spam; to the inbox."] = 4.0
    spam: Annotated[float, number(-100, 1000), "Spam; to Junk."] = 6.0
    refuse: Annotated[
        float, number(-100, 1000), "Refused, if it is as much for every recipient."
    ] = 15.0

    @property
    def in_order(self) -> bool:
        """Tell whether each is for worse messages than the one before."""
        return self.probable <= self.spam <= self.refuse


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdsFor:
    """What is different for one domain or account; the rest is as in `[thresholds]`."""

    who: Annotated[Address | Domain, WHOSE, "Whose mail."]
    probable: Annotated[
        float | None, or_none(number(-100, 1000)), "Probably spam; to the inbox."
    ] = None
    spam: Annotated[float | None, or_none(number(-100, 1000)), "Spam; to Junk."] = None
    refuse: Annotated[float | None, or_none(number(-100, 1000)), "Refused."] = None

    def over(self, usual: Thresholds) -> Thresholds:
        """Return the usual ones, with what is different here."""
        return Thresholds(
            probable=usual.probable if self.probable is None else self.probable,
            spam=usual.spam if self.spam is None else self.spam,
            refuse=usual.refuse if self.refuse is None else self.refuse,
        )
