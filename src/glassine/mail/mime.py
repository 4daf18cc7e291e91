"""What a part's header says of its content. RFC 2045, RFC 2183, RFC 1864, RFC 3282"""

import re
from typing import NamedTuple

from glassine.mail import params
from glassine.mail.lexical import without_comments
from glassine.mail.structure import Params

BOUNDARY = 256  # RFC 2046 §5.1.1 allows 70; what is longer is no boundary
LANGUAGES = 16
LONGEST = 1000  # octets of a field that has no parameters; the rest is not looked at
_TYPE = re.compile(rb"\s*([^\s/;]+)\s*/\s*([^\s/;]+)\s*\Z")


class ContentType(NamedTuple):
    """The media type, in lower case."""

    type: bytes
    subtype: bytes
    params: Params = ()


class Content(NamedTuple):
    """The content fields of one header."""

    type: ContentType
    id: bytes | None = None
    description: bytes | None = None
    encoding: bytes = b"7bit"
    md5: bytes | None = None
    disposition: tuple[bytes, Params] | None = None
    language: tuple[bytes, ...] = ()
    location: bytes | None = None


TEXT_PLAIN = ContentType(b"text", b"plain")
MESSAGE = ContentType(b"message", b"rfc822")
OPAQUE = ContentType(b"application", b"octet-stream")


def read(found: dict[bytes, bytes], default: ContentType) -> Content:
    """Return the content fields, by lower-case name; `default` where no type is."""
    take = found.get
    return Content(
        type=content_type(take(b"content-type"), default),
        id=take(b"content-id"),
        description=take(b"content-description"),
        encoding=encoding(take(b"content-transfer-encoding")),
        md5=take(b"content-md5"),
        disposition=_disposition(take(b"content-disposition")),
        language=_languages(take(b"content-language")),
        location=take(b"content-location"),
    )


def content_type(value: bytes | None, default: ContentType) -> ContentType:
    """Return the media type; text/plain where it cannot be read. RFC 2045 §5.2"""
    if value is None:
        return default
    word, parameters = params.split(value)
    found = _TYPE.match(word)
    if found is None:
        return ContentType(*TEXT_PLAIN[:2], parameters)
    return ContentType(found[1], found[2], parameters)


def boundary(media: ContentType) -> bytes | None:
    """Return the boundary of a multipart that has a usable one."""
    if media.type != b"multipart":
        return None
    found = params.raw(media.params, b"boundary")
    found = found.rstrip(b" \t") if found else None  # RFC 2046 §5.1.1: no space ends it
    return found if found and len(found) <= BOUNDARY else None


def encoding(value: bytes | None) -> bytes:
    """Return the transfer encoding, in lower case. RFC 2045 §6.1"""
    if value is None:
        return b"7bit"
    return without_comments(value[:LONGEST]).strip().lower() or b"7bit"


def _disposition(value: bytes | None) -> tuple[bytes, Params] | None:
    return params.split(value) if value else None


def _languages(value: bytes | None) -> tuple[bytes, ...]:
    if value is None:
        return ()
    tags = without_comments(value[:LONGEST]).split(b",")[:LANGUAGES]
    return tuple(stripped for tag in tags if (stripped := tag.strip()))
