"""The checks of who sent a message, made from the settings."""

from glassine.config.settings import Config
from glassine.flow.judging.authentication import Authentication
from glassine.flow.judging.judges import EnvelopeCheck
from glassine.flow.judging.spf import SpfCheck
from glassine.trust.resolver import Resolver
from glassine.words.clock import Clock
from glassine.words.finding import CheckMode


def sender_checks(config: Config, resolver: Resolver) -> tuple[EnvelopeCheck, ...]:
    """Return what is asked of the names that a client uses."""
    spf = config.spf
    if spf.fail is CheckMode.OFF:
        return ()
    return (SpfCheck(resolver=resolver, fail=spf.fail, patience=spf.time_limit),)


def authentication(config: Config, resolver: Resolver, clock: Clock) -> Authentication:
    """Return who judges signatures, chains and policies."""
    return Authentication(
        resolver=resolver,
        clock=clock,
        patience=config.dmarc.time_limit,
        reject=config.dmarc.reject,
        overrides={each.domain: each.policy for each in config.dmarc_override},
        trusted_sealers=frozenset(config.arc.trust),
        asks_spf=config.spf.fail is not CheckMode.OFF,
    )
