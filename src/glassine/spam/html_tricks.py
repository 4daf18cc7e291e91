"""HTML that shows one thing and is another: bounded regular expressions, no parser.

A parser would have to fail as browsers do. What is sought here is so written that each
pattern passes over the text once, whatever the text is.
"""

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

from glassine.spam.uris import hosts_in
from glassine.spam.weights import found
from glassine.words.finding import CheckName, Finding
from glassine.words.reason import Reason

MOST_LINKS = 200
LINK_TEXT = 300  # characters; a longer one is no address
# All of these are sought in lower case: to ignore case costs four times as much.
_TAGS = {
    Reason.SCRIPT: re.compile(r"<script\b|\bon(?:load|error|click)\s*+="),
    Reason.FRAME: re.compile(r"<(?:iframe|frame|object|embed)\b"),
    Reason.FORM: re.compile(r"<form\b|<input\b[^<>]{0,300}?\bpassword\b"),
    Reason.HIDDEN: re.compile(
        r"display\s*+:\s*+none|visibility\s*+:\s*+hidden|\bopacity\s*+:\s*+0(?![.\d])"
    ),
    Reason.TINY: re.compile(
        r"font-size\s*+:\s*+(?:0(?![.\d])|1(?:px|pt)\b)"
        r"|<font\b[^<>]{0,200}?size=[\"']?0"
    ),
}
_LINK = re.compile(
    r"href\s*+=\s*+"
    r"(?:\"([^\"<>]{1,2000}+)|'([^'<>]{1,2000}+)|([^\s<>]{1,2000}+))"
)
_TAG = re.compile(r"<[^>]*+>")
_BARE_HOST = re.compile(
    r"\s*+(?:www\.|https?://)?([\w-]++(?:\.[\w-]++)++)(?:[/?:#]|\s*+\Z)"
)
# A page that puts a file together in the reader's browser, where no filter looks.
_SCRIPTED = re.compile(r"<script\b|\bon(?:load|error)\s*+=")
_BUILDS = re.compile(
    r"\batob\s*+\(|createobjecturl|new\s++blob\b|mssaveoropenblob|"
    r"data:application/|fromcharcode"
)


def html_findings(source: str) -> Iterator[Finding]:
    """Yield the tricks in one HTML text, each once."""
    lowered = source.lower()
    for why, pattern in _TAGS.items():
        if pattern.search(lowered):
            yield found(CheckName.HTML, why)
    if any(map(_is_false, islice(_LINK.finditer(lowered), MOST_LINKS))):
        yield found(CheckName.HTML, Reason.FALSE_LINK)


def smuggles(source: str) -> bool:
    """Tell whether a page makes a file by a script."""
    lowered = source.lower()
    return bool(_SCRIPTED.search(lowered) and _BUILDS.search(lowered))


def _is_false(link: re.Match[str]) -> bool:
    """Tell whether a link shows a host that is not of the one it leads to."""
    leads = next(hosts_in(unescape(link[1] or link[2] or link[3])), None)
    rest = link.string[link.end() : link.end() + LINK_TEXT]
    inside = rest.partition(">")[2].partition("</a")[0]
    shown = _BARE_HOST.match(unescape(_TAG.sub("", inside)))
    if leads is None or shown is None:
        return False
    return not _are_kin(shown[1], leads)


def _are_kin(one: str, other: str) -> bool:
    """Tell whether two hosts share their last two labels."""
    return one.split(".")[-2:] == other.split(".")[-2:]
