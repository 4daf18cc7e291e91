"""An IMAP server in this process, made of its parts: a real store, a real listener.

It runs on a thread of its own, so that a test may speak to it with a client that
blocks, and look behind the counter with `run`.
"""

import asyncio
import os
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ipaddress import ip_network
from pathlib import Path
from typing import Any, TypeVar

from OpenSSL import SSL

from glassine.flow.accounts import add_account
from glassine.flow.allowance import Allowance
from glassine.flow.attempts import Attempts, Bounds
from glassine.flow.card import Card, encode
from glassine.flow.domains import add_domain
from glassine.flow.filing import padded, sealed_day_key
from glassine.flow.journal import Journal
from glassine.flow.key_cache import KeyCache
from glassine.flow.local_login import LocalLogin
from glassine.flow.mailbox.desk import MailboxDesk
from glassine.flow.notices import HouseNotices
from glassine.flow.policy import Policy
from glassine.flow.slot_trial import SlotTrial
from glassine.mail.scan import Scanner
from glassine.mail.section import shifted
from glassine.net.certificate import self_signed
from glassine.net.certificates import Certificates
from glassine.net.crowd import Crowd
from glassine.net.imap_in import Door, talk
from glassine.net.link import Link
from glassine.net.listen import Listener
from glassine.net.patience import Patience
from glassine.store.api.accounts import Account
from glassine.store.api.blobs import BlobWriter
from glassine.store.api.ids import DayKeyId, LetterId, MailboxId
from glassine.store.api.mailboxes import Letter
from glassine.store.api.store import Books
from glassine.store.sqlite.opening import create_store, open_store
from glassine.trust.own_networks import OwnNetworks
from glassine.vault.box import Sealer, new_message_key
from glassine.vault.credential_digests import CredentialDigests
from glassine.vault.day_key import DayKey
from glassine.vault.day_keys import DayKeys
from glassine.vault.password_slot import Cost
from glassine.vault.server_key import new_server_key
from glassine.wire.imap.limits import Limits
from glassine.words.clock import Milliseconds, Seconds, SystemClock
from glassine.words.private import Password
from glassine.words.public import (
    Endpoint,
    HostName,
    IpAddress,
    MessageIdDigest,
    Protocol,
    Size,
    ip_address,
    parse_address,
)

T = TypeVar("T")
PERSON = parse_address("ann@example.org")
NAME = "ann@example.org"
PASSWORD = "correct horse"
QUICK = Cost(memory=64, passes=1)
EVERYWHERE = (ip_network("127.0.0.0/8"),)
HOST = HostName("mail.example.org")
ARRIVED = Milliseconds(1_603_755_945_209)


class NoNames:
    """A resolver that knows nobody."""

    async def reverse(self, ip: IpAddress) -> HostName | None:
        """Return None."""
        return None


