"""A credential comes and goes; the mail stays, for who can still open the account."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from glassine.flow.accounts import delete_account
from glassine.flow.credentials import (
    NameTaken,
    NoSuchAccount,
    WrongCredential,
    add_app_password,
    app_passwords,
    new_recovery_code,
    revoke_app_password,
    set_password,
)
from glassine.flow.spelling import UnfitPassword
from glassine.serve.compose import argon2_cost
from glassine.store.api.accounts import Scope, SlotKind
from glassine.store.api.ids import Duplicate, Missing
from glassine.vault.slots import Unlocked
from glassine.words.private import Password
from glassine.words.public import parse_address
from support.house import PASSWORD, House, house
from support.letters import letter

ANN, APP = "ann@example.org", "app@example.org"


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as inside:
        yield inside


def send(home: House, said: bytes) -> None:
    with home.talk() as talk:
        talk.hello()
        assert talk.deliver("zoe@example.net", [ANN], said).code == 250


def change(home: House, address: str, new: str, proof: str | None) -> Password | None:
    """Give an account a new password."""
    done = set_password(
        home.desk.store,
        parse_address(address),
        Password(new.encode()),
        proof=None if proof is None else Password(proof.encode()),
        cost=argon2_cost(home.config),
        now=home.desk.clock.now(),
    )
    return home.run(done)


def app_password(
    home: House, address: str, name: str, scope: Scope, proof: str | None = PASSWORD
) -> Password:
    made = add_app_password(
        home.desk.store,
        parse_address(address),
        name=name,
        scope=scope,
        proof=None if proof is None else Password(proof.encode()),
        now=home.desk.clock.now(),
    )
    return home.run(made)


def test_a_new_password_reads_the_old_mail(home: House) -> None:
    home.add(ANN)
    said = letter("Before")
    send(home, said)
    assert change(home, ANN, "new one", PASSWORD) is not None
    (read,) = home.letters(ANN, "new one")
    assert read.endswith(said)
    with pytest.raises(WrongCredential):
        home.letters(ANN, PASSWORD)
    send(home, letter("After"))
    assert len(home.letters(ANN, "new one")) == 2


def test_the_recovery_code_gives_a_new_password_once(home: House) -> None:
    code = home.add(ANN).recovery
    assert code is not None
    send(home, letter("Kept"))
    shown = code.reveal().decode()
    again = change(home, ANN, "new one", shown)
    assert again is not None
    assert again.reveal() != code.reveal()
    assert len(home.letters(ANN, "new one")) == 1
    with pytest.raises(WrongCredential):
        change(home, ANN, "newer", shown)
    change(home, ANN, "newer", again.reveal().decode().upper())
    assert len(home.letters(ANN, "newer")) == 1


@pytest.mark.parametrize("proof", [None, "wrong", "glr1-typo"])
def test_without_proof_nothing_changes(home: House, proof: str | None) -> None:
    home.add(ANN)
    before = home.account(ANN)
    with pytest.raises(WrongCredential):
        change(home, ANN, "new one", proof)
    assert home.account(ANN) == before


def test_an_unfit_password_changes_nothing(home: House) -> None:
    home.add(ANN)
    before = home.account(ANN)
    with pytest.raises(UnfitPassword):
        change(home, ANN, "tab\there", PASSWORD)
    assert home.account(ANN) == before
    with pytest.raises(UnfitPassword):
        home.add("bob@example.org", "gla1-like-ours")


def test_an_account_that_only_sends_needs_no_proof_and_has_no_key(
    home: House,
) -> None:
    assert home.add(APP, only_sends=True).recovery is None
    assert change(home, APP, "new one", None) is None
    account, slots = home.account(APP)
    assert account.public_key is None
    assert {slot.scope for slot in slots} == {Scope.SMTP}
    assert {slot.kind for slot in slots} == {SlotKind.PASSWORD, SlotKind.SCRAM}


@pytest.mark.parametrize("scope", list(Scope))
def test_an_app_secret_that_only_sends_holds_no_key(home: House, scope: Scope) -> None:
    from glassine.flow.key_slots import to_open
    from glassine.vault import printed, secret_slot

    home.add(ANN)
    shown = app_password(home, ANN, "phone", scope)
    account, _ = home.account(ANN)
    (slot,) = home.run(app_passwords(home.desk.store, parse_address(ANN)))
    typed = printed.read(shown)
    assert isinstance(typed, printed.Printed)
    opened = secret_slot.try_secret(to_open(slot), account.id, typed)
    assert isinstance(opened, Unlocked)
    assert (opened.private_half is None) == (scope is Scope.SMTP)


def test_a_secret_that_only_sends_needs_no_proof(home: House) -> None:
    home.add(ANN)
    app_password(home, ANN, "printer", Scope.SMTP, proof=None)
    with pytest.raises(WrongCredential):
        app_password(home, ANN, "phone", Scope.ALL, proof=None)


@pytest.mark.parametrize("name", ["phone", "password", "recovery"])
def test_a_name_is_given_once_and_ours_never(home: House, name: str) -> None:
    home.add(APP, only_sends=True)
    app_password(home, APP, "phone", Scope.ALL)
    with pytest.raises(NameTaken):
        app_password(home, APP, name, Scope.ALL)


def test_a_revoked_secret_is_gone_and_the_password_cannot_be(home: House) -> None:
    home.add(ANN)
    app_password(home, ANN, "phone", Scope.ALL)

    def revoke(name: str) -> bool:
        done = revoke_app_password(home.desk.store, parse_address(ANN), name)
        return home.run(done)

    assert revoke("phone")
    assert not revoke("phone")
    assert not revoke("password")
    _, slots = home.account(ANN)
    assert {slot.name for slot in slots} == {"password", "recovery"}


def test_app_secrets_outlive_a_new_password(home: House) -> None:
    home.add(ANN)
    app_password(home, ANN, "phone", Scope.ALL)
    change(home, ANN, "new one", PASSWORD)
    assert len(home.run(app_passwords(home.desk.store, parse_address(ANN)))) == 1


def test_a_deleted_account_leaves_no_slot_and_no_name(home: House) -> None:
    home.add(ANN)
    account, slots = home.account(ANN)
    home.run(delete_account(home.desk.store, parse_address(ANN)))
    assert home.look(lambda books: books.accounts.slots(account.id)) == []
    disk = b"".join(
        path.read_bytes() for path in home.config.data_dir.rglob("*") if path.is_file()
    )
    assert not any(slot.sealed in disk for slot in slots)
    with pytest.raises(NoSuchAccount):
        home.run(delete_account(home.desk.store, parse_address(ANN)))


def test_nobody_has_two_accounts_or_one_in_anothers_domain(home: House) -> None:
    home.add(ANN)
    with pytest.raises(Duplicate):
        home.add("ANN@example.org")
    with pytest.raises(Missing):
        home.add("ann@example.net")
    with pytest.raises(NoSuchAccount):
        change(home, "nobody@example.org", "x", None)


def test_a_new_recovery_code_takes_the_place_of_the_old(home: House) -> None:
    home.add(ANN)
    codes = [renewed(home, ANN, PASSWORD) for _ in range(2)]
    assert all(codes) and codes[0] != codes[1]
    old, new = (code.reveal().decode() for code in codes if code)
    with pytest.raises(WrongCredential):
        renewed(home, ANN, old)
    assert change(home, ANN, "another battery staple", new)


def test_an_account_that_only_sends_needs_no_recovery_code(home: House) -> None:
    home.add(APP, only_sends=True)
    assert renewed(home, APP, PASSWORD) is None


def renewed(home: House, address: str, proof: str) -> Password | None:
    """Replace the recovery code of an account."""
    now, word = home.desk.clock.now(), Password(proof.encode())
    done = new_recovery_code(
        home.desk.store, parse_address(address), proof=word, now=now
    )
    return home.run(done)
