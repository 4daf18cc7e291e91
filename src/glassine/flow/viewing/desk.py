"""The desk of those who look: the events and no more, and who it is that looks."""

from collections.abc import Callable
from dataclasses import dataclass

from glassine.events.facts import OperatorName
from glassine.store.api.operators import Role
from glassine.store.api.store import Store
from glassine.vault.server_key import ServerKey
from glassine.words.clock import Clock
from glassine.words.public import MessageIdDigest

Sought = Callable[[str], tuple[MessageIdDigest, ...]]
"""From a Message-ID as typed to what the log may have for it, the likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewingDesk:
    """What the pages and the commands that look work at."""

    store: Store
    clock: Clock
    server_key: ServerKey
    sought: Sought


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and what they may see."""

    who: OperatorName
    role: Role
