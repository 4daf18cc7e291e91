"""TLS with another server, and whether it is who the rule says it should be.

Opportunistic TLS takes whoever is there, and notes whether it could be proven
(RFC 7435); every other rule asks for proof: by TLSA records (RFC 7672), or by an
authority and a name (RFC 8461 §4.1, RFC 9525).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from ipaddress import ip_address

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID
from OpenSSL import SSL

from glassine.events.facts_of_sending import (
    CipherName,
    Fingerprint,
    TlsRule,
    TlsUse,
    TlsVersionName,
)
from glassine.net.authorities import Authorities
from glassine.net.link import Link
from glassine.net.terms import Terms
from glassine.net.tls import TlsFacts, TlsSide
from glassine.store.api.tls_results import TlsResultType
from glassine.trust.dane import proves
from glassine.wire.sasl.steps import TlsBinding
from glassine.words.clock import Clock
from glassine.words.public import HostName, NotPublic


@dataclass(frozen=True, slots=True)
class Protected:
    """A channel: what is to be said of it, and what its certificate does not prove."""

    use: TlsUse
    fault: TlsResultType | None
    binding: TlsBinding | None


class Protector:
    """Begins TLS as a client."""

    def __init__(self, authorities: Authorities, clock: Clock) -> None:
        self._authorities = authorities
        self._clock = clock
        self._context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        self._context.set_min_proto_version(SSL.TLS1_2_VERSION)  # RFC 8996
        self._context.set_options(SSL.OP_NO_COMPRESSION)
        self._context.set_session_cache_mode(SSL.SESS_CACHE_OFF)

    async def protect(self, link: Link, terms: Terms) -> Protected:
        """Shake hands and look at the certificate. Raises `TlsFailed`."""
        side = TlsSide.client(self._context, _name_to_say(terms))
        facts = await link.start_tls(side)
        chain = side.chain
        fault = self._fault(terms, chain)
        use = _use(terms.protection.rule, facts, chain, verified=fault is None)
        return Protected(use, fault, facts.binding)

    def _fault(
        self, terms: Terms, chain: Sequence[Certificate]
    ) -> TlsResultType | None:
        protection = terms.protection
        names = protection.names or (terms.host,)
        if protection.rule is not TlsRule.DANE:
            return self._authorities.fault(chain, names)
        encoded = [each.public_bytes(Encoding.DER) for each in chain]
        now = datetime.fromtimestamp(self._clock.now() / 1000, UTC)
        proven = proves(protection.tlsa, encoded, names, now)
        return None if proven else TlsResultType.VALIDATION_FAILURE


def _name_to_say(terms: Terms) -> str | None:
    """Return the name we ask for; addresses are not asked for. RFC 6066 §3"""
    name = (*terms.protection.names, terms.host)[0].name
    try:
        ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return name
    return None


def _use(
    rule: TlsRule, facts: TlsFacts, chain: Sequence[Certificate], *, verified: bool
) -> TlsUse:
    return TlsUse(
        rule=rule,
        version=TlsVersionName(facts.version),
        cipher=CipherName(facts.cipher),
        verified=verified,
        certificate=Fingerprint(chain[0].fingerprint(SHA256()).hex() if chain else ""),
        issuer=_issuer(chain[0]) if chain else None,
    )


def _issuer(leaf: Certificate) -> HostName | None:
    try:
        [name] = leaf.issuer.get_attributes_for_oid(NameOID.COMMON_NAME)
        return HostName(str(name.value))
    except (ValueError, NotPublic):  # none, several, or one that is not a name
        return None
