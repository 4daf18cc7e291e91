"""No text makes the search for tricks fail, whatever it is made of."""

from glassine.mail import charsets
from glassine.mail.header import by_name
from glassine.mail.scan import Scanner
from glassine.spam.authorship import authorship
from glassine.spam.header_sanity import header_findings
from glassine.spam.html_tricks import html_findings, smuggles
from glassine.spam.mime_tricks import mime_findings
from glassine.spam.texts import seen_texts
from glassine.words.clock import Milliseconds

NOW = Milliseconds(1_700_000_000_000)


def one(data: bytes) -> None:
    """Read the bytes as a page, and as a whole message."""
    source = charsets.guess(data)
    list(html_findings(source))
    smuggles(source)
    scanner = Scanner()
    scanner.feed(data)
    scanned = scanner.close()
    fields = by_name(scanned.header)
    list(header_findings(scanned.header, fields, NOW, utf8=False))
    list(mime_findings(fields.get(b"content-type", ()), scanned.root, data))
    authorship(scanned.envelope)
    for text in seen_texts(scanned.root, data):
        list(html_findings(text.words()))
