"""An IMAP client that sends exactly the bytes it is given and returns whole answers."""

import re
from dataclasses import dataclass
from itertools import count
from typing import Self

from support.smtp_client import HERE, connected

_LITERAL = re.compile(rb"\{(\d+)\}\r\n\Z")


@dataclass(frozen=True, slots=True)
class Answer:
    """The tagged response, and the untagged ones before it with literals in place."""

    status: str
    text: str
    untagged: tuple[bytes, ...]


class ImapTalk:
    """One connection. The greeting has been read."""

    def __init__(
        self, address: tuple[str, int], *, tls: bool = False, source: str = HERE
    ) -> None:
        self._socket = connected(address, tls=tls, source=source)
        self._file = self._socket.makefile("rb")
        self._tags = (f"t{number}" for number in count(1))
        try:
            self.greeting = self.response()
        except OSError:
            self.hang_up()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._socket.sendall(data)

    def response(self) -> bytes:
        """Read one response, its literals included, without the last CRLF."""
        whole = b""
        while True:
            line = self._file.readline()
            if not line.endswith(b"\r\n"):
                raise ConnectionError("hung up in the middle")
            whole += line
            if (literal := _LITERAL.search(line)) is None:
                return whole[:-2]
            whole += self._file.read(int(literal[1]))

    def do(self, command: str, *literals: bytes) -> Answer:
        """Give a command, each `{}` in it a literal, and read the whole answer."""
        tag = next(self._tags)
        first, *rest = command.split("{}")
        line = f"{tag} {first}".encode()
        for literal, after in zip(literals, rest, strict=True):
            self.send(line + b"{%d}\r\n" % len(literal))
            if not (go_on := self.response()).startswith(b"+"):
                return _tagged(go_on, ())
            self.send(literal)
            line = after.encode()
        self.send(line + b"\r\n")
        return self._answer(tag)

    def _answer(self, tag: str) -> Answer:
        untagged = []
        while True:
            response = self.response()
            if response.startswith(tag.encode() + b" "):
                return _tagged(response, tuple(untagged))
            untagged.append(response)

    def log_in(self, address: str, password: str) -> None:
        """Say LOGIN; it must be taken."""
        answer = self.do("LOGIN {} {}", address.encode(), password.encode())
        assert answer.status == "OK", answer.text

    def messages(self, mailbox: str = "INBOX") -> int:
        """Return how many messages there are."""
        answer = self.do(f'STATUS "{mailbox}" (MESSAGES)')
        found = re.search(rb"MESSAGES (\d+)", b" ".join(answer.untagged))
        assert found is not None, answer.text
        return int(found[1])

    def whole_messages(self, mailbox: str = "INBOX") -> list[bytes]:
        """Return every message of the mailbox as it came."""
        assert self.do(f'EXAMINE "{mailbox}"').status == "OK"
        if not self.messages(mailbox):
            return []
        fetched = self.do("FETCH 1:* BODY.PEEK[]")
        assert fetched.status == "OK"
        return [_literal(response) for response in fetched.untagged if b"{" in response]

    def log_out(self) -> None:
        """Say LOGOUT and close."""
        assert self.do("LOGOUT").status == "OK"
        self.hang_up()

    def hang_up(self) -> None:
        """Close without a word."""
        self._file.close()
        self._socket.close()


def _tagged(response: bytes, untagged: tuple[bytes, ...]) -> Answer:
    _, status, text = (response + b" ").decode().split(" ", 2)
    return Answer(status, text.strip(), untagged)


def _literal(response: bytes) -> bytes:
    head, _, rest = response.partition(b"\r\n")
    length = re.search(rb"\{(\d+)\}\Z", head)
    assert length is not None
    return rest[: int(length[1])]
