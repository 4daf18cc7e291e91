"""The checks that judge, put together: who is asked when, and in which order."""

from concurrent.futures import Executor

from glassine.config.settings import Config
from glassine.flow.judging.judges import Judges
from glassine.flow.judging.list_trials import ListTrials
from glassine.serve import judging_authentic, judging_client, judging_content
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver
from glassine.words.clock import Clock


def judges(
    config: Config,
    *,
    store: Store,
    resolver: Resolver,
    clock: Clock,
    trials: ListTrials,
    executor: Executor,
) -> Judges:
    """Return all checks that the operator has not turned off."""
    return Judges(
        connection=judging_client.connection_checks(config, resolver, trials),
        greeting=judging_client.greeting_checks(config, resolver, trials),
        sender=(
            *judging_client.sender_checks(config, store, resolver, trials),
            *judging_authentic.sender_checks(config, resolver),
        ),
        message=judging_content.content_checks(
            config, store=store, clock=clock, resolver=resolver, executor=executor
        ),
        authentication=judging_authentic.authentication(config, resolver, clock),
    )
