"""Run the server: listen, say so, and end cleanly when told to."""

import asyncio
import json
import signal
import socket
from contextlib import suppress
from pathlib import Path

from glassine.config.settings import Config
from glassine.config.whereabouts import host_port
from glassine.events.steps import ServerStarted, ServerStopped
from glassine.flow.first_lessons import learn_first
from glassine.net.certificates import Certificates
from glassine.serve.collector import spare_the_collector
from glassine.serve.compose import House, furnish
from glassine.serve.harden import drop_root, keep_memory_private
from glassine.serve.hush import hush
from glassine.serve.mail_doors import MailDoors
from glassine.serve.own_certificate import (
    note_certificate,
    own_certificates,
    reload,
)
from glassine.serve.ports import Ports, give_back, take_ports
from glassine.serve.printing import printer
from glassine.serve.upkeep import upkeep
from glassine.serve.viewer import answers
from glassine.serve.web_doors import WebDoors
from glassine.store.api.ids import StoreError
from glassine.vault.server_key import ServerKey
from glassine.words.public import Endpoint, Protocol, ip_address

GRACE = 10.0  # seconds that sessions have to finish once we are told to end


def serve(config: Config, server_key: ServerKey, ready_file: Path | None) -> None:
    """Run until SIGTERM or SIGINT.

    Raises `PortTaken`, `CertificateError`, `CannotBecome`, `ConfigError`, `StoreError`.
    """
    keep_memory_private()
    with asyncio.Runner(loop_factory=_event_loop) as runner:
        runner.run(_serve(config, server_key, ready_file))


def _event_loop() -> asyncio.AbstractEventLoop:
    try:
        import uvloop
    except ImportError:  # an optional extra; asyncio's own loop is three times slower
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def _serve(
    config: Config, server_key: ServerKey, ready_file: Path | None
) -> None:
    certificates = own_certificates(config.tls)
    ports = take_ports(config.listen)
    try:
        if config.user != "-":  # before anything is written that would be root's
            drop_root(config.user)
        house = furnish(config, server_key, printer(config.log.level))
    except Exception:
        give_back(ports)
        raise
    hush(house.journal, house.clock, asyncio.get_running_loop())
    mail = MailDoors(house, certificates)
    web = _web_doors(house, certificates)
    try:
        await _begin_to_learn(house)
        ready = await mail.open(ports)
        ready |= _open_web(house, web, ports)
        ending = _heed_signals(house, certificates, web)
        note_certificate(house, certificates, accepted=True)
        beside = list(upkeep(house))
        sending = asyncio.create_task(house.dispatcher.run())
        spare_the_collector()
        if ready_file is not None:
            _announce(ready_file, ready)
        await ending.wait()
        for task in beside:
            task.cancel()
        await asyncio.gather(
            web.close(), mail.close(GRACE), house.dispatcher.close(GRACE)
        )
        await sending
    finally:
        await asyncio.gather(web.close(), mail.close(GRACE))
        await _leave(house)


async def _begin_to_learn(house: House) -> None:
    """Teach a new house what spam is; where the disk is full, another time."""
    with suppress(StoreError):
        await learn_first(house.store, house.mailbox_desk.spam_key, house.clock)


def _heed_signals(
    house: House, certificates: Certificates, web: WebDoors
) -> asyncio.Event:
    """Heed SIGHUP, and return what is set when we are told to end."""
    loop, ending = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, ending.set)
    loop.add_signal_handler(signal.SIGHUP, reload, house, certificates, web)
    return ending


async def _leave(house: House) -> None:
    """Say that it is over, and close what is open."""
    await house.list_trials.close()
    house.desk.deeds.keep()
    house.journal.note(ServerStopped(at=house.clock.now()))
    house.journal.close()
    await house.store.close()
    house.runs.shutdown()
    house.looking.shutdown()


def _web_doors(house: House, certificates: Certificates) -> WebDoors:
    who = answers(house, certificates)
    return WebDoors(house.config, lambda tls: who.application(tls=tls))


def _open_web(house: House, doors: WebDoors, ports: Ports) -> dict[str, list[str]]:
    """Open the viewer's doors; return where they are."""
    ours = [port for protocol, port in ports if protocol is Protocol.WEB]
    places = [Endpoint(ip_address(ip), port) for ip, port in map(_name, ours)]
    doors.open(ours)
    for local in places:
        started = ServerStarted(
            at=house.clock.now(), protocol=Protocol.WEB, local=local
        )
        house.journal.note(started)
    return {"web": [host_port(local) for local in places]} if places else {}


def _name(port: socket.socket) -> tuple[str, int]:
    ip, number, *_ = port.getsockname()
    return ip, number


def _announce(ready_file: Path, ready: dict[str, list[str]]) -> None:
    """Write where we listen, whole or not at all: somebody waits for this file."""
    unfinished = ready_file.with_name(f".{ready_file.name}.unfinished")
    unfinished.write_text(json.dumps(ready) + "\n")
    unfinished.rename(ready_file)
