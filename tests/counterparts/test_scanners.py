"""rspamd and ClamAV, the real ones, judge what strangers bring us."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flow.judging.strangers import ANN, bring, judging_house
from glassine.config.daemons import BY_PLACE, BY_URL
from glassine.config.tables.scanners import Clamav, Rspamd
from glassine.words.elsewhere import OnFailure, RspamdAction
from glassine.words.public import Size
from support.counterparts import clamd as clamav
from support.counterparts.clamd import MARK, SIGNATURE, STREAM_MAX, Clamd
from support.counterparts.place import HOST
from support.counterparts.rspamd import Rspamd as RunningRspamd
from support.counterparts.rspamd import rspamd as run_rspamd
from support.house import House
from support.letters import letter, with_attachment
from support.name_servers import name_servers

# rspamd refuses this string by itself, as spam filters agreed to: for tests.
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
NOWHERE = "127.0.0.1:1"


@pytest.fixture(scope="module")
def judge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningRspamd]:
    place = tmp_path_factory.mktemp("names")
    zones = {"example.net": "@ A 192.0.2.1"}
    with (
        name_servers(place, zones) as names,
        run_rspamd(names.resolver_port) as judge,
    ):
        yield judge


@pytest.fixture(scope="module")
def daemon() -> Iterator[Clamd]:
    with clamav.clamd() as running:
        yield running


def asks_rspamd(judge: RunningRspamd, **more: Any) -> Rspamd:
    return Rspamd(url=BY_URL.read(f"http://{HOST}:{judge.port}"), **more)


def asks_clamd(place: str, **more: Any) -> Clamav:
    return Clamav(address=BY_PLACE.read(place), **more)


def lines_of(home: House, origin: str) -> list[str]:
    return [line for line in home.lines() if f"[{origin}]" in line]


def test_rspamds_symbols_weigh_and_are_named(
    tmp_path: Path, judge: RunningRspamd
) -> None:
    with judging_house(tmp_path, rspamd=asks_rspamd(judge, weight=2.0)) as home:
        assert bring(home, letter("Hello")).code == 250
        (line,) = lines_of(home, "rspamd")
        assert "fail:rspamd(DATE_IN_PAST)" in line  # the letter is of 2020
        (received,) = home.records("received")
        assert received["details"]["spamScore"] == 1.5 + 2.0


@pytest.mark.parametrize(("obey", "code"), [((RspamdAction.REJECT,), 550), ((), 250)])
def test_rspamd_is_obeyed_where_it_is_so_set(
    tmp_path: Path, judge: RunningRspamd, obey: tuple[RspamdAction, ...], code: int
) -> None:
    with judging_house(tmp_path, rspamd=asks_rspamd(judge, obey=obey)) as home:
        assert bring(home, letter("Hello", GTUBE)).code == code


def test_clamav_finds_what_it_knows_wherever_it_stands(
    tmp_path: Path, daemon: Clamd
) -> None:
    far = bytes(2_500_000) + MARK  # beyond what is kept in memory
    settings = asks_clamd(clamav.address(daemon))
    with judging_house(tmp_path, clamav=settings) as home:
        assert bring(home, letter("Hello", "clean")).code == 250
        for said in (
            letter("Hello", MARK.decode()),
            with_attachment("s", "b", "a.bin", far),
        ):
            reply = bring(home, said)
            assert (reply.code, SIGNATURE in reply.text) == (554, True)
        assert len(home.letters(ANN)) == 1
        denials = [record["details"] for record in home.records("denied")]
        assert {each["check"] for each in denials} == {"clamav"}


def test_clamav_may_listen_at_a_socket(tmp_path: Path, daemon: Clamd) -> None:
    settings = asks_clamd(f"unix:{daemon.socket}")
    with judging_house(tmp_path, clamav=settings) as home:
        assert bring(home, letter("Hello", MARK.decode())).code == 554


def test_what_is_too_large_for_a_judge_is_not_shown_to_it(
    tmp_path: Path, daemon: Clamd, judge: RunningRspamd
) -> None:
    small = Size(20_000)
    with judging_house(
        tmp_path,
        clamav=asks_clamd(clamav.address(daemon), largest=small),
        rspamd=asks_rspamd(judge, largest=small),
    ) as home:
        said = letter("Hello", "x" * 30_000 + MARK.decode())
        assert bring(home, said).code == 250
        assert "skip:clamav(size)" in lines_of(home, "clamd")[0]
        assert "skip:rspamd(size)" in lines_of(home, "rspamd")[0]


def test_what_clamav_will_not_look_at_is_no_answer(
    tmp_path: Path, daemon: Clamd
) -> None:
    with judging_house(tmp_path, clamav=asks_clamd(clamav.address(daemon))) as home:
        large = with_attachment("s", "b", "a.bin", bytes(STREAM_MAX))
        assert bring(home, large).code == 250
        assert "err:clamav(no_answer)" in lines_of(home, "clamd")[0]


@pytest.mark.parametrize(
    ("on_failure", "code"), [(OnFailure.ACCEPT, 250), (OnFailure.DEFER, 451)]
)
def test_a_judge_that_is_not_there_lets_pass_or_puts_off(
    tmp_path: Path, on_failure: OnFailure, code: int
) -> None:
    settings = asks_clamd(NOWHERE, on_failure=on_failure)
    with judging_house(tmp_path, clamav=settings) as home:
        assert bring(home, letter("Hello")).code == code


@pytest.mark.parametrize(
    ("on_failure", "code"), [(OnFailure.ACCEPT, 250), (OnFailure.DEFER, 451)]
)
def test_so_does_an_rspamd_that_is_not_there(
    tmp_path: Path, on_failure: OnFailure, code: int
) -> None:
    settings = Rspamd(url=BY_URL.read(f"http://{NOWHERE}"), on_failure=on_failure)
    with judging_house(tmp_path, rspamd=settings) as home:
        assert bring(home, letter("Hello")).code == code
