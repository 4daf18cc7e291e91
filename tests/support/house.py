"""The whole server in this process, without its config file and its signals.

What is real: the store, the desk as `serve.compose` lays it, the listeners, TLS. It
runs on a thread of its own, so that a test talks to it like any client, and may look
into it by `run`. Nobody's password is dear, and nothing may break unnoticed.
"""

import asyncio
import json
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from glassine.config.settings import Config
from glassine.config.tables.logins import Auth
from glassine.flow import card
from glassine.flow.accounts import Created, add_account
from glassine.flow.card import Card
from glassine.flow.credentials import set_password, unlock
from glassine.flow.desk import Desk
from glassine.net import imap_in, smtp_in
from glassine.net.crowd import Crowd
from glassine.net.listen import Listener
from glassine.net.patience import Patience
from glassine.serve.compose import argon2_cost, furnish, imap_limits, smtp_limits
from glassine.store.api.accounts import Account, Slot
from glassine.store.api.events import EventFilter
from glassine.store.api.ids import EventKey
from glassine.store.api.mailboxes import Filed
from glassine.store.api.store import Books
from glassine.store.sqlite.opening import create_store
from glassine.vault.open_account import OpenAccount
from glassine.vault.opener import open_box
from glassine.vault.server_key import new_server_key
from glassine.words.private import Password
from glassine.words.public import (
    Domain,
    Endpoint,
    HostName,
    IpAddress,
    Protocol,
    Size,
    ip_address,
    parse_address,
)
from support import certificate_files
from support.smtp_client import SmtpTalk
from support.zone_resolver import ZoneResolver

T = TypeVar("T")
DOMAIN = Domain("example.org")
PASSWORD = "correct horse battery staple"
HERE = Endpoint(ip_address("127.0.0.1"), 0)
PATIENT = Patience(idle=20, total=None)
CHEAP = Auth(
    argon2_memory=Size(64 << 10),
    failure_delay=0.0,  # type: ignore[arg-type]
)


class Names(ZoneResolver):
    """A resolver that knows what a test has told it, and of no other name."""

    def __init__(self) -> None:
        super().__init__({})
        self.known: dict[IpAddress, HostName] = {}

    async def reverse(self, ip: IpAddress) -> HostName | None:
        """Return the name that the test gave the address."""
        return self.known.get(ip)


