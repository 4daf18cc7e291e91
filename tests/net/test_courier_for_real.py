"""The courier and servers that are not made for tests: our own, and Postfix's sink."""

import asyncio
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from glassine.events.facts_of_sending import Mode
from glassine.flow.sending.carrier import Phase
from glassine.wire.smtp.answer import Answer
from glassine.words.public import QueueId
from net.carrying import LENIENT, courier, course, hop, load, sent
from support.free_port import free_port
from support.programs import find
from support.running_server import running_server

HOST = "127.0.0.1"
ANN, NOBODY = "ann@example.org", "nobody@example.org"


@contextmanager
def smtp_sink(*options: str) -> Iterator[int]:
    """Run Postfix's `smtp-sink`; give its port."""
    port = free_port()
    user = ("-u", "nobody") if os.getuid() == 0 else ()
    command = [find("smtp-sink"), *user, *options, f"{HOST}:{port}", "100"]
    process = subprocess.Popen(command)
    try:
        _until_it_listens(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _until_it_listens(port: int) -> None:
    for _ in range(500):
        with socket.socket() as line:
            if line.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError("smtp-sink does not listen")


def test_postfixs_sink_takes_many_letters_by_one_connection() -> None:
    async def test() -> None:
        async with courier() as carrier:
            for _ in range(20):
                assert (await sent(carrier, hop(port))).delivered

    with smtp_sink() as port:
        asyncio.run(test())


def test_postfixs_sink_takes_letters_by_lmtp() -> None:
    async def test() -> None:
        async with courier() as carrier:
            to = load("a@example.org", "b@example.org")
            report = await carrier.carry(to, course(hop(port), mode=Mode.LMTP))
            assert [each.delivered for each in report.values()] == [True, True]

    with smtp_sink("-L") as port:
        asyncio.run(test())


def test_our_own_server_takes_a_letter_over_tls_by_chunks(tmp_path: Path) -> None:
    async def test(port: int, mode: Mode) -> None:
        async with courier() as carrier:
            letter = replace(load(ANN, NOBODY), eight_bit=True)
            report = await carrier.carry(letter, course(hop(port, LENIENT), mode=mode))
            outcome, refused = report[QueueId(ANN)], report[QueueId(NOBODY)]
            assert outcome.delivered
            assert outcome.tls is not None and outcome.tls.version == "TLSv1.3"
            assert not outcome.tls.verified  # it vouches for itself
            assert isinstance(refused.said, Answer) and refused.said.code == 550
            assert refused.phase is Phase.RCPT

    with running_server(tmp_path / "home", {ANN: "a long password"}) as server:
        asyncio.run(test(server.ports["mx"], Mode.SMTP))
        asyncio.run(test(server.ports["lmtp"], Mode.LMTP))
        with server.imap(ANN, "a long password") as talk:
            assert b"* 2 EXISTS" in talk.do("SELECT INBOX").untagged
