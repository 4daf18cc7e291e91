"""The server key: what the server itself must be able to open, and nothing more.

Its file lies outside the data directory. A stolen disk or backup without that file
gives up neither queued mail nor the keys that sign for our domains. Its id lies
inside, so that the wrong file is refused before anything is sealed under it.
"""

import base64
import hmac
import os
import re

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from glassine.vault import record
from glassine.vault.checkpoint_key import CheckpointKey
from glassine.vault.derive import derive, digest
from glassine.vault.padding import pad, unpad
from glassine.vault.scram_slot import ScramSalt
from glassine.vault.suite import label
from glassine.vault.token_key import TokenKey
from glassine.words.chance import Chance
from glassine.words.private import Key, Message, Private, UserName
from glassine.words.public import Domain, MessageIdDigest, QueueId

_FILE = re.compile(rb"glassine server key 1\n([0-9a-f]{64})\n?\Z")
_DKIM = label(b"dkim")
_QUEUED = label(b"queued message")
_TOTP = label(b"totp")


class NotAServerKey(Exception):
    """The file does not hold a server key."""


class ServerKey:
    """The keys that follow from the server key, each for one use."""

    def __init__(self, secret: Key, random: Chance = os.urandom) -> None:
        self._secret = secret
        self._random = random
        self.id = self._derive(b"server key id", 16)
        self._spool = AESGCM(self._derive(b"spool"))
        self._dkim = AESGCM(self._derive(b"dkim keys"))
        self._message_ids = Key(self._derive(b"message ids"))
        self._return_paths = Key(self._derive(b"return paths"))
        self._salts = Key(self._derive(b"unknown accounts"))
        self._totp = AESGCM(self._derive(b"totp secrets"))
        self._links = Key(self._derive(b"support links"))
        self._correspondents = Key(self._derive(b"correspondents"))
        self._greylist = Key(self._derive(b"greylist"))

    def file(self) -> Key:
        """Return what to write to the key file."""
        digits = self._secret.reveal().hex().encode("ascii")
        return Key(b"glassine server key 1\n" + digits + b"\n")

    def seal_queued(self, content: Private, blob_id: bytes, row: QueueId) -> bytes:
        """Return what it takes to send to one recipient, sealed for the server."""
        context = _queued_context(blob_id, row)
        padded = pad(content.reveal())
        return record.seal(self._spool, self.id, padded, context, self._random)

    def open_queued(self, sealed: bytes, blob_id: bytes, row: QueueId) -> Private:
        """Return what it takes to send to one recipient, or raise `Damaged`."""
        context = _queued_context(blob_id, row)
        return Message(unpad(record.open_(self._spool, sealed, context)))

    def seal_dkim(self, private_key: Key, domain: Domain, selector: str) -> bytes:
        """Return a signing key sealed for this domain and selector."""
        context, revealed = _dkim_context(domain, selector), private_key.reveal()
        return record.seal(self._dkim, self.id, revealed, context, self._random)

    def open_dkim(self, sealed: bytes, domain: Domain, selector: str) -> Key:
        """Return the signing key of this domain and selector, or raise `Damaged`."""
        return Key(record.open_(self._dkim, sealed, _dkim_context(domain, selector)))

    def message_id_digest(self, message_id: bytes) -> MessageIdDigest:
        """Return what the log shows for a Message-ID."""
        bare = message_id.strip(b" \t\r\n<>")
        letters = base64.b32encode(digest(self._message_ids, bare)[:15])
        return MessageIdDigest(f"<{letters.decode('ascii').lower()}@digest>")

    def return_path_digest(self, words: bytes) -> bytes:
        """Return what proves that an address for bounces was made here."""
        return digest(self._return_paths, words)

    def correspondent_digest(self, words: bytes) -> bytes:
        """Return what is kept of an account and an address that it has written to."""
        return digest(self._correspondents, words)

    def greylist_digest(self, words: bytes) -> bytes:
        """Return what is kept of a network, a sender's domain and a recipient."""
        return digest(self._greylist, words)

    def account_salt(self, name: UserName) -> ScramSalt:
        """Return the salt of this name, always the same, account or not.

        So it stays what it was when an account is made or deleted, and tells nobody.
        """
        return ScramSalt(digest(self._salts, name.reveal())[:16])

    def seal_totp(self, secret: Key, operator: bytes) -> bytes:
        """Return an operator's TOTP secret, sealed for that operator."""
        revealed, context = secret.reveal(), _TOTP + operator
        return record.seal(self._totp, self.id, revealed, context, self._random)

    def open_totp(self, sealed: bytes, operator: bytes) -> Key:
        """Return the operator's TOTP secret, or raise `Damaged`."""
        return Key(record.open_(self._totp, sealed, _TOTP + operator))

    def link_seal(self, said: bytes) -> bytes:
        """Return 32 octets that prove that we made a link which says this."""
        return digest(self._links, said)

    def is_link_seal(self, seal: bytes, said: bytes) -> bool:
        """Tell whether the seal of a link is ours."""
        return hmac.compare_digest(seal, self.link_seal(said))

    def checkpoint_key(self) -> CheckpointKey:
        """Return the key that signs checkpoints of the operators' log."""
        return CheckpointKey(Key(self._derive(b"checkpoints")))

    def spam_key(self) -> TokenKey:
        """Return the key under which the classifier knows words."""
        return TokenKey(Key(self._derive(b"spam tokens")))

    def _derive(self, purpose: bytes, length: int = 32) -> bytes:
        return derive(self._secret.reveal(), label(purpose), length=length)


def new_server_key(random: Chance = os.urandom) -> ServerKey:
    """Return a new server key; write its `file()` where backups do not go."""
    return ServerKey(Key(random(32)), random)


def parse_server_key(file: Key, random: Chance = os.urandom) -> ServerKey:
    """Return the key that the file holds, or raise `NotAServerKey`."""
    found = _FILE.match(file.reveal())
    if not found:
        raise NotAServerKey
    return ServerKey(Key(bytes.fromhex(found[1].decode("ascii"))), random)


def _queued_context(blob_id: bytes, row: QueueId) -> bytes:
    return _QUEUED + blob_id + row.encode("ascii")


def _dkim_context(domain: Domain, selector: str) -> bytes:
    return _DKIM + f"{domain.name}/{selector}".encode("ascii")
