"""The record of a message says of each check one word."""

import pytest

from glassine.events.facts import Checked, SenderChecks
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_verify import DkimResult
from glassine.trust.dmarc import DmarcOutcome
from glassine.trust.sender_checks import sender_checks
from glassine.trust.spf_sender import SpfOutcome, SpfOutcomes
from glassine.trust.verifier import Verified
from glassine.words.sender import SpfIdentity


def summed(*signatures: Checked) -> SenderChecks:
    helo = SpfOutcome(identity=SpfIdentity.HELO, result=Checked.FAIL)
    sender = SpfOutcome(identity=SpfIdentity.MAIL_FROM, result=Checked.SOFTFAIL)
    results = tuple(DkimResult(result=each) for each in signatures)
    return sender_checks(
        SpfOutcomes(helo=helo, mail_from=sender),
        Verified(results, ArcOutcome(result=Checked.NONE)),
        DmarcOutcome(result=Checked.PERMERROR),
    )


def test_each_check_has_its_own_word() -> None:
    assert summed(Checked.PASS) == SenderChecks(
        spf=Checked.SOFTFAIL,
        dkim=Checked.PASS,
        dmarc=Checked.PERMERROR,
        arc=Checked.NONE,
    )


@pytest.mark.parametrize(
    ("signatures", "best"),
    [
        ([], Checked.NONE),
        ([Checked.FAIL, Checked.PASS], Checked.PASS),
        ([Checked.FAIL, Checked.TEMPERROR], Checked.TEMPERROR),
        ([Checked.NEUTRAL, Checked.PERMERROR, Checked.FAIL], Checked.FAIL),
        ([Checked.NEUTRAL], Checked.NEUTRAL),
    ],
)
def test_of_several_signatures_the_best_counts(
    signatures: list[Checked], best: Checked
) -> None:
    assert summed(*signatures).dkim is best
