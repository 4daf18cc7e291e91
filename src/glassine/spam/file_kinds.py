"""What a file is by its own octets, whatever it is called."""

from enum import Enum, auto

from glassine.spam.tars import is_tar

HEAD = 40_000  # octets that are looked at; an ISO image says so at 32769
_UTF16_VBA = "_VBA_PROJECT".encode("utf-16-le")
_UTF16_SEALED = "EncryptedPackage".encode("utf-16-le")
_ISO_AT = 0x8001
_BZIP2 = (b"1AY&SY", b"\x17rE8P\x90")  # a block, or none


class FileKind(Enum):
    """The kinds that matter here."""

    PROGRAM = auto()
    SHORTCUT = auto()
    DISK_IMAGE = auto()
    OFFICE = auto()  # the old format, OLE
    OFFICE_MACRO = auto()
    OFFICE_SEALED = auto()  # a document under a password
    ZIP = auto()
    GZIP = auto()
    BZIP2 = auto()
    XZ = auto()
    TAR = auto()
    OTHER_ARCHIVE = auto()  # RAR, 7z, CAB, zstd: nothing here unpacks them
    OTHER = auto()


_MAGIC: tuple[tuple[bytes, FileKind], ...] = (
    (b"\x7fELF", FileKind.PROGRAM),
    (b"\xca\xfe\xba\xbe", FileKind.PROGRAM),  # Java, and Mach-O for several machines
    (b"\xcf\xfa\xed\xfe", FileKind.PROGRAM),
    (b"\xce\xfa\xed\xfe", FileKind.PROGRAM),
    (b"L\0\0\0\x01\x14\x02\0", FileKind.SHORTCUT),
    (b"vhdxfile", FileKind.DISK_IMAGE),
    (b"conectix", FileKind.DISK_IMAGE),
    (b"PK\x03\x04", FileKind.ZIP),
    (b"PK\x05\x06", FileKind.ZIP),
    (b"\x1f\x8b\x08", FileKind.GZIP),
    (b"\xfd7zXZ\0", FileKind.XZ),
    (b"Rar!\x1a\x07", FileKind.OTHER_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileKind.OTHER_ARCHIVE),
    (b"MSCF\0\0\0\0", FileKind.OTHER_ARCHIVE),
    (b"\x28\xb5\x2f\xfd", FileKind.OTHER_ARCHIVE),
    (b"LZIP\x01", FileKind.OTHER_ARCHIVE),
    (b"**ACE**", FileKind.OTHER_ARCHIVE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def kind_of(octets: bytes) -> FileKind:
    """Return what a file is that begins so, or is this whole."""
    if octets.startswith(b"MZ") and _is_dos_program(octets):
        return FileKind.PROGRAM
    if octets.startswith(_OLE):
        return _office(octets)
    if octets[_ISO_AT : _ISO_AT + 5] == b"CD001":
        return FileKind.DISK_IMAGE
    if is_tar(octets):  # its first words are a name, which may be any
        return FileKind.TAR
    if octets.startswith(b"BZh") and octets[4:10] in _BZIP2:
        return FileKind.BZIP2
    for magic, kind in _MAGIC:
        if octets.startswith(magic):
            return kind
    return FileKind.OTHER


def _is_dos_program(octets: bytes) -> bool:
    """Tell a program from a text that begins with MZ: it has a header's length."""
    return (len(octets) >= 64 and not octets[:64].isascii()) or b"\0\0" in octets[:64]


def _office(octets: bytes) -> FileKind:
    if _UTF16_SEALED in octets:
        return FileKind.OFFICE_SEALED
    return FileKind.OFFICE_MACRO if _UTF16_VBA in octets else FileKind.OFFICE
