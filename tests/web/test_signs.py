"""Facts become signs: what is bad, what will be, and what nobody can tell."""

from dataclasses import replace

import pytest

from glassine.flow.viewing.health import Health
from glassine.flow.viewing.published import Published, Reverse, Standing
from glassine.trust.dkim_keys import DnsRecord
from glassine.web.signs import DAY, signs
from glassine.web.viewing import Mood
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import Size, ip_address, parse_domain

EXAMPLE = parse_domain("example.org")
RECORD = DnsRecord("example.org", "MX", "10 mail.example.org.")
NOW = Milliseconds(1_795_464_000_000)
WELL = Health(
    now=NOW,
    certificate_expires=Milliseconds(NOW + 80 * DAY),
    disk_free=Size(80 << 30),
    disk_total=Size(100 << 30),
    waiting=0,
    oldest=None,
    write_failures=0,
    clock_is_set=True,
    last_backup=Milliseconds(NOW - DAY),
    backup_due=Seconds(2 * 86_400),
    published={EXAMPLE: [Published(RECORD, Standing.AS_PRINTED)]},
    reverses=[Reverse(ip_address("192.0.2.1"), True)],
)


def moods(**facts: object) -> dict[str, Mood]:
    return {sign.name: sign.mood for sign in signs(replace(WELL, **facts))}  # type: ignore[arg-type]


def test_a_house_that_is_well_has_no_bad_sign() -> None:
    assert set(moods().values()) == {Mood.OK}
    assert moods()["example.org"] is Mood.OK
    assert moods()["Backup"] is Mood.OK
    assert moods(last_backup=None)["Backup"] is Mood.WARNING
    old = Milliseconds(NOW - 3 * DAY)
    assert moods(last_backup=old)["Backup"] is Mood.WARNING


@pytest.mark.parametrize(
    ("days", "mood"),
    [(-1, Mood.BAD), (1, Mood.BAD), (7, Mood.WARNING), (15, Mood.OK)],
)
def test_a_certificate_is_told_of_before_it_ends(days: int, mood: Mood) -> None:
    until = Milliseconds(NOW + days * DAY)
    assert moods(certificate_expires=until)["Certificate"] is mood


@pytest.mark.parametrize(
    ("share", "mood"), [(4, Mood.BAD), (10, Mood.WARNING), (20, Mood.OK)]
)
def test_a_disk_is_told_of_before_it_is_full(share: int, mood: Mood) -> None:
    assert moods(disk_free=Size(share << 30))["Disk"] is mood


def test_old_mail_in_the_queue_is_a_warning() -> None:
    assert moods(waiting=1, oldest=NOW)["Queue"] is Mood.OK
    assert moods(waiting=1, oldest=Milliseconds(NOW - DAY))["Queue"] is Mood.WARNING


def test_what_was_not_written_and_a_wrong_clock_are_bad() -> None:
    assert moods(write_failures=1)["Store"] is Mood.BAD
    assert moods(clock_is_set=False)["Clock"] is Mood.WARNING
    assert moods(clock_is_set=None)["Clock"] is Mood.UNKNOWN
    assert moods(certificate_expires=None)["Certificate"] is Mood.UNKNOWN


@pytest.mark.parametrize(
    ("standing", "mood"),
    [
        (Standing.MISSING, Mood.BAD),
        (Standing.OTHER, Mood.WARNING),
        (Standing.UNANSWERED, Mood.UNKNOWN),
    ],
)
def test_a_domain_is_as_well_as_its_worst_record(
    standing: Standing, mood: Mood
) -> None:
    good = Published(RECORD, Standing.AS_PRINTED)
    facts = replace(WELL, published={EXAMPLE: [good, Published(RECORD, standing)]})
    [sign] = [each for each in signs(facts) if each.name == "example.org"]
    assert sign.mood is mood
    assert "MX example.org" in sign.said


@pytest.mark.parametrize(
    ("reverses", "mood"),
    [(None, Mood.UNKNOWN), ([], Mood.BAD), ([False], Mood.BAD), ([None], Mood.UNKNOWN)],
)
def test_an_address_that_does_not_lead_back_is_bad(
    reverses: list[bool | None] | None, mood: Mood
) -> None:
    ip = ip_address("192.0.2.1")
    known = None if reverses is None else [Reverse(ip, each) for each in reverses]
    assert moods(reverses=known)["Reverse DNS"] is mood
