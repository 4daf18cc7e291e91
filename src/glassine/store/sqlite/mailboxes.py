"""The book of mailboxes: folders, day keys, and sealed rows of messages.

A letter's place is its mailbox and its UID in one number, so that a mailbox lies
together on disk, in the order in which it is read.
"""

from collections.abc import Iterable, Sequence

from glassine.store.api.ids import (
    AccountId,
    BlobId,
    DayKeyId,
    MailboxId,
    Missing,
    Modseq,
    Uid,
)
from glassine.store.api.mailboxes import Filed, Letter, Mailbox, SealedDayKey
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.blobs import SqliteBlobs
from glassine.store.sqlite.database import Database, Row
from glassine.words.clock import Clock

UIDS = 1 << 32  # RFC 9051 §2.3.1.1: a UID has 32 bits
COLUMNS = (
    "id, account, digest, sealed, uid_validity, uid_next, highest_modseq, messages"
)
MAILBOX = f"SELECT {COLUMNS} FROM mailbox"  # noqa: S608 (columns above)
CREATE = f"""
    INSERT INTO mailbox (account, digest, sealed, uid_validity)
    VALUES (?, ?, ?, ?) RETURNING {COLUMNS}
"""  # noqa: S608 (columns above)
LETTER = """
    SELECT place, modseq, id, blob, day_key, sealed, arrived, padded_size FROM letter
"""
FILE = """
    INSERT INTO letter
    (place, mailbox, modseq, id, blob, day_key, arrived, padded_size, sealed)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
GROW = """
    UPDATE mailbox SET uid_next = uid_next + ?2, messages = messages + ?2,
    highest_modseq = highest_modseq + 1
    WHERE id = ?1 RETURNING uid_next, highest_modseq
"""
CHANGE = """
    UPDATE mailbox SET highest_modseq = highest_modseq + 1, messages = messages - ?2
    WHERE id = ?1 RETURNING highest_modseq
"""
# RFC 9051 §2.3.1.1: a mailbox made again under its old name must differ. Seconds do,
# also from those of a store that was lost; the last one given is remembered.
UID_VALIDITY = """
    INSERT INTO meta (name, value) VALUES ('uid_validity', ?1)
    ON CONFLICT (name) DO UPDATE SET value = max(value + 1, excluded.value)
    RETURNING value
