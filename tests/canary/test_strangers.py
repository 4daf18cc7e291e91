"""Who vouches for a stranger's letter is asked in public; the letter is not."""

from pathlib import Path

from canary.searching import leaks
from canary.words import Canaries
from support.strangers import CLIENT, STRANGER, ZONE, come, judging_house, signed
from support.zone_resolver import ZoneResolver

ANN = "ann@example.org"
FORGED = b"Authentication-Results: mail.example.org; dkim=pass reason="


def test_no_word_of_what_is_taken_changed_or_cut_stays_in_clear(tmp_path: Path) -> None:
    words = Canaries()
    letter = words.letter()
    with judging_house(tmp_path, ZoneResolver(ZONE)) as home:
        home.add(ANN)
        said = signed(letter)
        cut = FORGED + words.stray.encode() + b"\r\n" + said
        assert come(home, cut, ip=CLIENT).code == 250
        changed = said.replace(b"Dear all", b"Dear none")
        assert come(home, changed, ip=STRANGER, sender="eve@example.com").code == 550
        assert come(home, FORGED + letter * 300, ip=STRANGER).code in (550, 554)
        (read,) = home.letters(ANN)
        assert words.body.encode() in read
        assert words.stray.encode() not in read  # it was in what was cut
        shown = "".join(home.lines()) + str(home.records())
        assert not [word for word in words.by_name().values() if word in shown]
        assert leaks(words.by_name(), home.config.data_dir) == []