class House:
    """A server with the domain example.org, and no accounts yet."""

    def __init__(self, place: Path, config: Config) -> None:
        self.place = place
        self.config = config
        self.server_key = new_server_key()
        self.names = Names()
        self.broken: list[
            dict[str, Any]
        ] = []  # what asyncio was told of and nobody else
        self.certificates = certificate_files.certificates(place)
        self.desk: Desk  # tests may lay another one before they open a door
        self._out: list[bytes] = []
        self._listeners: list[Listener] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this in the server, and return its result."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def look(self, work: Callable[[Books], T]) -> T:
        """Look into the store."""
        return self.run(self.desk.store.read(work))

    # Who lives here, and the doors

    def add(
        self, address: str, password: str = PASSWORD, *, only_sends: bool = False
    ) -> Created:
        """Make an account; SCRAM with its password is allowed."""
        made = add_account(
            self.desk.store,
            self.server_key,
            parse_address(address),
            Password(password.encode()),
            now=self.desk.clock.now(),
            cost=argon2_cost(self.config),
            only_sends=only_sends,
            scram=True,
        )
        return self.run(made)

    def change_password(self, address: str, password: str) -> None:
        """Give the account another password than `PASSWORD`."""
        change = set_password(
            self.desk.store,
            parse_address(address),
            Password(password.encode()),
            proof=Password(PASSWORD.encode()),
            cost=argon2_cost(self.config),
            now=self.desk.clock.now(),
        )
        self.run(change)

    def open(
        self, protocol: Protocol, patience: Patience = PATIENT, **door: Any
    ) -> tuple[str, int]:
        """Open a listener; return where. `door` may replace any field of the Door."""
        crowd = Crowd(per_ip=100, total=100)
        as_usual = smtp_in.Door(
            protocol=protocol,
            limits=smtp_limits(self.config),
            greet_after=0.0,
            certificates=self.certificates,
            crowd=crowd,
        )
        talk = partial(smtp_in.talk, desk=self.desk, door=replace(as_usual, **door))
        doorman = partial(smtp_in.doorman, desk=self.desk, protocol=protocol)
        listener = Listener(talk, patience, self.config.smtp.proxy_from, doorman)
        self._listeners.append(listener)
        place = self.run(listener.open(HERE))
        return str(place.ip), place.port

    def open_imap(self) -> tuple[str, int]:
        """Open a door for reading mail, without TLS; return where."""
        door = imap_in.Door(
            protocol=Protocol.IMAP,
            limits=imap_limits(self.config),
            certificates=self.certificates,
            crowd=Crowd(per_ip=100, total=100),
        )
        talk = partial(imap_in.talk, desk=self._house.mailbox_desk, door=door)
        listener = Listener(talk, PATIENT, ())
        self._listeners.append(listener)
        place = self.run(listener.open(HERE))
        return str(place.ip), place.port

    def talk(self, protocol: Protocol = Protocol.MX, **door: Any) -> SmtpTalk:
        """Open a door and come in by it."""
        at = self.open(protocol, **door)
        return SmtpTalk(at, tls=protocol is Protocol.SUBMISSIONS)

    def close_doors(self, grace: float = 5.0) -> None:
        """Shut down as the server does."""

        async def close() -> None:
            listeners, self._listeners = self._listeners, []
            await asyncio.gather(*(each.close(grace) for each in listeners))

        self.run(close())

    # What came of it

    def lines(self) -> list[str]:
        """Return the raw log so far, without its times."""
        self._settle()
        whole = b"".join(self._out).decode()
        return [line.partition(" ")[2] for line in whole.splitlines()]

    def records(self, *types: str) -> list[dict[str, Any]]:
        """Return the JSON records of these types, oldest first."""
        self._settle()
        wanted = EventFilter(types=frozenset(types), limit=1000)
        found = self.look(lambda books: books.events.after(EventKey(0), wanted))
        return [json.loads(event.record) for event in found]

    def account(self, address: str) -> tuple[Account, list[Slot]]:
        """Return an account and its slots, as they are in the store."""

        def work(books: Books) -> tuple[Account, list[Slot]]:
            account = books.accounts.at(parse_address(address))
            assert account is not None
            return account, books.accounts.slots(account.id)

        return self.look(work)

    def cards(self, address: str, password: str = PASSWORD) -> list[Card]:
        """Return what the inbox says of its messages, opened with the password."""
        account, slots = self.account(address)
        half = unlock(account, slots, Password(password.encode())).half
        assert half is not None
        opened = OpenAccount(account.id, half, self.desk.clock)
        return [
            card.decode(opened.open_row(filed.letter.sealed, filed.letter.id))
            for filed in self._filed(account, opened)
        ]

    def letters(self, address: str, password: str = PASSWORD) -> list[bytes]:
        """Return the whole messages of an inbox, opened with the password."""
        account, _ = self.account(address)
        boxes = self.look(lambda books: _boxes(books, account))
        return [
            found.prefix + open_box(found.key(), box).reveal()
            for found, box in zip(self.cards(address, password), boxes, strict=True)
        ]

    def files(self) -> list[Path]:
        """Return the sealed files of large messages."""
        blobs = self.config.data_dir / "blobs"
        return [path for path in blobs.rglob("*") if path.is_file()]

    def _filed(self, account: Account, opened: OpenAccount) -> list[Filed]:
        assert account.inbox is not None
        inbox = account.inbox

        def work(books: Books) -> list[Filed]:
            filed = books.mailboxes.letters(inbox)
            for key in books.mailboxes.day_keys(f.letter.day_key for f in filed):
                opened.learn(key.id, key.sealed)
            return filed

        return self.look(work)

    def _settle(self) -> None:
        """Return when all that was noted has been shown and kept."""

        async def settle() -> None:
            self.desk.deeds.keep()
            self.desk.journal.close()
            await self.desk.store.write(lambda books: None)

        self.run(settle())

    # Its life

    def _begin(self) -> None:
        self._thread.start()
        self.run(self._furnish())

    async def _furnish(self) -> None:
        self._loop.set_exception_handler(lambda _, told: self.broken.append(told))
        create_store(self.config.data_dir, self.server_key.id)
        names = None if self.config.dns.servers else self.names
        house = furnish(self.config, self.server_key, self._out.append, resolver=names)
        self.desk, self._house = house.desk, house
        await self.desk.store.write(lambda books: books.accounts.add_domain(DOMAIN, []))

    def _end(self) -> None:
        self.close_doors(grace=1.0)

        async def end() -> None:
            self.desk.deeds.keep()
            self._house.journal.close()
            await self._house.store.close()
            left = asyncio.all_tasks() - {asyncio.current_task()}
            for task in left:  # as `asyncio.run` does
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

        self.run(end())
        self._house.runs.shutdown()
        self._house.looking.shutdown()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


def _boxes(books: Books, account: Account) -> list[bytes]:
    assert account.inbox is not None
    boxes = []
    for filed in books.mailboxes.letters(account.inbox):
        reader = books.blobs.open(filed.letter.blob)
        boxes.append(reader.read(0, reader.size))
        reader.close()
    return boxes


@contextmanager
def house(place: Path, **settings: Any) -> Iterator[House]:
    """Run a server for a while. `settings` may replace any field of the Config."""
    as_usual = Config(
        hostname=HostName("mail.example.org"), data_dir=place / "data", auth=CHEAP
    )
    inside = House(place, replace(as_usual, **settings))
    inside._begin()
    try:
        yield inside
    finally:
        inside._end()
    assert not inside.broken, inside.broken
