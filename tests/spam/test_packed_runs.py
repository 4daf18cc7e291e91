"""What is packed as one run is unpacked by the piece, and no further than is borne."""

import bz2
import gzip
import lzma
import random
from collections.abc import Callable

import pytest

from glassine.spam.archives import LARGEST, Bomb, Full, Member, NotUnpacked, Room
from glassine.spam.file_kinds import FileKind, kind_of
from glassine.spam.packed_runs import Run, in_run
from support.parcels import tarred

PACK: dict[FileKind, Callable[[bytes], bytes]] = {
    FileKind.GZIP: gzip.compress,
    FileKind.BZIP2: bz2.compress,
    FileKind.XZ: lzma.compress,
}
TEXT = random.Random(4).randbytes(40_000)
ALL = pytest.mark.parametrize("kind", PACK)


def files(kind: FileKind, packed: bytes, room: Room | None = None) -> list[Member]:
    return list(in_run(kind, packed, "report.txt.z", room or Room()))


@ALL
def test_it_is_known_by_its_first_octets(kind: FileKind) -> None:
    assert kind_of(PACK[kind](TEXT)) is kind
    assert kind_of(PACK[kind](b"")) is kind


@ALL
def test_one_file_is_called_as_its_parcel_is(kind: FileKind) -> None:
    assert files(kind, PACK[kind](TEXT)) == [Member("report.txt", TEXT)]


@ALL
def test_a_tar_in_it_is_opened_at_once(kind: FileKind) -> None:
    inside = {"a.txt": TEXT, "b.txt": b"two"}
    packed = PACK[kind](tarred(inside))
    assert files(kind, packed) == [Member(*each) for each in inside.items()]


@ALL
def test_streams_one_after_the_other_are_one_run(kind: FileKind) -> None:
    pack = PACK[kind]
    packed = pack(b"one ") + bytes(8) + pack(b"") + pack(TEXT) + b"garbage"
    (file,) = files(kind, packed)
    assert file.octets == b"one " + TEXT


@ALL
def test_at_its_end_nothing_more_comes_however_often_it_is_read(kind: FileKind) -> None:
    packed = PACK[kind](b"one") + PACK[kind](b"two") + b"garbage" * 9
    run = Run(kind, packed, Room())
    assert [run.read(9) for _ in range(9)] == [b"onetwo", *[b""] * 8]


@ALL
def test_each_stream_counts_as_a_member(kind: FileKind) -> None:
    with pytest.raises(Full):
        files(kind, PACK[kind](b"") * 30, Room(members=20))


@ALL
@pytest.mark.parametrize("most", [1, 7, 512, 9_000, 100_000])
def test_pieces_of_any_size_make_the_whole(kind: FileKind, most: int) -> None:
    run = Run(kind, PACK[kind](TEXT), Room())
    assert run.beginning() == TEXT[:512]
    pieces = []
    while piece := run.read(most):
        assert len(piece) <= most
        pieces.append(piece)
    assert b"".join(pieces) == TEXT


@ALL
def test_what_was_cut_off_is_read_as_far_as_it_goes(kind: FileKind) -> None:
    (file,) = files(kind, PACK[kind](TEXT)[:-20])
    assert TEXT.startswith(file.octets)


@ALL
def test_what_is_broken_is_not_unpacked(kind: FileKind) -> None:
    packed = bytearray(PACK[kind](TEXT))
    packed[5_000:5_100] = bytes(100)
    with pytest.raises(NotUnpacked):
        files(kind, bytes(packed))


@ALL
def test_only_the_first_of_a_large_file_is_unpacked(kind: FileKind) -> None:
    room = Room()
    (file,) = files(kind, PACK[kind](TEXT * 110), room)
    assert len(file.octets) == LARGEST
    assert room.octets == Room().octets - LARGEST


@ALL
def test_what_packs_too_well_is_a_bomb(kind: FileKind) -> None:
    with pytest.raises(Bomb):
        files(kind, PACK[kind](bytes(40_000_000)))


def test_xz_gets_no_more_memory_than_anybody_needs() -> None:
    usual, greedy = ({"id": lzma.FILTER_LZMA2, "dict_size": n << 20} for n in (64, 256))
    assert files(FileKind.XZ, lzma.compress(TEXT, filters=[usual]))
    with pytest.raises(NotUnpacked):
        files(FileKind.XZ, lzma.compress(TEXT, filters=[greedy]))
