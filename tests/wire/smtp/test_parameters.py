"""Parameters of MAIL and RCPT, each by its own RFC."""

import pytest

from glassine.wire.smtp import xtext
from glassine.wire.smtp.parameters import (
    BadParameter,
    UnknownParameter,
    recipient,
    sender,
)
from glassine.words.envelope import BodyType, Notify, Recipient, Ret, Sender
from glassine.words.public import parse_address

X = parse_address("x@a.example")


def test_without_parameters_there_is_only_the_path() -> None:
    assert sender(X, b"") == Sender(X)
    assert recipient(X, b"") == Recipient(X)


def test_a_sender_may_say_much() -> None:
    said = b"size=12 body=binarymime smtputf8 ret=full envid=a+2Bb auth=x+3Dy@a.example"
    assert sender(X, said) == Sender(
        X, size=12, body=BodyType.BINARY, utf8=True, ret=Ret.FULL, envid="a+b"
    )


def test_a_recipient_may_say_some() -> None:
    given = recipient(X, b"NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;a+20b@a.example")
    assert given.notify == {Notify.SUCCESS, Notify.FAILURE}
    assert given.orcpt == "rfc822;a b@a.example"


@pytest.mark.parametrize(
    "said",
    [
        b"SIZE=", b"SIZE", b"SIZE=1x", b"SIZE=-1", b"SIZE=" + b"9" * 21, b"BODY",
        b"BODY=8BIT", b"SMTPUTF8=1", b"RET=", b"RET=ALL", b"ENVID=+", b"ENVID=+0a",
        b"ENVID=" + b"x" * 101, b"AUTH=+1", b"SIZE=1 SIZE=1", b"-SIZE=1",
        b"S\xc3\xbcZE=1", b"SIZE=1=1", b"BODY=\xff",
    ],
)  # fmt: skip
def test_what_a_sender_may_not_say(said: bytes) -> None:
    with pytest.raises(BadParameter):
        sender(X, said)


@pytest.mark.parametrize(
    "said",
    [
        b"NOTIFY", b"NOTIFY=", b"NOTIFY=,", b"NOTIFY=NEVER,DELAY",
        b"NOTIFY=DELAY,DELAY", b"ORCPT=", b"ORCPT=;x", b"ORCPT=rfc822",
        b"ORCPT=rfc822;+00", b"ORCPT=rfc822;" + b"x" * 501, b"ORCPT=a+b;x",
    ],
)  # fmt: skip
def test_what_a_recipient_may_not_say(said: bytes) -> None:
    with pytest.raises(BadParameter):
        recipient(X, said)


@pytest.mark.parametrize("said", [b"NOTIFY=NEVER", b"X", b"SIZES=1", b"MT-PRIORITY=3"])
def test_what_is_not_offered_to_a_sender_is_unknown(said: bytes) -> None:
    with pytest.raises(UnknownParameter):
        sender(X, said)


@pytest.mark.parametrize("said", [b"SIZE=1", b"BY=1", b"SMTPUTF8"])
def test_what_is_not_offered_to_a_recipient_is_unknown(said: bytes) -> None:
    with pytest.raises(UnknownParameter):
        recipient(X, said)


@pytest.mark.parametrize(
    ("written", "read"), [(b"", b""), (b"a+2Bb", b"a+b"), (b"+00+FF", b"\x00\xff")]
)
def test_xtext_is_decoded(written: bytes, read: bytes) -> None:
    assert xtext.decode(written) == read


@pytest.mark.parametrize("written", [b"+", b"+2", b"+2b", b"a=b", b"a b", b"\xff"])
def test_what_is_no_xtext_is_refused(written: bytes) -> None:
    with pytest.raises(xtext.NotXtext):
        xtext.decode(written)
