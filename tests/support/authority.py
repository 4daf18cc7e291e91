"""A certificate authority of the tests' own, and what it issues."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Issued:
    """A certificate, its key, and the certificates that lead to its root."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    above: tuple[x509.Certificate, ...]

    @property
    def der(self) -> tuple[bytes, ...]:
        """The chain in DER, the leaf first, the root last."""
        return tuple(
            each.public_bytes(Encoding.DER) for each in (self.certificate, *self.above)
        )

    def write(self, place: Path) -> tuple[Path, Path]:
        """Write the chain and the key as PEM; return their files."""
        place.mkdir(exist_ok=True)
        chain, key = place / "chain.pem", place / "key.pem"
        shown = (self.certificate, *self.above)
        chain.write_bytes(b"".join(c.public_bytes(Encoding.PEM) for c in shown))
        key.write_bytes(
            self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        )
        return chain, key


class Authority:
    """Issues certificates; with `above`, it is itself issued by another.

    A false one does so although its own certificate does not allow it.
    """

    def __init__(self, above: "Authority | None" = None, false: bool = False) -> None:
        self._issuer = above
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "a test's CA")])
        if above is not None:
            name = x509.NameAttribute(NameOID.COMMON_NAME, "a test's lower CA")
            self.name = x509.Name([name])
        builder = _builder(self.name, self.key, 100 * DAY, 3650 * DAY)
        allowed = x509.BasicConstraints(ca=not false, path_length=None)
        builder = builder.add_extension(allowed, critical=True)
        signer = above or self
        self.certificate = builder.issuer_name(signer.name).sign(signer.key, SHA256())

    @property
    def chain(self) -> tuple[x509.Certificate, ...]:
        """Its own certificate and those above."""
        return (self.certificate, *(self._issuer.chain if self._issuer else ()))

    def issue(
        self,
        *hosts: str,
        common: str = "",
        age: timedelta = DAY,
        lives: timedelta = 90 * DAY,
    ) -> Issued:
        """Return a certificate for these hosts."""
        key = ec.generate_private_key(ec.SECP256R1())
        shown = [x509.NameAttribute(NameOID.COMMON_NAME, common)] if common else []
        builder = _builder(x509.Name(shown), key, age, lives).issuer_name(self.name)
        if hosts:
            names = x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts])
            builder = builder.add_extension(names, critical=not common)
        return Issued(builder.sign(self.key, SHA256()), key, self.chain)

    def write(self, file: Path) -> Path:
        """Write the root's certificate as PEM, as a client trusts it."""
        file.write_bytes(self.chain[-1].public_bytes(Encoding.PEM))
        return file


def _builder(
    name: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    age: timedelta,
    lives: timedelta,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - age)
        .not_valid_after(now - age + lives)
    )
