"""The checks of the sender in one line, as the record of a message has them."""

from collections.abc import Iterable

from glassine.events.facts import Checked, SenderChecks
from glassine.trust.dmarc import DmarcOutcome
from glassine.trust.spf_sender import SpfOutcomes
from glassine.trust.verifier import Verified

_BEST_FIRST = (
    *(Checked.PASS, Checked.TEMPERROR, Checked.FAIL),
    *(Checked.PERMERROR, Checked.NEUTRAL, Checked.NONE),
)


def sender_checks(
    spf: SpfOutcomes, signed: Verified, dmarc: DmarcOutcome
) -> SenderChecks:
    """Return one result of each: of SPF the sender's, of signatures the best."""
    return SenderChecks(
        spf=spf.mail_from.result,
        dkim=_best(each.result for each in signed.dkim),
        dmarc=dmarc.result,
        arc=signed.arc.result,
    )


def _best(results: Iterable[Checked]) -> Checked:
    return min(results, key=_BEST_FIRST.index, default=Checked.NONE)
