"""The part of a report that machines read. RFC 3464 §2, RFC 6533 §3

Every value is folded to short lines. What another server said is text of its own
choosing: it is one line here, without control characters, and cut where it is endless.
"""

import re
import textwrap
from collections.abc import Iterator

from glassine.mail import dates
from glassine.mail.report import Fared, Report, Said
from glassine.words.clock import Milliseconds
from glassine.words.public import Address

WIDTH = 76
LONGEST_TEXT = 2000  # characters of a remote answer
_ENDLESS = re.compile(r"\S{200}")  # a word that no line could hold in UTF-8


def fields(report: Report) -> bytes:
    """Return the groups of fields: one of the message, one of each recipient."""
    groups = [_of_message(report), *(_of(fared) for fared in report.fared)]
    text = "\r\n".join("".join(_folded(*field) for field in each) for each in groups)
    return text.encode("utf-8" if report.utf8 else "ascii", "replace")


def _of_message(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the fields of RFC 3464 §2.2."""
    if report.envelope_id is not None:
        yield "Original-Envelope-Id", report.envelope_id
    yield "Reporting-MTA", f"dns; {report.reporter}"
    if report.received_from is not None:
        yield "Received-From-MTA", f"dns; {report.received_from}"
    yield "Arrival-Date", _date(report.arrived)


def _of(fared: Fared) -> Iterator[tuple[str, str]]:
    """Yield the fields of RFC 3464 §2.3."""
    if fared.original is not None:
        kind, _, address = fared.original.partition(";")
        yield "Original-Recipient", f"{kind}; {address}"
    yield "Final-Recipient", _typed(fared.final)
    yield "Action", fared.action
    yield "Status", str(fared.status)
    if fared.said is not None:
        if fared.said.host is not None:
            yield "Remote-MTA", f"dns; {fared.said.host}"
        yield "Diagnostic-Code", _diagnostic(fared, fared.said)
    yield "Last-Attempt-Date", _date(fared.tried)
    yield "Final-Log-ID", fared.log_id
    if fared.until is not None:
        yield "Will-Retry-Until", _date(fared.until)


def one_line(text: str) -> str:
    """Return a remote text as one line that is safe to show."""
    plain = "".join(c if c.isprintable() else " " for c in text[:LONGEST_TEXT])
    return _ENDLESS.sub(r"\g<0> ", " ".join(plain.split()))


def _diagnostic(fared: Fared, said: Said) -> str:
    """Return the answer in SMTP's form; what we say is of a type of our own. §2.3.6"""
    kind = "x-glassine" if said.ours else "smtp"
    return f"{kind}; {said.code} {fared.status} {one_line(said.words)}".rstrip()


def _typed(address: Address) -> str:
    """Return an address and its type. RFC 6533 §3"""
    return f"{'rfc822' if str(address).isascii() else 'utf-8'}; {address}"


def _folded(name: str, value: str) -> str:
    """Return a field, folded: no line is over 76 characters unless one word is."""
    lines = textwrap.wrap(
        f"{name}: {value}",
        WIDTH,
        subsequent_indent=" ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\r\n".join(lines) + "\r\n"


def _date(moment: Milliseconds) -> str:
    return dates.written(moment).decode("ascii")
