"""On what terms we talk to one host: what a connection was opened on, it serves."""

from dataclasses import dataclass, replace
from pathlib import Path

from glassine.events.facts_of_sending import Mode, TlsRule
from glassine.flow.sending.course import Course, Credentials, Hop, Protection
from glassine.words.public import HostName


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """With whom, what is spoken, how it must be protected, and as whom we log in."""

    mode: Mode
    host: HostName
    port: int
    socket: Path | None
    protection: Protection
    credentials: Credentials | None


def terms_of(course: Course, hop: Hop, *, require_tls: bool) -> Terms:
    """Return the terms for one hop; REQUIRETLS asks for proof where no rule does."""
    protection = hop.protection
    if require_tls and not protection.needs_proof:  # RFC 8689 §4.2.1
        names = protection.names or (hop.host,)
        protection = replace(protection, rule=TlsRule.REQUIRED, names=names)
    return Terms(
        mode=course.mode,
        host=hop.host,
        port=hop.port,
        socket=hop.socket,
        protection=protection,
        credentials=course.credentials,
    )
