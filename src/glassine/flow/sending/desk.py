"""The desk that sending works at: all that it may touch, and nothing else."""

from dataclasses import dataclass

from glassine.flow.journal import Journal
from glassine.flow.notices import Notices
from glassine.flow.policy import Policy
from glassine.flow.route import Rules
from glassine.flow.sending.carrier import Carrier
from glassine.flow.sending.schedule import Schedule
from glassine.flow.sign import Signatures
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver
from glassine.vault.day_keys import DayKeys
from glassine.vault.server_key import ServerKey
from glassine.words.chance import Chance
from glassine.words.clock import Clock
from glassine.words.public import HostName


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingDesk:
    """What the dispatcher, the settling of reports, and bounces share."""

    hostname: HostName
    store: Store
    journal: Journal
    notices: Notices
    clock: Clock
    chance: Chance
    resolver: Resolver
    rules: Rules
    policy: Policy
    day_keys: DayKeys
    server_key: ServerKey
    signatures: Signatures
    schedule: Schedule
    carrier: Carrier
