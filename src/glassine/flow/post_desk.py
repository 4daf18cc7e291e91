"""What of a desk it takes to file a message here and to queue it for elsewhere."""

from typing import Protocol

from glassine.vault.day_keys import DayKeys
from glassine.vault.server_key import ServerKey
from glassine.words.chance import Chance
from glassine.words.clock import Clock


class PostDesk(Protocol):
    """Time, chance, and the keys to seal with."""

    @property
    def clock(self) -> Clock: ...
    @property
    def chance(self) -> Chance: ...
    @property
    def day_keys(self) -> DayKeys: ...
    @property
    def server_key(self) -> ServerKey: ...
