"""Words of the command line that are public words: parsed once, refused by form."""

from collections.abc import Callable, Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

from cyclopts import Parameter, Token

from glassine.words.public import (
    Address,
    Domain,
    HostName,
    IpAddress,
    IpNetwork,
    NotPublic,
    ReversePath,
    ip_address,
    parse_address,
    parse_domain,
)

T = TypeVar("T")


def read_by(parse: Callable[[str], T], form: str) -> Parameter:
    """Return how one word is read; what does not parse is answered by its form."""

    def convert(_: Any, tokens: Sequence[Token]) -> T:
        try:
            return parse(tokens[0].value)
        except ValueError:
            raise ValueError(f"it is {form}") from None

    return Parameter(converter=convert, n_tokens=1, accepts_keys=False)


def _host_name(text: str) -> HostName:
    return HostName(parse_domain(text).name)


def _own_name(text: str) -> HostName:
    """Return the name of this host; without its domain nobody else finds it."""
    name = _host_name(text)
    if "." not in str(name):
        raise ValueError
    return name


def one_address(text: str) -> Address:
    """Return the address; an `@` that is not quoted is a slip of the finger."""
    address = parse_address(text)
    if "@" in address.local and not address.local.startswith('"'):
        raise NotPublic("an address has one @")
    return address


def _network(text: str) -> IpNetwork:
    return ip_network(text, strict=False)


def _reverse_path(text: str) -> ReversePath:
    return None if text in ("", "<>") else parse_address(text.strip("<>"))


AddressWord: TypeAlias = Annotated[
    Address, read_by(one_address, "an address such as anna@example.org")
]
DomainWord: TypeAlias = Annotated[
    Domain, read_by(parse_domain, "a domain such as example.org")
]
HostWord: TypeAlias = Annotated[
    HostName, read_by(_host_name, "a host name such as mail.example.org")
]
OwnNameWord: TypeAlias = Annotated[
    HostName,
    read_by(_own_name, "a host name such as mail.example.org, with its domain"),
]
NetworkWord: TypeAlias = Annotated[
    IpNetwork,
    read_by(_network, "an IP address or a network such as 192.0.2.0/24"),
]
IpWord: TypeAlias = Annotated[
    IpAddress, read_by(ip_address, "an IP address such as 192.0.2.1")
]
GreetingWord: TypeAlias = Annotated[
    HostName,
    read_by(HostName, "a host name, or an address in brackets such as [192.0.2.1]"),
]
SenderWord: TypeAlias = Annotated[
    ReversePath,
    read_by(_reverse_path, "an address such as zoe@example.net, or <> for a bounce"),
]
SecretFile: TypeAlias = Annotated[Path | None, Parameter(allow_leading_hyphen=True)]
"""A file whose first line is the secret; `-` is standard input."""
Json: TypeAlias = Annotated[bool, Parameter(name="--json", help="Print JSON.")]
Yes: TypeAlias = Annotated[
    bool, Parameter(name="--yes", help="Do not ask whether you are sure.")
]
Follow: TypeAlias = Annotated[
    bool,
    Parameter(name="--follow", help="Go on with what comes, until Ctrl-C."),
]
