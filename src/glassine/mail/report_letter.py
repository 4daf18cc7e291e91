"""A report as a message: multipart/report in its three parts. RFC 6522, RFC 6533

What people read comes first, then what machines read, then what of the message goes
back. That last is given as it is where lines and octets allow; a header that would not
pass every server travels as quoted-printable.
"""

import re
from binascii import b2a_qp
from collections.abc import Iterator

from glassine.mail import header, report_status, report_words, trace
from glassine.mail.message_id import ids, message_id
from glassine.mail.report import Report, Returned
from glassine.words.private import Message

LONGEST_LINE = 998  # RFC 5322 §2.1.1
_REFERENCES = 20  # so that the field of a long thread does not grow for ever
_LONGEST_ID = 900  # octets; a line must hold it
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_UNFIT = re.compile(rb"\0|\r(?!\n)|(?<!\r)\n|[^\r\n]{%d}" % (LONGEST_LINE + 1))


def write(report: Report) -> Message:
    """Return the whole report."""
    boundary = b"report-" + report.unique.encode("ascii")
    parts = b"".join(b"--%b\r\n%b\r\n" % (boundary, part) for part in _parts(report))
    head = b"".join(_head(report, boundary))
    if not parts.isascii():
        head += b"Content-Transfer-Encoding: 8bit\r\n"
    return Message(b"%b\r\n%b--%b--\r\n" % (head, parts, boundary))


def fits(message: bytes) -> bool:
    """Tell whether a message can go back whole, as it is. RFC 2046 §5.2.1"""
    return not _UNFIT.search(message)


def header_of(message: bytes) -> bytes:
    """Return the header of a message, or of as much of it as there is."""
    end = _HEAD_END.search(message)
    if end is not None:
        return message[: end.start()] + b"\r\n"
    return message[: message.rfind(b"\n") + 1]  # a line cut in two is no field


def _head(report: Report, boundary: bytes) -> Iterator[bytes]:
    subject = report_words.SUBJECTS[report.fared[0].action].encode("ascii")
    reporter = str(report.reporter).encode("ascii")
    yield b"From: Mail server <MAILER-DAEMON@%b>\r\n" % reporter
    yield b"To: %b\r\n" % str(report.to).encode()
    yield b"Subject: %b\r\n" % subject
    yield trace.date(report.now)
    yield b"Message-ID: <%b@%b>\r\n" % (report.unique.encode("ascii"), reporter)
    yield from _thread(report.returned)
    yield b"Auto-Submitted: auto-replied\r\n"  # RFC 3834 §5
    yield b"MIME-Version: 1.0\r\n"
    yield b"Content-Type: multipart/report; report-type=%b;\r\n" % _report_type(report)
    yield b'\tboundary="%b"\r\n' % boundary


def _report_type(report: Report) -> bytes:
    return b"global-delivery-status" if report.utf8 else b"delivery-status"


def _thread(returned: Returned | None) -> Iterator[bytes]:
    """Yield the fields that put the report beside the message it tells of."""
    head = header_of(returned.octets) if returned else b""
    answered = message_id(header.first(head, b"Message-ID"))
    if answered is None or not _is_plain(answered):
        return
    before = ids(header.first(head, b"References") or b"")[-_REFERENCES:]
    known = [*filter(_is_plain, before), answered]
    yield b"In-Reply-To:\r\n %b\r\n" % answered
    yield b"References:\r\n %b\r\n" % b"\r\n ".join(known)


def _is_plain(message_id: bytes) -> bool:
    return message_id.isascii() and len(message_id) <= _LONGEST_ID


def _parts(report: Report) -> Iterator[bytes]:
    yield _for_people(report)
    yield _for_machines(report)
    if report.returned is not None:
        yield _returned(report, report.returned)


def _for_people(report: Report) -> bytes:
    text = report_words.text(report).encode()
    kind = b"Content-Type: text/plain; charset=utf-8\r\n"
    return kind + _encoded(text, as_it_is=report.utf8 or text.isascii())


def _for_machines(report: Report) -> bytes:
    kind = b"Content-Type: message/%b\r\n" % _report_type(report)
    return kind + _encoded(report_status.fields(report), as_it_is=True)


def _returned(report: Report, returned: Returned) -> bytes:
    octets = returned.octets
    if returned.whole:
        kind = b"message/global" if report.utf8 else b"message/rfc822"
        return b"Content-Type: %b\r\n" % kind + _encoded(octets, as_it_is=True)
    if report.utf8 and not octets.isascii():
        kind = b"Content-Type: message/global-headers\r\n"
        return kind + _encoded(octets, as_it_is=fits(octets))
    kind = b"Content-Type: text/rfc822-headers\r\n"
    return kind + _encoded(octets, as_it_is=octets.isascii() and fits(octets))


def _encoded(octets: bytes, *, as_it_is: bool) -> bytes:
    """Return the field that names the encoding if any, an empty line, the octets."""
    if as_it_is and octets.isascii():
        return b"\r\n" + octets
    if as_it_is:
        return b"Content-Transfer-Encoding: 8bit\r\n\r\n" + octets
    return b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"\r\n".join(
        map(_quoted_printable, octets.split(b"\r\n"))
    )


def _quoted_printable(line: bytes) -> bytes:
    """Return one line encoded, its lone CR and LF too. RFC 2045 §6.7"""
    return b2a_qp(line, istext=False).replace(b"=\n", b"=\r\n")
