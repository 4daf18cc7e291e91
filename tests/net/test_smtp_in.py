"""A real server on loopback holds whole sessions, and ends them well."""

from pathlib import Path

from support.house import house
from support.letters import letter


def test_a_letter_from_outside_is_filed_and_answered(tmp_path: Path) -> None:
    with house(tmp_path) as home:
        home.add("person@example.org")
        with home.talk() as talk:
            talk.hello()
            said = letter("Hello")
            reply = talk.deliver("zoe@example.net", ["person@example.org"], said)
            assert reply.code == 250
            talk.quit()
        (read,) = home.letters("person@example.org")
        assert read.endswith(said)
