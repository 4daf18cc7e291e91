"""What a try came to is told in the seed's words, and nothing of the message is."""

import os
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from glassine.events.facts_of_sending import (
    CipherName,
    Fingerprint,
    Mode,
    TlsRule,
    TlsUse,
    TlsVersionName,
)
from glassine.flow.connection_id import new_connection_id
from glassine.flow.sending import bounce, dispatch, outgoing, reporting
from glassine.flow.sending.bounce import Bounce, tell
from glassine.flow.sending.carrier import Outcome, Phase, Trouble
from glassine.flow.sending.course import Handshake, Hop, Protection
from glassine.flow.sending.desk import SendingDesk
from glassine.flow.sending.fate import Fate, Origin
from glassine.flow.sending.hearing import LISTENED_TO, Hearing
from glassine.flow.sending.ruling import OURS
from glassine.mail.report import Action
from glassine.store.api.ids import Full
from glassine.words.clock import Milliseconds
from glassine.words.private import Message
from glassine.words.public import ConnectionId, Endpoint, HostName, ip_address
from support.post_office import (
    ANN,
    HOUR,
    LATER,
    LETTER,
    NEVER,
    START,
    Network,
    PostOffice,
    answer,
    post_office,
)

GOLDEN = Path(__file__).parents[2] / "events" / "golden" / "session.log"


async def opened(office: PostOffice) -> tuple[Network, Hearing]:
    """Let a load be tried, and return how it is listened to."""
    await office.post("dustin@d19.ca")
    await office.quiet()
    (_, _, load) = office.network.tries[0]
    # What is in the store by then is gone: the words are given once more.
    kept = replace(load, content=lambda: iter([Message(LETTER)]))
    return office.network, Hearing(kept, HostName("mail.example.org"))


