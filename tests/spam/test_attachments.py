"""Attached files are known by name and by content, in archives too."""

import bz2
import lzma
import struct
import time
from base64 import encodebytes
from email.header import Header
from random import Random

import pytest

from glassine.spam.archives import DEEPEST, NotUnpacked, Room, in_zip
from glassine.spam.attachments import dangers_in
from glassine.words.reason import Reason
from spam.scanned import scanned
from support.letters import letter, with_attachment
from support.parcels import PAGE, PROGRAM, gzipped, locked, nested, tarred, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
OK: set[Reason] = set()


def dangers(name: str, content: bytes) -> set[Reason]:
    message = with_attachment("s", "b", name, content)
    return dangers_in(scanned(message).root, message)


@pytest.mark.parametrize(
    ("type_", "disposition"),
    [
        ("; name=invoice.js", "; filename=a.txt"),  # readers differ in whom they heed
        ("; name=a.txt", "; filename=invoice.js"),
        ("", "; filename=a.txt; filename*=utf-8''invoice.js"),  # RFC 6266 §4.3
        ("", "; filename*=utf-8''invoice.js; filename=a.txt"),
        ("", "; filename*0=inv; filename*1=oice.js; filename=a.txt"),
        ("; name=a.txt; name*=utf-8''invoice.js", ""),
        ("", "; filename=a.txt; filename=invoice.js"),
    ],
)
def test_every_name_counts_that_a_reader_might_show(
    type_: str, disposition: str
) -> None:
    message = (
        f"Content-Type: application/octet-stream{type_}\r\n"
        f"Content-Disposition: attachment{disposition}\r\n\r\nx\r\n"
    ).encode()
    assert dangers_in(scanned(message).root, message) == {Reason.SCRIPT}


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("report.pdf", b"%PDF-1.7", OK),
        ("photo.jpg", b"\xff\xd8\xff", OK),
        ("MZ.txt", b"MZ is how this text begins, and it is long enough " * 3, OK),
        ("setup.exe", PROGRAM, {Reason.PROGRAM}),
        ("SETUP.EXE. ", b"", {Reason.PROGRAM}),
        ("report.pdf", PROGRAM, {Reason.PROGRAM, Reason.DISGUISE}),
        ("report.pdf.exe", b"", {Reason.PROGRAM, Reason.DISGUISE}),
        ("report" + " " * 40 + ".exe", b"", {Reason.PROGRAM, Reason.DISGUISE}),
        ("invoice.js", b"", {Reason.SCRIPT}),
        ("invoice.doc.js", b"", {Reason.SCRIPT, Reason.DISGUISE}),
        ("open.lnk", b"", {Reason.SHORTCUT}),
        ("x", b"L\0\0\0\x01\x14\x02\0" + bytes(20), {Reason.SHORTCUT}),
        ("start.jnlp", b"", {Reason.SHORTCUT}),
        ("rates.iqy", b"", {Reason.SHORTCUT}),
        ("rates.csv.iqy", b"", {Reason.SHORTCUT, Reason.DISGUISE}),
        ("disk.iso", b"", {Reason.DISK_IMAGE}),
        ("x", bytes(0x8001) + b"CD001", {Reason.DISK_IMAGE}),
        ("sheet.xlsm", b"", {Reason.MACRO}),
        ("sheet.slk", b"ID;P", {Reason.MACRO}),
        ("notes.one", b"", {Reason.MACRO}),
        ("notes.pdf.one", b"", {Reason.MACRO}),
        ("notebook.onepkg", b"MSCF\0\0\0\0", {Reason.MACRO, Reason.UNREADABLE}),
        ("a.zip", zipped({"notes.one": b""}), {Reason.MACRO}),
        ("old.doc", OLE, OK),
        ("old.doc", OLE + "_VBA_PROJECT".encode("utf-16-le"), {Reason.MACRO}),
        ("new.docx", OLE + "EncryptedPackage".encode("utf-16-le"), {Reason.ENCRYPTED}),
        ("new.docx", zipped({"word/vbaProject.bin": b"x"}), {Reason.MACRO}),
        ("a.zip", zipped({"b.txt": b"x"}), OK),
        ("a.zip", zipped({"b.txt": b"x", "c/d.vbs": b""}), {Reason.SCRIPT}),
        ("a.zip", zipped({"b.txt": PROGRAM}), {Reason.PROGRAM, Reason.DISGUISE}),
        ("a.txt", zipped({"b.exe": b""}), {Reason.PROGRAM}),
        ("a.exe.gz", gzipped(b"x"), {Reason.PROGRAM}),
        ("a.gz", gzipped(zipped({"b.exe": b""})), {Reason.PROGRAM}),
        ("a.tar", tarred({"b.txt": b"x"}), OK),
        ("a.tar", tarred({"b.txt": b"x", "c/d.vbs": b""}), {Reason.SCRIPT}),
        ("a", tarred({"b.txt": PROGRAM}), {Reason.PROGRAM, Reason.DISGUISE}),
        ("a.tgz", gzipped(tarred({"b.exe": b""})), {Reason.PROGRAM}),
        ("a.tar.bz2", bz2.compress(tarred({"b.exe": b""})), {Reason.PROGRAM}),
        ("a.tar.xz", lzma.compress(tarred({"b.exe": b""})), {Reason.PROGRAM}),
        ("a.exe.bz2", bz2.compress(b"x"), {Reason.PROGRAM}),
        ("a.txt.xz", lzma.compress(PROGRAM), {Reason.PROGRAM, Reason.DISGUISE}),
        ("a.tar", tarred({"a.zip": zipped({"b.exe": b""})}), {Reason.PROGRAM}),
        ("a.zip", zipped({"a.tar": tarred({"b.exe": b""})}), {Reason.PROGRAM}),
        ("a.tbz", bz2.compress(tarred({"b.exe": b""}))[:-9], {Reason.PROGRAM}),
        ("a.xz", lzma.compress(b"x")[:-9] + bytes(9), {Reason.UNREADABLE}),
        ("BZh of 1992.txt", b"BZh is what that is called", OK),
        ("a.zip", nested(2, zipped({"b.exe": b""})), {Reason.PROGRAM}),
        ("a.zip", nested(DEEPEST + 1, b"x"), {Reason.BOMB}),
        ("a.zip", locked(zipped({"b.txt": b"x"})), {Reason.ENCRYPTED}),
        ("a.zip", locked(zipped({"b.exe": b"x"})), {Reason.ENCRYPTED, Reason.PROGRAM}),
        ("a.zip", zipped({"b.txt": b"x"})[:-30], {Reason.UNREADABLE}),
        ("a.zip", b"PK\x03\x04 and no more", {Reason.UNREADABLE}),
        ("a.rar", b"Rar!\x1a\x07\x01\0", {Reason.UNREADABLE}),
        ("a.tar.zst", b"\x28\xb5\x2f\xfd\x04\0", {Reason.UNREADABLE}),
        ("a.tar.lz", b"LZIP\x01", {Reason.UNREADABLE}),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", {Reason.UNREADABLE}),
        ("page.html", PAGE, {Reason.SMUGGLING}),
        ("page", PAGE, {Reason.SMUGGLING}),
        ("a.zip", zipped({"page.htm": PAGE}), {Reason.SMUGGLING}),
        ("page.html", b"<html>Hello</html>", OK),
    ],
)
def test_a_file_is_what_it_is(name: str, content: bytes, expected: set[Reason]) -> None:
    assert dangers(name, content) == expected


