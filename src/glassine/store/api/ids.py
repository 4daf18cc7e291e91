"""Names of things in the store, and what can go wrong with it.

Ids are opaque: made by us, telling nothing.
"""

from typing import NewType

AccountId = NewType("AccountId", bytes)  # 16 random octets
SlotId = NewType("SlotId", bytes)  # 16 random octets
DayKeyId = NewType("DayKeyId", bytes)  # 16 random octets
BlobId = NewType("BlobId", bytes)  # 16 random octets
MailboxId = NewType("MailboxId", int)
LetterId = NewType("LetterId", bytes)  # 16 random octets: one message in one mailbox
Uid = NewType("Uid", int)  # RFC 9051 §2.3.1.1
Modseq = NewType("Modseq", int)  # RFC 7162
EventKey = NewType("EventKey", int)  # grows with each event


class StoreError(Exception):
    """The store could not do it; nothing of it was kept."""


class Full(StoreError):
    """The disk is full."""


class Unavailable(StoreError):
    """The database is locked, damaged or gone."""


class Duplicate(StoreError):
    """There is one of that name already."""


class Missing(StoreError):
    """There is none of that name."""
