"""From facts to signs: which of them need somebody's care, and how soon."""

from collections.abc import Sequence

from glassine.flow.viewing.health import Health
from glassine.flow.viewing.published import Published, Standing
from glassine.web.records import moment, size, span
from glassine.web.viewing import Mood, Sign
from glassine.words.public import Domain

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
        _reverse(facts),
        *(_domain(domain, names) for domain, names in facts.published.items()),
        _backup(facts),
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


def _backup(facts: Health) -> Sign:
    if facts.last_backup is None:
        said = "none is known: “glassine backup” makes one. Restore it once to see"
        return Sign("Backup", Mood.WARNING, f"{said} that it can be done")
    age = facts.now - facts.last_backup
    mood = Mood.WARNING if age > facts.backup_due * 1000 else Mood.OK
    made = moment(facts.last_backup, "%Y-%m-%d %H:%M")
    return Sign("Backup", mood, f"the last was made on {made} UTC, {span(age)} ago")


def _clock(facts: Health) -> Sign:
    if facts.clock_is_set is None:
        return Sign("Clock", Mood.UNKNOWN, "nobody here can tell whether it is set")
    if facts.clock_is_set:
        return Sign("Clock", Mood.OK, "kept right by the network")
    said = "nobody keeps it right: where it is wrong, signatures and codes fail"
    return Sign("Clock", Mood.WARNING, said)


def _reverse(facts: Health) -> Sign:
    """Return whether our host's addresses lead back to its name."""
    name, known = "Reverse DNS", facts.reverses
    if known is None:
        return Sign(name, Mood.UNKNOWN, "DNS did not answer where this host is")
    if not known:
        return Sign(name, Mood.BAD, "this host's name has no address in DNS")
    lost = [str(each.ip) for each in known if each.leads_back is False]
    if lost:
        said = f"does not lead back from {', '.join(lost)}: some will refuse our mail"
        return Sign(name, Mood.BAD, said)
    if any(each.leads_back is None for each in known):
        return Sign(name, Mood.UNKNOWN, "DNS did not answer")
    return Sign(name, Mood.OK, f"leads back from {', '.join(str(e.ip) for e in known)}")


def _domain(domain: Domain, names: Sequence[Published]) -> Sign:
    """Return how the records of a domain stand."""
    missing, other, unanswered = (
        [
            f"{each.record.type} {each.record.name}"
            for each in names
            if each.standing is standing
        ]
        for standing in (Standing.MISSING, Standing.OTHER, Standing.UNANSWERED)
    )
    told = [
        f"{words} {', '.join(found)}"
        for words, found in (
            ("missing:", missing),
            ("another than “glassine domain show” prints:", other),
            ("no answer:", unanswered),
        )
        if found
    ]
    mood = (
        *(Mood.BAD for _ in missing[:1]),
        *(Mood.WARNING for _ in other[:1]),
        *(Mood.UNKNOWN for _ in unanswered[:1]),
        Mood.OK,
    )[0]
    said = "; ".join(told) or f"all {len(names)} records are as printed"
    return Sign(str(domain), mood, said)
