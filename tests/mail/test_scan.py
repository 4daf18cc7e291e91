"""A message is read once, in any cuts; everything is found by offset."""

import random
import tracemalloc
from email import message_from_bytes
from email.message import Message

import pytest

from glassine.mail import scan, transfer, tree
from glassine.mail.scan import Scanner
from glassine.mail.structure import MailAddress, Part
from mail.letters import body, crlf, cuts, outline, scanned, scanned_in, wrote

MIXED = crlf("""
From: Anna <anna@example.org>
Subject: two parts
Content-Type: multipart/mixed; boundary="b"

preamble
--b
Content-Type: text/plain

first
--b
Content-Type: text/html

<p>second</p>

--b--
epilogue
""")


def test_a_plain_letter_is_one_leaf() -> None:
    letter = crlf("""
From: Anna Example <anna@example.org>
Subject: hello

one
two
""")
    found = scanned(letter)
    assert found.size == found.root.end == len(letter)
    assert body(found.root, letter) == b"one\r\ntwo"
    assert found.root.lines == 1
    assert (found.root.type, found.root.subtype) == (b"text", b"plain")
    assert found.envelope.subject == b"hello"
    sender = MailAddress(b"Anna Example", b"anna", b"example.org")
    assert found.envelope.from_ == found.envelope.sender == (sender,)
    assert found.root.start == 0
    assert letter[: found.root.body] == found.header
    assert found.preview == "one two"


def test_parts_lie_between_boundaries_whose_line_ends_are_not_theirs() -> None:
    found = scanned(MIXED).root
    first, second = found.parts
    assert MIXED[first.start : first.body] == b"Content-Type: text/plain\r\n\r\n"
    assert body(first, MIXED) == b"first"
    assert body(second, MIXED) == b"<p>second</p>\r\n"
    assert (first.lines, second.lines) == (0, 1)
    assert found.end == len(MIXED)
    assert found.lines == body(found, MIXED).count(b"\n")


@pytest.mark.parametrize(
    ("letter", "expected"),
    [
        (b"", "plain"),
        (b"\r\n", "plain"),
        (b"just text", "plain"),
        (b"Subject: header only", "plain"),
        (b"Content-Type: multipart/mixed; boundary=b", "plain"),
        (b"Content-Type: multipart/mixed\r\n\r\n--\r\n\r\nx\r\n----\r\n", "plain"),
        (b'Content-Type: multipart/mixed; boundary=""\r\n\r\n--\r\n', "plain"),
        (b"Content-Type: message/rfc822", "message(plain)"),
        (b"Content-Type: message/rfc822\r\n\r\n", "message(plain)"),
        (b"Content-Type: message/global\r\n\r\nSubject: \xc3\xa9", "message(plain)"),
        (b"Content-Type: text\r\n\r\n", "plain"),
        (b"Content-Type: a/b/c\r\n\r\n", "plain"),
        (b"Content-Type: IMAGE/Png\r\n\r\n", "png"),
    ],
)
def test_every_string_of_bytes_is_some_message(letter: bytes, expected: str) -> None:
    assert outline(scanned(letter).root) == expected


def multipart(body: bytes, kind: bytes = b"mixed", boundary: bytes = b"b") -> bytes:
    head = b"Content-Type: multipart/%b; boundary=%b\r\n\r\n" % (kind, boundary)
    return head + body


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (b"--b\r\n\r\nx\r\n--b--\r\n", "mixed(plain)"),
        (b"--b\r\n\r\nx", "mixed(plain)"),  # the last boundary is missing
        (b"--b", "mixed(plain)"),
        (b"--b--", "plain"),  # no part at all
        (b"--b\r\n--b\r\n--b--", "mixed(plain, plain)"),  # no header, no body
        (b"--b\r\nContent-Type: image/png\r\n--b--", "mixed(png)"),
        (b"--b  \t\r\n\r\nx\r\n--b-- \r\n--b\r\n\r\ny", "mixed(plain)"),  # epilogue
        (b"--bb\r\n\r\nx\r\n--b-\r\n", "plain"),  # only begin like it
        (b"x --b\r\n\r\ny", "plain"),  # not at a line's begin
        (b"--b\n\nx\n--b\n\ny\n--b--\n", "mixed(plain, plain)"),  # LF alone
    ],
)
def test_a_boundary_is_a_line_of_its_own(inside: bytes, expected: str) -> None:
    assert outline(scanned(multipart(inside)).root) == expected


