"""An operator proves who they are by password and code; what is kept proves nothing."""

import asyncio
from pathlib import Path
from typing import Any

import pyotp
import pytest

from flow.viewing.viewers import Window, window
from glassine.events.facts import OperatorName
from glassine.flow.attempts import Attempts, Bounds
from glassine.flow.operator_sessions import (
    ABSOLUTE,
    IDLE,
    TooManyTries,
    WrongSignIn,
    sign_in,
    sign_out,
    who_is,
)
from glassine.flow.operator_tokens import holder_of, new_token
from glassine.flow.operators import (
    NewOperator,
    OperatorsDesk,
    SignedOut,
    new_operator,
    new_password,
    new_totp,
)
from glassine.store.api.operators import Role, TokenScope
from glassine.vault.password_slot import Cost
from glassine.words.clock import Milliseconds
from glassine.words.private import Password
from glassine.words.public import ip_address
from store.samples import NOW, StoppedClock

CHEAP = Cost(memory=8192, passes=1)
RIGHT = Password(b"correct horse battery staple")
HERE = ip_address("192.0.2.1")
NAME = OperatorName("dustin")
STEP = 30_000


class Office:
    """An operator, the desk, and what the test does at it."""

    def __init__(self, here: Window) -> None:
        self.here = here
        bounds = Bounds(per_ip=9, per_account=3, window=60, first_delay=0)
        clock = here.desk.clock
        assert isinstance(clock, StoppedClock)
        self.clock = clock
        self.desk = OperatorsDesk(
            store=here.desk.store,
            clock=clock,
            server_key=here.desk.server_key,
            attempts=Attempts(bounds, clock),
            cost=CHEAP,
        )
        self.made = new_operator(self.desk, NAME, RIGHT, Role.SUPPORT)
        here.write(lambda books: books.operators.add(self.made.operator))

    def code(self, made: NewOperator | None = None) -> str:
        """Return what the authenticator app shows now."""
        uri = (made or self.made).totp_uri.reveal().decode()
        app = pyotp.parse_uri(uri)
        assert isinstance(app, pyotp.TOTP)
        return app.generate_otp(self.clock.now() // STEP)

    def sign_in(self, password: Password = RIGHT, code: str | None = None) -> Password:
        """Sign in; return the session's secret."""
        typed = self.code() if code is None else code
        doing = sign_in(self.desk, NAME, password, typed, HERE)
        return self.here.run(doing).secret

    def later(self, milliseconds: int) -> None:
        """Let time pass."""
        self.clock.time = Milliseconds(self.clock.time + milliseconds)


@pytest.fixture
def office(tmp_path: Path):  # type: ignore[no-untyped-def]
    with window(tmp_path) as here:
        yield Office(here)


def test_password_and_code_open_a_session(office: Office) -> None:
    viewer = office.here.run(who_is(office.desk, office.sign_in()))
    assert (viewer.who, viewer.role) == (NAME, Role.SUPPORT)


@pytest.mark.parametrize("password", [b"wrong", b""])
def test_a_wrong_password_is_wrong_whatever_the_code(
    office: Office, password: bytes
) -> None:
    with pytest.raises(WrongSignIn):
        office.sign_in(Password(password))


@pytest.mark.parametrize("code", ["", "000000", "ä", "1" * 400])
def test_a_wrong_code_is_wrong(office: Office, code: str) -> None:
    if code == office.code():
        code = "000001"
    with pytest.raises(WrongSignIn):
        office.sign_in(code=code)


def test_a_wrong_code_takes_as_many_writes_as_a_wrong_password(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is a wait for the disk: who waited longer had guessed the password."""
    store, counts = office.desk.store, list[int]()
    write = store.write
    for password, code in ((Password(b"wrong"), office.code()), (RIGHT, "000000")):
        counts.append(0)

        def counted(work: Any) -> Any:
            counts[-1] += 1
            return write(work)

        monkeypatch.setattr(store, "write", counted)
        with pytest.raises(WrongSignIn):
            office.sign_in(password, code)
    assert counts[0] == counts[1]


def test_an_unknown_name_is_answered_alike(office: Office) -> None:
    with pytest.raises(WrongSignIn):
        office.here.run(sign_in(office.desk, "nobody", RIGHT, "123456", HERE))


def test_a_sign_in_that_failed_is_kept_by_name_if_it_is_one(office: Office) -> None:
    secret = "my password typed into the wrong field"
    for name in (NAME, secret):
        with pytest.raises(WrongSignIn):
            office.here.run(sign_in(office.desk, name, RIGHT, "000000", HERE))
    looks = office.here.looks()
    told = [(look["who"], look["action"], look["filter"]) for look in looks]
    failed, place = "sign in failed", f"ip={HERE}"
    assert told == [(NAME, failed, place), ("", failed, place)]


def test_a_code_is_good_once(office: Office) -> None:
    office.sign_in()
    with pytest.raises(WrongSignIn):
        office.sign_in()
    office.later(STEP)
    office.sign_in()


def test_a_clock_may_be_half_a_minute_off_and_no_more(office: Office) -> None:
    code = office.code()
    office.later(2 * STEP)
    with pytest.raises(WrongSignIn):
        office.sign_in(code=code)
    office.later(-STEP)
    office.sign_in(code=code)


def test_a_recovery_code_stands_in_once(office: Office) -> None:
    code = office.made.recovery[0].reveal().decode()
    office.sign_in(code=code.lower().replace("-", " "))
    with pytest.raises(WrongSignIn):
        office.sign_in(code=code)


def test_guessing_is_not_looked_at_any_more(office: Office) -> None:
    for _ in range(3):
        with pytest.raises(WrongSignIn):
            office.sign_in(Password(b"guess"))
    with pytest.raises(TooManyTries):
        office.sign_in()


def test_guesses_at_once_are_no_more_than_guesses_in_a_row(office: Office) -> None:
    async def at_once() -> list[object]:
        wrong = Password(b"guess")
        tries = [sign_in(office.desk, NAME, wrong, "000000", HERE) for _ in range(8)]
        return list(await asyncio.gather(*tries, return_exceptions=True))

    ended = [type(each) for each in office.here.run(at_once())]
    assert ended.count(WrongSignIn) == 3
    assert ended.count(TooManyTries) == 5


def test_a_session_ends_when_unused_and_in_any_case(office: Office) -> None:
    secret = office.sign_in()
    office.later(IDLE + 1)
    with pytest.raises(SignedOut):
        office.here.run(who_is(office.desk, secret))
    secret, began = office.sign_in(), office.clock.time
    while office.clock.time - began + IDLE // 2 <= ABSOLUTE:
        office.later(IDLE // 2)
        office.here.run(who_is(office.desk, secret))
        office.here.run(asyncio.sleep(0.05))  # the note that it was used
    office.later(IDLE // 2)
    with pytest.raises(SignedOut):
        office.here.run(who_is(office.desk, secret))


def test_signing_out_ends_one_session_or_all(office: Office) -> None:
    first = office.sign_in()
    office.later(STEP)
    second = office.sign_in()
    office.here.run(sign_out(office.desk, first))
    with pytest.raises(SignedOut):
        office.here.run(who_is(office.desk, first))
    office.here.run(who_is(office.desk, second))
    assert [look["action"] for look in office.here.looks()] == [
        "sign in",
        "sign in",
        "sign out",
    ]
    assert office.here.looks()[0]["filter"] == "ip=192.0.2.1"


def test_another_password_and_another_secret_replace_the_old(office: Office) -> None:
    new = Password(b"another long password")
    changed = new_password(office.desk, office.made.operator, new)
    again = new_totp(office.desk, changed)
    office.here.write(lambda books: books.operators.replace(again.operator))
    with pytest.raises(WrongSignIn):
        office.sign_in()
    office.sign_in(new, office.code(again))


def test_a_token_stands_for_its_operator_until_it_ends(office: Office) -> None:
    scopes = frozenset({TokenScope.EVENTS})
    end = Milliseconds(NOW + 1000)
    token, secret = new_token(office.desk, office.made.operator, "grafana", scopes, end)
    office.here.write(lambda books: books.operators.add_token(token))
    assert secret.reveal().startswith(b"glsn_")
    holder = office.here.run(holder_of(office.desk, secret))
    assert (holder.viewer.who, holder.scopes) == ("dustin/grafana", scopes)
    office.later(1000)
    with pytest.raises(SignedOut):
        office.here.run(holder_of(office.desk, secret))


def test_nothing_of_a_secret_is_kept_in_the_clear(
    office: Office, tmp_path: Path
) -> None:
    secrets = [office.sign_in(), RIGHT, *office.made.recovery]
    uri = office.made.totp_uri.reveal().decode()
    letters = uri.partition("secret=")[2].partition("&")[0]
    kept = b"".join(f.read_bytes() for f in tmp_path.rglob("*") if f.is_file())
    for secret in (*(each.reveal() for each in secrets), letters.encode()):
        assert secret not in kept
