"""Who may come in; and a wrong password costs and says what an unknown name does."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from glassine.events.facts import Remote
from glassine.flow.accounts import delete_account
from glassine.flow.credentials import add_app_password
from glassine.flow.login import Client, Entry, Refusal
from glassine.store.api.accounts import Scope
from glassine.vault import password_slot
from glassine.wire.sasl.steps import PasswordGiven
from glassine.words.private import Password, UserName
from glassine.words.public import (
    AuthMethod,
    ConnectionId,
    Endpoint,
    Protocol,
    ip_address,
    parse_address,
)
from support.house import PASSWORD, House, house
from support.sasl_client import Scram, over_smtp, plain

ANN, APP, NOBODY = "ann@example.org", "app@example.org", "nobody@example.org"
NUMBER = ConnectionId("5DBEA39F-1F3F-47D4-9657-B2E73169F4EF")


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    with house(tmp_path) as inside:
        inside.add(ANN)
        inside.add(APP, only_sends=True)
        yield inside


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Count Argon2 runs: the list grows by one with each."""
    counted: list[int] = []
    halves = password_slot._halves

    def count(*given: Any) -> tuple[bytes, bytes]:
        counted.append(1)
        return halves(*given)

    monkeypatch.setattr(password_slot, "_halves", count)
    return counted


def client(protocol: Protocol, ip: str = "192.0.2.1") -> Client:
    remote = Remote(
        ip_and_port=Endpoint(ip_address(ip), 1),
        host=None,
        info=None,
        closed=False,
        is_private=False,
        is_local=False,
    )
    return Client(NUMBER, remote, protocol)


def log_in(
    home: House,
    name: str,
    password: str | bytes,
    protocol: Protocol = Protocol.IMAP,
    ip: str = "192.0.2.1",
) -> Entry | Refusal:
    """Try a name and a password."""
    secret = password.encode() if isinstance(password, str) else password
    given = PasswordGiven(UserName(name.encode()), Password(secret), AuthMethod.PLAIN)
    return home.run(home.desk.login.by_password(given, client(protocol, ip)))


def app_secret(home: House, address: str, scope: Scope) -> str:
    """Return a new app secret."""
    made = add_app_password(
        home.desk.store,
        parse_address(address),
        name=scope.value,
        scope=scope,
        proof=Password(PASSWORD.encode()),
        now=home.desk.clock.now(),
    )
    return home.run(made).reveal().decode()


@pytest.mark.parametrize("name", [ANN, ANN.upper(), "ann@EXAMPLE.org."])
def test_the_right_password_opens_the_account(home: House, name: str) -> None:
    entry = log_in(home, name, PASSWORD)
    assert isinstance(entry, Entry)
    assert str(entry.account.address) == ANN
    assert entry.opened is not None


@pytest.mark.parametrize(
    ("name", "password"),
    [
        (ANN, "wrong"),
        (NOBODY, "wrong"),
        ("no address", "wrong"),
        (ANN, b"\xff\xfe"),
        (APP, "wrong"),
    ],
)
def test_a_wrong_one_costs_one_run_whoever_it_is(
    home: House, runs: list[int], name: str, password: str | bytes
) -> None:
    assert log_in(home, name, password) is Refusal.WRONG
    assert len(runs) == 1


@pytest.mark.parametrize("name", [ANN, NOBODY])
@pytest.mark.parametrize("change", ["other secret", "slip", "recovery"])
def test_what_looks_like_our_secret_costs_no_run_whoever_it_is(
    home: House, runs: list[int], name: str, change: str
) -> None:
    secret = app_secret(home, APP, Scope.SMTP)
    if change == "slip":
        secret = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    if change == "recovery":
        made = home.add("bob@example.org").recovery
        assert made is not None
        secret, name = made.reveal().decode(), name.replace("ann", "bob")
    runs.clear()
    assert log_in(home, name, secret) is Refusal.WRONG
    assert runs == []


def test_a_second_login_in_a_short_while_costs_nothing(
    home: House, runs: list[int]
) -> None:
    for protocol in (Protocol.IMAP, Protocol.SUBMISSION, Protocol.IMAP):
        assert isinstance(log_in(home, ANN, PASSWORD, protocol), Entry)
    assert len(runs) == 1
    assert log_in(home, ANN, "wrong") is Refusal.WRONG
    assert len(runs) == 2