def test_an_outer_boundary_ends_an_inner_multipart_that_was_left_open() -> None:
    inner = multipart(b"--bb\r\n\r\n1\r\n--bb\r\n\r\n2", b"alternative", b"bb")
    letter = multipart(b"--b\r\n" + inner + b"\r\n--b\r\n\r\n3\r\n--b--\r\n")
    root = scanned(letter).root
    assert outline(root) == "mixed(alternative(plain, plain), plain)"
    assert [body(p, letter) for p in root.parts[0].parts] == [b"1", b"2"]
    assert letter[root.parts[0].end :].startswith(b"\r\n--b\r\n")


def test_nested_boundaries_may_begin_like_each_other() -> None:
    inner = multipart(b"--b\r\n\r\n1\r\n--b--\r\n", b"alternative", b"b")
    letter = multipart(b"--bb\r\n" + inner + b"\r\n--bb--\r\n", boundary=b"bb")
    assert outline(scanned(letter).root) == "mixed(alternative(plain))"


def test_the_boundary_of_what_was_ended_from_outside_is_text_again() -> None:
    inner = multipart(b"--i\r\n\r\n1", b"alternative", b"i")
    letter = multipart(b"--b\r\n" + inner + b"\r\n--b\r\n\r\ntext\r\n--i\r\nmore")
    root = scanned(letter).root
    assert outline(root) == "mixed(alternative(plain), plain)"
    assert body(root.parts[1], letter) == b"text\r\n--i\r\nmore"


def test_boundaries_of_every_level_are_seen_however_they_begin() -> None:
    inmost = multipart(b"--ab2\r\n\r\n1", b"related", b"ab2")
    middle = multipart(b"--x\r\n" + inmost + b"\r\n--x\r\n\r\n2", b"digest", b"x")
    letter = multipart(b"--ab1\r\n" + middle + b"\r\n--ab1\r\n\r\n3", boundary=b"ab1")
    expected = "mixed(digest(related(plain), message(plain)), plain)"
    assert outline(scanned(letter).root) == expected


def test_a_boundary_that_follows_at_once_does_not_lengthen_what_it_ends() -> None:
    inner = multipart(b"--i\r\n\r\n1\r\n--i--", b"alternative", b"i")
    letter = multipart(b"--b\r\n" + inner + b"\r\n--b--\r\n")
    part = scanned(letter).root.parts[0]
    assert letter[: part.end].endswith(b"--i--")


def test_a_boundary_may_be_spread_over_a_continued_parameter() -> None:
    head = b"Content-Type: multipart/mixed; boundary*0=on; boundary*1=e\r\n\r\n"
    assert outline(scanned(head + b"--one\r\n\r\nx").root) == "mixed(plain)"


def test_a_digest_holds_messages() -> None:
    letter = multipart(b"--b\r\n\r\nSubject: in\r\n\r\nx\r\n--b--\r\n", b"digest")
    part = scanned(letter).root.parts[0]
    assert part.envelope is not None
    assert part.envelope.subject == b"in"
    assert body(part.parts[0], letter) == b"x"


def test_an_enclosed_message_has_its_own_envelope_and_ends_with_its_part() -> None:
    enclosed = b"Content-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\ntext\r\n"
    letter = multipart(b"--b\r\n" + enclosed + b"\r\n--b--\r\n")
    found = scanned(letter)
    part = found.root.parts[0]
    assert found.envelope.subject is None
    assert part.envelope is not None
    assert part.envelope.subject == b"inner"
    assert body(part.parts[0], letter) == b"text\r\n"
    assert part.end == part.parts[0].end
    assert (part.lines, part.parts[0].lines) == (3, 1)


