"""Of several refusals the operator's own counts; and an allow overrides the others."""

import pytest

from glassine.events.facts import Stage
from glassine.flow.judging.denial import Denial, denial, gravest, upheld
from glassine.words.finding import Bearing, CheckName, Finding, Result


def refusal(check: CheckName, bearing: Bearing = Bearing.DENY) -> Denial:
    """Return the refusal that this check asks for."""
    found = denial(Stage.HELO, [Finding(check, Result.FAIL, bearing=bearing)])
    assert found is not None
    return found


FIRST = refusal(CheckName.HOST_MISMATCH)
SECOND = refusal(CheckName.RATE, Bearing.DEFER)
OWN = refusal(CheckName.ACCESS_LIST)
ALLOW = Finding(CheckName.ACCESS_LIST, Result.PASS, bearing=Bearing.ALLOW)


@pytest.mark.parametrize(
    ("denials", "counts"),
    [
        ((None, None), None),
        ((FIRST, None), FIRST),
        ((None, SECOND), SECOND),
        ((FIRST, SECOND), FIRST),
        ((FIRST, OWN), OWN),
        ((OWN, FIRST), OWN),
    ],
)
def test_the_operator_s_own_no_counts_and_else_the_first(
    denials: tuple[Denial | None, ...], counts: Denial | None
) -> None:
    assert gravest(*denials) is counts


def test_an_allow_overrides_all_but_the_operator_s_own_no() -> None:
    assert upheld(FIRST, []) is FIRST
    assert upheld(FIRST, [ALLOW]) is None
    assert upheld(OWN, [ALLOW]) is OWN
    assert upheld(None, [ALLOW]) is None
