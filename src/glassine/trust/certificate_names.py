"""Which hosts a certificate speaks for. RFC 9525, RFC 7672 §3.2.3"""

from collections.abc import Sequence

from cryptography import x509
from cryptography.x509.oid import NameOID

from glassine.words.public import HostName


def covers(certificate: x509.Certificate, names: Sequence[HostName]) -> bool:
    """Tell whether the certificate is for one of these hosts."""
    patterns = presented(certificate)
    return any(matches(pattern, name) for pattern in patterns for name in names)


def presented(certificate: x509.Certificate) -> tuple[str, ...]:
    """Return the names a certificate carries; the common name only if it has no other.

    What cannot be read carries no names.
    """
    try:
        found = certificate.extensions.get_extension_for_class(
            x509.SubjectAlternativeName
        )
        return tuple(found.value.get_values_for_type(x509.DNSName))
    except x509.ExtensionNotFound:
        return _common_names(certificate)
    except (ValueError, x509.DuplicateExtension, x509.UnsupportedGeneralNameType):
        return ()


def matches(pattern: str, host: HostName) -> bool:
    """Tell whether a name, `*` being its whole first label, stands for the host.

    RFC 9525 §6.3
    """
    wanted = host.name.lower().removesuffix(".")
    shown = pattern.lower().removesuffix(".")
    if not shown.startswith("*."):
        return shown == wanted
    _, _, rest = wanted.partition(".")
    return bool(rest) and shown[2:] == rest


def _common_names(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        found = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        return ()
    return tuple(str(each.value) for each in found)
