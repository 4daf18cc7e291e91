"""Raw lines of a message on its way out: where it goes, and what became of it."""

from glassine.events.facts_of_sending import Mode, Stop
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
    how = (
        f"host={event.host.name} {_endpoint(event.remote)} mode={event.mode}"
        f" tls={yes(event.tls)} auth={yes(event.auth)} response={word(event.response)}"
        f" delay={seconds(event.delay)}"
    )
    return _became("delivered", event, how)


def deferred(event: Deferred) -> str:
    """As delivered, with the answer's code and when the next try is."""
    host = f"host={word(event.host)} {_endpoint(event.remote)}"
    return _became(
        "deferred", event, f"{host} {_answer(event)} next={stamp(event.next_try)}"
    )


def bounced(event: Bounced) -> str:
    """Given up: the last answer, and the uuid of the bounce."""
    return _became("bounced", event, f"{_answer(event)} dsn={word(event.dsn)}")


def _became(what: str, event: Delivered | Deferred | Bounced, how: str) -> str:
    """Return the line of what became of a recipient: all begin and end alike."""
    rest = (
        f" {what} file={word(event.queue)} domain={event.domain.name} {how}"
        f" fails={event.fails} rcpts={tally(event.recipients)}"
    )
    return line(event.at, NOTICE, event.uuid, "outbound", rest)


def _answer(event: Deferred | Bounced) -> str:
    return (
        f"code={event.code} enhanced={word(event.enhanced)}"
        f" response={word(event.response)}"
    )


def _endpoint(remote: Endpoint | None) -> str:
    if remote is None:
        return 'ip="" port=0'
    return f"ip={ip(remote.ip)} port={remote.port}"


def _url(mode: Mode, stop: Stop) -> str:
    return f"{mode.lower()}://{_place(stop)}"


def _place(stop: Stop) -> str:
    host = f"[{stop.host}]" if ":" in stop.host.name else stop.host.name
    return f"{host}:{stop.port}"
