"""Throw octets at the SPF reader; only `SpfSyntax` may come of it."""

from ipaddress import IPv6Address

from glassine.trust.spf_macro import Macros, expand_name
from glassine.trust.spf_record import Exists, Include, SpfSyntax, parse_spf

MACROS = Macros(
    ip=IPv6Address("2001:db8::25"),
    sender="zoe+tag@example.net",
    domain="example.net",
    helo="mail.example.net",
)


def one(data: bytes) -> None:
    """Read one record, and expand every name in it."""
    try:
        record = parse_spf(data)
    except SpfSyntax:
        return
    names = [record.redirect, record.explanation]
    for directive in record.directives:
        if isinstance(directive.mechanism, Include | Exists):
            names.append(directive.mechanism.domain)
    for name in filter(None, names):
        expanded = expand_name(name, MACROS)
        assert len(expanded) <= 253 or "." not in expanded
