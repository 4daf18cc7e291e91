"""What each thing that is found in a message weighs: more than 6 in all is spam.

None of them decides alone unless honest mail never has it: what newsletters do is worth
half a point, what only a forger gains by is worth three.
"""

from collections.abc import Mapping

from glassine.words.finding import CheckName, Finding, Result
from glassine.words.reason import Reason

WEIGHTS: Mapping[tuple[CheckName, Reason], float] = {
    (CheckName.HEADER_FROM, Reason.MISSING): 2.5,
    (CheckName.HEADER_FROM, Reason.REPEATED): 3.0,  # readers differ in which they show
    (CheckName.HEADER_FROM, Reason.MALFORMED): 2.0,
    (CheckName.HEADER_DATE, Reason.MISSING): 1.0,
    (CheckName.HEADER_DATE, Reason.REPEATED): 1.0,
    (CheckName.HEADER_DATE, Reason.MALFORMED): 1.0,
    (CheckName.HEADER_DATE, Reason.FUTURE): 1.5,
    (CheckName.HEADER_DATE, Reason.PAST): 1.0,
    (CheckName.HEADER_MESSAGE_ID, Reason.MISSING): 1.0,
    (CheckName.HEADER_MESSAGE_ID, Reason.REPEATED): 1.0,
    (CheckName.HEADER_MESSAGE_ID, Reason.MALFORMED): 0.5,
    (CheckName.HEADER_RECEIVED, Reason.MISSING): 0.5,
    (CheckName.HEADER_FIELDS, Reason.REPEATED): 1.0,
    (CheckName.HEADER_OCTETS, Reason.EIGHT_BIT): 1.0,
    (CheckName.HEADER_OCTETS, Reason.CONTROLS): 1.5,
    (CheckName.HEADER_RECIPIENTS, Reason.TOO_MANY): 1.0,
    (CheckName.OWN_DOMAIN, Reason.NOT_PROVEN): 3.5,
    (CheckName.DISPLAY_NAME, Reason.OTHER_ADDRESS): 2.0,
    (CheckName.DISPLAY_NAME, Reason.OUR_ADDRESS): 4.0,
    (CheckName.MIME, Reason.BOUNDARY): 1.0,
    (CheckName.MIME, Reason.DEEP): 1.5,
    (CheckName.MIME, Reason.TOO_MANY): 1.5,
    (CheckName.MIME, Reason.ENCODING): 1.0,
    (CheckName.MIME, Reason.REPEATED): 2.0,  # two Content-Types: two messages in one
    (CheckName.HTML, Reason.SCRIPT): 2.0,
    (CheckName.HTML, Reason.FRAME): 1.5,
    (CheckName.HTML, Reason.FORM): 1.5,
    (CheckName.HTML, Reason.HIDDEN): 0.5,  # a newsletter's first words are often hidden
    (CheckName.HTML, Reason.TINY): 0.5,
    (CheckName.HTML, Reason.FALSE_LINK): 2.0,
    (CheckName.ATTACHMENT, Reason.PROGRAM): 8.0,
    (CheckName.ATTACHMENT, Reason.SCRIPT): 8.0,
    (CheckName.ATTACHMENT, Reason.SHORTCUT): 8.0,
    (CheckName.ATTACHMENT, Reason.DISK_IMAGE): 5.0,
    (CheckName.ATTACHMENT, Reason.MACRO): 3.0,
    (CheckName.ATTACHMENT, Reason.SMUGGLING): 5.0,
    (CheckName.ATTACHMENT, Reason.DISGUISE): 5.0,
    (CheckName.ATTACHMENT, Reason.ENCRYPTED): 1.5,
    (CheckName.ATTACHMENT, Reason.BOMB): 5.0,
    (CheckName.ATTACHMENT, Reason.UNREADABLE): 0.5,
}


def found(check: CheckName, why: Reason) -> Finding:
    """Return the finding of it, with its weight."""
    return Finding(check, Result.FAIL, why, weight=WEIGHTS[check, why])
