"""What vouches for an author is a sender that SPF passed, or a whole signature."""

import pytest

from glassine.events.facts import Checked
from glassine.trust.dkim_verify import DkimResult
from glassine.trust.identifiers import Identifier, Method, identifiers
from glassine.trust.spf_sender import SpfOutcome, SpfOutcomes
from glassine.words.public import Domain
from glassine.words.sender import SpfIdentity

NET = Domain("example.net")
ORG = Domain("example.org")


def spf(result: Checked, domain: Domain | None = NET) -> SpfOutcomes:
    helo = SpfOutcome(identity=SpfIdentity.HELO, result=Checked.PASS, domain=ORG)
    sender = SpfOutcome(identity=SpfIdentity.MAIL_FROM, result=result, domain=domain)
    return SpfOutcomes(helo=helo, mail_from=sender)


NOTHING = spf(Checked.NONE)


@pytest.mark.parametrize("result", [Checked.PASS, Checked.TEMPERROR])
def test_the_sender_counts_and_the_client_s_own_name_does_not(result: Checked) -> None:
    assert identifiers(spf(result), []) == (Identifier(Method.SPF, NET, result),)


@pytest.mark.parametrize("result", [Checked.FAIL, Checked.NEUTRAL, Checked.SOFTFAIL])
def test_what_did_not_pass_is_left_out(result: Checked) -> None:
    assert identifiers(spf(result), [DkimResult(result=result, domain=NET)]) == ()


def test_a_sender_without_a_domain_vouches_for_nobody() -> None:
    assert identifiers(spf(Checked.PASS, None), []) == ()


def test_each_signature_that_holds_counts_for_its_domain() -> None:
    signed = [
        DkimResult(result=Checked.PASS, domain=NET),
        DkimResult(result=Checked.FAIL, domain=ORG),
        DkimResult(result=Checked.NEUTRAL),
        DkimResult(result=Checked.TEMPERROR, domain=ORG),
    ]
    assert identifiers(NOTHING, signed) == (
        Identifier(Method.DKIM, NET, Checked.PASS),
        Identifier(Method.DKIM, ORG, Checked.TEMPERROR),
    )


def test_a_signature_of_a_part_counts_only_while_nothing_was_added() -> None:
    whole = DkimResult(result=Checked.PASS, domain=NET, partial=True)
    longer = DkimResult(result=Checked.PASS, domain=ORG, partial=True, unsigned=9)
    assert identifiers(NOTHING, [whole, longer]) == (
        Identifier(Method.DKIM, NET, Checked.PASS),
    )