def test_odd_first_lines_hide_no_field() -> None:
    for odd in (
        b"From anna@example.org Mon Oct 26\r\n",
        b" leading\r\n",
        b"no field\r\n",
    ):
        found = scanned(odd + b"Subject: here\r\n\r\nbody")
        assert found.envelope.subject == b"here"
        assert found.root.body == len(odd) + len(b"Subject: here\r\n\r\n")


def test_eight_bit_headers_are_kept_as_they_are() -> None:
    found = scanned("Subject: Grüße\r\nTo: Jürgen <j@example.org>\r\n\r\n".encode())
    assert found.envelope.subject == "Grüße".encode()
    assert found.envelope.to[0].name == "Jürgen".encode()


def test_a_tree_too_deep_ends_in_an_opaque_leaf() -> None:
    deep = b"Content-Type: message/rfc822\r\n\r\n" * 200
    part, depth = scanned(deep).root, 1
    while part.parts:
        part, depth = part.parts[0], depth + 1
    assert depth == tree.DEPTH
    assert (part.type, part.subtype) == (b"application", b"octet-stream")
    assert part.end == len(deep)


def test_a_multipart_too_deep_is_an_opaque_leaf_that_its_siblings_survive() -> None:
    letter = b"".join(
        multipart(b"--b%d\r\n" % n, boundary=b"b%d" % n) for n in range(90)
    )
    letter += b"\r\n\r\nx\r\n--b0\r\n\r\nsibling\r\n--b0--\r\n"
    root = scanned(letter).root
    assert [child.subtype for child in root.parts] == [b"mixed", b"plain"]


def test_a_message_of_too_many_parts_ends_in_an_opaque_leaf() -> None:
    letter = multipart(b"--b\r\n\r\nx\r\n" * (tree.PARTS + 50))
    root = scanned(letter).root
    assert len(root.parts) == tree.PARTS - 1
    assert root.parts[-1].subtype == b"octet-stream"
    assert root.parts[-1].end == len(letter)
    assert root.parts[-1].lines == body(root.parts[-1], letter).count(b"\n")


def test_only_so_many_enclosed_messages_are_read() -> None:
    letter = multipart(b"--b\r\n\r\nSubject: s\r\n" * 300, b"digest")
    kinds = [part.envelope is not None for part in scanned(letter).root.parts]
    assert kinds == [True] * tree.MESSAGES + [False] * (300 - tree.MESSAGES)


@pytest.mark.parametrize(
    "letter",
    [
        multipart(b"--b\r\n\r\n" * 1001),
        multipart(b"--bx\r\n" * 20_001 + b"--b\r\n\r\n"),
        multipart(b"--b\r\n\r\nSubject: s\r\n" * 251, b"digest"),
        b"Content-Type: message/rfc822\r\n\r\n" * 65,
        multipart(b"--b\r\nX: %b\r\nContent-Type: x/y\r\n\r\n" % (b"x" * 20_000)),
        b"Content-Type: multipart/mixed;%b boundary=b\r\n\r\n" % (b" " * 20_000),
    ],
)
def test_what_goes_on_where_reading_stops_is_said_to_be_unread(letter: bytes) -> None:
    assert scanned(letter).unread
    assert not scanned(letter[:500] + b"\r\n\r\n").unread


def test_lines_that_only_begin_like_boundaries_are_looked_at_for_so_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan, "CANDIDATES", 10)
    letter = multipart(b"--bx\r\n" * 10 + b"--b\r\n\r\nx")
    assert outline(scanned(letter).root) == "plain"
    assert outline(scanned(letter.replace(b"--bx", b"-bx", 1)).root) == "mixed(plain)"


