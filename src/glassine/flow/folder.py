"""A folder's own facts: its name, what it is for, whether it is subscribed. Sealed."""

import msgspec

from glassine.store.api.mailboxes import Mailbox
from glassine.vault.folders import Folders
from glassine.words.private import Text

DELIMITER = "/"
INBOX = "INBOX"


class Folder(msgspec.Struct, frozen=True, array_like=True):
    """What a mailbox is called, and how its owner uses it."""

    name: str  # the whole path, parts joined by the delimiter
    use: str = ""  # a special-use attribute such as \\Junk. RFC 6154 §2
    subscribed: bool = True

    def __repr__(self) -> str:
        return "<Folder>"


FIRST = (
    Folder(INBOX),
    Folder("Drafts", "\\Drafts"),
    Folder("Sent", "\\Sent"),
    Folder("Archive", "\\Archive"),
    Folder("Junk", "\\Junk"),
    Folder("Trash", "\\Trash"),
)
"""The folders of a new account."""

REJECTS = Folder("Rejects")
"""Where what was refused for reputation is kept, where the operator has it kept."""

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(Folder)


def digest(folders: Folders, name: str) -> bytes:
    """Return what a folder is looked up by."""
    return folders.digest(Text(name.encode()))


def seal(folders: Folders, folder: Folder) -> bytes:
    """Return the facts sealed; they are bound to the folder's digest."""
    content = Text(_ENCODER.encode(folder))
    return folders.seal(content, digest(folders, folder.name)[:16])


def open_(folders: Folders, mailbox: Mailbox) -> Folder:
    """Return the facts of a stored mailbox. Raises the vault's `Damaged`."""
    return _DECODER.decode(folders.open(mailbox.sealed, mailbox.digest[:16]).reveal())
