"""The part of a report that people read: who, why, and what to do. RFC 3464 §1.1

It is for somebody who has never heard of SMTP. What the other server said stands there
word for word, since that is what its own people will ask for.
"""

import textwrap
from collections.abc import Iterator

from glassine.mail import dates
from glassine.mail.report import Action, Fared, Report, Said
from glassine.mail.report_status import one_line
from glassine.words.public import EnhancedCode

WIDTH = 72

SUBJECTS = {
    Action.FAILED: "Your message could not be delivered",
    Action.DELAYED: "Your message is delayed",
    Action.DELIVERED: "Your message was delivered",
    Action.RELAYED: "Your message was passed on",
    Action.EXPANDED: "Your message was passed on",
}

_BEGINNINGS = {
    Action.FAILED: "Your message could not be delivered to:",
    Action.DELAYED: "Your message has not yet been delivered to:",
    Action.DELIVERED: "Your message was delivered to:",
    Action.RELAYED: "Your message was passed on to the server of:",
    Action.EXPANDED: "Your message was passed on to everybody behind:",
}

_ENDINGS = {
    Action.FAILED: "It will not be tried again. The operator of this server finds more"
    " under {number}.",
    Action.DELAYED: "You need not do anything: it will be tried again until {until}.",
    Action.DELIVERED: "You asked to be told of this.",
    Action.RELAYED: "That server tells nobody what becomes of it from there on. You"
    " asked to be told of this.",
    Action.EXPANDED: "You asked to be told of this.",
}

# What a status means to the one who wrote, by subject and detail. RFC 3463 §3
_MEANINGS = {
    (1, 1): "There is no such address there. Check how it is spelt.",
    (1, 2): "There is no such domain. Check how what follows the @ is spelt.",
    (1, 3): "That is not an address. Check how it is spelt.",
    (1, 6): "The mailbox has moved, and nobody said where to.",
    (1, 10): "The domain takes no mail. Check how what follows the @ is spelt.",
    (2, 1): "The mailbox is closed. Try to reach them some other way.",
    (2, 2): "The mailbox is full. Tell them some other way, or try again later.",
    (2, 3): "The message is too large for it. Send less, or a link.",
    (3, 4): "The message is too large for that server. Send less, or a link.",
    (4, 1): "That server does not answer.",
    (4, 2): "The connection to that server broke.",
    (4, 3): "The domain's entry in the directory of names cannot be read now.",
    (4, 4): "Nobody knows which server takes mail for that domain.",
    (4, 6): "The message goes round in a circle. Tell the people in charge there.",
    (4, 7): "It was tried for as long as is usual.",
    (6, 7): "That server does not take addresses or headers beyond plain letters.",
}
_BY_SUBJECT = {
    1: "Something is wrong with the address. Check how it is spelt.",
    2: "Something is wrong with the mailbox. Try to reach them some other way.",
    3: "Something is wrong with that server. Try again later.",
    4: "That server cannot be reached. Try again later.",
    6: "That server cannot take this kind of message.",
    7: "It was refused by a rule. Only the people in charge there can change that:"
    " show them this report.",
}
_UNKNOWN = "Show this report to the people in charge there."


def text(report: Report) -> str:
    """Return the letter; lines end with CR LF and are short."""
    kind = report.fared[0].action
    ending = _ENDINGS[kind].format(until=_until(report), number=report.fared[0].log_id)
    lines = [
        *_paragraph(f"This is the mail server {report.reporter}."),
        *_paragraph(_BEGINNINGS[kind]),
        *(line for fared in report.fared for line in _of(fared)),
        *_paragraph(ending),
        *_paragraph(_on_what_follows(report)),
    ]
    return "\r\n".join(lines[:-1]) + "\r\n"


def _of(fared: Fared) -> Iterator[str]:
    yield f"    {fared.final}"
    yield ""
    if fared.said is not None and not fared.action.succeeded:
        yield from _reason(fared.said, fared.status)


def _reason(said: Said, status: EnhancedCode) -> Iterator[str]:
    if said.ours:
        yield from _paragraph(f"Why: {said.words}.", indent=8)
    else:
        yield from _paragraph(_speaker(said), indent=8)
        answer = one_line(f"{said.code} {status} {said.words}")
        yield from _paragraph(answer, indent=12)
    yield from _paragraph(_meaning(status), indent=8)


def _speaker(said: Said) -> str:
    return f"The server {said.host} said:" if said.host else "The server there said:"


def _meaning(status: EnhancedCode) -> str:
    known = _MEANINGS.get((status.subject, status.detail))
    return known or _BY_SUBJECT.get(status.subject, _UNKNOWN)


def _on_what_follows(report: Report) -> str:
    follows = "For machines, the same once more follows"
    if report.returned is None:
        return f"{follows}."
    what = "your message" if report.returned.whole else "the header of your message"
    return f"{follows}, and then {what}."


def _until(report: Report) -> str:
    """Return when the tries end, of all recipients together."""
    moments = [fared.until for fared in report.fared if fared.until is not None]
    return dates.written(max(moments)).decode("ascii") if moments else "it is too old"


def _paragraph(said: str, indent: int = 0) -> list[str]:
    """Return wrapped lines and an empty one. A word too long for a line is cut."""
    margin = " " * indent
    return [
        *textwrap.wrap(said, WIDTH, initial_indent=margin, subsequent_indent=margin),
        "",
    ]
