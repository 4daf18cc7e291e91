"""DANE for SMTP: a host's certificate is the one that its signed zone names. RFC 7672

Only usages 2 and 3 count here (RFC 7672 §3.1.3): the sets of authorities that usages 0
and 1 lean on do not exist among mail servers.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from OpenSSL import crypto

from glassine.trust.certificate_names import covers
from glassine.trust.resolver import Tlsa
from glassine.words.public import HostName

TRUST_ANCHOR, END_ENTITY = 2, 3  # RFC 7218 §2.1: DANE-TA, DANE-EE
CERTIFICATE, PUBLIC_KEY = 0, 1  # RFC 6698 §2.1.2
EXACT = 0  # RFC 6698 §2.1.3
_DIGESTS = {1: hashlib.sha256, 2: hashlib.sha512}
UNREADABLE = (ValueError, x509.InvalidVersion)  # which is no ValueError
LONGEST_CHAIN = 10  # certificates that are looked at


def usable(tlsa: Sequence[Tlsa]) -> tuple[Tlsa, ...]:
    """Return the records that can prove a mail server. RFC 7672 §3.1, RFC 7671 §10.1

    Where there are records and none is left, TLS is asked for and proves nothing:
    RFC 7672 §2.2.
    """
    return tuple(record for record in tlsa if _is_usable(record))


def proves(
    tlsa: Sequence[Tlsa],
    chain: Sequence[bytes],
    names: Sequence[HostName],
    now: datetime,
) -> bool:
    """Tell whether a record proves this chain (in DER, the leaf first) for a name.

    Usage 3 names the leaf, and neither its names nor its dates are looked at (RFC 7671
    §5.1); usage 2 names who must have issued it, for one of `names` (RFC 7672 §3.2.3).
    """
    try:
        shown = [x509.load_der_x509_certificate(der) for der in chain[:LONGEST_CHAIN]]
    except UNREADABLE:
        return False
    records = usable(tlsa)
    return bool(shown) and (
        any(_is_named(shown[0], record, END_ENTITY) for record in records)
        or _is_issued(shown, records, names, now)
    )


def _is_usable(record: Tlsa) -> bool:
    known = record.usage in (TRUST_ANCHOR, END_ENTITY)
    if not known or record.selector not in (CERTIFICATE, PUBLIC_KEY):
        return False
    if record.matching == EXACT:
        return bool(record.data)
    digest = _DIGESTS.get(record.matching)
    return digest is not None and len(record.data) == digest().digest_size


def _is_named(certificate: x509.Certificate, record: Tlsa, usage: int) -> bool:
    """Tell whether the record, one of this usage, means this certificate."""
    if record.usage != usage:
        return False
    try:
        selected = _selected(certificate, record.selector)
    except (ValueError, UnsupportedAlgorithm):
        return False
    digest = _DIGESTS.get(record.matching)
    return record.data == (digest(selected).digest() if digest else selected)


def _selected(certificate: x509.Certificate, selector: int) -> bytes:
    if selector == CERTIFICATE:
        return certificate.public_bytes(Encoding.DER)
    return certificate.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )


def _is_issued(
    shown: Sequence[x509.Certificate],
    records: Sequence[Tlsa],
    names: Sequence[HostName],
    now: datetime,
) -> bool:
    """Tell whether an authority that a record names has issued the leaf for a name."""
    leaf, *others = shown
    anchors = list(_anchors(shown, records))
    if not anchors or not covers(leaf, names):
        return False
    return _leads_to(leaf, others, anchors, now)


def _anchors(
    shown: Sequence[x509.Certificate], records: Sequence[Tlsa]
) -> Iterator[x509.Certificate]:
    """Yield the authorities meant: shown by the server, or whole in the record."""
    for record in records:
        for certificate in shown:
            if _is_named(certificate, record, TRUST_ANCHOR):
                yield certificate
        if (record.usage, record.selector, record.matching) == (TRUST_ANCHOR, 0, 0):
            try:
                yield x509.load_der_x509_certificate(record.data)
            except UNREADABLE:
                continue


def _leads_to(
    leaf: x509.Certificate,
    others: Sequence[x509.Certificate],
    anchors: Sequence[x509.Certificate],
    now: datetime,
) -> bool:
    store = crypto.X509Store()
    # An anchor need not be a root. RFC 7671 §5.2
    store.set_flags(crypto.X509StoreFlags.PARTIAL_CHAIN)
    store.set_time(now)
    try:
        for anchor in anchors:
            store.add_cert(crypto.X509.from_cryptography(anchor))
        crypto.X509StoreContext(
            store,
            crypto.X509.from_cryptography(leaf),
            [crypto.X509.from_cryptography(other) for other in others],
        ).verify_certificate()
    except (crypto.X509StoreContextError, crypto.Error):
        return False
    return True
