"""Reasons are codes of one form, so that lines and records can be taken apart."""

import re

import pytest

from glassine.words.reason import Reason
from glassine.words.sender import ArcFault, AuthorFault, DkimFault, SpfFault

CODE = re.compile(r"[a-z]+(_[a-z]+)*")


@pytest.mark.parametrize("reason", Reason)
def test_a_reason_is_one_word_without_spaces(reason: Reason) -> None:
    assert CODE.fullmatch(reason)


@pytest.mark.parametrize("fault", [*AuthorFault, *SpfFault, *DkimFault, *ArcFault])
def test_every_fault_of_a_sender_is_a_reason(fault: str) -> None:
    assert Reason(fault) == fault
