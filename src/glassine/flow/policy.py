"""What the operator has decided, as the verbs need it."""

from collections.abc import Callable
from dataclasses import dataclass

from glassine.flow.allowance import Allowance
from glassine.words.finding import CheckName
from glassine.words.public import IpAddress, IpNetwork, MessageIdDigest


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Settings that decide something about mail; see docs/settings.md."""

    allow_plain_from: tuple[IpNetwork, ...]
    denying_helo_checks: frozenset[CheckName]
    delay_deny: bool
    hide_submitter: bool
    hops: int  # Received fields; more is a loop
    allowance: Allowance
    show_message_id: Callable[[bytes], MessageIdDigest]

    def may_log_in_plainly(self, ip: IpAddress) -> bool:
        """Tell whether this address may log in without TLS."""
        return any(ip in network for network in self.allow_plain_from)
