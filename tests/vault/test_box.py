"""The message box: streamed in, opened whole or in part, and never quietly wrong."""

import os
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassine.vault import box
from glassine.vault.box import CHUNK, Sealer
from glassine.vault.opener import Opener, open_box
from glassine.vault.suite import Damaged, UnknownSuite
from glassine.words.private import Key

KEY = Key(bytes(32))
MESSAGE = os.urandom(3 * CHUNK + 100)
BOX = box.seal(KEY, MESSAGE)


def opener(sealed: bytes, reads: list[tuple[int, int]] | None = None) -> Opener:
    """Return an opener that notes what it reads."""

    def read(at: int, length: int) -> bytes:
        if reads is not None:
            reads.append((at, length))
        return sealed[at : at + length]

    return Opener(KEY, read, len(sealed))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK])
def test_a_message_of_any_size_comes_back_and_its_size_is_known(size: int) -> None:
    sealed = box.seal(KEY, MESSAGE[:size])
    assert open_box(KEY, sealed).reveal() == MESSAGE[:size]
    assert box.sealed_size(size) == len(sealed)
    assert box.plain_size(len(sealed)) == size


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 100_000), max_size=6))
def test_the_box_does_not_depend_on_how_the_message_came_in(cuts: list[int]) -> None:
    sealer, sealed, at = Sealer(KEY), b"", 0
    for cut in cuts:
        sealed += sealer.update(MESSAGE[at : at + cut])
        at += cut
    sealed += sealer.update(MESSAGE[at:]) + sealer.finish()
    assert sealed == BOX


@settings(max_examples=60, deadline=None)
@given(st.integers(-10, 5 * CHUNK), st.integers(-10, 5 * CHUNK))
def test_any_range_is_the_message_s_own(start: int, end: int) -> None:
    expected = MESSAGE[max(0, start) : max(0, end)]
    assert opener(BOX).range(start, end).reveal() == expected


def test_a_range_reads_only_the_chunks_that_hold_it() -> None:
    reads: list[tuple[int, int]] = []
    opener(BOX, reads).range(CHUNK + 5, CHUNK + 9)
    assert reads == [(0, 1), (1 + CHUNK + 16, CHUNK + 16)]


def test_chunks_give_the_message_in_order() -> None:
    runs = [run.reveal() for run in opener(BOX).chunks()]
    assert b"".join(runs) == MESSAGE
    assert max(map(len, runs)) == CHUNK


def test_a_box_cut_at_a_chunk_s_edge_is_found_out_at_its_end() -> None:
    cut = opener(BOX[: 1 + 2 * (CHUNK + 16)])
    assert cut.range(0, 10).reveal() == MESSAGE[:10]
    with pytest.raises(Damaged):
        cut.range(CHUNK, CHUNK + 1)


@pytest.mark.parametrize("size", [0, 1, 16, 1 + CHUNK + 32, 1 + CHUNK + 17])
def test_a_size_that_no_message_gives_is_damage(size: int) -> None:
    with pytest.raises(Damaged):
        box.plain_size(size)


def test_another_suite_and_another_key_are_refused() -> None:
    with pytest.raises(UnknownSuite):
        open_box(KEY, b"\2" + BOX[1:])
    with pytest.raises(Damaged):
        open_box(box.new_message_key(), BOX)


def test_a_store_that_gives_too_little_is_damage() -> None:
    with pytest.raises(Damaged):
        Opener(KEY, lambda at, n: BOX[at : at + n][:9], len(BOX)).whole()


def test_fifty_megabytes_pass_through_in_little_memory() -> None:
    sealer, megabyte, sealed = Sealer(KEY), bytes(1 << 20), 0
    tracemalloc.start()
    for _ in range(50):
        sealed += len(sealer.update(megabyte))
    sealed += len(sealer.finish())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert sealed == box.sealed_size(50 << 20)
    assert peak < 8 << 20


def test_no_two_chunks_share_a_nonce() -> None:
    nonces = {box.nonce(n, last) for n in range(300) for last in (False, True)}
    assert len(nonces) == 600
    assert {len(nonce) for nonce in nonces} == {12}
