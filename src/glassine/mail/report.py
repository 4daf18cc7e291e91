"""What a report tells: what became of a message, for each of its recipients. RFC 3464

`report_letter` writes it. A report is content: it holds the header of the message it
tells of, and what another server said, which may quote that message.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from glassine.words.clock import Milliseconds
from glassine.words.public import Address, DeliveryId, EnhancedCode, HostName


class Action(StrEnum):
    """What was done for a recipient. RFC 3464 §2.3.3"""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"

    @property
    def succeeded(self) -> bool:
        """Tell whether there is nothing to worry about."""
        return self not in (Action.FAILED, Action.DELAYED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Why, in the words of another server or in ours."""

    host: HostName | None  # who said so; None where it was us, or nobody's business
    code: int
    words: str  # without the codes
    ours: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fared:
    """How one recipient fared."""

    original: str | None  # ORCPT as it was given: "rfc822;user@example.org"
    final: Address
    action: Action
    status: EnhancedCode
    said: Said | None
    tried: Milliseconds
    until: Milliseconds | None  # of a delay: when the tries end
    log_id: DeliveryId


@dataclass(frozen=True, slots=True)
class Returned:
    """What of the message goes back: its header, or the whole."""

    octets: bytes
    whole: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a report says. The recipients' actions are of one kind."""

    reporter: HostName
    unique: str  # makes the Message-ID and the boundary
    to: Address
    now: Milliseconds
    arrived: Milliseconds
    received_from: HostName | None  # None where that is a submitter's own business
    envelope_id: str | None  # ENVID. RFC 3461 §4.4
    fared: Sequence[Fared]
    returned: Returned | None
    utf8: bool  # RFC 6533: addresses or header are more than ASCII
