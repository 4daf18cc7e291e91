"""The seed's own message, through a real server: the same record, the same lines.

What differs is what the issue says: no SASL line, `mid=` is a digest, and a mailbox
of ours takes it, so that one `delivered … mode=local` line stands for the courier's.
"""

import json
import re
from base64 import b64encode
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from glassine.flow.domains import add_domain
from glassine.words.public import Domain, HostName, Protocol, ip_address
from support.behind_proxy import TRUSTING, BehindProxy
from support.house import CHEAP, PASSWORD, House, house

GOLDEN = Path(__file__).parent / "events" / "golden"
CLIENT = "172.18.0.35"
CONTAINER = "2ee0480b-2848-4af9-bf7d-6ad8719e698c"
APP, DUSTIN = "mainwp.app@d19.ca", "dustin@d19.ca"
SIZE = 4058
HEAD = (
    f"From: MainWP <{APP}>\r\nTo: {DUSTIN}\r\nSubject: 3 plugins to update\r\n"
    f"Date: Mon, 26 Oct 2020 23:45:45 +0000\r\nMessage-ID: <MAeD@{CONTAINER}>\r\n\r\n"
).encode()
LETTER = HEAD + b"x" * 62 + b"\r\n"
LETTER += (b"y" * 62 + b"\r\n") * ((SIZE - len(LETTER)) // 64)
LETTER += b"z" * (SIZE - len(LETTER) - 2) + b"\r\n"

# What is another in every run.
VARIABLE = re.compile(r"\b(local_ip|local_port|mid|delay|time)=\S+")
UUID = re.compile(r"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")


def submit(home: House) -> None:
    """Do what the seed's app does, without TLS on a private network."""
    home.run(
        add_domain(
            home.desk.store,
            home.server_key,
            Domain("d19.ca"),
            hostname=home.desk.hostname,
            now=home.desk.clock.now(),
        )
    )
    home.names.known[ip_address(CLIENT)] = HostName(f"{CONTAINER}.cloudron")
    home.add(APP, only_sends=True)
    home.add(DUSTIN)
    with BehindProxy(home.open(Protocol.SUBMISSION), CLIENT) as talk:
        talk.hello(CONTAINER)
        talk.hello(CONTAINER)
        assert talk.say("AUTH LOGIN").code == 334
        assert talk.say(b64encode(APP.encode()).decode()).code == 334
        assert talk.say(b64encode(PASSWORD.encode()).decode()).code == 235
        assert talk.deliver(APP, [DUSTIN], LETTER).code == 250
        talk.quit()
    home.close_doors()


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Any:
    place = tmp_path_factory.mktemp("seed")
    auth = replace(CHEAP, allow_plain_from=(ip_network("172.16.0.0/12"),))
    with house(place, auth=auth, smtp=TRUSTING) as home:
        submit(home)
        yield home


def anonymous(line: str) -> str:
    """Return the line without what is another in every run."""
    return VARIABLE.sub(r"\1=…", UUID.sub("C", line))


def golden_lines() -> list[str]:
    return [
        anonymous(line.partition(" ")[2])
        for line in (GOLDEN / "session.log").read_text().splitlines()
    ]


def is_outbound(line: str) -> bool:
    return ".1.1] [outbound] " in line


def is_delivery(line: str) -> bool:
    return "[outbound]  delivered" in line


def test_the_lines_are_the_seeds_in_order(seed: House) -> None:
    lines = [anonymous(line) for line in seed.lines() if not is_outbound(line)]
    assert lines == [line for line in golden_lines() if not is_outbound(line)]


def test_one_line_says_that_a_mailbox_of_ours_took_it(seed: House) -> None:
    (delivered,) = filter(is_delivery, seed.lines())
    (golden,) = filter(is_delivery, golden_lines())
    keys = re.findall(r" (\w+)=", delivered)
    assert keys == re.findall(r" (\w+)=", golden)
    assert "mode=local" in delivered
    assert 'response="<dustin@d19.ca> Saved"' in delivered


def test_the_record_is_the_seeds(seed: House) -> None:
    golden = json.loads((GOLDEN / "queued.json").read_text())
    (record,) = seed.records("queued")
    assert list(record) == list(golden)
    uuid = record["uuid"]
    assert UUID.fullmatch(uuid.removesuffix(".1"))
    golden["ts"], record["ts"] = 0, int(record["ts"] > golden["ts"]) - 1
    golden = json.loads(json.dumps(golden).replace(golden["uuid"], uuid))
    details = record.pop("details")
    in_golden = golden.pop("details")
    assert json.dumps(record) == json.dumps(golden)  # the order of keys as well
    assert list(details.items())[: len(in_golden)] == list(in_golden.items())
    assert details["signedFor"] == "d19.ca"
    assert details["authMethod"] == "LOGIN"
    assert details["size"] == SIZE


def test_delivered_comes_after_queued_and_speaks_of_the_same(seed: House) -> None:
    queued, delivered = seed.records("queued", "delivered")
    assert delivered["uuid"] == queued["uuid"] + ".1"
    assert delivered["details"]["filed"] == "inbox"
    shared = ["remote", "authUser", "mailFrom", "rcptTo", "direction"]
    assert [delivered[key] for key in shared] == [queued[key] for key in shared]


def test_dustin_can_read_it_and_nobody_learns_the_password(seed: House) -> None:
    (read,) = seed.letters(DUSTIN)
    assert read.endswith(LETTER)
    log = "\n".join(seed.lines()).encode()
    disk = b"".join(
        path.read_bytes() for path in seed.config.data_dir.rglob("*") if path.is_file()
    )
    for secret in (PASSWORD.encode(), b64encode(PASSWORD.encode()), b"3 plugins"):
        assert secret not in log
        assert secret not in disk
