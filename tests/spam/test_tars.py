"""A tar is read from front to back, whatever its headers say of the way."""

import tarfile
from io import BytesIO

import pytest

from glassine.spam.archives import LARGEST, Full, Member, NotUnpacked, Room
from glassine.spam.tars import BLOCKSIZE, in_tar, is_tar
from support.parcels import tarred

LONG = "x" * 300 + ".js"
EMPTY = bytes(BLOCKSIZE)


def files(octets: bytes, room: Room | None = None) -> list[Member]:
    return list(in_tar(BytesIO(octets).read, room or Room()))


def header(name: str = "a", kind: bytes = tarfile.REGTYPE, size: int = 0) -> bytes:
    about = tarfile.TarInfo(name)
    about.type, about.size = kind, size
    return about.tobuf(tarfile.GNU_FORMAT)


def test_each_file_has_its_name_and_its_octets() -> None:
    assert files(tarred({"a.txt": b"one", "b/c.txt": b"two" * 400})) == [
        Member("a.txt", b"one"),
        Member("b/c.txt", b"two" * 400),
    ]


@pytest.mark.parametrize("kind", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_long_name_is_told_beforehand(kind: int) -> None:
    packed = tarred({LONG: b"x", "b": b"y"}, kind)
    assert [file.name for file in files(packed)] == [LONG, "b"]


def test_the_last_of_several_long_names_counts_as_it_does_for_tar() -> None:
    told = b"12 path=a.js\n12 path=b.js\n"
    octets = header(kind=tarfile.XHDTYPE, size=len(told)) + told.ljust(BLOCKSIZE, b"\0")
    assert [file.name for file in files(octets + header("c.txt"))] == ["b.js"]


def test_links_and_directories_are_no_files_and_what_nobody_knows_is_one() -> None:
    kinds = (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)
    octets = b"".join(header(f"{n}", kind) for n, kind in enumerate((*kinds, b"Z")))
    assert [file.name for file in files(octets)] == ["4"]


def test_a_lone_empty_block_does_not_end_it_and_two_do() -> None:
    octets = header("a") + EMPTY + header("b") + EMPTY + EMPTY + header("c")
    assert [file.name for file in files(octets)] == ["a", "b"]


def test_only_the_first_of_a_large_file_is_kept_and_what_follows_is_found() -> None:
    room = Room()
    large, last = files(tarred({"a": bytes(LARGEST + 5000), "b.exe": b"x"}), room)
    assert (len(large.octets), last.name) == (LARGEST, "b.exe")
    assert room.passed < Room().passed


def test_files_too_many_or_too_large_together_are_not_all_read() -> None:
    many = tarred({f"{n}": b"" for n in range(11)})
    with pytest.raises(Full):
        files(many, Room(members=10))
    large = tarred({"a": bytes(20_000)})
    with pytest.raises(Full):
        files(large, Room(octets=10_000))
    with pytest.raises(Full):
        files(tarred({"a": bytes(LARGEST + 5000)}), Room(passed=4000))


@pytest.mark.parametrize(
    "octets",
    [
        b"no header" * 60,
        header()[:100],
        header("a") + b"no header".ljust(BLOCKSIZE, b"!"),
        header(size=-1),
    ],
)
def test_what_is_no_tar_is_not_unpacked(octets: bytes) -> None:
    with pytest.raises(NotUnpacked):
        files(octets)


def test_a_file_that_was_cut_off_has_what_there_is() -> None:
    (file,) = files(header(size=5000) + b"x" * 700)
    assert len(file.octets) == 700


@pytest.mark.parametrize("octets", [b"", EMPTY, b"a.txt" + bytes(507), b"x" * 512])
def test_a_file_is_a_tar_by_the_sum_of_its_first_block(octets: bytes) -> None:
    assert not is_tar(octets)
    assert is_tar(header() + octets)
