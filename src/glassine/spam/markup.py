"""HTML to the words that are seen, and the tricks that were played with it.

`mail.text` shows what was written; this shows what is seen: a comment inside a word
parts nothing, and what is hidden is only counted.
"""

import html
import re

_UNSEEN = re.compile(
    r"<(script|style|title|head)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_COMMENT_INSIDE = re.compile(r"[a-zA-Z]<!--[^<>]{0,99}+(?<=--)>[a-zA-Z]")
_TAG = re.compile(r"<(/?)([a-zA-Z!?][a-zA-Z0-9]*)([^>]*+)>?")
_EMPTY_INSIDE = re.compile(r"[a-z]<(\w++)[^<>]{0,99}+></\1>[a-z]", re.IGNORECASE)
_INLINE = frozenset(
    ("b", "i", "u", "em", "strong", "span", "font", "small", "big", "s", "sub", "sup")
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:px|pt|em)?\b"
    r"|opacity\s*:\s*0(?:\.0*)?\s*[;\"']",
    re.IGNORECASE,
)
_LINK = re.compile(r"<a\b([^<>]*+)>([^<]{0,200})", re.IGNORECASE)
_HREF = re.compile(
    r"\bhref\s*+=\s*+[\"']?\s*+(?:https?:)?//([^\s\"'/>?#]++)", re.IGNORECASE
)
_HOST_SHOWN = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})\b", re.IGNORECASE)
_IMAGE = re.compile(r"<img\b[^>]*+", re.IGNORECASE)
_PIXEL = re.compile(r"\b(?:width|height)\s*=\s*[\"']?[01]\b", re.IGNORECASE)
_ENDLESS = re.compile(r"&#[xX]?[0-9a-fA-F]{9,}+;?")
_SPELT_OUT = re.compile(r"(?:&#[xX]?[0-9a-fA-F]+;){4}")
_HERE = {
    "a form": re.compile(r"<(?:form|input)\b", re.IGNORECASE),
    "a script": re.compile(r"<script\b|\bon(?:load|click)\s*=", re.IGNORECASE),
    "a frame": re.compile(r"<(?:iframe|object|embed)\b", re.IGNORECASE),
    "a refresh": re.compile(r"http-equiv\s*=\s*[\"']?refresh", re.IGNORECASE),
    "letters by number": _SPELT_OUT,
    "hidden text": _HIDDEN,
    "comment inside": _COMMENT_INSIDE,
    "tag inside": _EMPTY_INSIDE,
}
FEW_WORDS = 20  # of a message that is pictures


def seen(source: str, facts: set[str]) -> tuple[str, list[str]]:
    """Return what a reader sees, and the hosts that links lead to."""
    facts.update(name for name, trick in _HERE.items() if trick.search(source))
    links = [
        (href[1], shown)
        for attributes, shown in _LINK.findall(source)
        if (href := _HREF.search(attributes))
    ]
    if any(_is_disguised(host, shown) for host, shown in links):
        facts.add("disguised link")
    images = _IMAGE.findall(source)
    if any(_PIXEL.search(image) for image in images):
        facts.add("a pixel")
    bare = _COMMENT.sub("", _UNSEEN.sub(" ", source))
    text = html.unescape(_ENDLESS.sub("\ufffd", _TAG.sub(_gap, bare)))
    if images and len(text.split()) < FEW_WORDS:
        facts.add("pictures only")
    return text, [host for host, _ in links]


def _gap(tag: re.Match[str]) -> str:
    return "" if tag[2].lower() in _INLINE else " "


def _is_disguised(host: str, shown: str) -> bool:
    """Tell whether a link shows another host than the one that it leads to."""
    named = _HOST_SHOWN.match(shown.strip())
    if named is None:
        return False
    said, leads = named[1].lower(), host.rpartition("@")[2].partition(":")[0].lower()
    return said.split(".")[-2:] != leads.split(".")[-2:]
