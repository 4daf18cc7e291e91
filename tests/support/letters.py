"""Letters for tests, with CRLF line ends as they go on the wire."""

import secrets
from base64 import encodebytes


def marker() -> str:
    """Return a word that occurs nowhere else: letters only, so that no case is lost."""
    return "m" + "".join(
        secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(23)
    )


def letter(
    subject: str,
    body: str = "Good morning.",
    *,
    sender: str = "zoe@example.net",
    to: str = "person@example.org",
) -> bytes:
    """Return a plain letter."""
    return (
        f"From: Zoe <{sender}>\r\nTo: {to}\r\nSubject: {subject}\r\n"
        f"Message-ID: <{marker()}@example.net>\r\n"
        f"Date: Mon, 26 Oct 2020 23:45:45 +0000\r\n\r\n{body}\r\n"
    ).encode()


def with_attachment(
    subject: str, body: str, name: str, content: bytes, *, display_name: str = "Zoe"
) -> bytes:
    """Return a letter of two parts: a text and a file."""
    return (
        f"From: {display_name} <zoe@example.net>\r\nTo: person@example.org\r\n"
        f"Subject: {subject}\r\nMessage-ID: <{marker()}@example.net>\r\n"
        "Date: Mon, 26 Oct 2020 23:45:45 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/mixed; boundary="=_cut_here"\r\n\r\n'
        f"--=_cut_here\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
        "--=_cut_here\r\nContent-Type: application/octet-stream\r\n"
        f'Content-Disposition: attachment; filename="{name}"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode() + (encodebytes(content).replace(b"\n", b"\r\n") + b"--=_cut_here--\r\n")
