"""The viewer's place in the house: what its pages ask, and what answers them."""

from dataclasses import dataclass
from functools import partial

from starlette.applications import Starlette

from glassine.config.settings import Config
from glassine.config.tables.records import MessageIdForm
from glassine.flow.attempts import Attempts, Bounds
from glassine.flow.fault import faulted
from glassine.flow.operators import OperatorsDesk
from glassine.flow.owners import Owners, OwnersDesk
from glassine.flow.viewing.desk import ViewingDesk
from glassine.flow.viewing.health import Whereabouts
from glassine.flow.viewing.message_ids import sought
from glassine.net.certificates import Certificates
from glassine.serve.backup import last_backup
from glassine.serve.compose import House, argon2_cost
from glassine.serve.judging_content import scale
from glassine.serve.own_clock import is_kept_right
from glassine.web.app import app
from glassine.web.guard import Rules
from glassine.web.house_people import HousePeople
from glassine.web.house_viewing import HouseViewing
from glassine.web.people import Keeping

A_DAY = 86_400  # seconds
HERE = ("localhost", "127.0.0.1", "[::1]")


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers the pages; the same whether TLS is spoken or not."""

    house: House
    viewing: HouseViewing
    people: HousePeople
    form_key: bytes

    def application(self, *, tls: bool) -> Starlette:
        """Return the viewer's application."""
        house = self.house

        def broke(fault: Exception) -> None:
            house.journal.note(faulted(fault, house.clock.now()))

        return app(
            self.viewing,
            self.people,
            clock=house.clock,
            rules=Rules(hosts=_hosts(house.config), tls=tls),
            form_key=self.form_key,
            on_fault=broke,
        )


def answers(house: House, certificates: Certificates) -> Answers:
    """Put together who answers the pages."""
    config, key = house.config, house.desk.server_key
    clear = config.privacy.message_id is MessageIdForm.CLEAR
    desk = ViewingDesk(
        store=house.store,
        clock=house.clock,
        server_key=key,
        sought=partial(sought, key=key, clear=clear),
    )
    door = OperatorsDesk(
        store=house.store,
        clock=house.clock,
        server_key=key,
        attempts=Attempts(_bounds(config), house.clock),
        cost=argon2_cost(config),
        chance=house.desk.chance,
    )
    return Answers(
        house,
        HouseViewing(desk, door, _whereabouts(house, certificates), scale(config)),
        _people(house, desk),
        house.desk.chance(32),
    )


def _people(house: House, desk: ViewingDesk) -> HousePeople:
    owners = OwnersDesk(
        store=house.store,
        clock=house.clock,
        chance=house.desk.chance,
        login=house.desk.login,
        rules=house.desk.rules,
        cost=argon2_cost(house.config),
    )
    privacy = house.config.privacy
    keeping = Keeping(
        events=privacy.keep_events / A_DAY, traces=privacy.keep_traces / A_DAY
    )
    return HousePeople(
        desk, owners, Owners(owners), keeping, house.desk, scale(house.config)
    )


def _bounds(config: Config) -> Bounds:
    auth = config.auth
    return Bounds(
        per_ip=auth.failures_per_ip,
        per_account=auth.failures_per_account,
        window=auth.failure_window,
        first_delay=auth.failure_delay,
    )


def _whereabouts(house: House, certificates: Certificates) -> Whereabouts:
    return Whereabouts(
        data_dir=house.config.data_dir,
        certificate_expires=lambda: certificates.expires,
        clock_is_set=is_kept_right,
        hostname=house.config.hostname,
        resolver=house.desk.resolver,
        last_backup=partial(last_backup, house.config.data_dir),
        backup_due=house.config.web.backup_due,
    )


def _hosts(config: Config) -> frozenset[str]:
    """Return the names that a browser may ask for, as a URL writes them."""
    listening = (place.ip for place in config.listen.web)
    literals = (f"[{ip}]" if ip.version == 6 else str(ip) for ip in listening)
    names = (config.hostname, *config.web.hosts)
    ours = (name.name.lower() for name in names)
    return frozenset((*HERE, *literals, *ours))
