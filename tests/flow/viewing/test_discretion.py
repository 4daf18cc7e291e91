"""A user's rows tell nothing of another user."""

from glassine.events.facts import Action, FilterText, OperatorName
from glassine.events.milestones import Operated
from glassine.events.record import decoded, render
from glassine.flow.viewing.discretion import ANOTHER, discreet
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
    seen = discreet(looked(f"from={BOB} to={ANN} about={ANN},{BOB} ip=::1"), (ANN,))
    said = decoded(seen.record)["details"]
    assert said["filter"] == f"from={ANOTHER} to={ANN} about={ANN},{ANOTHER} ip=::1"
    assert said["address"] == ANOTHER
    assert said["touched"] == [str(ANN)]
    assert str(BOB).encode() not in seen.record


def test_the_case_of_an_own_address_does_not_matter() -> None:
    seen = discreet(looked("to=ANN@example.org"), (ANN,))
    assert decoded(seen.record)["details"]["filter"] == "to=ANN@example.org"
