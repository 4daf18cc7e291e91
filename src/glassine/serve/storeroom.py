"""Which store keeps the house's books: the only place that names a backend.

The server and its commands both come here.
"""

import os
from pathlib import Path

from glassine.config.settings import Config
from glassine.store.api.store import Store
from glassine.store.sqlite.copying import copy_store
from glassine.store.sqlite.opening import create_store, open_store
from glassine.vault.server_key import ServerKey
from glassine.words.chance import Chance
from glassine.words.clock import Clock


def make_storeroom(data_dir: Path, key: ServerKey) -> None:
    """Make an empty store that belongs to this key. Raises `Duplicate`, `Full`."""
    create_store(data_dir, key.id)


def open_storeroom(
    config: Config, key: ServerKey, clock: Clock, chance: Chance = os.urandom
) -> Store:
    """Open the store. Raises what `open_store` raises; then nothing was changed."""
    return open_store(config.data_dir, key_id=key.id, clock=clock, chance=chance)


def copy_storeroom(data_dir: Path, to: Path) -> None:
    """Copy a store, in use or not, as of one moment. Raises what `copy_store` does."""
    copy_store(data_dir, to)
