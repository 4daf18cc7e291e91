"""When the next try is: by the waits, a little later by chance, and never too late."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from glassine.flow.sending.schedule import Schedule
from glassine.store.api.ids import BlobId
from glassine.words.clock import Milliseconds, Seconds
from glassine.words.public import Domain
from glassine.words.waits import Waits
from store.samples import NOW, queueing

M, H = 60, 3600
ROW = replace(queueing(BlobId(b"b" * 16)), queued=NOW)
SCHEDULE = Schedule(
    waits=Waits((Seconds(M), Seconds(5 * M)), for_ever=True),
    waits_of={Domain("slow.example"): Waits((Seconds(H),), for_ever=False)},
    jitter=0.2,
    lifetime=Seconds(24 * H),
    delay_notice=Seconds(4 * H),
)


def at(seconds: float) -> Milliseconds:
    return Milliseconds(NOW + int(seconds * 1000))


def test_a_wait_grows_by_chance_and_by_no_more_than_a_fifth() -> None:
    soonest = SCHEDULE.next_try(ROW, NOW, lambda _: b"\0\0")
    latest = SCHEDULE.next_try(ROW, NOW, lambda _: b"\xff\xff")
    assert soonest == at(M)
    assert latest is not None
    assert at(1.19 * M) < latest < at(1.2 * M)


def test_a_domain_may_have_waits_of_its_own() -> None:
    address = replace(ROW.recipient, domain=Domain("slow.example"))
    row = replace(ROW, recipient=address)
    assert SCHEDULE.next_try(row, NOW, lambda n: bytes(n)) == at(H)
    assert SCHEDULE.next_try(replace(row, fails=1), at(H), lambda n: bytes(n)) is None


def test_the_last_try_is_at_the_end_of_the_lifetime() -> None:
    row, late = replace(ROW, fails=50), at(24 * H - 10)
    assert SCHEDULE.next_try(row, late, lambda n: bytes(n)) == at(24 * H)
    assert SCHEDULE.next_try(row, at(24 * H), lambda n: bytes(n)) is None


def test_it_is_late_once_the_notice_is_due() -> None:
    assert not SCHEDULE.is_late(ROW, at(4 * H - 1))
    assert SCHEDULE.is_late(ROW, at(4 * H))


@given(
    st.integers(0, 1000), st.integers(0, 24 * H - 1), st.binary(min_size=2, max_size=2)
)
def test_a_try_is_always_ahead_and_within_the_lifetime(
    fails: int, passed: int, chance: bytes
) -> None:
    row = replace(ROW, fails=fails)
    again = SCHEDULE.next_try(row, at(passed), lambda _: chance)
    assert again is not None
    assert at(passed) < again <= SCHEDULE.ends(row)
