"""The demo's letters: one as large as the seed's, and words that can be looked for."""

from email import message_from_bytes
from email.policy import default

from glassine.cli.play.cast import new_cast
from glassine.cli.play.letters import SEED_SIZE, letters


def test_the_apps_letter_is_as_large_as_the_seeds() -> None:
    report, *_ = letters(new_cast())
    assert len(report.octets()) == SEED_SIZE


def test_every_letter_parses_without_a_defect() -> None:
    for letter in letters(new_cast()):
        message = message_from_bytes(letter.octets(), policy=default)
        assert [part.defects for part in message.walk()] == [[], [], []]
        assert message["Subject"] == letter.subject
        assert message["Message-ID"].strip() == letter.message_id


def test_the_words_are_those_that_only_two_may_know() -> None:
    report, _, invitation = letters(new_cast())
    assert {"Greenhouse", "Fernwatch", "plugins-of-the-greenhouse.csv"} <= set(
        report.words()
    )
    assert {"smörgåstårta", "Zoë Ångerman-Lövgren", "Grandmother"} <= set(
        invitation.words()
    )
    public = {"mainwp.app@example.org", "example.org", "zoe@example.net"}
    assert not public & set(invitation.words())


def test_passwords_are_new_for_each_cast_and_not_shown() -> None:
    one, other = new_cast(), new_cast()
    assert one.person.password != other.person.password
    assert one.person.password not in repr(one)
