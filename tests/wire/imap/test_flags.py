"""Keywords are private, and have no case."""

import pytest

from glassine.wire.imap.flags import Keyword, SystemFlag
from glassine.wire.imap.write.flags import flag_list, flags_line


def test_two_spellings_are_one_keyword() -> None:
    assert {Keyword(b"Work"), Keyword(b"work")} == {Keyword(b"WORK")}
    assert Keyword(b"work") != b"work"


def test_a_keyword_has_no_text_form() -> None:
    assert repr(Keyword(b"canary")) == "<Keyword>"
    with pytest.raises(TypeError, match="no text form"):
        str(Keyword(b"canary"))


def test_flags_are_written_in_one_order() -> None:
    flags = {Keyword(b"work"), SystemFlag.SEEN, SystemFlag.ANSWERED}
    assert flag_list(flags) == b"(\\Answered \\Seen work)"
    assert flags_line([]) == b"* FLAGS ()\r\n"
