"""Settings of judges that are programs of their own. Out of the box there is none."""

from dataclasses import dataclass
from typing import Annotated

from glassine.config.daemons import BY_PLACE, BY_URL, Daemon
from glassine.config.kinds import SWITCH, list_of, number, one_of, or_none
from glassine.config.quantities import MIB, duration, size
from glassine.words.clock import Seconds
from glassine.words.elsewhere import OnFailure, RspamdAction
from glassine.words.public import Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Rspamd:
    """rspamd as a further judge. It sees whole messages: what it logs is its own."""

    url: Annotated[
        Daemon | None, or_none(BY_URL), "Its normal worker; left out, nobody asks it."
    ] = None
    timeout: Annotated[
        Seconds, duration("1s", "5m"), "How long its answer may take."
    ] = Seconds(10)
    on_failure: Annotated[
        OnFailure, one_of(OnFailure), "What happens when it does not answer."
    ] = OnFailure.ACCEPT
    largest: Annotated[
        Size, size("16KiB", "1GiB"), "A larger message is not shown to it."
    ] = Size(20 * MIB)
    weight: Annotated[
        float, number(0, 10), "What a point of its score weighs in ours."
    ] = 1.0
    obey: Annotated[
        tuple[RspamdAction, ...],
        list_of(one_of(RspamdAction), 'a list such as ["reject", "soft reject"]'),
        "Its actions that are done; its others only weigh by its score.",
    ] = ()
    allow_remote: Annotated[
        bool, SWITCH, "It may be on another machine, and messages go there."
    ] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clamav:
    """ClamAV's daemon. It sees whole messages; what it finds is refused."""

    address: Annotated[
        Daemon | None, or_none(BY_PLACE), "Where it is; left out, nobody asks it."
    ] = None
    timeout: Annotated[
        Seconds, duration("1s", "10m"), "How long its answer may take."
    ] = Seconds(30)
    on_failure: Annotated[
        OnFailure, one_of(OnFailure), "What happens when it does not answer."
    ] = OnFailure.ACCEPT
    largest: Annotated[
        Size,
        size("16KiB", "1GiB"),
        "A larger message is not shown to it; its own StreamMaxLength is 25MB.",
    ] = Size(25 * 10**6)
    allow_remote: Annotated[
        bool, SWITCH, "It may be on another machine, and messages go there."
    ] = False
