"""What the house does beside its mail: it prunes, makes checkpoints, tries lists."""

import asyncio
from collections.abc import Iterator
from functools import partial

from glassine.flow.viewing.checkpoint_post import post_checkpoint
from glassine.serve.checkpoints import CheckpointFiles, keep_checkpoints
from glassine.serve.compose import House
from glassine.serve.retention import Memory, keep_pruning


def upkeep(house: House) -> Iterator[asyncio.Task[None]]:
    """Begin each, and yield it; it goes on until it is cancelled."""
    loop, config = asyncio.get_running_loop(), house.config
    key = house.desk.server_key.checkpoint_key()
    yield loop.create_task(
        keep_pruning(
            house.store,
            house.journal,
            house.clock,
            config.privacy,
            key,
            Memory(
                greylisting=config.greylisting,
                reputation=config.reputation,
                correspondents=config.correspondents,
                judging=config.judging,
            ),
        )
    )
    yield loop.create_task(
        keep_checkpoints(
            house.store,
            house.journal,
            house.clock,
            key,
            config.hostname,
            CheckpointFiles(config.checkpoints),
            [partial(post_checkpoint, house.desk)],
        )
    )
    yield loop.create_task(house.list_trials.keep_trying())
