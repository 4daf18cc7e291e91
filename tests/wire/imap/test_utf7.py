"""Mailbox names have one form in modified UTF-7, and no other is taken."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassine.wire.imap.utf7 import NotUtf7, decode_utf7, encode_utf7

TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("INBOX", b"INBOX"),
        ("~peter/mail/台北/日本語", b"~peter/mail/&U,BTFw-/&ZeVnLIqe-"),
        ("R&D", b"R&-D"),
        ("😀", b"&2D3eAA-"),
    ],
)
def test_a_name_and_how_it_is_written(name: str, written: bytes) -> None:
    assert encode_utf7(name) == written
    assert decode_utf7(written) == name


@given(TEXT)
def test_every_name_comes_back(name: str) -> None:
    assert decode_utf7(encode_utf7(name)) == name


@pytest.mark.parametrize(
    "written",
    [
        b"R&D",  # never shifted back
        b"&AEE-",  # `A` needs no shift
        b"&AOQ-&AOQ-",  # shifted back for nothing
        b"&2D0-",  # half a surrogate pair
        b"&AO-",  # half a code unit
        b"&!-",
        b"\xc3\xa4",
        b"a\x7fb",
    ],
)
def test_any_other_spelling_is_refused(written: bytes) -> None:
    with pytest.raises(NotUtf7):
        decode_utf7(written)


@given(st.binary())
def test_whatever_is_read_reads_back_as_written(written: bytes) -> None:
    with suppress(NotUtf7):
        assert encode_utf7(decode_utf7(written)) == written
