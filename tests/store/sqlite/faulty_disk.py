"""A disk that can be made to fail: full, or refusing to sync."""

from collections.abc import Iterator
from contextlib import contextmanager

import apsw


class Disk(apsw.VFS):
    """The real disk, until it is told to fail."""

    def __init__(self) -> None:
        super().__init__("faulty", "unix")
        self.full = False
        self.broken = False

    def xOpen(
        self, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> "DiskFile":
        return DiskFile(self, name, flags)


class DiskFile(apsw.VFSFile):
    """A file on that disk."""

    def __init__(
        self, disk: Disk, name: str | apsw.URIFilename | None, flags: list[int]
    ) -> None:
        super().__init__("unix", name, flags)
        self._disk = disk

    def xWrite(self, data: bytes, offset: int) -> None:
        if self._disk.full:
            raise apsw.FullError
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:
        if self._disk.broken:
            raise apsw.IOError
        super().xSync(flags)


@contextmanager
def faulty_disk() -> Iterator[Disk]:
    """Let every connection opened meanwhile use a disk that can fail."""
    before = apsw.vfs_names()[0]
    disk = Disk()
    apsw.set_default_vfs("faulty")
    try:
        yield disk
    finally:
        apsw.set_default_vfs(before)
        disk.unregister()
