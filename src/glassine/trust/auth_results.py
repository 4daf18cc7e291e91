"""Write Authentication-Results: what was checked of the sender, and what came of it.

RFC 8601 §2.2. The same statements stand in the set that ARC seals. Nothing of the
message is repeated but names, and each of those is quoted where it is no plain word.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from glassine.events.facts import Checked
from glassine.trust.arc_verify import ArcOutcome
from glassine.trust.dkim_verify import DkimResult
from glassine.trust.dmarc import DmarcOutcome
from glassine.trust.spf_sender import SpfOutcomes
from glassine.words.public import HostName, IpAddress, ReversePath

NAME = b"Authentication-Results"
COLUMNS = 78  # RFC 5322 §2.1.1
_FOLD = "\r\n\t"
_TOKEN = re.compile(r"[!#$%&'*+.0-9A-Z^_`a-z{|}~-]+\Z")  # RFC 2045 §5.1
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_MAILBOX = re.compile(
    rf"(?:[^\s()<>@,;:\\\"\[\]]+|{_QUOTED})@[!#$%&'*+.0-9A-Z^_`a-z{{|}}~-]+\Z"
)
_SPECIAL = re.compile(r'(["\\])')


@dataclass(frozen=True, slots=True)
class Statement:
    """One method, its result, and what it was about: names and values."""

    method: str
    result: Checked
    about: tuple[tuple[str, str], ...] = ()
    reason: str = ""

    def words(self) -> list[str]:
        """Return the words of it, between which a line may be folded."""
        words = [f"{self.method}={self.result}"]
        if self.reason:  # it is for people
            words.append(f"reason={_value(self.reason.replace('_', ' '))}")
        words += [f"{name}={_value(value)}" for name, value in self.about]
        return words


def field(server: HostName, statements: Sequence[Statement]) -> bytes:
    """Return the whole field; without any statement it says that none was made."""
    return NAME + b": " + payload(server, statements) + b"\r\n"


def payload(server: HostName, statements: Sequence[Statement]) -> bytes:
    """Return the field's value, from the server's name on, without a line end."""
    if not statements:
        return f"{server}; none".encode()
    folded = f";{_FOLD}".join([_folded(each) for each in statements])
    return f"{server};{_FOLD}{folded}".encode()


def of_spf(
    found: SpfOutcomes, *, helo: HostName, mail_from: ReversePath
) -> Iterator[Statement]:
    """Yield what SPF found of both identities. RFC 8601 §2.7.2"""
    helo_fault = found.helo.fault or ""
    about_helo = (("smtp.helo", str(helo)),)
    yield Statement("spf", found.helo.result, about_helo, helo_fault)
    if mail_from is not None:
        about = (("smtp.mailfrom", str(mail_from)),)
        yield Statement(
            "spf", found.mail_from.result, about, found.mail_from.fault or ""
        )


def of_dkim(results: Iterable[DkimResult]) -> Iterator[Statement]:
    """Yield what became of each signature. RFC 8601 §2.7.1, RFC 6008"""
    none = True
    for each in results:
        none = False
        named = (
            ("header.d", str(each.domain or "")),
            ("header.s", each.selector),
            ("header.a", each.algorithm or ""),
            ("header.b", each.digits),
        )
        about = tuple((name, value) for name, value in named if value)
        yield Statement("dkim", each.result, about, each.fault or "")
    if none:
        yield Statement("dkim", Checked.NONE)


def of_dmarc(found: DmarcOutcome) -> Iterator[Statement]:
    """Yield what DMARC says, and what its policy asks for. RFC 9989 §9.1"""
    about = []
    if found.author is not None:
        about.append(("header.from", str(found.author)))
    if found.record_at is not None:
        about.append(("policy.dmarc", found.policy.value))
    yield Statement("dmarc", found.result, tuple(about), found.fault or "")


def of_arc(found: ArcOutcome, client: IpAddress) -> Iterator[Statement]:
    """Yield what became of the chain; nothing while it is open. RFC 8617 §10.1"""
    if found.result is Checked.TEMPERROR:
        return
    about: tuple[tuple[str, str], ...] = ()
    if found.result is Checked.PASS:
        about = (
            ("header.oldest-pass", str(found.oldest_pass)),
            ("smtp.remote-ip", str(client)),
        )
    yield Statement("arc", found.result, about, found.fault or "")


def of_reverse_dns(client: IpAddress, result: Checked) -> Iterator[Statement]:
    """Yield whether the client's address has a name that leads back. §2.7.3"""
    if result is not Checked.UNCHECKED:
        yield Statement("iprev", result, (("policy.iprev", str(client)),))


def _folded(statement: Statement) -> str:
    """Return a statement in as many lines as it needs."""
    first, *words = statement.words()
    folded, width = first, len(first)
    for word in words:
        width += 1 + len(word)
        if width + len("\t;") > COLUMNS:
            folded, width = f"{folded}{_FOLD}{word}", len(word)
        else:
            folded = f"{folded} {word}"
    return folded


def _value(text: str) -> str:
    """Return a value, quoted unless it is a word or an address. RFC 8601 §2.2"""
    if _TOKEN.match(text) or _MAILBOX.match(text):
        return text
    escaped = _SPECIAL.sub(r"\\\1", text)
    return f'"{escaped}"'
