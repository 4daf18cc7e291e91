"""ENVELOPE, BODY and BODYSTRUCTURE, from what `mail` found. RFC 9051 §7.5.2"""

from glassine.mail.structure import HeaderEnvelope, MailAddress, Params, Part
from glassine.wire.imap.write.strings import NString, nstring

# A multipart without parts cannot be written; it is shown with an empty one.
_NO_PARTS = b'("text" "plain" NIL NIL NIL "7bit" 0 0)'


def envelope(of: HeaderEnvelope, nstring: NString = nstring) -> bytes:
    """Return the ten fields; Sender and Reply-To are From where they are absent."""
    return b"(%b %b %b %b %b %b %b %b %b %b)" % (
        nstring(of.date),
        nstring(of.subject),
        _addresses(of.from_, nstring),
        _addresses(of.sender or of.from_, nstring),
        _addresses(of.reply_to or of.from_, nstring),
        _addresses(of.to, nstring),
        _addresses(of.cc, nstring),
        _addresses(of.bcc, nstring),
        nstring(of.in_reply_to),
        nstring(of.message_id),
    )


def body(part: Part, nstring: NString = nstring) -> bytes:
    """Return BODY: the structure without its extensions."""
    return b"(%b)" % _body(part, nstring, extended=False)


def bodystructure(part: Part, nstring: NString = nstring) -> bytes:
    """Return BODYSTRUCTURE: the structure and all we know of each part."""
    return b"(%b)" % _body(part, nstring, extended=True)


def _body(part: Part, nstring: NString, *, extended: bool) -> bytes:
    if part.type == b"multipart":
        return _multipart(part, nstring, extended=extended)
    basic = _basic(part, nstring, extended=extended)
    if not extended:
        return basic
    return b"%b %b %b" % (basic, nstring(part.md5), _extension(part, nstring))


def _multipart(part: Part, nstring: NString, *, extended: bool) -> bytes:
    parts = (b"(%b)" % _body(p, nstring, extended=extended) for p in part.parts)
    basic = b"%b %b" % (b"".join(parts) or _NO_PARTS, nstring(part.subtype))
    if not extended:
        return basic
    params = _params(part.params, nstring)
    return b"%b %b %b" % (basic, params, _extension(part, nstring))


def _basic(part: Part, nstring: NString, *, extended: bool) -> bytes:
    fields = b"%b %b %b %b %b %b %d" % (
        nstring(part.type),
        nstring(part.subtype),
        _params(part.params, nstring),
        nstring(part.id),
        nstring(part.description),
        nstring(part.encoding),
        part.end - part.body,
    )
    if part.envelope is not None and part.parts:
        inner = _body(part.parts[0], nstring, extended=extended)
        shown = envelope(part.envelope, nstring)
        return b"%b %b (%b) %d" % (fields, shown, inner, part.lines)
    return b"%b %d" % (fields, part.lines) if part.type == b"text" else fields


def _extension(part: Part, nstring: NString) -> bytes:
    return b"%b %b %b" % (
        _disposition(part, nstring),
        _language(part.language, nstring),
        nstring(part.location),
    )


def _disposition(part: Part, nstring: NString) -> bytes:
    if part.disposition is None:
        return b"NIL"
    kind, params = part.disposition
    return b"(%b %b)" % (nstring(kind), _params(params, nstring))


def _language(tags: tuple[bytes, ...], nstring: NString) -> bytes:
    if not tags:
        return b"NIL"
    return b"(%b)" % b" ".join(map(nstring, tags))


def _params(params: Params, nstring: NString) -> bytes:
    if not params:
        return b"NIL"
    pairs = (b"%b %b" % (nstring(name), nstring(value)) for name, value in params)
    return b"(%b)" % b" ".join(pairs)


def _addresses(addresses: tuple[MailAddress, ...], nstring: NString) -> bytes:
    if not addresses:
        return b"NIL"
    return b"(%b)" % b"".join(
        b"(%b NIL %b %b)" % (nstring(a.name), nstring(a.mailbox), nstring(a.host))
        for a in addresses
    )