def test_a_header_too_long_is_read_only_in_part() -> None:
    letter = b"Subject: first\r\n" + b"X: y\r\n" * 100_000 + b"To: a@b\r\n\r\nbody"
    found = scanned(letter)
    assert found.envelope.subject == b"first"
    assert found.envelope.to == ()
    assert len(found.header) == scan.ROOT_HEADER
    assert body(found.root, letter) == b"body"


def test_the_body_offset_is_known_with_the_empty_line() -> None:
    scanner = Scanner()
    scanner.feed(b"Subject: x\r\n\r")
    assert scanner.body_at is None
    scanner.feed(b"\nbody")
    assert scanner.body_at == len(b"Subject: x\r\n\r\n")


@pytest.mark.parametrize("seed", range(30))
def test_cuts_make_no_difference(seed: int) -> None:
    dice = random.Random(seed)
    letter = bytes(wrote(dice))
    for longest in (1, 3, 70, 5000):
        assert scanned_in(cuts(letter, dice, longest)) == scanned(letter)


ALPHABET = [
    b"--", b"b", b"bb", b"\r", b"\n", b"\r\n", b"\r\n--b\r\n", b"\n--bb\n", b"--b--",
    b"\r\n\r\n", b"Content-Type: multipart/mixed; boundary=bb\r\n", b" ", b"x" * 300,
    b"Content-Type: message/rfc822\r\n\r\n", b"Subject: s\r\n", b'"', b"(", b"\0",
    b"\xff", b"Content-Type: text/html\r\n", b"<p", b"=?utf-8?q?", b":", b";",
]  # fmt: skip


@pytest.mark.parametrize("seed", range(300))
def test_cuts_make_no_difference_to_rubbish_and_offsets_stay_in_order(
    seed: int,
) -> None:
    dice = random.Random(seed)
    letter = multipart(b"".join(dice.choices(ALPHABET, k=dice.randint(0, 60))))
    whole = scanned(letter)
    assert scanned_in(cuts(letter, dice, dice.choice([1, 2, 5, 50]))) == whole
    check_order(whole.root, letter)


def check_order(part: Part, letter: bytes) -> None:
    """Assert that a part encloses its children, which follow one another."""
    assert part.start <= part.body <= part.end <= len(letter)
    assert part.lines == letter.count(b"\n", part.body, part.end)
    at = part.body
    for child in part.parts:
        assert at <= child.start
        assert child.end <= part.end
        check_order(child, letter)
        at = child.end


@pytest.mark.parametrize("seed", range(40))
def test_the_tree_is_the_standard_library_s_tree(seed: int) -> None:
    letter = bytes(wrote(random.Random(seed)))
    compare(scanned(letter).root, message_from_bytes(letter), letter)


def compare(part: Part, theirs: Message, letter: bytes) -> None:
    """Assert that a part is what the standard library says it is."""
    kind = f"{part.type.decode()}/{part.subtype.decode()}"
    assert kind == theirs.get_content_type()
    if theirs.is_multipart():
        children = theirs.get_payload()
        assert isinstance(children, list)
        assert len(children) == len(part.parts)
        for ours, child in zip(part.parts, children, strict=True):
            assert isinstance(child, Message)
            compare(ours, child, letter)
    else:
        mine = transfer.decode(body(part, letter), part.encoding)
        payload = theirs.get_payload(decode=True)
        assert isinstance(payload, bytes)
        assert mine is not None
        assert mine.replace(b"\r\n", b"\n") == payload.replace(b"\r\n", b"\n")


def test_a_large_message_costs_a_header_and_a_carry_over() -> None:
    piece = b"A" * 76 + b"\r\n"
    block = piece * 800
    scanner = Scanner()
    scanner.feed(multipart(b"--b\r\nContent-Transfer-Encoding: base64\r\n\r\n"))
    tracemalloc.start()
    for _ in range(800):
        scanner.feed(block)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    scanner.feed(b"\r\n--b--\r\n")
    assert scanner.close().root.parts[0].lines == 640_000
    assert peak < 300_000
