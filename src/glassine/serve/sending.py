"""From settings to a dispatcher: schedule, shares of destinations, and the desk."""

from glassine.config.settings import Config
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.dispatch import Dispatcher
from glassine.flow.sending.plan import Planner
from glassine.flow.sending.schedule import Schedule
from glassine.flow.sending.throttle import Rest, Share, Throttle


def dispatcher(config: Config, desk: SendingDesk, planner: Planner) -> Dispatcher:
    """Return the one that sends; it begins when it is run."""
    sending = config.sending
    throttle = Throttle(
        clock=desk.clock,
        share=Share(sending.connections, sending.messages_per_minute),
        share_of={
            each.domain: Share(
                _given(each.connections, sending.connections),
                _given(each.messages_per_minute, sending.messages_per_minute),
            )
            for each in config.destination
        },
        rest=Rest(first=sending.back_off, longest=sending.back_off_most),
    )
    return Dispatcher(desk, planner, throttle, sending.at_once)


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


def _given(own: int | None, usual: int) -> int:
    return usual if own is None else own