def test_a_session_that_only_sends_holds_no_key(home: House) -> None:
    entry = log_in(home, ANN, PASSWORD, Protocol.SUBMISSION)
    assert isinstance(entry, Entry)
    assert entry.opened is None


def test_a_password_that_was_changed_opens_nothing_though_it_is_cached(
    home: House,
) -> None:
    assert isinstance(log_in(home, ANN, PASSWORD), Entry)
    home.change_password(ANN, "new one")
    assert log_in(home, ANN, PASSWORD) is Refusal.WRONG
    assert isinstance(log_in(home, ANN, "new one"), Entry)


@pytest.mark.parametrize(
    ("scope", "sends", "reads"),
    [
        (Scope.ALL, True, True),
        (Scope.SMTP, True, False),
        (Scope.IMAP, False, True),
    ],
)
def test_an_app_secret_is_good_for_its_scope(
    home: House, scope: Scope, sends: bool, reads: bool
) -> None:
    secret = app_secret(home, ANN, scope)
    assert isinstance(log_in(home, ANN, secret, Protocol.SUBMISSION), Entry) is sends
    assert isinstance(log_in(home, ANN, secret, Protocol.IMAP), Entry) is reads
    spelt = secret.upper().replace("-", " ")
    assert isinstance(log_in(home, ANN, spelt, Protocol.IMAP), Entry) is reads


def test_an_account_that_only_sends_reads_nothing(home: House) -> None:
    assert isinstance(log_in(home, APP, PASSWORD, Protocol.SUBMISSION), Entry)
    assert log_in(home, APP, PASSWORD, Protocol.IMAP) is Refusal.WRONG


def test_too_many_failures_are_not_looked_at(home: House, runs: list[int]) -> None:
    limit = home.config.auth.failures_per_account
    for number in range(limit):
        spelling = (ANN, ANN.upper(), f"{ANN}.")[number % 3]
        log_in(home, spelling, "wrong", ip=f"192.0.2.{number}")
    runs.clear()
    assert log_in(home, ANN, PASSWORD, ip="203.0.113.1") is Refusal.LIMITED
    assert runs == []
    assert isinstance(log_in(home, APP, PASSWORD, Protocol.SUBMISSION), Entry)


def lock_out(home: House, secret: str = "wrong") -> None:
    """Guess until guesses at the account are not looked at."""
    for number in range(home.config.auth.failures_per_account):
        log_in(home, ANN, secret, ip=f"192.0.2.{number}")


def test_guesses_shut_no_app_out_and_an_app_lets_no_more_guesses_in(
    home: House,
) -> None:
    secret = app_secret(home, ANN, Scope.ALL)
    lock_out(home)
    for spelt in (secret, secret, secret.upper()):  # the second is cached
        assert isinstance(log_in(home, ANN, spelt, ip="203.0.113.1"), Entry)
    assert log_in(home, ANN, "guess", ip="203.0.113.1") is Refusal.LIMITED


def test_an_app_whose_secret_was_revoked_shuts_nobody_out_but_itself(
    home: House,
) -> None:
    revoked = app_secret(home, APP, Scope.SMTP)
    lock_out(home, revoked)
    assert log_in(home, ANN, revoked, ip="203.0.113.1") is Refusal.LIMITED
    assert isinstance(log_in(home, ANN, PASSWORD, ip="203.0.113.1"), Entry)


def test_a_cached_password_is_guessed_no_more_often_than_another(home: House) -> None:
    """What is cached may be a password; who can try it past the limit can guess it."""
    assert isinstance(log_in(home, ANN, PASSWORD), Entry)
    lock_out(home)
    assert log_in(home, ANN, PASSWORD, ip="203.0.113.1") is Refusal.LIMITED


def test_an_address_that_fails_too_often_tries_no_secret_of_ours_either(
    home: House,
) -> None:
    secret = app_secret(home, ANN, Scope.ALL)
    for number in range(home.config.auth.failures_per_ip):
        log_in(home, f"{number}@example.org", "gla1-slip")
    assert log_in(home, ANN, secret) is Refusal.LIMITED