"""


class SqliteMailboxes:
    """Folders and what is filed in them."""

    def __init__(
        self, db: Database, blobs: SqliteBlobs, after: Aftermath, clock: Clock
    ) -> None:
        self._db = db
        self._blobs = blobs
        self._after = after
        self._clock = clock

    def create(self, account: AccountId, digest: bytes, sealed: bytes) -> Mailbox:
        """Make an empty mailbox. Raises `Duplicate` where the digest is taken.

        The account may be added after it, so that it can name its inbox.
        """
        ((validity,),) = self._db.rows(UID_VALIDITY, (self._clock.now() // 1000,))
        (row,) = self._db.rows(CREATE, (account, digest, sealed, validity))
        return Mailbox(*row)

    def of(self, account: AccountId) -> list[Mailbox]:
        """Return the account's mailboxes in order of creation."""
        sql = f"{MAILBOX} WHERE account = ? ORDER BY id"
        return [Mailbox(*row) for row in self._db.rows(sql, (account,))]

    def get(self, mailbox: MailboxId) -> Mailbox | None:
        """Return one mailbox as it is now."""
        row = self._db.row(f"{MAILBOX} WHERE id = ?", (mailbox,))
        return Mailbox(*row) if row else None

    def rename(self, mailbox: MailboxId, digest: bytes, sealed: bytes) -> None:
        """Give it another name, or other sealed facts. Raises as `create` does."""
        sql = "UPDATE mailbox SET digest = ?, sealed = ? WHERE id = ?"
        if not self._db.run(sql, (digest, sealed, mailbox)):
            raise Missing

    def delete(self, mailbox: MailboxId) -> None:
        """Remove it with all that is filed in it. Raises `Missing`.

        An account whose inbox or junk it was has none from then on.
        """
        rows = self._db.rows("SELECT blob FROM letter WHERE mailbox = ?", (mailbox,))
        if not self._db.run("DELETE FROM mailbox WHERE id = ?", (mailbox,)):
            raise Missing
        self._blobs.release(blob for (blob,) in rows)
        self._after.shred_soon = True

    def delete_all(self, account: AccountId) -> None:
        """Remove every mailbox of an account."""
        for mailbox in self.of(account):
            self.delete(mailbox.id)

    def put_day_key(self, key: SealedDayKey) -> None:
        """Keep a day key; once is enough, again does no harm."""
        self._db.run(
            "INSERT INTO day_key (id, account, sealed) VALUES (?, ?, ?)"
            " ON CONFLICT (id) DO NOTHING",
            (key.id, key.account, key.sealed),
        )

    def day_keys(self, ids: Iterable[DayKeyId]) -> list[SealedDayKey]:
        """Return those of these day keys that there are."""
        sql = "SELECT id, account, sealed FROM day_key WHERE id = ?"
        rows = (self._db.row(sql, (key,)) for key in ids)
        return [SealedDayKey(*row) for row in rows if row]

    def append(self, mailbox: MailboxId, letters: Sequence[Letter]) -> list[Filed]:
        """File letters, in order, with new UIDs and one new modseq.

        Raises `Missing` where there is no such mailbox or blob.
        """
        rows = self._db.rows(GROW, (mailbox, len(letters)))
        if not rows:
            raise Missing
        uid_next, modseq = rows[0]
        first = uid_next - len(letters)
        filed = [
            Filed(Uid(uid), modseq, letter) for uid, letter in enumerate(letters, first)
        ]
        self._db.run_each(FILE, [_row(mailbox, each) for each in filed])
        return filed

    def letters(
        self, mailbox: MailboxId, after: Uid | None = None, since: Modseq | None = None
    ) -> list[Filed]:
        """Return what is filed above a UID and changed after a modseq, by UID."""
        first, end = mailbox * UIDS + (after or 0) + 1, (mailbox + 1) * UIDS
        if since is None:
            sql = f"{LETTER} WHERE place >= ? AND place < ? ORDER BY place"
            rows = self._db.rows(sql, (first, end))
        else:
            sql = f"{LETTER} WHERE mailbox = ? AND modseq > ? AND +place >= ?"
            rows = self._db.rows(f"{sql} ORDER BY place", (mailbox, since, first))
        return [_filed(row) for row in rows]

    def some(self, mailbox: MailboxId, uids: Iterable[Uid]) -> list[Filed]:
        """Return those of these letters that are there, in the order asked for."""
        sql = f"{LETTER} WHERE place = ?"
        rows = (self._db.row(sql, (mailbox * UIDS + uid,)) for uid in uids)
        return [_filed(row) for row in rows if row]

    def reseal(self, mailbox: MailboxId, rows: Sequence[tuple[Uid, Letter]]) -> Modseq:
        """Replace sealed rows (flags have changed); return their one new modseq.

        Only `sealed` and `day_key` are taken; a UID that is gone stays gone. Raises
        `Missing` where there is no such mailbox.
        """
        modseq = self._change(mailbox, removed=0)
        self._db.run_each(
            "UPDATE letter SET sealed = ?, day_key = ?, modseq = ? WHERE place = ?",
            [
                (letter.sealed, letter.day_key, modseq, mailbox * UIDS + uid)
                for uid, letter in rows
            ],
        )
        return modseq

    def expunge(self, mailbox: MailboxId, uids: Iterable[Uid]) -> list[Uid]:
        """Remove messages and their wrapped keys; return the UIDs that were there.

        They get one new modseq, under which `expunged` remembers them.
        """
        sql = "DELETE FROM letter WHERE place = ? RETURNING blob"
        blobs: dict[Uid, BlobId] = {}
        for uid in sorted(set(uids)):
            for (blob,) in self._db.rows(sql, (mailbox * UIDS + uid,)):
                blobs[uid] = blob
        if blobs:
            self._remember(mailbox, list(blobs))
            self._blobs.release(blobs.values())
            self._after.shred_soon = True
        return list(blobs)

    def expunged(self, mailbox: MailboxId, since: Modseq) -> list[Uid]:
        """Return the UIDs expunged after a modseq. RFC 7162 §3.2.10"""
        sql = "SELECT uid FROM expunged WHERE mailbox = ? AND modseq > ? ORDER BY uid"
        return [uid for (uid,) in self._db.rows(sql, (mailbox, since))]

    def _remember(self, mailbox: MailboxId, uids: list[Uid]) -> None:
        modseq = self._change(mailbox, removed=len(uids))
        self._db.run_each(
            "INSERT INTO expunged (mailbox, modseq, uid) VALUES (?, ?, ?)",
            [(mailbox, modseq, uid) for uid in uids],
        )

    def _change(self, mailbox: MailboxId, removed: int) -> Modseq:
        rows = self._db.rows(CHANGE, (mailbox, removed))
        if not rows:
            raise Missing
        modseq: Modseq = rows[0][0]
        return modseq


def _row(mailbox: MailboxId, filed: Filed) -> Row:
    letter = filed.letter
    place = mailbox * UIDS + filed.uid
    facts = (letter.id, letter.blob, letter.day_key, letter.arrived)
    return (place, mailbox, filed.modseq, *facts, letter.padded_size, letter.sealed)


def _filed(row: Row) -> Filed:
    place, modseq, *letter = row
    return Filed(Uid(place % UIDS), modseq, Letter(*letter))
