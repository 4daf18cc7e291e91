"""The desk a verb works at: everything it may touch lies on it, and nothing else."""

from dataclasses import dataclass

from glassine.flow.journal import Journal
from glassine.flow.judging.deeds import Deeds
from glassine.flow.judging.judges import NO_JUDGES, Judges
from glassine.flow.login import Login
from glassine.flow.notices import Notices
from glassine.flow.outbox import Outbox
from glassine.flow.policy import Policy
from glassine.flow.route import Rules
from glassine.flow.sign import Signatures
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver
from glassine.vault.day_keys import DayKeys
from glassine.vault.server_key import ServerKey
from glassine.words.chance import Chance
from glassine.words.clock import Clock
from glassine.words.public import HostName


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What SMTP and LMTP sessions share."""

    hostname: HostName
    store: Store
    journal: Journal
    notices: Notices
    outbox: Outbox
    clock: Clock
    chance: Chance
    resolver: Resolver
    login: Login
    rules: Rules
    policy: Policy
    day_keys: DayKeys
    server_key: ServerKey
    signatures: Signatures
    deeds: Deeds
    judges: Judges = NO_JUDGES
