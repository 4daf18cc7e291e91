"""From settings to the checks that remember: lists, rates, greylist, acquaintances."""

from dataclasses import dataclass

from glassine.config.settings import Config
from glassine.flow.judging.access import (
    AccessLists,
    ListedClient,
    ListedGreeting,
    ListedRecipient,
    ListedSender,
    by_key,
)
from glassine.flow.judging.correspondents import (
    Acquaintance,
    KnownAuthor,
    KnownSender,
)
from glassine.flow.judging.greylist import Terms
from glassine.flow.judging.greylisting import Greylisting
from glassine.flow.judging.judges import ClientCheck, EnvelopeCheck, MessageCheck
from glassine.flow.judging.rates import RecipientRates, SenderRates
from glassine.flow.judging.reputation import ReputationCheck
from glassine.flow.judging.turnstile import Turnstile
from glassine.flow.judging.window import Windows
from glassine.flow.route import Rules
from glassine.store.api.store import Store
from glassine.trust.own_networks import OwnNetworks
from glassine.vault.server_key import ServerKey
from glassine.words.access import AccessRule
from glassine.words.clock import Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembering:
    """The checks that remember something, by when they are asked, as in `Judges`."""

    turnstile: Turnstile
    connection: tuple[ClientCheck, ...]
    greeting: tuple[ClientCheck, ...]
    sender: tuple[EnvelopeCheck, ...]
    recipient: tuple[EnvelopeCheck, ...]
    welcome: tuple[EnvelopeCheck, ...]
    message: tuple[MessageCheck, ...]


def remembering(
    config: Config, *, store: Store, clock: Clock, rules: Rules, server_key: ServerKey
) -> Remembering:
    """Return the checks that are on."""
    lists = access_lists(config, store, clock)
    acquaintance = Acquaintance(store=store, rules=rules, server_key=server_key)
    known: list[EnvelopeCheck] = []
    authors: list[MessageCheck] = []
    if config.correspondents.enabled:
        authors.append(KnownAuthor(acquaintance=acquaintance))
        known.append(KnownSender(acquaintance=acquaintance))
    if config.reputation.enabled:
        half_life = config.reputation.half_life
        known.append(ReputationCheck(half_life=half_life, store=store, clock=clock))
    if config.greylisting.enabled:
        known.append(
            Greylisting(
                terms=_terms(config),
                store=store,
                clock=clock,
                server_key=server_key,
                acquaintance=acquaintance,
            )
        )
    recipient_rates = Windows(config.rates.per_recipient)
    return Remembering(
        turnstile=_turnstile(config, clock, lists),
        connection=(ListedClient(lists),),
        greeting=(ListedGreeting(lists),),
        sender=(ListedSender(lists), _sender_rates(config, clock)),
        recipient=(
            ListedRecipient(lists),
            RecipientRates(per_recipient=recipient_rates, clock=clock),
            *known,
        ),
        welcome=(ListedRecipient(lists),),
        message=tuple(authors),
    )


def access_lists(config: Config, store: Store, clock: Clock) -> AccessLists:
    """Return the operator's lists: those of the configuration, and the store's."""
    rules = (
        AccessRule(
            match=each.match, action=each.action, reason=each.reason, until=each.until
        )
        for each in config.access
    )
    return AccessLists(written=by_key(rules), store=store, clock=clock)


def _terms(config: Config) -> Terms:
    settings = config.greylisting
    return Terms(
        wait=settings.wait, retry_within=settings.retry_within, keep=settings.keep
    )


def _sender_rates(config: Config, clock: Clock) -> SenderRates:
    rates = config.rates
    return SenderRates(
        per_ip=Windows(rates.per_ip),
        per_network=Windows(rates.per_network),
        per_domain=Windows(rates.per_sender_domain),
        clock=clock,
    )


def _turnstile(config: Config, clock: Clock, lists: AccessLists) -> Turnstile:
    return Turnstile(
        per_ip=config.rates.connections_per_ip,
        per_network=config.rates.connections_per_network,
        clock=clock,
        own=OwnNetworks(config.judging.own_networks),
        is_allowed=lists.is_allowed,
    )