async def test_what_is_delivered_is_told_by_the_seeds_line(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        said = "<dustin@d19.ca> +HgcDqlfl1+NIgAAZbsJcg Saved"
        office.network.says = {"d19.ca": answer(250, said, "2.0.0")}
        (row,) = await office.post("dustin@d19.ca")
        await office.quiet()
        (line,) = [each for each in office.lines() if " delivered " in each]
        golden = GOLDEN.read_text().splitlines()[-1]
        assert re.findall(r" (\w+)=", line) == re.findall(r" (\w+)=", golden)
        assert f"delivered file={row.id} domain=d19.ca host=mx.d19.ca " in line
        assert f'response="{said}" delay=0.000 fails=0 rcpts=1/0/0' in line


async def test_the_steps_stand_in_the_seeds_order(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        await office.post("dustin@d19.ca")
        await office.quiet()
        course, attempt, delivered = office.lines()
        assert course.endswith(
            "[outbound]  hook=get_mx plugin=plan function=get_mx params=d19.ca"
            " retval=OK msg=smtp://mx.d19.ca:25"
        )
        to = "[outbound] Attempting to deliver to: mx.d19.ca:25 using SMTP (0) (0)"
        assert attempt.endswith(to)
        assert "[outbound]  delivered file=" in delivered


async def test_an_answer_that_quotes_the_message_is_scrubbed(tmp_path: Path) -> None:
    async with post_office(tmp_path) as office:
        said = 'refused: "the zebra crossing" and xylophone, says mx.example.net'
        office.network.says = {"example.net": answer(550, said, "5.7.1")}
        await office.post("bob@example.net")
        await office.quiet()
        (record,) = await office.records("bounce")
        response = record["details"]["response"]
        assert "zebra" not in response
        assert "xylophone" not in response
        assert response.startswith("refused: ")
        assert response.endswith("says mx.example.net")
        assert "zebra" not in "".join(office.lines())


async def test_a_message_too_large_is_not_listened_to_and_nothing_is_quoted(
    tmp_path: Path,
) -> None:
    async with post_office(tmp_path) as office:
        _, hearing = await opened(office)
        hearing._load = replace(hearing._load, size=LISTENED_TO + 1)  # type: ignore[arg-type]
        shown = hearing.scrubbed(answer(250, "Ok: queued as 4XyZ"), ["mx.d19.ca"])
        assert shown == "Ok: queued as ▒"


async def test_what_a_delay_costs_and_how_it_was_protected_is_in_the_record(
    tmp_path: Path,
) -> None:
    async with post_office(tmp_path) as office:
        (row,) = await office.post("dustin@d19.ca")
        await office.quiet()
        used = TlsUse(
            rule=TlsRule.DANE,
            version=TlsVersionName("TLSv1.3"),
            cipher=CipherName("TLS_AES_256_GCM_SHA384"),
            verified=True,
            certificate=Fingerprint("9f" * 32),
            issuer=None,
        )
        hop = Hop(
            host=HostName("mx.d19.ca"),
            port=25,
            ips=(),
            protection=Protection(rule=TlsRule.DANE, handshake=Handshake.STARTTLS),
        )
        outcome = Outcome(
            said=answer(250, "Ok"),
            phase=Phase.DOT,
            hop=hop,
            remote=Endpoint(ip_address("192.0.2.1"), 25),
            tls=used,
            auth=True,
        )
        hearing = Hearing(office.network.tries[0][2], HostName("mail.example.org"))
        event = outgoing.delivered(
            replace(row, fails=2),
            outcome,
            Milliseconds(START + 1234),
            Mode.SMTP,
            hearing.scrubbed(answer(250, "Ok"), []),
        )
        assert (event.delay, event.fails, event.protection) == (1.234, 2, used)
        assert event.tls
        assert event.auth
        assert str(event.about.auth_user) == ANN


def test_every_trouble_has_words_and_codes_of_ours() -> None:
    assert set(OURS) == set(Trouble)
    for ours in OURS.values():
        assert ours.enhanced[0] == str(ours.code)[0] == "4"
        assert ours.words.isprintable()


@pytest.fixture
def no_new_reports(monkeypatch: pytest.MonkeyPatch) -> list[Action]:
    """Let the store take no failure report, once; return what was asked for."""
    asked: list[Action] = []

    async def refusing(
        desk: SendingDesk, origin: Origin, fates: Sequence[Fate]
    ) -> Bounce:
        asked.append(fates[0].action)
        if fates[0].action is Action.FAILED and asked.count(Action.FAILED) == 1:
            raise Full
        return await tell(desk, origin, fates)

    monkeypatch.setattr(reporting, "tell", refusing)
    monkeypatch.setattr(dispatch, "PAUSE", 0.05)
    return asked


async def test_what_was_delivered_is_settled_though_its_neighbours_report_is_not(
    tmp_path: Path, no_new_reports: list[Action]
) -> None:
    async with post_office(tmp_path) as office:
        office.network.says = {"no@example.net": NEVER}
        good, bad = await office.post("bob@example.net", "no@example.net")
        await office.quiet()
        loads = [each for _, where, each in office.network.tries]
        first, again, *_ = [[a.row for a in load.addressed] for load in loads]
        assert (first, again) == ([good.id, bad.id], [bad.id])
        assert [r["uuid"] for r in await office.records("delivered")] == [good.id]
        (bounced,) = await office.records("bounce")
        assert bounced["uuid"] == bad.id
        assert await office.rows() == []


async def test_a_bug_in_a_report_sends_nothing_twice_and_tells_no_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> Bounce:
        raise ZeroDivisionError

    monkeypatch.setattr(reporting, "tell", broken)
    async with post_office(tmp_path) as office:
        office.network.says = {"no@example.net": NEVER}
        good, bad = await office.post("bob@example.net", "no@example.net")
        await office.quiet()
        assert [r["uuid"] for r in await office.records("delivered")] == [good.id]
        assert [r["uuid"] for r in await office.records("deferred")] == [bad.id]
        assert [row.id for row in await office.rows()] == [bad.id]


async def test_a_notice_whose_neighbours_report_is_not_made_leaves_nothing(
    tmp_path: Path, no_new_reports: list[Action], monkeypatch: pytest.MonkeyPatch
) -> None:
    def some_id(_: bytes) -> ConnectionId:  # two reports, and chance is none here
        return new_connection_id(os.urandom(16))

    monkeypatch.setattr(bounce, "new_connection_id", some_id)
    abandoned: list[Bounce] = []
    abandon = Bounce.abandon

    def noted(self: Bounce) -> None:
        abandoned.append(self)
        abandon(self)

    monkeypatch.setattr(Bounce, "abandon", noted)
    async with post_office(tmp_path) as office:
        office.network.says = {"example.net": LATER}
        people = ("bob@example.net", "no@example.net")
        await office.post(*people, account="eve@example.com")
        await office.quiet()
        office.network.says["no@example.net"] = NEVER
        await office.pass_time(5 * HOUR)
        assert no_new_reports[:2] == [Action.DELAYED, Action.FAILED]
        (notice,) = abandoned
        assert notice.report is not None
        (bounced,) = await office.records("bounce")
        assert bounced["details"]["dsn"]
        told = {r["uuid"] for r in await office.records("queued")}
        assert notice.report.uuid not in told
