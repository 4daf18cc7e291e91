"""What a message says to people: every text in it, and no address."""

from glassine.mail.said import said

MESSAGE = (
    b"From: =?utf-8?q?Zo=C3=AB?= <zoe@hidden.example>\r\n"
    b"To: friends: Ann <ann@hidden.example>;\r\n"
    b"Subject: =?utf-8?b?WmVicmE=?= crossing\r\n"
    b"MIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="b"\r\n'
    b"\r\n"
    b"--b\r\n"
    b"Content-Type: text/html\r\n"
    b"\r\n"
    b"<p>xylo<b>phone</b></p>\r\n"
    b"--b\r\n"
    b'Content-Type: application/pdf; name="quarter.pdf"\r\n'
    b"Content-Description: the figures\r\n"
    b"Content-Disposition: attachment; filename*=utf-8''quarterly%20report.pdf\r\n"
    b"\r\n"
    b"not text\r\n"
    b"--b\r\n"
    b"Content-Type: message/rfc822\r\n"
    b"\r\n"
    b"Subject: enclosed\r\n"
    b"\r\n"
    b"inner words\r\n"
    b"--b--\r\n"
)


def test_every_text_is_told() -> None:
    words = " ".join(said(MESSAGE))
    for each in (
        "Zoë",
        "friends",
        "Ann",
        "Zebra crossing",
        "xylophone",
        "quarter.pdf",
        "the figures",
        "quarterly report.pdf",
        "enclosed",
        "inner words",
    ):
        assert each in words


def test_addresses_and_what_is_no_text_are_not() -> None:
    words = " ".join(said(MESSAGE))
    assert "hidden.example" not in words
    assert "not text" not in words


def test_any_octets_are_some_message() -> None:
    assert "".join(said(b"")) == ""
    assert list(said(b"\r\n\xff\xfe"))


def test_what_stands_in_a_field_of_ones_own_is_said() -> None:
    letter = (
        b"Received: from mx.example.net\r\nX-Note: about the zebra\r\n"
        b"Keywords: holiday,\r\n money\r\nMessage-ID: <1@example.org>\r\n\r\nhello\r\n"
    )
    heard = [*said(letter)]
    assert "about the zebra" in heard
    assert "holiday, money" in heard
    assert not any("mx.example.net" in each for each in heard)
