"""Run the server: listen, say so, and end cleanly when told to."""

import asyncio
import json
import signal
import socket
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeAlias

from OpenSSL import SSL

from glassine.config.settings import Config
from glassine.config.tables.doors import Listen, TlsVersion
from glassine.config.whereabouts import host_port
from glassine.events.steps import CertificateLoaded, ServerStarted, ServerStopped
from glassine.flow.fault import faulted
from glassine.flow.first_lessons import learn_first
from glassine.flow.viewing.checkpoint_post import post_checkpoint
from glassine.net import imap_in, smtp_in
from glassine.net.certificates import CertificateError, Certificates
from glassine.net.crowd import Crowd
from glassine.net.listen import Listener, PortTaken, Talk, take_port
from glassine.net.patience import Patience
from glassine.serve.checkpoints import CheckpointFiles, keep_checkpoints
from glassine.serve.collector import spare_the_collector
from glassine.serve.compose import House, furnish, imap_limits, smtp_limits
from glassine.serve.harden import drop_root, keep_memory_private
from glassine.serve.hush import hush
from glassine.serve.printing import printer
from glassine.serve.retention import Memory, keep_pruning
from glassine.serve.viewer import answers
from glassine.serve.web_doors import WebDoors
from glassine.store.api.ids import StoreError
from glassine.vault.server_key import ServerKey
from glassine.words.public import Endpoint, Protocol, ip_address

Ports: TypeAlias = list[tuple[Protocol, socket.socket]]

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
    certificates = _certificates(config)
    ports = _take_ports(config.listen)
    try:
        if config.user != "-":  # before anything is written that would be root's
            drop_root(config.user)
        house = furnish(config, server_key, printer(config.log.level))
    except Exception:
        _give_back(ports)
        raise
    loop = asyncio.get_running_loop()
    hush(house.journal, house.clock, loop)
    listeners: list[Listener] = []
    doors = _web_doors(house, certificates)
    try:
        await _begin_to_learn(house)
        ready = await _listen(house, certificates, ports, listeners)
        ready |= _open_web(house, doors, ports)
        ending = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, ending.set)
        loop.add_signal_handler(signal.SIGHUP, _reload, house, certificates, doors)
        _note_certificate(house, certificates, accepted=True)
        pruning = loop.create_task(
            keep_pruning(
                house.store,
                house.journal,
                house.clock,
                config.privacy,
                house.desk.server_key.checkpoint_key(),
                Memory(
                    greylisting=config.greylisting,
                    reputation=config.reputation,
                    correspondents=config.correspondents,
                    judging=config.judging,
                ),
            )
        )
        checking = loop.create_task(
            keep_checkpoints(
                house.store,
                house.journal,
                house.clock,
                house.desk.server_key.checkpoint_key(),
                config.hostname,
                CheckpointFiles(config.checkpoints),
                [partial(post_checkpoint, house.desk)],
            )
        )
        trying = loop.create_task(house.list_trials.keep_trying())
        sending = loop.create_task(house.dispatcher.run())
        spare_the_collector()
        if ready_file is not None:
            _announce(ready_file, ready)
        await ending.wait()
        pruning.cancel()
        checking.cancel()
        trying.cancel()
        await asyncio.gather(
            doors.close(), _leave(listeners), house.dispatcher.close(GRACE)
        )
        await sending
    finally:
        await asyncio.gather(doors.close(), _leave(listeners))
        await house.list_trials.close()
        house.journal.note(ServerStopped(at=house.clock.now()))
        house.journal.close()
        await house.store.close()
        house.runs.shutdown()
        house.looking.shutdown()


async def _begin_to_learn(house: House) -> None:
    """Teach a new house what spam is; where the disk is full, another time."""
    with suppress(StoreError):
        await learn_first(house.store, house.mailbox_desk.spam_key, house.clock)


async def _leave(listeners: list[Listener]) -> None:
    """Let nobody else in, and those who are here finish."""
    await asyncio.gather(*(listener.close(GRACE) for listener in listeners))


