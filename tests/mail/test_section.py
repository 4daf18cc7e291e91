"""IMAP's sections are spans of octets. The tree is that of RFC 9051 §6.4.5.1."""

import pytest

from glassine.mail import envelope, section
from glassine.mail.section import Of
from mail.letters import crlf, scanned

LETTER = crlf("""
Subject: outer
Content-Type: multipart/mixed; boundary=o

--o

one
--o
Content-Type: message/rfc822

Subject: two
Content-Type: multipart/mixed; boundary=i

--i
Content-Transfer-Encoding: base64

dHdvLm9uZQ==
--i
X-Mime: yes

two.two
--i--
--o
Content-Type: message/rfc822
Content-Description: a plain letter

Subject: three

three
--o--
""")
ROOT = scanned(LETTER).root


def shown(path: tuple[int, ...], of: Of) -> bytes | None:
    span = section.span(ROOT, path, of)
    return None if span is None else LETTER[slice(*span)]


@pytest.mark.parametrize(
    ("path", "of", "expected"),
    [
        ((), Of.ALL, LETTER),
        ((), Of.HEADER, LETTER[: LETTER.index(b"--o")]),
        ((), Of.TEXT, LETTER[LETTER.index(b"--o") :]),
        ((), Of.MIME, None),
        ((1,), Of.ALL, b"one"),
        ((1,), Of.MIME, b"\r\n"),
        ((1,), Of.HEADER, None),
        ((1,), Of.TEXT, None),
        ((1, 1), Of.ALL, None),
        ((2,), Of.MIME, b"Content-Type: message/rfc822\r\n\r\n"),
        ((2, 1), Of.ALL, b"dHdvLm9uZQ=="),
        ((2, 2), Of.ALL, b"two.two"),
        ((2, 2), Of.MIME, b"X-Mime: yes\r\n\r\n"),
        ((3,), Of.ALL, b"Subject: three\r\n\r\nthree"),
        ((3,), Of.HEADER, b"Subject: three\r\n\r\n"),
        ((3,), Of.TEXT, b"three"),
        ((3, 1), Of.ALL, b"three"),
        ((3, 1), Of.MIME, b"Subject: three\r\n\r\n"),
        ((3, 2), Of.ALL, None),
        ((4,), Of.ALL, None),
        ((0,), Of.ALL, None),
    ],
)
def test_a_section(path: tuple[int, ...], of: Of, expected: bytes | None) -> None:
    assert shown(path, of) == expected


def test_the_text_of_an_enclosed_message_begins_after_its_header() -> None:
    header, text = shown((2,), Of.HEADER), shown((2,), Of.TEXT)
    assert header is not None
    assert text is not None
    assert header + text == shown((2,), Of.ALL)
    assert text.startswith(b"--i\r\n")


def test_a_message_that_is_no_multipart_has_itself_as_part_one() -> None:
    letter = b"Subject: x\r\n\r\nbody"
    root = scanned(letter).root
    assert section.span(root, (1,), Of.ALL) == (root.body, root.end)
    assert section.span(root, (1, 1), Of.ALL) is None
    assert section.span(root, (1,), Of.MIME) == (0, root.body)


def test_a_message_that_is_a_message_has_it_as_part_one() -> None:
    letter = b"Content-Type: message/rfc822\r\n\r\nSubject: in\r\n\r\nbody"
    root = scanned(letter).root
    inner = root.parts[0]
    assert section.span(root, (1,), Of.ALL) == (root.body, root.end)
    assert section.span(root, (1,), Of.HEADER) == (inner.start, inner.body)
    assert section.span(root, (1, 1), Of.ALL) == (inner.body, inner.end)
    assert section.span(root, (), Of.HEADER) == (0, root.body)


def test_fields_are_chosen_by_name_or_by_not_being_named() -> None:
    head = b"A: 1\r\nB: 2\r\n folded\r\na: 3\r\n\r\n"
    names = frozenset({b"a"})
    assert section.some_fields(head, names) == b"A: 1\r\na: 3\r\n\r\n"
    rest = section.some_fields(head, names, named=False)
    assert rest == b"B: 2\r\n folded\r\n\r\n"
    assert section.some_fields(head, frozenset()) == b"\r\n"


def test_binary_undoes_the_transfer_encoding() -> None:
    assert section.content(ROOT, (2, 1), LETTER) == b"two.one"
    assert section.content(ROOT, (1,), LETTER) == b"one"
    assert section.content(ROOT, (9,), LETTER) is None
    assert section.content(ROOT, (), LETTER) == LETTER
    odd = b"Content-Transfer-Encoding: x-odd\r\n\r\nbody"
    assert section.content(scanned(odd).root, (1,), odd) is None


def test_a_prefix_lengthens_the_header_and_moves_the_rest() -> None:
    prefix = b"Return-Path: <>\r\nDelivered-To: a@example.org\r\n"
    whole = prefix + LETTER
    moved = section.shifted(ROOT, len(prefix))
    assert moved == scanned(whole).root
    assert section.span(moved, (), Of.HEADER) == (0, ROOT.body + len(prefix))


def test_the_envelope_of_prefix_and_header_has_what_the_prefix_adds() -> None:
    found = envelope.of_header(b"Message-ID: <a@b>\r\n" + scanned(LETTER).header)
    assert found.message_id == b"<a@b>"
    assert found.subject == b"outer"
