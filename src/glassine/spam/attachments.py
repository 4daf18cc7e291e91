"""What files a message brings, by name and by content, and what is in its archives.

The answer is a set of reasons. Which file it was, and what it is called, is not told.
"""

from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from itertools import chain

from glassine.mail import charsets, header, mime, params, transfer
from glassine.mail.structure import Part
from glassine.mail.text import walk
from glassine.spam.archives import (
    DEEPEST,
    RATIO,
    Bomb,
    Full,
    Member,
    NotUnpacked,
    Room,
    in_zip,
)
from glassine.spam.file_kinds import FileKind, kind_of
from glassine.spam.file_names import dangers_of, is_page
from glassine.spam.html_tricks import smuggles
from glassine.spam.packed_runs import STREAMS, in_run
from glassine.spam.tars import in_tar
from glassine.spam.texts import is_seen
from glassine.words.reason import Reason

PAGE = 256 * 1024  # octets of a page that are looked at
HEAD = 64 * 1024  # octets as they were written, by which most files are known
PIECE = 128 * 1024  # base64 digits, whole groups of four
_KINDS = {
    FileKind.PROGRAM: Reason.PROGRAM,
    FileKind.SHORTCUT: Reason.SHORTCUT,
    FileKind.DISK_IMAGE: Reason.DISK_IMAGE,
    FileKind.OFFICE_MACRO: Reason.MACRO,
    FileKind.OFFICE_SEALED: Reason.ENCRYPTED,
    FileKind.OTHER_ARCHIVE: Reason.UNREADABLE,
}
_ARCHIVES = frozenset({FileKind.ZIP, FileKind.TAR, *STREAMS})
_READ_ON = _ARCHIVES | frozenset({
    *(FileKind.OFFICE, FileKind.OFFICE_MACRO, FileKind.OFFICE_SEALED),
})  # fmt: skip
_ENCODING = b"content-transfer-encoding"
_NAMED_BY = {b"content-disposition": b"filename", b"content-type": b"name"}
_MACROS = "vbaproject.bin"  # the member of an office document that holds them


def brings_files(root: Part, octets: bytes) -> bool:
    """Tell whether there is any file among the parts of a message."""
    return bool(_files(root, octets))


def dangers_in(root: Part, octets: bytes) -> set[Reason]:
    """Return what is dangerous among the files of a message.

    `Reason.SIZE` is among it where there is more than is looked at.
    """
    room, dangers, packed = Room(), set[Reason](), 0
    for part, name, encoding in _readings(root, octets, dangers):
        whole = part.end <= len(octets)
        file = Member(name, _content(part, octets, name, encoding))
        had_room, packed = not room.is_full, packed + len(file.octets)
        with suppress(Full):
            try:
                dangers.update(_dangers(file, room, 0, whole=whole))
            except Bomb:
                dangers.add(Reason.BOMB)
        if had_room and room.is_full:
            many = room.unpacked > RATIO * packed
            dangers.add(Reason.BOMB if many else Reason.SIZE)
    return dangers


def _readings(
    root: Part, octets: bytes, dangers: set[Reason]
) -> Iterator[tuple[Part, str, bytes]]:
    """Yield each file with a name and an encoding; tell of every name in `dangers`.

    A field that is there twice is two: some readers heed the first, some the last.
    """
    for part in _files(root, octets):
        again = _written_again(part, octets)
        names = list(dict.fromkeys(chain(_names(part), *map(_names_of, again))))
        dangers.update(*map(dangers_of, names))
        name = next(filter(is_page, names), names[0] if names else "")
        others = (value for field, value in again if field == _ENCODING)
        for encoding in dict.fromkeys(
            chain([part.encoding], map(mime.encoding, others))
        ):
            yield part, name, encoding


def _content(part: Part, octets: bytes, name: str, encoding: bytes) -> bytes:
    """Return a file's octets; the first will do for what is known by those."""
    end = min(part.body + HEAD, part.end)
    head = _decoded(octets[part.body : end], encoding)
    if kind_of(head) not in _READ_ON and not _is_page(Member(name, head)):
        return head
    return head if end == part.end else _decoded(octets[part.body : part.end], encoding)


def _decoded(written: bytes, encoding: bytes) -> bytes:
    """Undo the encoding by the piece: one call for all would hold up every thread."""
    if encoding != b"base64":
        return transfer.decode(written, encoding) or b""
    digits = written.translate(None, b"\r\n\t ")
    pieces = range(0, len(digits), PIECE)
    return b"".join(transfer.base64(digits[at : at + PIECE]) for at in pieces)


def _files(root: Part, octets: bytes) -> list[Part]:
    leaves = (part for part in walk(root) if not part.parts)
    return [
        part
        for part in leaves
        if not is_seen(part) or _names(part) or _written_again(part, octets)
    ]


def _written_again(part: Part, octets: bytes) -> list[tuple[bytes, bytes]]:
    return header.repeated(octets[part.start : part.body])


def _names(part: Part) -> list[str]:
    """Return every name under which some reader might show or keep it, each once."""
    _, written = part.disposition or (b"", ())
    told = chain(
        params.parameters(written, b"filename"), params.parameters(part.params, b"name")
    )
    return list(dict.fromkeys(filter(None, told)))


def _names_of(again: tuple[bytes, bytes]) -> list[str]:
    """Return the names in a field that is there once more."""
    field, value = again
    named = _NAMED_BY.get(field)
    if named is None:
        return []
    return list(filter(None, params.parameters(params.split(value)[1], named)))


def _dangers(file: Member, room: Room, depth: int, *, whole: bool) -> Iterator[Reason]:
    """Yield what is dangerous about a file and all in it. Raises `Bomb` and `Full`."""
    named = dangers_of(file.name)
    yield from named
    if file.encrypted:
        yield Reason.ENCRYPTED
        return
    kind = kind_of(file.octets)
    why = _KINDS.get(kind)
    if why is not None:
        yield why
        if why is Reason.PROGRAM and why not in named:
            yield Reason.DISGUISE
    if _is_page(file) and smuggles(charsets.guess(file.octets[:PAGE])):
        yield Reason.SMUGGLING
    if kind in _ARCHIVES and whole:
        yield from _inside(file, kind, room, depth)


def _is_page(file: Member) -> bool:
    head = file.octets[:512].lstrip().lower()
    return is_page(file.name) or head.startswith((b"<!doctype html", b"<html", b"<svg"))


def _inside(
    archive: Member, kind: FileKind, room: Room, depth: int
) -> Iterator[Reason]:
    """Yield what is dangerous about the files of an archive. Raises as `_dangers`."""
    if depth >= DEEPEST:
        raise Bomb
    try:
        for member in _members(archive, kind, room):
            if member.name.lower().endswith(_MACROS):
                yield Reason.MACRO
            yield from _dangers(member, room, depth + 1, whole=True)
    except NotUnpacked:
        yield Reason.UNREADABLE


def _members(archive: Member, kind: FileKind, room: Room) -> Iterator[Member]:
    if kind is FileKind.ZIP:
        return in_zip(archive.octets, room)
    if kind is FileKind.TAR:
        return in_tar(BytesIO(archive.octets).read, room)
    return in_run(kind, archive.octets, archive.name, room)
