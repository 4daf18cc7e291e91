"""From settings to a dispatcher: its desk, the schedule, shares, and the courier."""

from collections.abc import Mapping

from glassine.config.settings import Config
from glassine.flow.desk import Desk
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.dispatch import Dispatcher
from glassine.flow.sending.schedule import Schedule
from glassine.flow.sending.throttle import Rest, Share, Throttle
from glassine.net.authorities import Authorities
from glassine.net.courier import SmtpCarrier
from glassine.net.dial import Dialler
from glassine.net.pool import Keeping
from glassine.net.protect import Protector
from glassine.net.waits import Waits
from glassine.serve.planning import planner
from glassine.words.clock import Clock


def dispatcher(
    config: Config, environment: Mapping[str, str], desk: Desk
) -> Dispatcher:
    """Return the one that sends; it begins when it is run.

    Raises `ConfigError` for a route's password, `CertificateError` for an authority.
    """
    ways = planner(
        config,
        environment,
        store=desk.store,
        resolver=desk.resolver,
        clock=desk.clock,
        chance=desk.chance,
    )
    sending_desk = SendingDesk(
        hostname=desk.hostname,
        store=desk.store,
        journal=desk.journal,
        notices=desk.notices,
        clock=desk.clock,
        chance=desk.chance,
        resolver=desk.resolver,
        rules=desk.rules,
        policy=desk.policy,
        day_keys=desk.day_keys,
        server_key=desk.server_key,
        signatures=desk.signatures,
        schedule=schedule(config),
        carrier=_courier(config, desk.clock),
    )
    return Dispatcher(
        sending_desk, ways, _throttle(config, desk.clock), config.sending.at_once
    )


def schedule(config: Config) -> Schedule:
    """Return when what failed is tried again."""
    sending = config.sending
    return Schedule(
        waits=sending.retry,
        waits_of={
            each.domain: each.retry
            for each in config.destination
            if each.retry is not None
        },
        jitter=sending.jitter / 100,
        lifetime=sending.lifetime,
        delay_notice=sending.delay_notice,
    )


def _courier(config: Config, clock: Clock) -> SmtpCarrier:
    authorities = Authorities(clock, config.delivery.ca_file)
    return SmtpCarrier(
        hello=config.hostname,
        dialler=Dialler(),
        protector=Protector(authorities, clock),
        keeping=_keeping(config),
        waits=Waits(),
    )


def _keeping(config: Config) -> Keeping:
    return Keeping(
        messages=config.sending.messages_per_connection,
        messages_of={
            each.domain: each.messages_per_connection
            for each in config.destination
            if each.messages_per_connection is not None
        },
    )


def _throttle(config: Config, clock: Clock) -> Throttle:
    sending = config.sending
    usual = Share(sending.connections, sending.messages_per_minute)
    return Throttle(
        clock=clock,
        share=usual,
        share_of={
            each.domain: Share(
                _given(each.connections, usual.connections),
                _given(each.messages_per_minute, usual.messages_per_minute),
            )
            for each in config.destination
        },
        rest=Rest(first=sending.back_off, longest=sending.back_off_most),
    )


def _given(own: int | None, usual: int) -> int:
    return usual if own is None else own
