"""Padding says little of a length, costs little, and gives the content back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.vault.padding import pad, padded_size, unpad
from glassine.vault.suite import Damaged


@given(st.binary(max_size=5000))
def test_padding_gives_the_content_back(content: bytes) -> None:
    assert unpad(pad(content)) == content


@given(st.integers(1, 1 << 30))
def test_padding_costs_512_bytes_or_an_eighth(size: int) -> None:
    added = padded_size(size) - size
    assert 0 <= added < max(512, size / 8 + 1)


def test_long_contents_come_in_few_sizes() -> None:
    sizes = {padded_size(size) for size in range(65_536, 131_072, 64)}
    assert len(sizes) <= 9


@pytest.mark.parametrize("padded", [b"", b"\0\0\0", b"\0\0\0\2x", b"\xff" * 512])
def test_a_length_that_cannot_be_is_damage(padded: bytes) -> None:
    with pytest.raises(Damaged):
        unpad(padded)
