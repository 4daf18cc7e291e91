"""From settings to a planner: what the operator has said of the ways out."""

from collections.abc import Mapping

from glassine.config.route_password import route_password
from glassine.config.settings import Config
from glassine.config.tables.ways import Route
from glassine.config.whereabouts import Scheme
from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.flow.sending.by_mx import MxPlanner
from glassine.flow.sending.course import Credentials, Handshake
from glassine.flow.sending.plan import Planner
from glassine.flow.sending.sts import MtaSts, StsFetcher
from glassine.flow.sending.ways import Way, Ways
from glassine.net.own_addresses import OwnAddresses
from glassine.net.sts_fetch import HttpsStsFetcher
from glassine.store.api.store import Store
from glassine.trust.resolver import Resolver
from glassine.words.chance import Chance
from glassine.words.clock import Clock


def planner(
    config: Config,
    environment: Mapping[str, str],
    *,
    store: Store,
    resolver: Resolver,
    clock: Clock,
    chance: Chance,
) -> Planner:
    """Return who finds courses. Raises `ConfigError` for a password that is missing."""
    fetcher = _fetcher(config, resolver)
    by_mx = MxPlanner(
        ways=ways(config, environment),
        resolver=resolver,
        mta_sts=MtaSts(store=store, resolver=resolver, fetcher=fetcher, clock=clock),
        is_ours=OwnAddresses(config.listen.mx),
        chance=chance,
    )
    return Planner(store=store, by_mx=by_mx)


def ways(config: Config, environment: Mapping[str, str]) -> Ways:
    """Return the ways out. Raises `ConfigError` for a password that is missing."""
    delivery = config.delivery
    return Ways(
        routes=tuple(_way(route, environment) for route in config.route),
        hostname=config.hostname,
        port=delivery.port,
        ipv6=delivery.ipv6,
        dane=delivery.dane,
        mta_sts=delivery.mta_sts,
        private_mx=delivery.private_mx,
    )


def _fetcher(config: Config, resolver: Resolver) -> StsFetcher:
    return HttpsStsFetcher(
        resolver=resolver,
        port=config.delivery.mta_sts_port,
        ca_file=config.delivery.ca_file,
        private=config.delivery.private_mx,
    )


def _way(route: Route, environment: Mapping[str, str]) -> Way:
    target = route.to
    is_smtp = target.scheme in (Scheme.SMTP, Scheme.SMTPS)
    return Way(
        domain=route.domain,
        mode=Mode.SMTP if is_smtp else Mode.LMTP,
        host=target.host,
        port=target.port,
        rule=TlsRule.NONE if target.socket else TlsRule(route.tls.value),
        handshake=_handshake(route),
        socket=target.socket,
        credentials=_credentials(route, environment),
    )


def _credentials(route: Route, environment: Mapping[str, str]) -> Credentials | None:
    password = route_password(route, environment)
    if route.user is None or password is None:
        return None
    return Credentials(route.user, password)


def _handshake(route: Route) -> Handshake:
    if route.to.scheme.tls_at_once:
        return Handshake.AT_ONCE
    never = route.to.socket is not None or route.tls.value == TlsRule.NONE.value
    return Handshake.NEVER if never else Handshake.STARTTLS
