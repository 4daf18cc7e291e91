"""The house's certificate: read at the start, and again when the operator says so."""

from OpenSSL import SSL

from glassine.config.tables.doors import Tls, TlsVersion
from glassine.events.steps import CertificateLoaded
from glassine.flow.fault import faulted
from glassine.net.certificates import CertificateError, Certificates
from glassine.serve.compose import House
from glassine.serve.web_doors import WebDoors

_OLDEST = {
    TlsVersion.TLS_1_2: SSL.TLS1_2_VERSION,
    TlsVersion.TLS_1_3: SSL.TLS1_3_VERSION,
}


def own_certificates(tls: Tls) -> Certificates:
    """Return what the settings name. Raises `CertificateError`."""
    return Certificates(tls.certificate, tls.key, _OLDEST[tls.minimum])


def reload(house: House, certificates: Certificates, web: WebDoors) -> None:
    """Read the certificate again; a bad one changes nothing."""
    try:
        certificates.load()
        web.reload()
    except CertificateError as broken:
        house.journal.note(faulted(broken, house.clock.now()))
        note_certificate(house, certificates, accepted=False)
    else:
        note_certificate(house, certificates, accepted=True)


def note_certificate(
    house: House, certificates: Certificates, *, accepted: bool
) -> None:
    """Say in the log which certificate there is."""
    house.journal.note(
        CertificateLoaded(
            at=house.clock.now(),
            host=house.config.hostname,
            expires=certificates.expires,
            accepted=accepted,
        )
    )