class MailboxHouse:
    """The server, one account in it, and what its journal has said."""

    def __init__(self, directory: Path, **settings: Any) -> None:
        self.directory = directory
        self.lines: list[bytes] = []
        self._settings = settings
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._argon = ThreadPoolExecutor(1)
        self._day_keys = DayKeys(SystemClock())

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this on the server's thread; return what comes of it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def look(self, work: Callable[[Books], T]) -> T:
        """Look into the store."""
        return self.run(self.store.look(work))

    def deliver(self, *letters: bytes, prefix: bytes = b"") -> None:
        """File letters in the inbox as a delivery does."""
        self.run(self._deliver(letters, prefix))

    @property
    def inbox(self) -> MailboxId:
        """The account's inbox."""
        assert self.account.inbox is not None
        return self.account.inbox

    @property
    def log(self) -> bytes:
        """All that the journal has said so far."""
        return b"".join(self.lines)

    # How it works

    def open(self) -> None:
        """Begin to listen."""
        self._thread.start()
        self.run(self._open())

    def close(self) -> None:
        """Stop, and wait for the end."""
        self.run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._argon.shutdown()

    async def _open(self) -> None:
        clock, key = SystemClock(), new_server_key()
        create_store(self.directory / "data", key.id)
        self.store = open_store(self.directory / "data", key_id=key.id, clock=clock)
        self.journal = Journal(store=self.store, clock=clock, out=self.lines.append)
        self.notices = HouseNotices()
        domain = PERSON.domain
        await add_domain(self.store, key, domain, hostname=HOST, now=ARRIVED)
        made = await add_account(
            self.store,
            key,
            PERSON,
            Password(PASSWORD.encode()),
            now=ARRIVED,
            cost=QUICK,
            scram=True,
        )
        self.account: Account = made.account
        login = LocalLogin(
            store=self.store,
            clock=clock,
            journal=self.journal,
            server_key=key,
            attempts=Attempts(
                Bounds(per_ip=50, per_account=50, window=60, first_delay=0.01), clock
            ),
            cache=KeyCache(Seconds(300), clock, CredentialDigests()),
            trial=SlotTrial(server_key=key, cost=QUICK),
            runs=self._argon,
            at_once=1,
        )
        self.desk = MailboxDesk(
            store=self.store,
            journal=self.journal,
            notices=self.notices,
            clock=clock,
            chance=os.urandom,
            resolver=NoNames(),
            login=login,
            policy=Policy(
                remembers_correspondents=True,
                allow_plain_from=self._settings.get("plain_from", EVERYWHERE),
                helo={},
                own_networks=OwnNetworks(),
                look_at=Size(0),
                delay_deny=True,
                hide_submitter=False,
                hops=50,
                allowance=Allowance(),
                show_message_id=lambda _: MessageIdDigest("<x@digest>"),
            ),
            spam_key=key.spam_key(),
        )
        await self._listen()

    async def _listen(self) -> None:
        made = self_signed("localhost", SystemClock())
        (self.directory / "cert.pem").write_bytes(made.certificate)
        (self.directory / "key.pem").write_bytes(made.key.reveal())
        certificates = Certificates(
            self.directory / "cert.pem", self.directory / "key.pem", SSL.TLS1_2_VERSION
        )
        crowd = Crowd(per_ip=self._settings.get("per_ip", 20), total=100)
        self._listeners = []
        self.ports: dict[Protocol, int] = {}
        for protocol in (Protocol.IMAP, Protocol.IMAPS):
            door = Door(
                protocol=protocol,
                limits=self._settings.get("limits", Limits()),
                certificates=certificates,
                crowd=crowd,
                log_in_within=self._settings.get("log_in_within", 60.0),
            )

            def hold(link: Link, door: Door = door) -> Coroutine[Any, Any, None]:
                return talk(link, self.desk, door)

            listener = Listener(hold, Patience(idle=60, total=600), ())
            place = await listener.open(Endpoint(ip_address("127.0.0.1"), 0))
            self._listeners.append(listener)
            self.ports[protocol] = place.port

    async def _close(self) -> None:
        for listener in self._listeners:
            await listener.close(5)
        self.journal.close()
        await self.store.close()

    async def _deliver(self, letters: tuple[bytes, ...], prefix: bytes) -> None:
        sealed = [self._seal(octets, prefix) for octets in letters]

        def work(books: Books) -> None:
            for blob, letter, day_key in sealed:
                books.mailboxes.put_day_key(sealed_day_key(self.account.id, day_key))
                books.blobs.keep(blob)
                books.mailboxes.append(self.inbox, [letter])

        await self.store.write(work)
        self.notices.changed(self.inbox)

    def _seal(self, octets: bytes, prefix: bytes) -> tuple[BlobWriter, Letter, DayKey]:
        scanner, message_key = Scanner(), new_message_key()
        scanner.feed(octets)
        scanned, sealer = scanner.close(), Sealer(message_key)
        blob, letter_id = self.store.new_blob(), LetterId(os.urandom(16))
        blob.write(sealer.update(octets) + sealer.finish())
        account = self.account
        assert account.public_key is not None
        day_key = self._day_keys.for_account(account.id, account.public_key)
        card = Card(
            flags=frozenset(),
            keywords=frozenset(),
            size=len(prefix) + len(octets),
            arrived=ARRIVED,
            message_key=message_key.reveal(),
            prefix=prefix,
            root=shifted(scanned.root, len(prefix)),
            envelope=scanned.envelope,
            preview=scanned.preview,
        )
        row = day_key.seal_row(encode(card), letter_id)
        key_id, size = DayKeyId(day_key.id), padded(card.size)
        letter = Letter(letter_id, blob.id, key_id, row, ARRIVED, size)
        return blob, letter, day_key


@contextmanager
def mailbox_house(directory: Path, **settings: Any) -> Iterator[MailboxHouse]:
    """Run a server for as long as the block lasts."""
    house = MailboxHouse(directory, **settings)
    house.open()
    try:
        yield house
    finally:
        house.close()
