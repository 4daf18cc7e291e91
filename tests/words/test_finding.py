"""Which finding decides: a no for good, unless the operator's list lets it in."""

import pytest

from glassine.words.finding import Bearing, CheckName, Finding, Result, decisive


def finding(bearing: Bearing, check: CheckName = CheckName.DNSWL) -> Finding:
    """Return a finding that bears so."""
    return Finding(check, Result.FAIL, bearing=bearing)


NOTE, DEFER, DENY = map(finding, (Bearing.NOTE, Bearing.DEFER, Bearing.DENY))
ALLOW = finding(Bearing.ALLOW, CheckName.ACCESS_LIST)
OWN_NO = finding(Bearing.DENY, CheckName.ACCESS_LIST)


@pytest.mark.parametrize(
    ("found", "decides"),
    [
        ([], None),
        ([NOTE], None),
        ([DEFER, NOTE], DEFER),
        ([DEFER, DENY], DENY),
        ([ALLOW], None),
        ([DENY, ALLOW, DEFER], None),
        ([ALLOW, DENY, OWN_NO], OWN_NO),
    ],
)
def test_a_no_for_good_decides_unless_the_operator_allows(
    found: list[Finding], decides: Finding | None
) -> None:
    assert decisive(found) is decides
