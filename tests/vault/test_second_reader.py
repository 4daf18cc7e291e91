"""What the vault seals, a reader written from docs/box.md alone can open."""

import os

import pytest

import vault.second_reader as second
from glassine.vault import box, password_slot, printed, scram_slot, secret_slot
from glassine.vault.account_keys import KeyPair, new_key_pair
from glassine.vault.day_key import new_day_key
from glassine.vault.folders import Folders
from glassine.vault.password_slot import Cost
from glassine.vault.server_key import new_server_key
from glassine.words.private import Key, Message, Password, Text
from glassine.words.public import Domain, QueueId

ACCOUNT, MESSAGE = bytes(range(16)), bytes(range(16, 32))
CHEAP = Cost(memory=64, passes=1)


@pytest.fixture(scope="module")
def pair() -> KeyPair:
    return new_key_pair()


@pytest.mark.parametrize("size", [0, 1, 4096, 65_536, 65_537, 131_072, 200_000])
def test_it_opens_a_box_of_any_size(size: int) -> None:
    key, message = box.new_message_key(), os.urandom(size)
    assert second.box(key.reveal(), box.seal(key, message)) == message


def test_it_opens_a_day_key_and_what_that_sealed(pair: KeyPair) -> None:
    ours = new_day_key(ACCOUNT, pair.public_half)
    private = pair.private_half.reveal()
    theirs = second.day_key(private, ours.sealed, ACCOUNT, ours.id)
    key = box.new_message_key()
    wrapped = ours.wrap(key, MESSAGE)
    assert second.message_key(theirs, wrapped, ACCOUNT, MESSAGE) == key.reveal()
    row = ours.seal_row(Message(b"envelope"), MESSAGE)
    assert second.row(theirs, row, ACCOUNT, MESSAGE, b"message") == b"envelope"


def test_it_reads_and_finds_folder_names(pair: KeyPair) -> None:
    folders, name = Folders(ACCOUNT, pair.private_half), Text(b"Holidays")
    private = pair.private_half.reveal()
    sealed = folders.seal(name, MESSAGE)
    assert second.folder_name(private, sealed, ACCOUNT, MESSAGE) == b"Holidays"
    assert second.folder_digest(private, b"Holidays") == folders.digest(name)


def test_it_opens_a_password_slot(pair: KeyPair) -> None:
    slot = password_slot.new_password_slot(
        Password(b"correct horse"), ACCOUNT, pair.private_half, CHEAP
    )
    opened = second.password_slot(slot.sealed, ACCOUNT, b"correct horse")
    assert opened == pair.private_half.reveal()


@pytest.mark.parametrize("form", printed.Form, ids=lambda form: form.name)
def test_it_opens_a_slot_by_its_printed_secret(
    pair: KeyPair, form: printed.Form
) -> None:
    new = secret_slot.new_secret_slot(form, ACCOUNT, pair.private_half)
    shown = new.shown.reveal()
    opened = second.secret_slot(new.slot.sealed, new.slot.id, ACCOUNT, shown)
    assert opened == pair.private_half.reveal()


def test_it_opens_a_scram_slot(pair: KeyPair) -> None:
    salt = scram_slot.ScramSalt(os.urandom(16))
    slot = scram_slot.new_scram_slot(
        Password(b"pencil"), salt, ACCOUNT, pair.private_half
    )
    opened = second.scram_slot(slot.sealed, slot.id, ACCOUNT, b"pencil")
    assert opened == pair.private_half.reveal()


def test_it_opens_what_the_server_key_sealed() -> None:
    server, key = new_server_key(), box.new_message_key()
    secret = second.server_secret(server.file().reveal())
    queued = server.seal_queued(key, MESSAGE, QueueId("C.1.1"))
    assert second.queued_message(secret, queued, MESSAGE, b"C.1.1") == key.reveal()
    sealed = server.seal_dkim(Key(b"pem"), Domain("example.org"), "s1")
    assert second.dkim_private_key(secret, sealed, b"example.org", b"s1") == b"pem"
    digest = second.message_id_digest(secret, b"1@example.org")
    assert digest.decode() == server.message_id_digest(b" <1@example.org>\r\n")
