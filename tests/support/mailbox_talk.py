"""Conversations with a mailbox: who says what, word for word, on one connection or two.

A talk's lines: `C:` from the client, `S:` what the server answers; `2C:` and `2S:` on a
second connection; `#` why the talk is there; `!` what is so before it begins:
`letter NAME` files one of `LETTERS`, `selected` opens INBOX, `stranger` does not log
in. In an answer `<n>` stands for a number that differs each time; white space at the
end of a line is left out.
"""

import re
import socket
from pathlib import Path

from glassine.words.public import Protocol
from support.mailbox_house import NAME, PASSWORD, MailboxHouse

PATIENCE = 20  # seconds

PLAIN = (
    b"From: Zoe <zoe@example.net>\r\nTo: ann@example.org\r\n"
    b"Subject: apples\r\nDate: Mon, 26 Oct 2020 23:45:45 +0000\r\n"
    b"Message-ID: <1@example.net>\r\n\r\nGood morning,\r\nhave some.\r\n"
)
PARTS = (
    b"From: Yan <yan@example.net>\r\nTo: ann@example.org\r\nCc: zoe@example.net\r\n"
    b"Subject: =?utf-8?q?B=C3=A4ume?=\r\nDate: Tue, 27 Oct 2020 08:00:00 +0100\r\n"
    b"Message-ID: <2@example.net>\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=cut\r\n\r\n"
    b"--cut\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\nB=C3=A4ume\r\n"
    b"--cut\r\nContent-Type: application/octet-stream\r\n"
    b"Content-Transfer-Encoding: base64\r\n"
    b"Content-Disposition: attachment; filename=leaf.bin\r\n\r\nbGVhZg==\r\n"
    b"--cut\r\nContent-Type: application/octet-stream\r\n"
    b"Content-Transfer-Encoding: x-unheard-of\r\n\r\n???\r\n"
    b"--cut--\r\n"
)
LETTERS = {"plain": PLAIN, "parts": PARTS}


class Talk:
    """One file of a conversation."""

    def __init__(self, path: Path) -> None:
        written = path.read_text(encoding="utf-8").splitlines()
        self.before = [line[1:].split() for line in written if line.startswith("!")]
        self.lines = [
            (who, said.removeprefix(" "))
            for who, colon, said in (line.partition(":") for line in written)
            if who in ("C", "S", "2C", "2S")
        ]

    def prepare(self, house: MailboxHouse) -> None:
        """Make so what is so before the talk begins."""
        for word, *names in self.before:
            if word == "letter":
                house.deliver(*(LETTERS[name] for name in names))

    def hold(self, house: MailboxHouse) -> list[tuple[str, str]]:
        """Say what the clients say; return the talk as it went."""
        numbers = sorted({who[:-1] for who, _ in self.lines})
        clients = {number: self._client(house) for number in numbers}
        went = []
        for who, said in self.lines:
            client = clients[who[:-1]]
            if who.endswith("C"):
                client.say(said)
                went.append((who, said))
            else:
                went.append((who, client.hear(said)))
        for number, client in clients.items():
            went += [(f"{number}S", line) for line in client.hang_up()]
        return went

    def _client(self, house: MailboxHouse) -> "Client":
        client = Client(house)
        if ["stranger"] not in self.before:
            client.do(f'LOGIN {NAME} "{PASSWORD}"')
        if ["selected"] in self.before:
            client.do("SELECT INBOX")
        return client


class Client:
    """One connection, a line at a time. The greeting has been read."""

    def __init__(self, house: MailboxHouse) -> None:
        place = ("127.0.0.1", house.ports[Protocol.IMAP])
        self._socket = socket.create_connection(place, PATIENCE)
        self._file = self._socket.makefile("rb")
        self._file.readline()

    def do(self, command: str) -> None:
        """Give a command that must be carried out."""
        self.say(f"do {command}")
        while not (line := self._file.readline()).startswith(b"do OK"):
            assert line.startswith(b"*")

    def say(self, line: str) -> None:
        """Send a line."""
        self._socket.sendall(line.encode() + b"\r\n")

    def hear(self, expected: str) -> str:
        """Read a line; it comes back as it was expected if only `<n>` differs."""
        line = self._file.readline().decode().rstrip()
        pattern = re.escape(expected).replace("<n>", r"\d+")
        return expected if re.fullmatch(pattern, line) else line

    def hang_up(self) -> list[str]:
        """End, and return what was said that nobody had asked for."""
        self._socket.shutdown(socket.SHUT_WR)
        left = self._file.read().decode().splitlines()
        self._file.close()
        self._socket.close()
        return left