def _take_ports(listen: Listen) -> Ports:
    """Take every port, or none. Raises `PortTaken`."""
    ports: Ports = []
    try:
        for protocol, places in _places(listen).items():
            ports.extend((protocol, take_port(place)) for place in places)
    except PortTaken:
        _give_back(ports)
        raise
    return ports


def _give_back(ports: Ports) -> None:
    for _, port in ports:
        port.close()


async def _listen(
    house: House, certificates: Certificates, ports: Ports, listeners: list[Listener]
) -> dict[str, list[str]]:
    """Let people in by every port; return where each protocol is to be found."""
    config = house.config
    limits = config.limits
    crowd = Crowd(
        per_ip=limits.connections_per_ip,
        per_network=limits.connections_per_network,
        total=limits.connections,
        own=house.desk.policy.own_networks,
    )
    ready: dict[str, list[str]] = {}
    for protocol, port in ports:
        if protocol is Protocol.WEB:
            continue
        listener = Listener(
            _talk(house, certificates, crowd, protocol),
            _patience(config, protocol),
            config.smtp.proxy_from,
        )
        listeners.append(listener)
        local = await listener.serve(port)
        ready.setdefault(protocol.value, []).append(host_port(local))
        house.journal.note(
            ServerStarted(at=house.clock.now(), protocol=protocol, local=local)
        )
    return ready


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


def _places(listen: Listen) -> dict[Protocol, tuple[Endpoint, ...]]:
    return {
        Protocol.MX: listen.mx,
        Protocol.SUBMISSION: listen.submission,
        Protocol.SUBMISSIONS: listen.submissions,
        Protocol.LMTP: listen.lmtp,
        Protocol.IMAP: listen.imap,
        Protocol.IMAPS: listen.imaps,
        Protocol.WEB: listen.web,
    }


def _talk(
    house: House, certificates: Certificates, crowd: Crowd, protocol: Protocol
) -> Talk:
    if protocol.reads:
        reading = imap_in.Door(
            protocol=protocol,
            limits=imap_limits(house.config),
            certificates=certificates,
            crowd=crowd,
        )
        return partial(imap_in.talk, desk=house.mailbox_desk, door=reading)
    door = smtp_in.Door(
        protocol=protocol,
        limits=smtp_limits(house.config),
        greet_after=(
            house.config.smtp.greeting_delay if protocol is Protocol.MX else 0.0
        ),
        certificates=certificates,
        crowd=crowd,
    )
    return partial(smtp_in.talk, desk=house.desk, door=door)


def _patience(config: Config, protocol: Protocol) -> Patience:
    limits = config.limits
    if protocol.reads:
        return Patience(idle=limits.imap_idle, total=None)
    return Patience(idle=limits.idle, total=limits.total)


def _certificates(config: Config) -> Certificates:
    minimum = {
        TlsVersion.TLS_1_2: SSL.TLS1_2_VERSION,
        TlsVersion.TLS_1_3: SSL.TLS1_3_VERSION,
    }
    tls = config.tls
    return Certificates(tls.certificate, tls.key, minimum[tls.minimum])


def _reload(house: House, certificates: Certificates, doors: WebDoors) -> None:
    """Read the certificate again; a bad one changes nothing."""
    try:
        certificates.load()
        doors.reload()
    except CertificateError as broken:
        house.journal.note(faulted(broken, house.clock.now()))
        _note_certificate(house, certificates, accepted=False)
    else:
        _note_certificate(house, certificates, accepted=True)


def _note_certificate(
    house: House, certificates: Certificates, *, accepted: bool
) -> None:
    house.journal.note(
        CertificateLoaded(
            at=house.clock.now(),
            host=house.config.hostname,
            expires=certificates.expires,
            accepted=accepted,
        )
    )


def _announce(ready_file: Path, ready: dict[str, list[str]]) -> None:
    """Write where we listen, whole or not at all: somebody waits for this file."""
    unfinished = ready_file.with_name(f".{ready_file.name}.unfinished")
    unfinished.write_text(json.dumps(ready) + "\n")
    unfinished.rename(ready_file)
