"""What is kept loses its addresses as it ages: first a part of them, then the whole.

Ageing works on what was rendered, since nothing else is kept: the JSON record and the
raw line stay what they are by form, and say less. At the first stage IP addresses are
cut short, and names of hosts that hold the octets cut off go. At the second go the
addresses and names of remote hosts, what those answered, and the local parts of mail
addresses that are not ours. To age again what has aged changes nothing.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from glassine.events.blurring import blurred, tells, without_ips
from glassine.events.parse import Line, NotALine, reworded, rewritten
from glassine.events.record import decoded, encoded
from glassine.words.public import Domain, IpAddress, ip_address

_NAMES = ("host", "info", "rdns", "helo")  # of the host whose `ip` stands beside them
_MAILBOXES = frozenset(
    {
        "mailFrom",
        "rcptTo",
        "authUser",
        "address",
        "account",
        "sender",
        "params",
        "touched",
    }
)
_ASKED = re.compile(r"(?<![^ ])(?P<key>from|to)=(?P<whom>.*?)(?= [a-z_]+=|$)")


class Stage(IntEnum):
    """How far something has aged."""

    FRESH = 0
    BLURRED = 1
    DROPPED = 2


@dataclass(frozen=True, slots=True)
class Ageing:
    """To which stage it is brought, and whose mail addresses stay."""

    stage: Stage
    ours: Collection[Domain] = ()

    @property
    def drops(self) -> bool:
        """Tell whether addresses go altogether."""
        return self.stage is Stage.DROPPED

    def ip(self, ip: IpAddress) -> str:
        """Return what is left of an IP address."""
        return "" if self.drops else str(blurred(ip))

    def text(self, text: str) -> str:
        """Return what is left of a text that may hold IP addresses."""
        return without_ips(text, self.ip)

    def mailbox(self, text: str) -> str:
        """Return what is left of a mail address, in angle brackets or not."""
        _, at, domain = text.rpartition("@")
        if self.drops and at and self.is_foreign(domain.removesuffix(">")):
            text = f"{'<' if domain.endswith('>') else ''}@{domain}"
        return self.text(text)

    def is_foreign(self, domain: str) -> bool:
        """Tell whether a mail domain is not ours."""
        return all(each.name != domain.lower() for each in self.ours)


def age_record(record: bytes, ageing: Ageing) -> bytes:
    """Return a JSON record as it is at this stage."""
    said = decoded(record)
    for part in (said["remote"], said["details"]):
        part.update(_host(part, ageing))
    return encoded(_pairs(said, ageing))


def age_lines(lines: bytes, ageing: Ageing) -> bytes:
    """Return raw log lines as they are at this stage; what does not read back goes."""
    return b"".join(age_line(line, ageing) for line in lines.splitlines(keepends=True))


def age_line(line: bytes, ageing: Ageing) -> bytes:
    """Return one raw log line as it is at this stage."""
    try:
        return rewritten(line, lambda said: _line(said, ageing))
    except NotALine:
        return b""


def _line(line: Line, ageing: Ageing) -> Line:
    if line.origin == "server":
        return line  # where we listen
    ours = {key: each for key, each in line.pairs.items() if key == "local_ip"}
    pairs = line.pairs | _host(line.pairs, ageing)
    text = reworded(line.text, lambda word: _word("params", word, ageing))
    return replace(line, text=text, pairs=_pairs(pairs, ageing) | ours)


def _host(said: dict[str, Any], ageing: Ageing) -> dict[str, str]:
    """Return what is left of a remote host that has an address beside its names."""
    try:
        ip = ip_address(said.get("ip", ""))
    except ValueError:
        return {}
    names = {name: said[name] for name in _NAMES if name in said}
    gone = {name: "" for name, each in names.items() if ageing.drops or tells(each, ip)}
    return {"ip": ageing.ip(ip), **gone}


def _pairs(said: dict[str, Any], ageing: Ageing) -> dict[str, Any]:
    return {key: _value(key, each, ageing) for key, each in said.items()}


def _value(key: str, value: Any, ageing: Ageing) -> Any:
    match value:
        case str():
            return _word(key, value, ageing)
        case list():
            return [_value(key, each, ageing) for each in value]
        case dict():
            return _pairs(value, ageing)
        case _:
            return value


def _word(key: str, word: str, ageing: Ageing) -> str:
    if key == "response" and ageing.drops:
        return ""  # it may name the recipient in any form
    if key in _MAILBOXES:
        return ageing.mailbox(word)
    if key == "filter":
        word = _ASKED.sub(lambda asked: _asked(asked, ageing), word)
    return ageing.text(word)


def _asked(asked: re.Match[str], ageing: Ageing) -> str:
    return f"{asked['key']}={ageing.mailbox(asked['whom'])}"
