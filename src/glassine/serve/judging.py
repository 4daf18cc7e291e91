"""The checks that judge, put together: who is asked when, and in which order."""

from concurrent.futures import Executor

from glassine.config.settings import Config
from glassine.flow.judging.judges import Judges
from glassine.flow.judging.list_trials import ListTrials
from glassine.flow.route import Rules
from glassine.serve import judging_authentic, judging_client
from glassine.serve.judging_content import content_checks
from glassine.serve.judging_counters import remembering
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver
from glassine.vault.server_key import ServerKey
from glassine.words.clock import Clock


def judges(
    config: Config,
    *,
    store: Store,
    resolver: Resolver,
    clock: Clock,
    rules: Rules,
    server_key: ServerKey,
    trials: ListTrials,
    executor: Executor,
) -> Judges:
    """Return all checks that the operator has not turned off."""
    remember = remembering(
        config, store=store, clock=clock, rules=rules, server_key=server_key
    )
    return Judges(
        turnstile=remember.turnstile,
        connection=(
            *remember.connection,
            *judging_client.connection_checks(config, resolver, trials),
        ),
        greeting=(
            *remember.greeting,
            *judging_client.greeting_checks(config, resolver, trials),
        ),
        sender=(
            *remember.sender,
            *judging_client.sender_checks(config, store, resolver, trials),
            *judging_authentic.sender_checks(config, resolver),
        ),
        recipient=remember.recipient,
        welcome=remember.welcome,
        authentication=judging_authentic.authentication(config, resolver, clock),
        message=(
            *remember.message,
            *content_checks(
                config,
                store=store,
                clock=clock,
                resolver=resolver,
                trials=trials,
                server_key=server_key,
                executor=executor,
            ),
        ),
    )
