"""Raw lines of the house itself: the server's life, its faults, its operators."""

from glassine.events.grammar import (
    ERROR,
    NOBODY,
    NOTICE,
    WARN,
    ip,
    line,
    stamp,
    value,
    word,
    yes,
)
from glassine.events.milestones import Operated, Pruned
from glassine.events.steps import (
    CertificateLoaded,
    Faulted,
    LibrarySpoke,
    ServerStarted,
    ServerStopped,
)


def server_started(event: ServerStarted) -> str:
    """`listening protocol= ip= port=`"""
    local = event.local
    rest = f"listening protocol={event.protocol} ip={ip(local.ip)} port={local.port}"
    return line(event.at, NOTICE, NOBODY, "server", rest)


def server_stopped(event: ServerStopped) -> str:
    """`stopped`"""
    return line(event.at, NOTICE, NOBODY, "server", "stopped")


def certificate_loaded(event: CertificateLoaded) -> str:
    """`certificate host= expires= accepted=`; an error where it was not."""
    rest = (
        f"certificate host={event.host.name} expires={stamp(event.expires)}"
        f" accepted={yes(event.accepted)}"
    )
    return line(event.at, NOTICE if event.accepted else ERROR, NOBODY, "tls", rest)


def faulted(event: Faulted) -> str:
    """`fault exception= place=`; never the exception's words."""
    rest = f"fault exception={value(event.exception)} place={value(event.place)}"
    return line(event.at, ERROR, event.uuid or NOBODY, "core", rest)


def library_spoke(event: LibrarySpoke) -> str:
    """`spoke logger= severity= count=`; never what it said."""
    rest = (
        f"spoke logger={value(event.logger)} severity={value(event.severity)}"
        f" count={event.count}"
    )
    return line(event.at, WARN, NOBODY, "library", rest)


def operated(event: Operated) -> str:
    """`operated who= action= filter= address= rows=`"""
    rest = (
        f"operated who={value(event.who)} action={value(event.action)}"
        f" filter={value(event.filter)} address={word(event.address)}"
        f" rows={word(event.rows)}"
    )
    return line(event.at, NOTICE, NOBODY, "operator", rest)


def pruned(event: Pruned) -> str:
    """`pruned events= traces= aged=`"""
    rest = f"pruned events={event.events} traces={event.traces} aged={event.aged}"
    return line(event.at, NOTICE, NOBODY, "retention", rest)
