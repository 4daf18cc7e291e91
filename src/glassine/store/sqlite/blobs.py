"""The book of blobs. A blob is gone once no letter and no queue row names it."""

from collections.abc import Iterable

from glassine.store.api.blobs import BlobReader, BlobWriter
from glassine.store.api.ids import BlobId, Missing
from glassine.store.sqlite.aftermath import Aftermath
from glassine.store.sqlite.blob_files import BlobFiles, InlineReader
from glassine.store.sqlite.blob_writer import SealedWriter
from glassine.store.sqlite.database import Database

KEEP = "INSERT INTO blob (id, size, sealed) VALUES (?, ?, ?)"
FILES = "SELECT id FROM blob WHERE sealed IS NULL"
UNNAMED = """
    DELETE FROM blob WHERE id = ?1
    AND NOT EXISTS (SELECT 1 FROM letter WHERE blob = ?1)
    AND NOT EXISTS (SELECT 1 FROM queue WHERE blob = ?1)
    RETURNING sealed IS NULL
"""


class SqliteBlobs:
    """Sealed messages, in rows and in files."""

    def __init__(self, db: Database, files: BlobFiles, after: Aftermath) -> None:
        self._db = db
        self._files = files
        self._after = after

    def keep(self, blob: BlobWriter) -> None:
        """Make a written blob part of this transaction. Raises `Full`, `Missing`."""
        if not isinstance(blob, SealedWriter):
            raise Missing
        blob.keep()
        self._after.kept.append(blob)
        self._db.run(KEEP, (blob.id, blob.size, blob.for_row()))

    def open(self, blob: BlobId) -> BlobReader:
        """Return a reader. Raises `Missing`; `BlobLost` where its file is gone."""
        row = self._db.row("SELECT sealed FROM blob WHERE id = ?", (blob,))
        if row is None:
            raise Missing
        sealed: bytes | None = row[0]
        return self._files.open(blob) if sealed is None else InlineReader(sealed)

    def release(self, blobs: Iterable[BlobId]) -> None:
        """Drop those of these blobs that nothing names any more."""
        for blob in set(blobs):
            for (is_file,) in self._db.rows(UNNAMED, (blob,)):
                if is_file:
                    self._after.unnamed.append(blob)

    def in_files(self) -> set[BlobId]:
        """Return the names of all blobs that are files."""
        return {row[0] for row in self._db.rows(FILES)}
