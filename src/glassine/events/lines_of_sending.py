"""Raw lines of a message on its way out: where it goes, and what became of it."""

from glassine.events.facts import Mode, Stop
from glassine.events.grammar import (
    INFO,
    NOTICE,
    ip,
    line,
    seconds,
    stamp,
    tally,
    value,
    word,
    yes,
)
from glassine.events.milestones import Bounced, Deferred, Delivered
from glassine.events.steps import Attempted, CourseFound
from glassine.words.public import Endpoint


def course_found(event: CourseFound) -> str:
    """The hook of the seed that finds a route, which is shown as text."""
    course = ", ".join(_url(event.mode, stop) for stop in event.stops)
    rest = (
        f" hook=get_mx plugin=plan function=get_mx params={event.domain.name}"
        f" retval={event.verdict} msg={value(event.why_not or course)}"
    )
    return line(event.at, INFO, event.uuid, "outbound", rest)


def attempted(event: Attempted) -> str:
    """How many loads are being delivered, and how many wait, stands in brackets."""
    rest = (
        f"Attempting to deliver to: {_place(event.stop)} using {event.mode}"
        f" ({event.sending}) ({event.waiting})"
    )
    return line(event.at, INFO, event.uuid, "outbound", rest)


def delivered(event: Delivered) -> str:
    """The seed's last line; a local mailbox has `mode=local` and no address."""
    rest = (
        f" delivered file={word(event.queue)} domain={event.domain.name}"
        f" host={event.host.name} {_endpoint(event.remote)} mode={event.mode}"
        f" tls={yes(event.tls)} auth={yes(event.auth)} response={word(event.response)}"
        f" delay={seconds(event.delay)} fails={event.fails}"
        f" rcpts={tally(event.recipients)}"
    )
    return line(event.at, NOTICE, event.uuid, "outbound", rest)


def deferred(event: Deferred) -> str:
    """As delivered, with the answer's code and when the next try is."""
    rest = (
        f" deferred file={word(event.queue)} domain={event.domain.name}"
        f" host={word(event.host)} {_endpoint(event.remote)} code={event.code}"
        f" enhanced={word(event.enhanced)} response={word(event.response)}"
        f" next={stamp(event.next_try)} fails={event.fails}"
        f" rcpts={tally(event.recipients)}"
    )
    return line(event.at, NOTICE, event.uuid, "outbound", rest)


def bounced(event: Bounced) -> str:
    """Given up: the last answer, and the uuid of the bounce."""
    rest = (
        f" bounced file={word(event.queue)} domain={event.domain.name}"
        f" code={event.code} enhanced={word(event.enhanced)}"
        f" response={word(event.response)} dsn={word(event.dsn)} fails={event.fails}"
        f" rcpts={tally(event.recipients)}"
    )
    return line(event.at, NOTICE, event.uuid, "outbound", rest)


def _endpoint(remote: Endpoint | None) -> str:
    if remote is None:
        return 'ip="" port=0'
    return f"ip={ip(remote.ip)} port={remote.port}"


def _url(mode: Mode, stop: Stop) -> str:
    return f"{mode.lower()}://{_place(stop)}"


def _place(stop: Stop) -> str:
    host = f"[{stop.host}]" if ":" in stop.host.name else stop.host.name
    return f"{host}:{stop.port}"
