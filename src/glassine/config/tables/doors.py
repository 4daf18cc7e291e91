"""Settings of the doors: where it listens, with which TLS, and by which names."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from glassine.config.kinds import HOST_NAME, PATH, SWITCH, list_of, one_of
from glassine.config.quantities import DAY, duration
from glassine.config.whereabouts import ENDPOINTS
from glassine.words.clock import Seconds
from glassine.words.public import Endpoint, HostName, ip_address


class TlsVersion(StrEnum):
    """The oldest TLS that is spoken."""

    TLS_1_2 = "1.2"
    TLS_1_3 = "1.3"


def _everywhere(port: int) -> tuple[Endpoint, ...]:
    return (Endpoint(ip_address("0.0.0.0"), port),)  # noqa: S104 (a mail server)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listen:
    """Where it listens. `[]` turns a listener off; port 0 picks a free port."""

    mx: Annotated[
        tuple[Endpoint, ...], ENDPOINTS, "Mail from other servers, by SMTP."
    ] = _everywhere(25)
    submission: Annotated[
        tuple[Endpoint, ...], ENDPOINTS, "Mail from our own users, by STARTTLS."
    ] = _everywhere(587)
    submissions: Annotated[
        tuple[Endpoint, ...], ENDPOINTS, "The same, with TLS from the first byte."
    ] = _everywhere(465)
    lmtp: Annotated[
        tuple[Endpoint, ...],
        ENDPOINTS,
        "Mail for local accounts from a server in front; no login, so keep it private.",
    ] = ()
    imap: Annotated[tuple[Endpoint, ...], ENDPOINTS, "Reading mail, by STARTTLS."] = (
        _everywhere(143)
    )
    imaps: Annotated[
        tuple[Endpoint, ...], ENDPOINTS, "The same, with TLS from the first byte."
    ] = _everywhere(993)
    web: Annotated[
        tuple[Endpoint, ...],
        ENDPOINTS,
        "The operator's viewer and the users' pages: plain HTTP on loopback, else TLS.",
    ] = (Endpoint(ip_address("127.0.0.1"), 8025),)

    def every(self) -> Mapping[str, tuple[Endpoint, ...]]:
        """Return all listeners by name."""
        return {
            "mx": self.mx,
            "submission": self.submission,
            "submissions": self.submissions,
            "lmtp": self.lmtp,
            "imap": self.imap,
            "imaps": self.imaps,
            "web": self.web,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Tls:
    """Certificate and key, in PEM. Read again on SIGHUP."""

    certificate: Annotated[
        Path, PATH, "The certificate, then those that lead to its root."
    ] = Path("certificate.pem")
    key: Annotated[Path, PATH, "The certificate's private key."] = Path(
        "certificate-key.pem"
    )
    minimum: Annotated[
        TlsVersion, one_of(TlsVersion), "The oldest version of TLS that is spoken."
    ] = TlsVersion.TLS_1_2


@dataclass(frozen=True, slots=True, kw_only=True)
class Web:
    """The viewer, and what stands before it."""

    hosts: Annotated[
        tuple[HostName, ...],
        list_of(HOST_NAME, 'a list of host names such as ["view.example.org"]'),
        "Names that browsers know it by, besides `hostname` and those of loopback.",
    ] = ()
    behind_tls: Annotated[
        bool,
        SWITCH,
        "A proxy on this machine speaks TLS for what is open on loopback.",
    ] = False
    backup_due: Annotated[
        Seconds,
        duration("1h", "365d"),
        "Health warns when the last `glassine backup` is older.",
    ] = Seconds(2 * DAY)
