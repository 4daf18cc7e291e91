"""Who may vouch for another server's certificate: this machine's authorities, and ours.

The path is OpenSSL's affair; it is asked after the handshake and not within, because
what a certificate must prove depends on the rule, and a failure must have a name that
a report can carry (RFC 8460 §4.3).
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cryptography.x509 import Certificate, ExtendedKeyUsage, ExtensionNotFound
from cryptography.x509.oid import ExtendedKeyUsageOID
from OpenSSL import SSL
from OpenSSL.crypto import X509, X509StoreContext, X509StoreContextError

from glassine.net.certificates import CertificateError
from glassine.store.api.tls_results import TlsResultType
from glassine.trust.certificate_names import covers
from glassine.words.clock import Clock
from glassine.words.public import HostName

_OUT_OF_DATE = {9, 10}  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED
_SERVER = {
    ExtendedKeyUsageOID.SERVER_AUTH,
    ExtendedKeyUsageOID.ANY_EXTENDED_KEY_USAGE,
}


class Authorities:
    """The certificate authorities that we believe."""

    def __init__(self, clock: Clock, ours: Path | None = None) -> None:
        """Read this machine's, and the house's own. Raises `CertificateError`."""
        context = SSL.Context(SSL.TLS_CLIENT_METHOD)
        context.set_default_verify_paths()
        if ours is not None:
            try:
                context.load_verify_locations(str(ours))
            except SSL.Error:
                advice = f"{ours} holds no certificates in PEM ([delivery] ca_file)"
                raise CertificateError(advice) from None
        store = context.get_cert_store()
        assert store is not None
        self._store = store
        self._owner = context  # the store lives only as long as its context
        self._clock = clock

    def fault(
        self, chain: Sequence[Certificate], names: Sequence[HostName]
    ) -> TlsResultType | None:
        """Return what is wrong with a chain for a host of one of the names, or None."""
        if not chain:
            return TlsResultType.CERTIFICATE_NOT_TRUSTED
        leaf, *others = chain
        self._store.set_time(datetime.fromtimestamp(self._clock.now() / 1000, UTC))
        path = X509StoreContext(
            self._store,
            X509.from_cryptography(leaf),
            [X509.from_cryptography(each) for each in others],
        )
        try:
            path.verify_certificate()
        except X509StoreContextError as error:
            if error.errors[0] in _OUT_OF_DATE:
                return TlsResultType.CERTIFICATE_EXPIRED
            return TlsResultType.CERTIFICATE_NOT_TRUSTED
        if not _is_for_servers(leaf):
            return TlsResultType.CERTIFICATE_NOT_TRUSTED
        named = covers(leaf, names)
        return None if named else TlsResultType.CERTIFICATE_HOST_MISMATCH


def _is_for_servers(leaf: Certificate) -> bool:
    """RFC 5280 §4.2.1.12: a certificate that names its purposes has no others."""
    try:
        purposes = leaf.extensions.get_extension_for_class(ExtendedKeyUsage).value
    except ExtensionNotFound:
        return True
    except ValueError:
        return False
    return not _SERVER.isdisjoint(purposes)
