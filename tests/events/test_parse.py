"""The reader of raw lines takes what we write, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.events.grammar import Level, value
from glassine.events.parse import Line, NotALine, parse
from sample_events import C1, C

HEAD = "2020-10-26T23:45:45.209Z [NOTICE] [-] [core] "


def test_a_line_is_read_into_its_parts() -> None:
    line = f'2020-10-26T23:45:45.209Z [NOTICE] [{C1}] [core] queue code=OK msg="a b"\n'
    assert parse(line.encode()) == Line(
        at=1603755945209,
        level=Level.NOTICE,
        uuid=C1,
        origin="core",
        text="queue",
        pairs={"code": "OK", "msg": "a b"},
    )


def test_a_line_of_pairs_only_has_an_empty_text() -> None:
    read = parse(f"2020-10-26T23:45:45.209Z [INFO] [{C}] [core]  hook=rcpt".encode())
    assert (read.text, read.pairs) == ("", {"hook": "rcpt"})


def test_a_line_of_no_connection_has_no_uuid() -> None:
    read = parse(f"{HEAD}[outbound] Sending email as a transaction".encode())
    assert (read.uuid, read.text) == (None, "[outbound] Sending email as a transaction")


def test_a_results_line_is_all_text() -> None:
    text = "multi: true, skip:proto_mismatch(private), host_mismatch(private)"
    assert parse((HEAD + text).encode()).text == text


@pytest.mark.parametrize(
    "line",
    [
        "",
        "hello",
        "2020-10-26 23:45:45 [NOTICE] [-] [core] x",
        "2020-13-26T23:45:45.209Z [NOTICE] [-] [core] x",
        "2020-10-26T23:45:45.209Z [PROTOCOL] [-] [core] x",
        HEAD + "a=b c",
        HEAD + "x a=b a=c",
        HEAD + "x a=",
        HEAD + 'x a="b',
        HEAD + r'x a="\q"',
        HEAD + "x  a=b",
        HEAD + "x a=b\nx",
        HEAD + "x\x1b[31m",
    ],
)
def test_what_we_cannot_have_written_is_refused(line: str) -> None:
    with pytest.raises(NotALine):
        parse(line.encode())


def test_what_is_not_utf8_is_refused() -> None:
    with pytest.raises(NotALine):
        parse(HEAD.encode() + b"\xff")


@given(st.text(st.characters(codec=None)))
def test_every_value_reads_back(text: str) -> None:
    assert parse(f"{HEAD}x key={value(text)}".encode()).pairs == {"key": text}


@given(st.binary())
def test_no_bytes_break_the_reader(line: bytes) -> None:
    try:
        parse(HEAD.encode() + line)
    except NotALine:
        return
