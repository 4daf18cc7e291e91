"""From facts to signs: which of them need somebody's care, and how soon."""

from glassine.flow.viewing.health import Health
from glassine.web.records import moment, size, span
from glassine.web.viewing import Mood, Sign

DAY = 86_400_000  # milliseconds
SOON, NOW = 14 * DAY, 2 * DAY  # before a certificate ends
SCARCE, NONE = 0.15, 0.05  # of a disk
OLD = DAY // 2  # of a message in the queue


def signs(facts: Health) -> list[Sign]:
    """Return a sign for each part of the house."""
    return [
        _certificate(facts),
        _disk(facts),
        _backlog(facts),
        _writing(facts),
        _clock(facts),
        _domains(facts),
    ]


def _certificate(facts: Health) -> Sign:
    if facts.certificate_expires is None:
        return Sign("Certificate", Mood.UNKNOWN, "there is none")
    left = facts.certificate_expires - facts.now
    if left <= 0:
        return Sign("Certificate", Mood.BAD, "it has expired")
    mood = Mood.BAD if left < NOW else Mood.WARNING if left < SOON else Mood.OK
    until = moment(facts.certificate_expires, "%Y-%m-%d")
    return Sign("Certificate", mood, f"good until {until}, {span(left)} from now")


def _disk(facts: Health) -> Sign:
    share = facts.disk_free / facts.disk_total if facts.disk_total else 0.0
    mood = Mood.BAD if share < NONE else Mood.WARNING if share < SCARCE else Mood.OK
    said = f"{size(facts.disk_free)} free of {size(facts.disk_total)} ({share:.0%})"
    return Sign("Disk", mood, said)


def _backlog(facts: Health) -> Sign:
    age = facts.now - facts.oldest if facts.oldest is not None else 0
    since = f", the oldest for {span(age)}" if facts.waiting else ""
    mood = Mood.WARNING if age > OLD else Mood.OK
    return Sign("Queue", mood, f"{facts.waiting} to be sent{since}")


def _writing(facts: Health) -> Sign:
    if not facts.write_failures:
        return Sign("Store", Mood.OK, "all that was to be written was written")
    said = f"{facts.write_failures} log writes failed since the server started"
    return Sign("Store", Mood.BAD, said)


def _clock(facts: Health) -> Sign:
    if facts.clock_is_set is None:
        return Sign("Clock", Mood.UNKNOWN, "nobody here can tell whether it is set")
    if facts.clock_is_set:
        return Sign("Clock", Mood.OK, "kept right by the network")
    return Sign("Clock", Mood.BAD, "not synchronised: signatures and codes may fail")


def _domains(facts: Health) -> Sign:
    names = ", ".join(map(str, facts.domains)) or "none yet"
    said = f"{names}; the records to publish are not looked up from here"
    return Sign("Domains", Mood.UNKNOWN, said)
