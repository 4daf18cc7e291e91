"""The hosts that a text's addresses lead to, as they may be asked for in a list.

Only a list's answer leaves this program's memory; the hosts themselves are words of
the message.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from urllib.parse import unquote

from glassine.words.public import NotPublic, ip_address, parse_domain

MOST_URIS = 500  # of one text that are read
MOST_HOSTS = 40  # of one message that are asked for
_WITH_SCHEME = re.compile(r"\bhttps?\s*+:\s*+[/\\]{1,4}+([^\s/\\?#\"'<>]{1,300}+)")
_BARE = re.compile(r"(?<![\w/\\@.])(www\.[\w.-]{3,250}+)")


def hosts_in(text: str) -> Iterator[str]:
    """Yield the host of each web address in a text, in lower case."""
    for authority in dict.fromkeys(islice(_authorities(text.lower()), MOST_URIS)):
        host = _host(authority)
        if host is not None:
            yield host


def sought(hosts: Iterable[str]) -> list[str]:
    """Return what lists are asked for these hosts, each name once.

    A list holds registered domains. Which they are only a list of suffixes knows, so
    both the last two labels and the last three are asked; an address is asked reversed.
    """
    names: dict[str, None] = {}
    for host in islice(dict.fromkeys(hosts), MOST_HOSTS):
        names |= dict.fromkeys(_names(host))
    return list(names)[: 2 * MOST_HOSTS]


def _authorities(text: str) -> Iterator[str]:
    """Yield what stands where a host does; most texts have no address at all."""
    for sign, address in (("http", _WITH_SCHEME), ("www.", _BARE)):
        if sign in text:
            yield from address.findall(text)


def _host(authority: str) -> str | None:
    """Return the host of an authority, without user and port. RFC 3986 §3.2"""
    host = unquote(authority.rpartition("@")[2]).partition(":")[0].strip(".,;)!*")
    try:
        name = parse_domain(host).name
    except NotPublic:
        return None
    return name if "." in name and not name.startswith("[") else None


def _names(host: str) -> Iterator[str]:
    labels = host.split(".")
    try:
        ip_address(host)
    except ValueError:
        yield ".".join(labels[-2:])
        if len(labels) > 2:
            yield ".".join(labels[-3:])
    else:
        yield ".".join(reversed(labels))
