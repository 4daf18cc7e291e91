"""Lists of `tag=value; tag=value`, as DKIM, ARC and DMARC write them. RFC 6376 §3.2"""

import re

MOST_TAGS = 100  # RFC 6376 knows fifteen
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
_FOLDING = re.compile(r"[ \t\r\n]+")


class TagSyntax(Exception):
    """It is not a list of tags, or a tag is there twice."""


def parse_tags(octets: bytes) -> dict[str, str]:
    """Return the tags, values without the white space around. Raises `TagSyntax`."""
    try:
        text = octets.decode("utf-8")
    except UnicodeDecodeError:
        raise TagSyntax from None
    pieces = text.split(";")
    if len(pieces) > MOST_TAGS:
        raise TagSyntax
    if not pieces[-1].strip(" \t\r\n"):
        pieces.pop()
    tags: dict[str, str] = {}
    for piece in pieces:
        name, equals, value = piece.partition("=")
        name = name.strip(" \t\r\n")
        if not equals or not _NAME.match(name) or name in tags:
            raise TagSyntax
        tags[name] = value.strip(" \t\r\n")
    return tags


def without_folding(value: str) -> str:
    """Return a value such as base64, which white space may cut anywhere."""
    return _FOLDING.sub("", value)
