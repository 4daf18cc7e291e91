"""The server key opens what the server must send and sign with, and no mailbox."""

import pytest

from glassine.vault.box import new_message_key
from glassine.vault.credential_digests import CredentialDigests
from glassine.vault.scram_slot import COUNT
from glassine.vault.server_key import NotAServerKey, new_server_key, parse_server_key
from glassine.vault.suite import Damaged
from glassine.words.private import Key, Password, UserName
from glassine.words.public import Domain, QueueId

SERVER = new_server_key()
ORG, NET = Domain("example.org"), Domain("example.net")
FIRST, SECOND = b"1" * 16, b"2" * 16
ROW, OTHER_ROW = QueueId("C.1.1"), QueueId("C.1.2")


def test_the_file_gives_the_same_key_again() -> None:
    again = parse_server_key(SERVER.file())
    assert again.id == SERVER.id
    key = new_message_key()
    sealed = SERVER.seal_queued(key, FIRST, ROW)
    assert again.open_queued(sealed, FIRST, ROW).reveal() == key.reveal()


def test_the_id_tells_one_key_from_another_and_nothing_more() -> None:
    assert len(SERVER.id) == 16
    assert new_server_key().id != SERVER.id
    assert SERVER.id.hex().encode() not in SERVER.file().reveal()


@pytest.mark.parametrize(
    "file",
    [
        b"",
        b"hello",
        b"glassine server key 1\n" + b"0" * 63 + b"\n",
        b"glassine server key 1\n" + b"G" * 64 + b"\n",
        b"glassine server key 2\n" + b"0" * 64 + b"\n",
        b"glassine server key 1\n" + b"0" * 64 + b"\nmore",
    ],
)
def test_a_file_that_is_no_server_key_is_refused(file: bytes) -> None:
    with pytest.raises(NotAServerKey):
        parse_server_key(Key(file))


def test_a_queued_message_opens_for_its_row_under_its_server_key_only() -> None:
    sealed = SERVER.seal_queued(new_message_key(), FIRST, ROW)
    with pytest.raises(Damaged):
        SERVER.open_queued(sealed, FIRST, OTHER_ROW)
    with pytest.raises(Damaged):
        SERVER.open_queued(sealed, SECOND, ROW)
    with pytest.raises(Damaged):
        new_server_key().open_queued(sealed, FIRST, ROW)


def test_a_signing_key_opens_for_its_domain_and_selector_only() -> None:
    sealed = SERVER.seal_dkim(Key(b"pem"), ORG, "s1")
    assert SERVER.open_dkim(sealed, ORG, "s1").reveal() == b"pem"
    for domain, selector in ((NET, "s1"), (ORG, "s2")):
        with pytest.raises(Damaged):
            SERVER.open_dkim(sealed, domain, selector)


def test_a_message_id_is_shown_as_a_digest_and_found_by_it() -> None:
    shown = SERVER.message_id_digest(b"<1@example.org>")
    assert shown == SERVER.message_id_digest(b" 1@example.org\r\n")
    assert shown != SERVER.message_id_digest(b"<2@example.org>")
    assert shown != new_server_key().message_id_digest(b"<1@example.org>")
    assert shown.startswith("<")
    assert shown.endswith("@digest>")
    assert len(shown) == 33


def test_a_name_has_a_salt_of_its_own_and_always_the_same() -> None:
    salt = SERVER.account_salt(UserName(b"nobody@example.org"))
    assert (len(salt.salt), salt.count) == (16, COUNT)
    assert salt == SERVER.account_salt(UserName(b"nobody@example.org"))
    assert salt != SERVER.account_salt(UserName(b"noone@example.org"))


def test_a_credential_has_a_name_within_its_process_and_account_only() -> None:
    here, there = CredentialDigests(), CredentialDigests()
    name = here.digest(FIRST, Password(b"secret"))
    assert name == here.digest(FIRST, Password(b"secret"))
    assert name != here.digest(SECOND, Password(b"secret"))
    assert name != here.digest(FIRST, Password(b"Secret"))
    assert name != there.digest(FIRST, Password(b"secret"))
