"""MAIL and RCPT: one line each, whatever is in the addresses. GHSA-v3q9-hj7j-63hq"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.wire.smtp import parameters, paths
from glassine.wire.smtp.client.commands import mail, rcpt
from glassine.wire.smtp.client.extensions import Extensions
from glassine.wire.smtp.client.transaction import Transaction
from glassine.words.envelope import Notify, Recipient, Ret, Sender
from glassine.words.public import (
    Address,
    Domain,
    HostName,
    NotPublic,
    parse_address,
)

ALL = Extensions(sized=True, eight_bit=True, utf8=True, dsn=True)
INJECTIONS = ["\r\n", "\n", "\r", "\r\nRCPT TO:<evil@example.net>", "\x00", "\x85"]
ADDRESS = parse_address("y@example.org")


@pytest.mark.parametrize("evil", INJECTIONS)
@pytest.mark.parametrize("form", ["{}", "a{}", "{}a", '"{}"', '"a{}a"', '"a\\{}"'])
def test_no_address_holds_a_line_end(evil: str, form: str) -> None:
    with pytest.raises(NotPublic):
        Address(form.format(evil), Domain("example.org"))
    with pytest.raises(NotPublic):
        Domain(f"example{evil}.org")
    with pytest.raises(NotPublic):
        Domain(f"[192.0.2.1{evil}]")
    with pytest.raises(NotPublic):
        HostName(f"a.example{evil}")


@given(st.text(max_size=40), st.booleans())
def test_no_parameter_holds_a_line_end(text: str, utf8: bool) -> None:
    for kind in ("rfc822", "utf-8", "\r\nrfc822"):
        to = Recipient(ADDRESS, orcpt=f"{kind};{_encodable(text)}")
        _is_one_line(rcpt(to, ALL, utf8=utf8), words=3)
    sender = Sender(None, envid=_encodable(text))
    _is_one_line(mail(_with(sender), ALL), words=4)


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _is_one_line(said: bytes, words: int) -> None:
    assert said.count(b" ") == words - 1
    assert not set(said) & set(range(32))


def _with(sender: Sender, **content: bool) -> Transaction:
    return Transaction(
        sender=sender, recipients=(Recipient(ADDRESS),), size=1, **content
    )


@given(
    st.text("ab+= ~!", min_size=1, max_size=20),
    st.frozensets(st.sampled_from(list(Notify)[1:])),
)
def test_our_server_reads_what_our_client_says(
    text: str, notify: frozenset[Notify]
) -> None:
    to = Recipient(ADDRESS, notify=notify, orcpt=f"rfc822;{text}")
    said = rcpt(to, ALL, utf8=False).removeprefix(b"RCPT ")
    path, words, _ = paths.forward_path(said, Domain("example.org"))
    assert parameters.recipient(path, words) == to
    sender = Sender(ADDRESS, size=1, ret=Ret.HDRS, envid=text)
    said = mail(_with(sender), ALL).removeprefix(b"MAIL ")
    origin, words, _ = paths.reverse_path(said)
    assert parameters.sender(origin, words) == sender


def test_quoted_addresses_stay_quoted() -> None:
    to = Recipient(Address('"a b"', Domain("example.org")))
    assert rcpt(to, ALL, utf8=False) == b'RCPT TO:<"a b"@example.org>'


def test_nobody_is_told_never_together_with_more() -> None:
    to = Recipient(ADDRESS, notify=frozenset([Notify.DELAY, Notify.FAILURE]))
    assert rcpt(to, ALL, utf8=False).endswith(b" NOTIFY=FAILURE,DELAY")


def test_what_was_said_to_us_of_the_content_is_not_repeated() -> None:
    said_to_us = parameters.sender(ADDRESS, b"SIZE=9 BODY=8BITMIME SMTPUTF8")
    assert mail(_with(said_to_us), ALL) == b"MAIL FROM:<y@example.org> SIZE=1"