def salt_of(home: House, name: str) -> bytes:
    return home.run(home.desk.login.salt(UserName(name.encode()))).salt


@pytest.mark.parametrize(
    "name", [NOBODY, "Nobody@example.org", "caf\u00e9@example.org"]
)
@pytest.mark.parametrize("only_sends", [False, True])
def test_the_salt_does_not_tell_when_an_account_comes_and_goes(
    home: House, name: str, only_sends: bool
) -> None:
    spellings = (name, name.upper())
    before = [salt_of(home, each) for each in spellings]
    home.add(name, only_sends=only_sends)
    assert [salt_of(home, each) for each in spellings] == before
    home.run(delete_account(home.desk.store, parse_address(name)))
    assert [salt_of(home, each) for each in spellings] == before


def test_the_salt_tells_nobody_apart(home: House) -> None:
    def salt(name: str) -> bytes:
        return salt_of(home, name)

    for one, other in ((ANN, ANN.upper()), (NOBODY, NOBODY.upper())):
        assert salt(one) == salt(other)
        assert salt(one) == salt(one + ".")
        assert len(salt(one)) == 16
    assert salt(NOBODY) != salt("another@example.org")


SPELLINGS = ["caf\u00e9 \u2168", "cafe\u0301\u00a0IX", "caf\u00e9 I\u00adX"]


@pytest.mark.parametrize("typed", SPELLINGS)
def test_scram_and_plain_agree_on_what_was_typed(home: House, typed: str) -> None:
    home.add("eve@example.org", SPELLINGS[1])
    prepared = "caf\u00e9 IX"  # a SCRAM client prepares it before it hashes it
    with home.talk(Protocol.SUBMISSION) as talk:
        talk.hello()
        scram = Scram("eve@example.org", prepared)
        assert over_smtp(talk, "SCRAM-SHA-256", scram).code == 235
    with home.talk(Protocol.SUBMISSION) as talk:
        talk.hello()
        assert over_smtp(talk, "PLAIN", plain("eve@example.org", typed)).code == 235


def test_scram_opens_with_an_app_secret_as_well(home: House) -> None:
    secret = app_secret(home, ANN, Scope.ALL)
    with home.talk(Protocol.SUBMISSION) as talk:
        talk.hello()
        assert over_smtp(talk, "SCRAM-SHA-256", Scram(ANN, secret)).code == 235


def test_argon2_runs_at_most_so_many_at_once(
    home: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, most = 0, 0
    halves: Callable[..., tuple[bytes, bytes]] = password_slot._halves

    def count(*given: Any) -> tuple[bytes, bytes]:
        nonlocal now, most
        now += 1
        most = max(most, now)
        try:
            return halves(*given)
        finally:
            now -= 1

    monkeypatch.setattr(password_slot, "_halves", count)

    async def all_at_once() -> None:
        given = [
            PasswordGiven(UserName(b"x%d" % n), Password(b"x"), AuthMethod.PLAIN)
            for n in range(8)
        ]
        tries = [
            home.desk.login.by_password(each, client(Protocol.IMAP, f"192.0.2.{n}"))
            for n, each in enumerate(given)
        ]
        await asyncio.gather(*tries)

    home.run(all_at_once())
    assert 1 <= most <= home.config.auth.argon2_runs


def test_guesses_that_come_at_once_are_counted_like_others(
    home: House, runs: list[int]
) -> None:
    """None is looked at because it came before the failure of another was known."""
    limit, at_once = home.config.auth.failures_per_account, home.config.auth.argon2_runs

    async def guess(number: int) -> Entry | Refusal:
        secret = Password(b"guess %d" % number)
        given = PasswordGiven(UserName(ANN.encode()), secret, AuthMethod.PLAIN)
        ip = f"192.0.2.{number}"
        return await home.desk.login.by_password(given, client(Protocol.IMAP, ip))

    async def all_at_once() -> list[Entry | Refusal]:
        return await asyncio.gather(*map(guess, range(3 * limit)))

    answers = home.run(all_at_once())
    assert limit <= len(runs) < limit + at_once
    assert answers.count(Refusal.LIMITED) == 3 * limit - len(runs)
