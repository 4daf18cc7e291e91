"""Open the house for one command: first the config, then the key, then the store.

Whatever is missing or does not fit ends the command before anything is touched.
"""

import os
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypeAlias

from cyclopts import Parameter

from glassine.cli.message_ids import sought
from glassine.cli.operator import Recorded, who
from glassine.cli.refused import Refused, because_of
from glassine.config.key_source import server_key
from glassine.config.read import find_config, read_config
from glassine.config.settings import Config
from glassine.events.facts import Action, FilterText
from glassine.events.milestones import Operated
from glassine.flow.viewing.desk import Viewer, ViewingDesk
from glassine.flow.viewing.witness import witnessed
from glassine.serve.storeroom import open_storeroom
from glassine.store.api.ids import StoreError
from glassine.store.api.operators import Role
from glassine.store.api.store import Store
from glassine.vault.server_key import NotAServerKey, ServerKey, parse_server_key
from glassine.words.clock import Clock, Milliseconds, SystemClock
from glassine.words.public import Address

ConfigFile: TypeAlias = Annotated[
    Path | None,
    Parameter(
        name="--config",
        help="The config file; else $GLASSINE_CONFIG, ./glassine.toml, or "
        "/etc/glassine/glassine.toml.",
    ),
]


@dataclass(frozen=True, slots=True)
class House:
    """What a command works with."""

    config: Config
    key: ServerKey
    store: Store
    clock: Clock

    def now(self) -> Milliseconds:
        """Return the time of day."""
        return self.clock.now()

    def recording(
        self, action: Action, asked: str = "", address: Address | None = None
    ) -> Store:
        """Return the store; what is written also says which operator did it."""
        return Recorded(self.store, self.operated(action, asked, address=address))

    def viewing(self) -> ViewingDesk:
        """Return the desk of the verbs that look."""
        return ViewingDesk(
            store=self.store,
            clock=self.clock,
            server_key=self.key,
            sought=lambda text: sought(text, self.config, self.key),
        )

    def viewer(self) -> Viewer:
        """Return who looks: whoever has the key file may see all there is to see."""
        return Viewer(who(), Role.ADMIN)

    async def looked(
        self,
        action: Action,
        asked: str,
        rows: int | None = None,
        shown: Iterable[Address] = (),
    ) -> None:
        """Keep that an operator looks, at these people. Nothing is shown before."""
        await witnessed(
            self.viewing(),
            self.viewer(),
            action,
            asked=asked,
            rows=rows,
            shown=shown,
        )

    def operated(
        self,
        action: Action,
        asked: str,
        *,
        address: Address | None = None,
        rows: int | None = None,
    ) -> Operated:
        """Return the event: this operator does this, now."""
        return Operated(
            at=self.now(),
            who=who(),
            action=action,
            filter=FilterText(asked),
            address=address,
            rows=rows,
        )


def read_house(file: Path | None) -> tuple[Config, ServerKey]:
    """Return the config and the server key. Raises `ConfigError`, `Refused`."""
    config = read_config(find_config(file, os.environ))
    try:
        return config, parse_server_key(server_key(config, os.environ))
    except NotAServerKey:
        raise Refused(
            f"{config.key_file} does not hold a server key, and nothing was touched; "
            "put back the file that `glassine init` wrote"
        ) from None


@asynccontextmanager
async def open_house(file: Path | None) -> AsyncIterator[House]:
    """Open everything, and close it in the end. Raises `ConfigError`, `Refused`."""
    config, key = read_house(file)
    clock = SystemClock()
    try:
        store = open_storeroom(config, key, clock)
        try:
            yield House(config, key, store, clock)
        finally:
            await store.close()
    except StoreError as error:
        raise because_of(error, config.data_dir) from None
