"""Raw lines: what is written reads back, whatever the values are."""

import sys
import unicodedata

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from event_strategies import EVENTS, of
from glassine.events import grammar, lines
from glassine.events.facts import AuthResult, Check
from glassine.events.kinds import Event
from glassine.events.milestones import Delivered, Denied, LoggedIn
from glassine.events.parse import parse
from glassine.events.steps import QueueEnded, RecipientChecked, Split
from glassine.words.public import Address, Domain, Verdict
from sample_events import AT, C1, DUSTIN, SAMPLES, SEED_QUEUED


def silent(event: Event) -> bool:
    """Tell whether another event's line says what this one would."""
    if event.__class__ is SEED_QUEUED.__class__:
        return True
    return isinstance(event, LoggedIn) and event.result is AuthResult.OK


@settings(max_examples=100, deadline=None)
@given(EVENTS)
def test_every_event_is_whole_lines_that_read_back(event: Event) -> None:
    written = lines.render(event)
    assert written == b"" or written.endswith(b"\n")
    read = [parse(line) for line in written.split(b"\n")[:-1]]
    assert len(read) == (
        1 + len(event.domains) if isinstance(event, Split) else not silent(event)
    )
    assert all(line.at == event.at for line in read)


@settings(max_examples=100, deadline=None)
@given(EVENTS)
def test_no_line_holds_a_character_that_does_not_print(event: Event) -> None:
    assert lines.render(event).decode().replace("\n", "").isprintable()


@settings(max_examples=100, deadline=None)
@given(of(Delivered))
def test_a_delivery_reads_back_pair_by_pair(event: Delivered) -> None:
    pairs = parse(lines.render(event)).pairs
    assert pairs["file"] == event.queue
    assert pairs["response"] == event.response
    assert pairs["host"] == event.host.name
    assert pairs["ip"] == ("" if event.remote is None else str(event.remote.ip))


@pytest.mark.parametrize("event", SAMPLES, ids=lambda event: type(event).__name__)
def test_every_sample_has_a_line_unless_another_event_says_it(event: Event) -> None:
    assert bool(lines.render(event)) is not silent(event)


def test_a_local_part_cannot_forge_a_pair() -> None:
    forger = Address('"x retval=DENY y"', Domain("example.org"))
    event = RecipientChecked(at=AT, uuid=C1, recipient=forger, verdict=Verdict.OK)
    read = parse(lines.render(event))
    assert read.pairs["retval"] == "OK"
    assert read.pairs["params"] == '<"x retval=DENY y"@example.org>'


def test_letters_of_all_scripts_stay_as_they_are() -> None:
    assert grammar.value("почта@example.org") == "почта@example.org"


def test_a_plain_address_is_not_quoted() -> None:
    assert grammar.value(DUSTIN.bracketed()) == "<dustin@d19.ca>"


def test_quoting_is_the_one_of_the_document() -> None:
    assert grammar.value("") == '""'
    assert grammar.value("a b") == '"a b"'
    assert grammar.value("a=b") == '"a=b"'
    assert grammar.value('a"b\\c') == r'"a\"b\\c"'
    assert grammar.value("a\r\nb") == r'"a\r\nb"'


def test_no_control_format_or_separator_character_passes_unescaped() -> None:
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            assert grammar.value(chr(code)).isascii()


def test_a_commit_that_failed_does_not_say_queued() -> None:
    event = QueueEnded(at=AT, uuid=C1, verdict=Verdict.DENYSOFT)
    read = parse(lines.render(event))
    assert read.pairs == {"code": "DENYSOFT", "msg": f"Message Not Queued ({C1})"}


def test_a_moment_is_written_to_the_millisecond() -> None:
    assert grammar.stamp(AT) == "2020-10-26T23:45:45.209Z"


@pytest.mark.parametrize("check", Check)
def test_a_check_of_two_words_is_one_value(check: Check) -> None:
    [denied] = [event for event in SAMPLES if isinstance(event, Denied)][:1]
    written = lines.render(replace(denied, check=check))
    assert parse(written).pairs["check"] == check
