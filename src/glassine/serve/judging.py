"""The checks that judge, put together: who is asked when, and in which order."""

from glassine.config.settings import Config
from glassine.flow.judging.judges import Judges
from glassine.flow.judging.list_trials import ListTrials
from glassine.serve.judging_client import (
    connection_checks,
    greeting_checks,
    sender_checks,
)
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver


def judges(
    config: Config, *, store: Store, resolver: Resolver, trials: ListTrials
) -> Judges:
    """Return all checks that the operator has not turned off."""
    return Judges(
        connection=connection_checks(config, resolver, trials),
        greeting=greeting_checks(config, resolver, trials),
        sender=sender_checks(config, store, resolver, trials),
    )