@pytest.mark.parametrize(
    "written",
    [
        "Content-Disposition: attachment" + "; a=b" * 300 + "; filename=invoice.js",
        "Content-Disposition: attachment; filename*0=x;"
        + ";".join(f" filename*{n}=x" for n in range(1, 200))
        + "; filename*200=.js",
        "Content-Disposition: attachment; filename=a.txt\r\n"
        "Content-Disposition: attachment; filename=invoice.js",
        "Content-Type: image/png; name=a.png\r\nContent-Type: x/y; name=invoice.js",
    ],
)
def test_a_name_is_not_hidden_among_others(written: str) -> None:
    message = f"{written}\r\n\r\nx\r\n".encode()
    assert dangers_in(scanned(message).root, message) == {Reason.SCRIPT}


def test_a_file_of_two_encodings_is_looked_at_in_each() -> None:
    both = b"Content-Transfer-Encoding: %b\r\nContent-Transfer-Encoding: %b\r\n\r\n%b"
    named = b"Content-Type: application/x; name=a.png\r\n"
    for pair in ((b"7bit", b"base64"), (b"base64", b"7bit")):
        message = named + both % (*pair, encodebytes(PROGRAM))
        found = dangers_in(scanned(message).root, message)
        assert found == {Reason.PROGRAM, Reason.DISGUISE}


def test_a_file_is_not_hidden_behind_many() -> None:
    file = b"--b\r\nContent-Disposition: attachment; filename=%b\r\n\r\nx\r\n"
    head = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    message = head + (file % b"a.txt") * 900 + file % b"b.js"
    assert dangers_in(scanned(message).root, message) == {Reason.SCRIPT}


