"""One connection to the database. No other module names the SQLite binding.

What SQLite says goes wrong comes out as the store's own errors; the schema is where
`Duplicate` and `Missing` are decided. Nothing here opens a temporary file.
"""

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeAlias

import apsw

from glassine.store.api.ids import Damaged, Duplicate, Full, Missing, Unavailable
from glassine.words.clock import Seconds

Value: TypeAlias = str | bytes | int | None
Row: TypeAlias = tuple[Any, ...]

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
STATEMENTS = 200  # prepared and kept, a connection
CONSTRAINTS: dict[int, type[Exception]] = {
    apsw.SQLITE_CONSTRAINT_UNIQUE: Duplicate,
    apsw.SQLITE_CONSTRAINT_PRIMARYKEY: Duplicate,
    apsw.SQLITE_CONSTRAINT_FOREIGNKEY: Missing,
}
# All words of ten million events, which a search for a part of one reads, take 5.5 MB.
READING = """
    PRAGMA query_only = ON;
    PRAGMA cache_size = -8000;
"""
WRITING = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA secure_delete = ON;
    PRAGMA foreign_keys = ON;
    PRAGMA cache_size = -16000;
    PRAGMA wal_autocheckpoint = 8000;
    PRAGMA journal_size_limit = 67108864;
"""
ALWAYS = """
    PRAGMA temp_store = MEMORY;
    PRAGMA trusted_schema = OFF;
"""


class Database:
    """One connection, for one thread at a time."""

    def __init__(self, path: Path, *, patience: Seconds, writes: bool) -> None:
        """Open an existing database; wait for locks no longer than `patience`."""
        self._patience = int(patience * 1000)
        flags = apsw.SQLITE_OPEN_READWRITE
        try:
            self._sqlite = apsw.Connection(str(path), flags, None, STATEMENTS)
        except apsw.Error as error:
            raise _told(error, 0) from None
        self._sqlite.set_busy_timeout(self._patience)
        self.run(ALWAYS + (WRITING if writes else READING))

    def run(self, sql: str, values: Sequence[Value] = ()) -> int:
        """Run a statement; return how many rows it changed."""
        try:
            self._sqlite.execute(sql, values).fetchall()
        except apsw.Error as error:
            raise _told(error, self._sqlite.system_errno) from None
        return self._sqlite.changes()

    def run_each(self, sql: str, values: Sequence[Sequence[Value]]) -> None:
        """Run a statement once for each of these."""
        try:
            self._sqlite.executemany(sql, values).fetchall()
        except apsw.Error as error:
            raise _told(error, self._sqlite.system_errno) from None

    def rows(self, sql: str, values: Sequence[Value] = ()) -> list[Row]:
        """Return all rows of a query."""
        try:
            return self._sqlite.execute(sql, values).fetchall()
        except apsw.Error as error:
            raise _told(error, self._sqlite.system_errno) from None

    def row(self, sql: str, values: Sequence[Value] = ()) -> Row | None:
        """Return the first row of a query, if there is one."""
        rows = self.rows(sql, values)
        return rows[0] if rows else None

    def copy_to(self, other: "Database") -> None:
        """Make the other database what this one is now, whoever writes meanwhile."""
        try:
            with other._sqlite.backup("main", self._sqlite, "main") as copying:
                copying.step()
        except apsw.Error as error:
            raise _told(error, other._sqlite.system_errno) from None

    def last_key(self) -> int:
        """Return the key that the last insertion got."""
        return self._sqlite.last_insert_rowid()

    @property
    def in_transaction(self) -> bool:
        """Tell whether a transaction is open; grave errors end one by themselves."""
        return self._sqlite.in_transaction

    def roll_back(self) -> None:
        """Undo the open transaction, if there still is one."""
        if self._sqlite.in_transaction:
            self.run("ROLLBACK")

    def truncate_log(self) -> bool:
        """Move the log into the database and empty it, unless somebody reads it."""
        self._sqlite.set_busy_timeout(0)
        try:
            self._sqlite.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_TRUNCATE)
        except apsw.Error:
            return False
        finally:
            self._sqlite.set_busy_timeout(self._patience)
        return True

    def close(self) -> None:
        """Let go of it."""
        self._sqlite.close()


def _told(error: apsw.Error, system: int) -> Exception:
    """Return the store's word for it; what is our own mistake stays as it is."""
    match error:
        case apsw.FullError():
            return Full()
        case apsw.IOError() if system in NO_ROOM:
            return Full()
        case apsw.CorruptError() | apsw.NotADBError():
            return Damaged()
        case apsw.ConstraintError():
            # apsw's stubs leave this attribute out
            known = CONSTRAINTS.get(error.extendedresult)  # type: ignore[attr-defined]  # apsw has it
            return known() if known else error
        case apsw.BusyError() | apsw.LockedError() | apsw.IOError():
            return Unavailable()
        case apsw.CantOpenError() | apsw.PermissionsError() | apsw.ReadOnlyError():
            return Unavailable()
        case _:
            return error
