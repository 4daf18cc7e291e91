"""What our client sends is what our server takes, whatever is offered and cut."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassine.wire.smtp.answer import Answer
from glassine.wire.smtp.client.events import Finished
from glassine.wire.smtp.client.needs import NotAble
from glassine.wire.smtp.client.talk import Dialect
from glassine.wire.smtp.client.transaction import Transaction
from glassine.words.envelope import Recipient, Sender
from glassine.words.public import parse_address
from wire.smtp_loopback import Wire

NAMES = ["ann", "bob", "nobody", "noone", "full", "fuller", "jürgen", "nö"]
OFFERS = ["PIPELINING", "SIZE", "8BITMIME", "SMTPUTF8", "CHUNKING", "BINARYMIME"]
OFFERS += ["DSN", "ENHANCED"]
LINE = st.sampled_from(
    [b"", b".", b"..", b".x", b"MAIL FROM:<evil@a.example>", b"BDAT 9", b"x" * 3000]
)
SENDER = Sender(parse_address("x@a.example"))


def codes(finished: Finished) -> list[int]:
    """Return what each recipient's outcome says in figures."""
    said = [result.said for result in finished.results]
    return [each.code for each in said if isinstance(each, Answer | NotAble)]


def expected(name: str, wire: Wire, dialect: Dialect) -> int:
    """Return what the server, or our client, says of this recipient."""
    if not name.isascii() and not wire.client.extensions.utf8:
        return 553
    if name.startswith("no"):
        return 550
    return 452 if name.startswith("full") and dialect is Dialect.LMTP else 250


def transaction(names: list[str], message: bytes) -> Transaction:
    to = tuple(Recipient(parse_address(f"{name}@example.org")) for name in names)
    return Transaction(
        sender=SENDER,
        recipients=to,
        size=len(message),
        eight_bit=not message.isascii(),
    )


@pytest.mark.parametrize("dialect", list(Dialect))
@settings(max_examples=60)
@given(
    mail=st.lists(
        st.tuples(
            st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True),
            st.lists(LINE, max_size=8),
        ),
        min_size=1,
        max_size=3,
    ),
    hidden=st.sets(st.sampled_from(OFFERS)),
    dice=st.randoms(use_true_random=False),
)
def test_what_arrives_is_what_was_sent(
    dialect: Dialect,
    mail: list[tuple[list[str], list[bytes]]],
    hidden: set[str],
    dice: random.Random,
) -> None:
    wire = Wire(dialect, dice, hidden)
    for names, lines in mail:
        message = b"".join(line + b"\r\n" for line in lines)
        finished = wire.carry(transaction(names, message), runs(message, dice))
        wanted = [expected(name, wire, dialect) for name in names]
        assert codes(finished) == wanted
        if not {250, 452} & set(wanted):
            assert wire.room.arrived == []
            continue
        (arrived,) = wire.room.arrived
        assert arrived.content == message
        taken = [to.path.local for to in arrived.envelope.recipients]
        served = zip(names, wanted, strict=True)
        assert taken == [name for name, code in served if code in (250, 452)]
        wire.room.arrived.clear()


def runs(message: bytes, dice: random.Random) -> list[bytes]:
    """Return the message in runs of any length, some of them empty."""
    cuts = sorted(dice.randint(0, len(message)) for _ in range(dice.randint(0, 4)))
    ends = [0, *cuts, len(message)]
    return [message[a:b] for a, b in pairwise(ends)]


@pytest.mark.parametrize("hidden", [(), ("CHUNKING",), ("CHUNKING", "PIPELINING")])
def test_a_large_message_arrives_in_large_writes(hidden: tuple[str, ...]) -> None:
    dice = random.Random(1)
    message = b"".join(b".%d\r\n" % number for number in range(200_000))
    pieces = [message[at : at + 65_536] for at in range(0, len(message), 65_536)]
    wire = Wire(Dialect.SMTP, dice, hidden)
    assert codes(wire.carry(transaction(["ann"], message), pieces)) == [250]
    assert wire.room.arrived[0].content == message
    assert len(wire.writes[-1]) > 1000
    assert len([write for write in wire.writes if len(write) < 1000]) <= 5


def test_eight_bits_are_declared_and_arrive() -> None:
    wire = Wire(Dialect.SMTP, random.Random(1), ["CHUNKING"])
    message = "Grüße\r\n".encode()
    wire.carry(transaction(["ann"], message), [message])
    (arrived,) = wire.room.arrived
    assert arrived.content == message
    assert arrived.envelope.sender.body == "8BITMIME"
    assert arrived.envelope.sender.size == len(message)


def test_any_octets_arrive_as_binary() -> None:
    wire = Wire(Dialect.LMTP, random.Random(2))
    message = bytes(range(256)) * 600 + b"\r\n.\r\n\n.\n\r.\r"
    to = (Recipient(parse_address("ann@example.org")),)
    sent = Transaction(sender=SENDER, recipients=to, size=len(message), binary=True)
    wire.carry(sent, [message[:70_000], message[70_000:]])
    assert wire.room.arrived[0].content == message


def test_binary_without_pipelining_goes_chunk_by_chunk() -> None:
    wire = Wire(Dialect.LMTP, random.Random(3), ["PIPELINING"])
    message = b"\n\r\x00" * 60_000
    to = (Recipient(parse_address("ann@example.org")),)
    to += (Recipient(parse_address("full@example.org")),)
    sent = Transaction(sender=SENDER, recipients=to, size=len(message), binary=True)
    finished = wire.carry(
        sent, [message[at : at + 60_000] for at in (0, 60_000, 120_000)]
    )
    assert codes(finished) == [250, 452]
    assert wire.room.arrived[0].content == message
