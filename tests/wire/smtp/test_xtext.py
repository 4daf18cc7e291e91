"""xtext, there and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.wire.smtp import xtext


@given(st.binary(max_size=60))
def test_what_is_encoded_can_be_decoded(data: bytes) -> None:
    encoded = xtext.encode(data)
    assert xtext.decode(encoded) == data
    assert not set(encoded) & {*range(33), ord("="), 127}


def test_the_example_of_the_rfc() -> None:
    assert xtext.encode(b"a+b=c d") == b"a+2Bb+3Dc+20d"


@pytest.mark.parametrize("data", [b"a+b", b"a+2b", b"+", b"a b", b"a=b", b"\xff"])
def test_what_is_no_xtext_is_not_decoded(data: bytes) -> None:
    with pytest.raises(xtext.NotXtext):
        xtext.decode(data)
