"""Files to attach to letters: archives, programs that are none, harmless bombs."""

import gzip
import tarfile
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

PROGRAM = b"MZ\x90\x00" + bytes(60) + b"no program"
PAGE = b"<html><script>new Blob([atob('eA==')])</script></html>"


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a ZIP of these files."""
    whole = BytesIO()
    with ZipFile(whole, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # With no time of its own: two runs must name the same tests.
            archive.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return whole.getvalue()


def gzipped(content: bytes) -> bytes:
    """Return a gzip of one file."""
    return gzip.compress(content, mtime=0)


def tarred(files: dict[str, bytes], kind: int = tarfile.PAX_FORMAT) -> bytes:
    """Return a tar of these files."""
    whole = BytesIO()
    with tarfile.open(fileobj=whole, mode="w:", format=kind) as archive:
        for name, content in files.items():
            about = tarfile.TarInfo(name)
            about.size = len(content)
            archive.addfile(about, BytesIO(content))
    return whole.getvalue()


def locked(packed: bytes) -> bytes:
    """Return the ZIP with its members marked as encrypted."""
    octets = bytearray(packed)
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = octets.find(mark)
        while at >= 0:
            octets[at + flags] |= 1
            at = octets.find(mark, at + 1)
    return bytes(octets)


def nested(depth: int, innermost: bytes) -> bytes:
    """Return a ZIP in a ZIP in a ZIP, so many of them."""
    for _ in range(depth):
        innermost = zipped({"inner.zip": innermost})
    return innermost
