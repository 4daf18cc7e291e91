"""What a client is told says the rule and the public value, and when to come again."""

import pytest

from glassine.flow.judging.answers import answer
from glassine.words.clock import Seconds
from glassine.words.finding import Bearing, CheckName, Finding, FindingValue, Result
from glassine.words.public import Domain, ip_address
from glassine.words.reason import Reason

NET = Domain("example.net")
LATER = {CheckName.GREYLIST, CheckName.RATE, CheckName.RECIPIENT_RATE}


@pytest.mark.parametrize(
    ("check", "value", "said"),
    [
        (CheckName.GREYLIST, Seconds(1), "451 4.7.1 you are new here: come again in 1"),
        (CheckName.GREYLIST, Seconds(119), "come again in 119 seconds"),
        (CheckName.GREYLIST, Seconds(121), "come again in 3 minutes"),
        (CheckName.GREYLIST, Seconds(300), "come again in 5 minutes"),
        (CheckName.RATE, ip_address("192.0.2.7"), "451 4.7.1 too many messages from 1"),
        (CheckName.RECIPIENT_RATE, NET, "450 4.7.1 too much mail for this recipient"),
        (CheckName.ACCESS_LIST, NET, "550 5.7.1 not wanted here (example.net is list"),
        (CheckName.REPUTATION, NET, "550 5.7.1 not wanted here (reputation)"),
        (CheckName.SPF, NET, "550 5.7.23 its domain does not let you use its name"),
        (CheckName.DMARC, NET, "550 5.7.1 refused by DMARC of the author's domain"),
    ],
)
def test_each_refusal_says_what_to_do(
    check: CheckName, value: FindingValue, said: str
) -> None:
    bearing = Bearing.DEFER if check in LATER else Bearing.DENY
    finding = Finding(check, Result.FAIL, Reason.WAIT, value, bearing=bearing)
    assert said in bytes(answer(finding)).decode()


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (CheckName.SPF, "451 4.7.24 SPF could not be asked (spf); try again later"),
        (CheckName.SPF_HELO, "451 4.7.24 SPF could not be asked (spf)"),
        (CheckName.DMARC, "451 4.7.1 DMARC could not be asked (dmarc)"),
        (CheckName.ARC, "451 4.7.1 not now (arc); try again later"),
    ],
)
def test_where_dns_did_not_answer_it_says_of_what(check: CheckName, said: str) -> None:
    lost = Finding(check, Result.ERR, Reason.DNS, NET, bearing=Bearing.DEFER)
    assert said in bytes(answer(lost)).decode()
