"""A user's rows tell nothing of another user."""

import pytest

from glassine.events.facts import Action, FilterText, OperatorName
from glassine.events.milestones import Operated
from glassine.events.record import decoded, render
from glassine.flow.viewing.discretion import ANOTHER, Veil, discreet
from glassine.flow.viewing.ownership import Own
from glassine.store.api.events import StoredEvent
from glassine.store.api.ids import EventKey
from glassine.words.clock import Milliseconds
from glassine.words.public import parse_address

ANN, BOB = parse_address("ann@example.org"), parse_address("bob@example.org")


def looked(asked: str) -> StoredEvent:
    event = Operated(
        at=Milliseconds(1),
        who=OperatorName("sue"),
        action=Action.EVENTS,
        filter=FilterText(asked),
        address=BOB,
        touched=(ANN, BOB),
    )
    return StoredEvent(EventKey(7), render(event))


def test_a_look_names_nobody_else() -> None:
    seen = discreet(
        looked(f"from={BOB} to={ANN} about={ANN},{BOB} ip=::1"), Own((ANN,))
    )
    said = decoded(seen.record)["details"]
    assert said["filter"] == f"from={ANOTHER} to={ANN} about={ANN},{ANOTHER} ip=::1"
    assert said["address"] == ANOTHER
    assert said["touched"] == [str(ANN), ANOTHER]
    assert str(BOB).encode() not in seen.record


def test_the_case_of_an_own_address_does_not_matter() -> None:
    seen = discreet(looked("to=ANN@example.org"), Own((ANN,)))
    assert decoded(seen.record)["details"]["filter"] == "to=ANN@example.org"


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ("<bob@example.org>", ANOTHER),
        ("<Ann@example.org>", "<Ann@example.org>"),
        ('<"bob b"@example.org>', ANOTHER),
        ('550 "bob b"@example.org is full', f"550 {ANOTHER} is full"),
        (
            "250 for <ann@example.org>,<bob@[::1]>",
            f"250 for <ann@example.org>,<{ANOTHER}>",
        ),
        ("<bob@example.org> and <ann@example.org>", ANOTHER),
        ("mx.example.org", "mx.example.org"),
        ("<>", "<>"),
    ],
)
def test_every_address_but_their_own_is_veiled_in_a_text(said: str, seen: str) -> None:
    assert Veil(frozenset({str(ANN)})).text(said) == seen


def test_a_raw_line_is_veiled_word_by_word() -> None:
    begin = "2020-10-26T23:45:45.100Z [NOTICE] [A-1] [core] "
    said = f'recipient <{BOB}> code=OK msg="" sender={ANN} mid=<1@digest>\n'
    seen = Veil(frozenset({str(ANN)})).line(f"{begin}{said}".encode())
    assert seen.decode() == begin + said.replace(f"<{BOB}>", ANOTHER)


def test_a_line_that_does_not_read_back_is_not_shown() -> None:
    assert Veil(frozenset()).line(b"bob@example.org was here\n") == b""
