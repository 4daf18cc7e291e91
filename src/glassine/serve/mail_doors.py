"""Where mail comes in and is read: a listener for each port, with its talk."""

import asyncio
from functools import partial

from glassine.config.settings import Config
from glassine.config.whereabouts import host_port
from glassine.events.steps import ServerStarted
from glassine.net import imap_in, smtp_in
from glassine.net.certificates import Certificates
from glassine.net.crowd import Crowd
from glassine.net.listen import Doorman, Listener, Talk, everybody
from glassine.net.patience import Patience
from glassine.serve.compose import House, imap_limits, smtp_limits
from glassine.serve.ports import Ports
from glassine.words.public import Protocol


class MailDoors:
    """The doors of SMTP, LMTP and IMAP, until they are closed."""

    def __init__(self, house: House, certificates: Certificates) -> None:
        limits = house.config.limits
        self._house = house
        self._certificates = certificates
        self._crowd = Crowd(
            per_ip=limits.connections_per_ip,
            per_network=limits.connections_per_network,
            total=limits.connections,
            own=house.desk.policy.own_networks,
        )
        self._listeners: list[Listener] = []

    async def open(self, ports: Ports) -> dict[str, list[str]]:
        """Let people in by every port; return where each protocol is to be found."""
        house = self._house
        ready: dict[str, list[str]] = {}
        for protocol, port in ports:
            if protocol is Protocol.WEB:
                continue
            listener = Listener(
                self._talk(protocol),
                _patience(house.config, protocol),
                house.config.smtp.proxy_from,
                self._doorman(protocol),
            )
            self._listeners.append(listener)
            local = await listener.serve(port)
            ready.setdefault(protocol.value, []).append(host_port(local))
            house.journal.note(
                ServerStarted(at=house.clock.now(), protocol=protocol, local=local)
            )
        return ready

    async def close(self, grace: float) -> None:
        """Let nobody else in, and those who are here finish."""
        await asyncio.gather(*(listener.close(grace) for listener in self._listeners))

    def _doorman(self, protocol: Protocol) -> Doorman:
        if protocol is not Protocol.MX:
            return everybody
        return partial(smtp_in.doorman, desk=self._house.desk, protocol=protocol)

    def _talk(self, protocol: Protocol) -> Talk:
        house = self._house
        if protocol.reads:
            reading = imap_in.Door(
                protocol=protocol,
                limits=imap_limits(house.config),
                certificates=self._certificates,
                crowd=self._crowd,
            )
            return partial(imap_in.talk, desk=house.mailbox_desk, door=reading)
        door = smtp_in.Door(
            protocol=protocol,
            limits=smtp_limits(house.config),
            greet_after=(
                house.config.smtp.greeting_delay if protocol is Protocol.MX else 0.0
            ),
            certificates=self._certificates,
            crowd=self._crowd,
        )
        return partial(smtp_in.talk, desk=house.desk, door=door)


def _patience(config: Config, protocol: Protocol) -> Patience:
    limits = config.limits
    if protocol.reads:
        return Patience(idle=limits.imap_idle, total=None)
    return Patience(idle=limits.idle, total=limits.total)
