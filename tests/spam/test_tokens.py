"""A letter becomes numbers, each once, and no word is among them."""

import time
from base64 import b64encode

import pytest

from glassine.spam.letter import LOOKED_AT, read
from glassine.spam.tokens import MOST, digests, of_owner
from glassine.vault.token_key import TokenKey
from glassine.words.private import Key, Message
from spam.learner import KEY, numbers

HEAD = (
    b"From: Zoe <zoe@example.net>\r\nTo: ann@example.org\r\nSubject: apples\r\n"
    b"Date: Mon, 26 Oct 2020 23:45:45 +0000\r\nMessage-ID: <1@example.net>\r\n"
)
PLAIN = HEAD + b"\r\nGood morning, have some apples.\r\n"


def test_the_same_letter_has_the_same_numbers_under_the_same_key_only() -> None:
    other = TokenKey(Key(bytes(32)))
    assert numbers(PLAIN) == numbers(PLAIN)
    assert len(set(numbers(PLAIN))) == len(numbers(PLAIN))
    assert not set(numbers(PLAIN)) & set(digests(read(Message(PLAIN)), other))


@pytest.mark.parametrize(
    "encoded",
    [
        b"Content-Transfer-Encoding: base64\r\n\r\n"
        + b64encode(b"Good morning, have some apples."),
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"Good mor=\r\nning, have some =61pples.",
        b"\r\nGOOD   morning;\r\nhave some APPLES",
    ],
)
def test_how_a_word_is_encoded_does_not_matter(encoded: bytes) -> None:
    assert set(numbers(HEAD + encoded)) == set(numbers(PLAIN))


def test_a_word_says_the_same_in_another_script_s_company() -> None:
    alone = numbers(HEAD + b"\r\nuncharacteristically good")
    beside = numbers(HEAD + "\r\nuncharacteristically good день".encode())
    assert len(set(alone) - set(beside)) == 0


@pytest.mark.parametrize(
    ("change", "by"),
    [
        ((b"Zoe", b"Yan"), "the name of the sender"),
        ((b"zoe@example.net", b"zoe@example.com"), "its domain"),
        ((b"Subject: apples", b"Subject: apples!"), "a shouting subject"),
        ((b"To:", b"List-Unsubscribe: <x>\r\nTo:"), "a field"),
        ((b"apples.", b"apples. http://shop.example/x"), "a link"),
        ((b"To:", b"Reply-To: <eve@example.com>\r\nTo:"), "where answers go"),
        ((b"Message-ID: <1@example.net>\r\n", b""), "a field that is missing"),
    ],
)
def test_a_letter_is_told_by_more_than_its_words(
    change: tuple[bytes, bytes], by: str
) -> None:
    assert set(numbers(PLAIN.replace(*change))) != set(numbers(PLAIN)), by


def test_what_only_this_message_has_is_left_out() -> None:
    other = PLAIN.replace(b"<1@example.net>", b"<2@example.net>").replace(b"26", b"27")
    stamped = b"Received: from a by b; Mon, 26 Oct 2020 23:45:45 +0000\r\n" + other
    assert set(numbers(stamped)) == set(numbers(PLAIN))


def test_files_are_told_by_kind() -> None:
    part = b"--x\r\nContent-Type: application/zip; name=%b\r\n\r\nUEs=\r\n"
    head = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\n\r\n"
    named = [
        set(numbers(head + part % name + b"--x--\r\n"))
        for name in (b"one.zip", b"two.zip", b"invoice.pdf.exe")
    ]
    assert named[0] == named[1]
    assert named[0] != named[2]


def test_two_owners_have_no_number_in_common() -> None:
    house = numbers(PLAIN)
    ann, bob = of_owner(house, b"ann", KEY), of_owner(house, b"bob", KEY)
    assert len(ann) == len(bob) == len(house)
    assert not set(ann) & set(bob) | set(ann) & set(house)
    assert list(of_owner(house[::-1], b"ann", KEY)) == list(ann)[::-1]


def test_there_are_never_too_many() -> None:
    many = b" ".join(b"word%da" % number for number in range(50_000))
    assert len(numbers(HEAD + b"\r\n" + many)) <= MOST


@pytest.mark.parametrize(
    "letter", [b"", b"\r\n", b"\xff\xfe\x00", b"Subject: \r\n\r\n"]
)
def test_any_octets_are_a_letter(letter: bytes) -> None:
    assert numbers(letter)


@pytest.mark.parametrize(
    "piece",
    [
        b"words and more ",
        b"a",
        b"@a",
        b"a@",
        b"http://",
        b"<a ",
        b"v i a ",
        b"\xe2\x80\x8b",
    ],
)
@pytest.mark.parametrize("kind", [b"plain", b"html"])
def test_five_megabytes_cost_what_their_beginning_costs(
    piece: bytes, kind: bytes
) -> None:
    head = HEAD + b"Content-Type: text/%b; charset=utf-8\r\n\r\n" % kind
    letter = head + piece * (5_000_000 // len(piece))
    began = time.thread_time()
    assert len(read(Message(letter)).octets) == LOOKED_AT
    numbers(letter)
    assert time.thread_time() - began < 2


@pytest.mark.parametrize("field", ["Subject: %b", 'From: "%b" <zoe@example.net>'])
@pytest.mark.parametrize(
    "piece", [b"a", b"a.", b"a-", "\u0300\u0316".encode(), "\u1100\u1161".encode()]
)
def test_a_field_as_long_as_a_header_costs_no_more_than_it_is_long(
    field: str, piece: bytes
) -> None:
    written = piece * (200_000 // len(piece))
    letter = field.encode() % written + b"\r\nTo: ann@example.org\r\n\r\nx\r\n"
    began = time.thread_time()
    numbers(letter)
    assert time.thread_time() - began < 2