def test_a_name_that_turns_the_reading_direction_is_a_disguise() -> None:
    name = Header("annexe\u202ecod.exe", "utf-8").encode()
    assert dangers(name, b"") == {Reason.PROGRAM, Reason.DISGUISE}
    hidden = Header("annexe\u202efdp.txt", "utf-8").encode()
    assert dangers(hidden, b"") == {Reason.DISGUISE}


def test_a_letter_without_files_has_no_dangers() -> None:
    message = letter("Hello", "setup.exe is what I spoke of")
    assert dangers_in(scanned(message).root, message) == set()


def test_a_page_that_is_shown_and_has_no_name_is_not_a_file() -> None:
    message = b"Content-Type: text/html\r\n\r\n" + PAGE
    assert dangers_in(scanned(message).root, message) == set()


def test_an_archive_that_was_not_kept_whole_is_not_called_broken() -> None:
    message = with_attachment("s", "b", "a.zip", zipped({"b.txt": bytes(9000)}))
    seen = scanned(message)
    assert dangers_in(seen.root, message[:700]) == set()


@pytest.mark.parametrize(
    "bomb",
    [
        zipped({"a": bytes(40_000_000)}),
        zipped({f"{n}": b"x" * 900_000 for n in range(30)}),
        gzipped(bytes(40_000_000)),
        zipped({"a.gz": gzipped(bytes(40_000_000))}),
        bz2.compress(bytes(40_000_000)),
        lzma.compress(bytes(40_000_000)),
        gzipped(tarred({"a": bytes(40_000_000)})),
        bz2.compress(tarred({"a": bytes(40_000_000)})),
        lzma.compress(tarred({"a": bytes(40_000_000), "b.exe": b""})),
        tarred({f"{n}.gz": gzipped(b"x" * 900_000) for n in range(30)}),
    ],
)
def test_a_bomb_is_named_and_does_not_go_off(bomb: bytes) -> None:
    message = with_attachment("s", "b", "a.zip", bomb)
    seen = scanned(message)
    began = time.perf_counter()
    assert dangers_in(seen.root, message) == {Reason.BOMB}
    assert time.perf_counter() - began < 2.0


def textual(size: int) -> bytes:
    """Return octets that are packed to a fortieth, as lists and logs are."""
    return Random(size).randbytes(size // 40) + bytes(size - size // 40)


@pytest.mark.parametrize(
    "large",
    [
        {f"{n}": textual(900_000) for n in range(30)},
        {f"{n}": b"" for n in range(1500)},
        {f"{n:0200}": b"" for n in range(1500)},
    ],
)
def test_what_is_only_large_is_no_bomb_and_names_are_still_read(
    large: dict[str, bytes],
) -> None:
    for packed in (zipped(large), tarred(large), gzipped(tarred(large))):
        message = with_attachment("s", "b", "a.zip", packed)
        assert dangers_in(scanned(message).root, message) == {Reason.SIZE}
    listed = zipped({**dict(list(large.items())[:1100]), "b.exe": b""})
    message = with_attachment("s", "b", "a.zip", listed)
    assert Reason.PROGRAM in dangers_in(scanned(message).root, message)


def test_many_streams_of_nothing_are_not_all_read() -> None:
    message = with_attachment("s", "b", "a.gz", gzipped(b"") * 1500)
    assert dangers_in(scanned(message).root, message) == {Reason.SIZE}


def test_what_comes_after_a_bomb_is_looked_at_too() -> None:
    one = with_attachment("s", "b", "a.gz", gzipped(bytes(40_000_000)))
    two = with_attachment("s", "b", "b.exe", PROGRAM)
    cut = b"--=_cut_here"
    both = (
        one.removesuffix(cut + b"--\r\n") + cut + b"\r\n" + two.split(cut + b"\r\n")[2]
    )
    assert dangers_in(scanned(both).root, both) == {Reason.BOMB, Reason.PROGRAM}


def test_a_list_of_members_is_no_longer_than_its_end_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    end, member = zipped({}), zipped({"a": b""})
    listed = member[member.find(b"PK\x01\x02") : -len(end)] * 40_000
    numbers = (44, 45, 45, 0, 0, 40_000, 40_000, len(listed), 0)
    told = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", *numbers)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, len(listed), 1)
    monkeypatch.setattr("glassine.spam.archives.ZipFile", pytest.fail)
    with pytest.raises(NotUnpacked):
        next(in_zip(listed + told + locator + end, Room()))


def test_a_bomb_that_lies_of_its_size_is_read_no_further_than_it_says() -> None:
    packed = bytearray(zipped({"a": bytes(30_000_000)}))
    at = packed.find(b"PK\x01\x02")
    packed[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    message = (
        b"Content-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n"
    )
    message += b"\r\n" + encodebytes(bytes(packed))
    assert dangers_in(scanned(message).root, message) <= {Reason.UNREADABLE}
