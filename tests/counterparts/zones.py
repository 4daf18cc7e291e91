"""Zones of NSD's that lead to Postfix, by MX and by proof of its key, or go wrong."""

import hashlib
from collections.abc import Mapping

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from support.counterparts.postfix import Postfix

DEAD, ALIVE = "127.0.0.9", "127.0.0.1"  # nobody listens at the first
PLAIN, IMPLICIT = "mx.example", "implicit.mx.example"
PROVEN, FORGED, UNSIGNED = "proven.example", "forged.example", "unsigned.example"
BROKEN, SILENT = "broken.example", "silent.example"
SERVED = (PLAIN, IMPLICIT, PROVEN, FORGED, UNSIGNED, BROKEN)


def of(postfix: Postfix) -> Mapping[str, str]:
    """Return all zones, for a Postfix that runs."""
    right, wrong = (
        _with_proof(postfix, _digest(postfix)),
        _with_proof(postfix, "00" * 32),
    )
    return {
        PLAIN: (
            f"@ MX 10 dead\n@ MX 20 mail\ndead A {DEAD}\nmail A {ALIVE}\n"
            f"implicit A {ALIVE}\nnull MX 0 .\n"
        ),
        "store.example": f"@ A {ALIVE}\n",
        PROVEN: right,
        FORGED: wrong,
        UNSIGNED: wrong,
        BROKEN: f"@ MX 10 mail\nmail A {ALIVE}\n",
        SILENT: "",
    }


def _with_proof(postfix: Postfix, digest: str) -> str:
    proof = f"_{postfix.port}._tcp.mail TLSA 3 1 1 {digest}"
    return f"@ MX 10 mail\nmail A {ALIVE}\n{proof}\n"


def _digest(postfix: Postfix) -> str:
    """Return what a TLSA record 3 1 1 has. RFC 6698 §2.1"""
    shown = x509.load_pem_x509_certificate(postfix.certificate.read_bytes())
    key = shown.public_key()
    encoded = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(encoded).hexdigest()
