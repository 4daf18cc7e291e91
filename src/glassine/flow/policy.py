"""What the operator has decided, as the verbs need it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from glassine.flow.allowance import Allowance
from glassine.flow.judging.weigh import Scale
from glassine.trust.own_networks import OwnNetworks
from glassine.words.finding import CheckMode, CheckName
from glassine.words.public import IpAddress, IpNetwork, MessageIdDigest, Size


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Settings that decide something about mail; see docs/settings.md."""

    allow_plain_from: tuple[IpNetwork, ...]
    helo: Mapping[CheckName, CheckMode]
    own_networks: OwnNetworks  # whose clients are not judged
    delay_deny: bool
    look_at: Size  # octets of a message kept in the clear while it is judged
    scale: Scale = field(default_factory=Scale)  # what is spam, and for whom
    weights: Mapping[str, float] = field(default_factory=dict)  # of rules, where set
    rejects: bool = False  # what is refused for reputation is kept for its recipients
    hide_submitter: bool
    hops: int  # Received fields; more is a loop
    allowance: Allowance
    remembers_correspondents: bool
    show_message_id: Callable[[bytes], MessageIdDigest]

    def may_log_in_plainly(self, ip: IpAddress) -> bool:
        """Tell whether this address may log in without TLS."""
        return any(ip in network for network in self.allow_plain_from)
